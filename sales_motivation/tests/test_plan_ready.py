from odoo.tests import tagged
from odoo.tools import convert_file

from .pay_words import PayWords, day

READY_PLANS = "data/motivation_pay_plan_data.xml"
READY = ("scouts", "hunters", "farmers", "head")


@tagged("post_install", "-at_install")
class TestPlanReady(PayWords):
    """The plans that come with the addon: changed, approved, and people are paid by them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A demonstration has written its own numbers into them.
        known = [("module", "=", "sales_motivation"), ("name", "=like", "pay\\_%")]
        cls.env["ir.model.data"].search(known).unlink()
        convert_file(cls.env, "sales_motivation", READY_PLANS, {}, mode="init", noupdate=True)

    def ready(self, name):
        """A copy of a plan as it comes, from January on, whatever has become of the plan itself."""
        plan = self.env.ref(f"sales_motivation.pay_plan_{name}")
        plan = plan.copy({"company_id": self.company.id})
        plan.valid_from_on = day(1, 1)
        return plan

    def test_they_come_as_drafts_of_the_main_company(self):
        for name in READY:
            plan = self.env.ref(f"sales_motivation.pay_plan_{name}")
            self.assertEqual(plan.company_id, self.env.ref("base.main_company"))
            self.assertTrue(plan.note)
            self.assertIn("salary", plan.component_ids.mapped("kind"))

    def test_they_are_approved_as_they_are(self):
        for name in READY:
            plan = self.ready(name)
            plan._approve()
            self.assertEqual(plan.state, "approved")
            for component in plan.component_ids:
                self.assertTrue(component.words, component.name)

    def test_they_warn_of_what_they_are_and_of_nothing_else(self):
        self.aim("money_in", self.hunter, *[1000] * 12)
        self.aim("contact_accepted", self.scout, *[10] * 12)
        told = {name: {risk.code for risk in self.ready(name)._find_risks()} for name in READY}
        self.assertEqual(told["scouts"], {"rising"})
        self.assertEqual(told["hunters"], {"rising"})
        self.assertEqual(told["farmers"], set())
        self.assertEqual(told["head"], {"jump"})

    def test_scouts_are_paid_for_accepted_contacts(self):
        """Target 10 a quarter: 8 × 300, 2 × 400, 2 × 500."""
        plan = self.ready("scouts")
        plan._approve()
        self.pay_by(self.scout, plan, salary=1000)
        self.aim("contact_accepted", self.scout, 10, 0, 0)
        self.count("contact_accepted", self.scout, *[day(1, number) for number in range(1, 13)])
        self.assert_payable(self.compute(1), self.scout, 1000 + 2400 + 800 + 1000)

    def test_hunters_are_paid_for_first_sales_and_farmers_for_later_ones(self):
        """5 % of the money of a first sale; 2 % of the money of a later one, for the farmer of the client."""
        for name, user in (("hunters", self.hunter), ("farmers", self.farmer)):
            plan = self.ready(name)
            plan._approve()
            self.pay_by(user, plan)
        client = self.get_client()
        known = {"client_id": client.id, "farmer_id": self.farmer.id}
        first = self.fact("first_sale", day(1, 5), self.hunter, client_id=client.id)
        self.sell(day(1, 6), 1000, res_id=first.res_id, **known)
        self.sell(day(1, 7), 3000, **known)
        run = self.compute(1)
        self.assert_payable(run, self.hunter, 50)
        self.assert_payable(run, self.farmer, 60)

    def get_client(self):
        """The client in the ledger."""
        clients = self.env["conveyor.client"]
        clients._ensure(self.client.ids)
        return clients.search([("partner_id", "=", self.client.id)])

    def test_head_waits_for_the_department(self):
        plan = self.ready("head")
        plan._approve()
        self.pay_by(self.head, plan, salary=5000)
        self.aim("money_in", self.hunter, 1000, 0, 0)
        self.sell(day(1), 700)
        self.assert_payable(self.settle(1), self.head, 5000)
        self.sell(day(2), 100)
        self.assert_payable(self.settle(2), self.head, 5000 + 8)
