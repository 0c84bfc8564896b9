from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .common import department
from .plans import SpreadCommon


@department
class TestPlanSpreadPeople(SpreadCommon):
    """The amount of a year becomes people, and whoever chooses sees at once what it comes to."""

    def test_people_equally(self):
        wizard = self.of_people(1200.0)
        self.assertEqual(wizard.person_ids.user_id, self.crew)
        self.assertEqual(wizard.person_ids.mapped("value"), [200.0] * 6)

    def test_units_left_go_round_among_people(self):
        """100 contracts for six people in twelve months: nobody has more than one more than another."""
        wizard = self.of_people(100.0)
        self.assertEqual(sorted(wizard.person_ids.mapped("value")), [16, 16, 17, 17, 17, 17])
        wizard.action_apply()
        self.assertEqual(sum(self.plan.target_ids.mapped("value")), 100)

    def test_people_by_capacity(self):
        members = self.team.crm_team_member_ids
        members.capacity = 10
        members.filtered(lambda member: member.user_id == self.hunter).capacity = 50
        wizard = self.of_people(1200.0, by_person="capacity")
        self.assertEqual(self.of_person(wizard, self.hunter).value, 600.0)
        self.assertEqual(self.of_person(wizard, self.scout).value, 120.0)

    def test_people_by_what_they_brought(self):
        """In whatever team it was."""
        self.book(2016, 2, self.hunter, quantity=6)
        self.book(2016, 4, self.hunter, team=self.stock_team, quantity=3)
        self.book(2016, 3, self.farmer, quantity=3)
        self.book(2015, 3, self.scout, quantity=300)
        self.book(2016, 3, self.scout2, quantity=-5)
        wizard = self.of_people(1200.0, by_person="history")
        shares = {line.user_id: line.value for line in wizard.person_ids}
        self.assertEqual(
            shares, {**dict.fromkeys(self.crew, 0), self.hunter: 900, self.farmer: 300}
        )
        self.assertIn("brought in 2016", wizard.basis)

    def test_without_a_year_before_people_are_equal(self):
        wizard = self.of_people(by_person="history")
        self.assertIn("Nobody brought anything in 2016", wizard.basis)
        self.assertEqual(set(wizard.person_ids.mapped("value")), {200.0})

    def test_person_stands_beside_what_he_brought(self):
        self.book(2015, 7, quantity=15)
        self.book(2016, 2, quantity=10)
        line = self.of_person(self.of_people(1200.0), self.hunter)
        self.assertEqual((line.value, line.peak), (200.0, 17.0))
        self.assertEqual((line.last_value, line.growth, line.best), (10.0, 19.0, 15.0))
        self.assertTrue(line.is_above, "a month of 17 where the best had 15")
        self.assertFalse(self.of_person(self.of_people(1200.0), self.scout).is_above, "unknown")
        self.assertFalse(self.of_person(self.of_people(1080.0), self.hunter).is_above)

    def test_person_of_two_teams_stands_in_each(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        self.stock_team.crm_team_member_ids = [Command.create({"user_id": self.hunter.id})]
        self.book(2016, 2, quantity=10)
        self.book(2016, 2, team=self.stock_team, quantity=30)
        wizard = self.of_people(team_ids=[Command.set((self.team | self.stock_team).ids)])
        lines = self.of_person(wizard, self.hunter)
        self.assertEqual(
            {line.team_id: line.last_value for line in lines},
            {self.team: 10.0, self.stock_team: 30.0},
        )

    def test_people_who_left_or_work_elsewhere_get_nothing(self):
        self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.scout).active = False
        self.scout2.write(
            {"company_id": self.elsewhere.id, "company_ids": [Command.set(self.elsewhere.ids)]}
        )
        self.assertEqual(self.of_people().person_ids.user_id, self.crew - self.scout - self.scout2)

    # === CHOICES === #

    def test_every_choice_tells_at_once(self):
        """The lines follow what is chosen; what is typed stays."""
        wizards = self.env["conveyor.plan.spread"].with_user(self.head)
        with Form(wizards.with_context(default_plan_id=self.plan.id)) as form:
            form.metric_id = self.metric
            form.team_ids = self.team
            form.by_month = "even"
            form.amount = 1200.0
            self.assertEqual([form.month_ids.edit(n).value for n in range(12)], [100.0] * 12)
            form.by_month = "typed"
            with form.month_ids.edit(0) as line:
                line.weight = 13.0
            self.assertEqual(form.month_ids.edit(0).value, 650.0)
            self.assertEqual(form.month_ids.edit(1).value, 50.0)
            form.by_person = "typed"
            with form.person_ids.edit(0) as line:
                line.weight = 7.0
            self.assertEqual(form.person_ids.edit(0).value, 700.0)
            form.person_ids.remove(5)
            form.amount = 1100.0
            self.assertEqual(
                [form.person_ids.edit(n).value for n in range(5)], [700.0, *[100.0] * 4]
            )
            self.assertFalse(form.problem)
        form.record.action_apply()
        rows = self.env["conveyor.target.row"].search([("plan_id", "=", self.plan.id)])
        self.assertEqual(sorted(rows.mapped("total")), [100.0] * 4 + [700.0])

    def test_parts_of_units_are_a_choice(self):
        self.assertTrue(self.spread(100.0).is_whole)
        money = self.spread(100.5, metric_id=self.money.id)
        self.assertFalse(money.is_whole)
        self.assertEqual(self.values(money)[:7], [8.38] * 6 + [8.37])
        self.assertEqual(self.values(self.spread(1.0, is_whole=False))[:5], [0.0834] * 4 + [0.0833])
        self.assertIn("fraction", self.spread(100.5, is_whole=True).problem)

    def test_what_cannot_be_spread_is_told(self):
        nobody = self.env["crm.team"].create({"name": "Nobody yet"})
        cases = {
            "Type the amount": {"amount": 0.0},
            "zero or more": {"amount": -5.0},
            "1,000,000,000,000": {"amount": 1e12},
            "nobody in these teams": {"whom": "people", "team_ids": [Command.set(nobody.ids)]},
            "weight above zero": {"by_month": "typed"},
        }
        for words, values in cases.items():
            with self.subTest(values=values):
                wizard = self.spread(**values)
                if "by_month" in values:
                    wizard.month_ids.weight = 0.0
                self.assertIn(words, wizard.problem)
                with self.assertRaisesRegex(UserError, words):
                    wizard.action_apply()
        wizard = self.spread(by_month="typed")
        wizard.month_ids[0].weight = -1.0
        with self.assertRaisesRegex(UserError, "zero or more"):
            wizard.action_apply()
        self.assertFalse(self.plan.target_ids)
