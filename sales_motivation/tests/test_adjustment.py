from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .pay_words import FLAT, PayWords, day


@tagged("post_install", "-at_install")
class TestAdjustment(PayWords):
    """What no rule gives is agreed upon by two people, and paid once."""

    def setUp(self):
        super().setUp()
        self.put(self.hunter, FLAT)
        self.sell(day(1), 1000)

    def propose(self, user=None, **values):
        """Seven hundred for the hunter, proposed by the head."""
        values = {
            "user_id": self.hunter.id,
            "amount": 700,
            "month_on": day(1),
            "reason": "Fair",
            **values,
        }
        return self.env["motivation.adjustment"].with_user(user or self.head).create(values)

    def refuse(self, adjustment, user):
        wizard = self.env["motivation.adjustment.refusal"].with_user(user)
        wizard.create({"adjustment_id": adjustment.id, "reason": "Too much"}).action_refuse()

    # === TWO PEOPLE === #

    def test_a_second_person_approves_and_it_is_paid_once(self):
        proposal = self.propose()
        self.assertEqual(proposal.proposed_by_id, self.head)
        self.assert_payable(self.compute(1), self.hunter, 50)
        proposal.with_user(self.owner).action_approve()
        self.assertEqual((proposal.approved_by_id, proposal.state), (self.owner, "approved"))
        self.assert_payable(self.settle(1), self.hunter, 750)
        self.assert_payable(self.compute(2), self.hunter, 0)

    def test_whoever_proposes_does_not_approve(self):
        proposal = self.propose()
        self.assertFalse(proposal.with_user(self.head).can_decide)
        with self.assertRaisesRegex(UserError, "proposed it yourself"):
            proposal.with_user(self.head).action_approve()
        with self.assertRaisesRegex(UserError, "proposed it yourself"):
            self.refuse(proposal, self.head)

    def test_another_head_approves(self):
        other = new_test_user(self.env, "t_head2", groups="sales_team.group_sale_manager")
        self.propose().with_user(other).action_approve()

    def test_whoever_changes_an_amount_has_proposed_it(self):
        """Two heads together cannot do what one of them alone may not."""
        other = new_test_user(self.env, "t_head2", groups="sales_team.group_sale_manager")
        proposal = self.propose()
        proposal.with_user(other).amount = 7000
        self.assertEqual(proposal.proposed_by_id, other)
        with self.assertRaises(UserError):
            proposal.with_user(other).action_approve()

    def test_nobody_approves_his_own(self):
        other = new_test_user(self.env, "t_head2", groups="sales_team.group_sale_manager")
        proposal = self.propose(other, user_id=self.head.id)
        with self.assertRaisesRegex(UserError, "own pay"):
            proposal.with_user(self.head).action_approve()

    def test_sellers_and_leaders_decide_nothing(self):
        proposal = self.propose()
        for user in (self.hunter, self.leader):
            with self.assertRaises(AccessError):
                self.propose(user)
            with self.assertRaises(UserError):
                proposal.with_user(user).action_approve()

    def test_a_refusal_has_its_reason_and_pays_nothing(self):
        proposal = self.propose()
        self.refuse(proposal, self.owner)
        self.assertEqual((proposal.state, proposal.refusal), ("refused", "Too much"))
        self.assert_payable(self.compute(1), self.hunter, 50)

    # === WHAT STAYS === #

    def test_what_is_decided_never_changes(self):
        proposal = self.propose()
        proposal.with_user(self.owner).action_approve()
        for values in ({"amount": 1}, {"reason": "Other"}, {"month_on": day(2)}):
            with self.assertRaises(UserError):
                proposal.with_user(self.head).write(values)
        with self.assertRaises(UserError):
            proposal.with_user(self.head).unlink()
        with self.assertRaises(UserError):
            proposal.with_user(self.owner).action_approve()

    def test_the_state_is_written_by_nobody(self):
        proposal = self.propose()
        for name, value in (
            ("state", "approved"),
            ("approved_by_id", self.owner.id),
            ("proposed_by_id", self.owner.id),
            ("decided_at", "2026-01-01 00:00:00"),
        ):
            with self.subTest(name):
                with self.assertRaises(AccessError):
                    proposal.with_user(self.head).write({name: value})
                with self.assertRaises(AccessError):
                    self.propose(**{name: value})
        told = self.env["motivation.adjustment"].with_user(self.head)
        told = told.with_context(default_state="approved", default_proposed_by_id=self.owner.id)
        proposal = told.create(
            {"user_id": self.hunter.id, "amount": 1, "month_on": day(1), "reason": "Fair"}
        )
        self.assertEqual((proposal.state, proposal.proposed_by_id), ("draft", self.head))

    # === NUMBERS === #

    @mute_logger("odoo.sql_db")
    def test_an_amount_is_money(self):
        for amount in (0, float("nan"), float("inf"), 1e12, -1e12, 1e300):
            with self.subTest(amount), self.assertRaises(ValidationError):
                self.propose(amount=amount)
        self.assertEqual(self.propose(amount=-700).amount, -700)

    def test_any_day_stands_for_its_month(self):
        self.assertEqual(self.propose(month_on=day(3, 17)).month_on, day(3, 1))

    def test_a_settled_month_is_closed_to_its_people_only(self):
        self.put(self.scout, FLAT)
        self.sell(day(1), 1000, self.scout)
        run = self.compute(1)
        self.statement(run, self.hunter).with_user(self.owner)._approve()
        with self.assertRaisesRegex(ValidationError, "never changes"):
            self.propose()
        self.assertTrue(self.propose(user_id=self.scout.id))
        self.assertTrue(self.propose(month_on=day(2)))

    def test_a_month_that_was_settled_meanwhile_is_told(self):
        proposal = self.propose()
        self.settle(1)
        with self.assertRaisesRegex(ValidationError, "never changes"):
            proposal.with_user(self.owner).action_approve()

    def test_a_person_of_another_company_gets_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        person = new_test_user(
            self.env, "t_other", company_id=company.id, company_ids=[(6, 0, company.ids)]
        )
        with self.assertRaises(ValidationError):
            self.propose(user_id=person.id)

    # === WHO READS === #

    def test_a_person_reads_what_was_agreed_upon_for_him(self):
        proposal = self.propose()
        adjustments = self.env["motivation.adjustment"]
        self.assertFalse(adjustments.with_user(self.hunter).search([]))
        proposal.with_user(self.owner).action_approve()
        self.assertEqual(adjustments.with_user(self.hunter).search([]), proposal)
        self.assertFalse(adjustments.with_user(self.hunter2).search([]))
        self.assertFalse(adjustments.with_user(self.leader).search([]))
