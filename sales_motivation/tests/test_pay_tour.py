import io
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from openpyxl import load_workbook

from odoo.tests import HttpCase, new_test_user, tagged

from .pay_words import JANUARY, PayWords, day

SALARY = {"kind": "salary", "name": "Salary"}
DEALS = {
    "kind": "commission",
    "name": "Deals of Mine",
    "metric": "won_amount",
    "tiers": [(0, 0.05), (10000, 0.06)],
}
FLAT = {"kind": "commission", "name": "Money of Sales", "metric": "money_in", "tiers": [(0, 0.05)]}
STEEP = {**FLAT, "tiers": [(0, 0.03), (1000, 0.07)]}
PAYROLL = "sales_motivation.sales_motivation_group_payroll"


@tagged("post_install", "-at_install")
class TestPayTour(PayWords, HttpCase):
    """Pay in the browser: who is paid, who answers for it, who transfers it, and who decides how it goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payroll = new_test_user(cls.env, "t_payroll", groups=PAYROLL, name="Payroll")
        (cls.hunter | cls.hunter2 | cls.head | cls.owner | cls.payroll).lang = "en_US"
        cls.today = cls.company._get_business_day()

    def tour(self, name, login):
        self.start_tour("/odoo/crm", f"sales_motivation_{name}", login=login)
        self.env.invalidate_all()

    def test_a_seller_watches_his_month_and_asks(self):
        """A deal won is on the screen at once, down to its line; the head answers, the seller reads it."""
        self.put(self.hunter, SALARY, DEALS, since=self.today.replace(day=1), salary=1800)
        self.card(
            "Northern Mill: audit",
            owner=self.hunter,
            stage=self.stage_offer,
            partner_id=self.client.id,
            expected_revenue=4000,
        )
        self.tour("sells", "t_hunter")
        inquiry = self.env["motivation.inquiry"].search([("user_id", "=", self.hunter.id)])
        self.assertEqual((inquiry.question, inquiry.state), ("Why not six?", "asked"))
        self.assertEqual(inquiry.fact_id.amount, 4000)
        self.tour("answers", "t_head")
        self.assertEqual((inquiry.state, inquiry.answered_by_id), ("answered", self.head))
        self.tour("reads_the_answer", "t_hunter")

    def test_a_month_goes_from_its_facts_to_payroll(self):
        """Computed, sent, accepted, approved; what payroll gets is what the people have seen."""
        self.put(self.hunter, SALARY, FLAT, salary=1800)
        self.put(self.hunter2, SALARY, salary=500)
        self.sell(day(1, 5), 10000, reference="INV/1")
        run = self.env["motivation.run"].create({"first_on": JANUARY})
        self.tour("computes", "t_head")
        mine = self.statement(run, self.hunter)
        self.assertEqual((run.state, mine.state, mine.payable), ("sent", "sent", 2300))
        self.tour("agrees", "t_hunter")
        self.assertEqual(mine.state, "accepted")
        self.tour("approves", "t_owner")
        self.assertEqual(set(run.statement_ids.mapped("state")), {"approved"})
        self.tour("pays", "t_payroll")
        self.authenticate("t_payroll", "t_payroll")
        book = self.url_open(f"/motivation/run/{run.id}/workbook")
        sheet = load_workbook(io.BytesIO(book.content)).worksheets[0]
        rows = {row[0]: row for row in sheet.iter_rows(values_only=True) if row[0]}
        paid = rows["Person"].index("To Be Paid")
        self.assertEqual(
            [rows[name][paid] for name in ("Hunter", "Hunter2", "Total")], [2300, 500, 2800]
        )

    def test_the_owner_compares_two_plans_on_the_facts_of_a_year(self):
        """A steeper plan over the last twelve months: what everybody would have got by either."""
        last = self.today.replace(day=1) - relativedelta(months=1)
        since = last - relativedelta(months=11)
        even = self.plan(FLAT, since=since, name="Even")
        for user in (self.hunter, self.hunter2):
            self.pay_by(user, even, since=since)
        self.plan(STEEP, since=since, name="Steeper", approve=False)
        self.sell(last, 22000)
        self.sell(last, 1000, self.hunter2)
        self.tour("tries", "t_owner")
        simulation = self.env["motivation.simulation"].search([("plan_id.name", "=", "Steeper")])
        self.assertEqual((simulation.first_on, simulation.last_on), (since, last))
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=1000):
            simulation._cron_compute()
        self.assertEqual(simulation.state, "done")
        self.assertEqual(
            {row.user_id: row.difference for row in simulation.person_ids},
            {self.hunter: 400, self.hunter2: -20},
        )
        self.tour("compares", "t_owner")
