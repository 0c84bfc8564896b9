from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import department
from .plans import YEAR, PlanCommon

BAD_NUMBERS = (-1, -0.0001, 1e12, 1e300, -1e308, float("nan"), float("inf"), float("-inf"), "abc")
BAD_NUMBERS += (True, None, [1], {})


@department
class TestTarget(PlanCommon):
    """A target is a number for a whole month of the plan's year, of what adds up, for whom it may be set."""

    # === NUMBERS === #

    def test_bad_numbers_are_told_and_leave_nothing(self):
        target = self.target(5.0)
        for value in BAD_NUMBERS:
            with self.subTest(value=value):
                for deed in (
                    lambda v=value: self.target(v, month=2),
                    lambda v=value: target.write({"value": v}),
                    lambda v=value: self.row().write({"month_03": v or -1}),
                ):
                    with self.assertRaises(ValidationError), self.cr.savepoint():
                        deed()
                    self.env.invalidate_all()
        self.assertEqual(self.plan.target_ids, target)
        self.assertEqual(target.value, 5.0)

    def test_money_is_rounded_to_the_smallest_coin(self):
        self.assertEqual(self.target(10.126, metric_id=self.money.id).value, 10.13)
        target = self.target(1.0, metric_id=self.money.id, month=2)
        target.value = 7.006
        self.assertEqual(target.value, 7.01)

    def test_number_may_be_a_part_of_one(self):
        """Half a contract a month is one every two months."""
        self.assertEqual(self.target(0.5).value, 0.5)
        self.assertEqual(self.target(0.33335, month=2).value, 0.3334)

    def test_another_metric_rounds_anew(self):
        target = self.target(0.3334)
        target.metric_id = self.money
        self.assertEqual(target.value, 0.33)

    # === MONTHS AND METRICS === #

    def test_target_is_of_a_whole_month_of_the_year(self):
        for day in (
            date(YEAR, 1, 2),
            date(YEAR, 2, 28),
            date(YEAR - 1, 12, 1),
            date(YEAR + 1, 1, 1),
        ):
            with self.subTest(day=day), self.assertRaises(ValidationError), self.cr.savepoint():
                self.target(month_on=day)

    def test_only_what_adds_up_has_targets(self):
        for code in ("win_rate", "deals_in_work", "days_to_close", "average_check"):
            metric = self.env["conveyor.metric"]._get(code)
            with (
                self.subTest(metric=code),
                self.assertRaisesRegex(ValidationError, "does not add up"),
            ):
                self.target(metric_id=metric.id)

    def test_leaf_is_set_once(self):
        self.target()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(Exception) as told,
            self.cr.savepoint(),
        ):
            self.target().flush_recordset()
        self.assertIn("conveyor_target_unique_leaf", str(told.exception))

    def test_what_is_no_record_is_told(self):
        """Odoo would take it for an empty field: the target of nobody, that is of the whole team."""
        target = self.target()
        for name in ("metric_id", "team_id", "user_id", "categ_id"):
            for value in ("abc", [1, "x"], {}, True, 1.5):
                with self.subTest(field=name, value=value):
                    with self.assertRaises(UserError):
                        self.target(month=2, **{name: value})
                    with self.assertRaises(UserError):
                        target.write({name: value})

    # === PEOPLE AND TEAMS === #

    def test_person_in_one_team_brings_it_along(self):
        self.assertEqual(self.target().team_id, self.team)
        self.assertEqual(self.target(user=self.stranger).team_id, self.stock_team)
        self.assertFalse(self.target(user=self.head).team_id, "in no team")
        self.assertFalse(self.target(user=False).team_id, "of the company")

    def test_person_in_two_teams_needs_a_word(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        self.stock_team.crm_team_member_ids = [Command.create({"user_id": self.hunter.id})]
        self.assertFalse(self.target().team_id)
        self.assertEqual(self.target(team_id=self.stock_team.id).team_id, self.stock_team)

    def test_teams_that_are_gone_or_elsewhere_do_not_count(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        self.hunter.company_ids |= self.elsewhere
        teams = self.env["crm.team"].create(
            [
                {"name": "Abroad", "company_id": self.elsewhere.id},
                {"name": "Of old", "active": False},
            ]
        )
        teams.crm_team_member_ids = [Command.create({"user_id": self.hunter.id})]
        left = self.stock_team.crm_team_member_ids.create(
            {"crm_team_id": self.stock_team.id, "user_id": self.hunter.id}
        )
        left.active = False
        self.assertEqual(self.target().team_id, self.team)

    def test_another_person_without_a_team_brings_his(self):
        target = self.target()
        target.write({"user_id": self.stranger.id, "team_id": False})
        self.assertEqual(target.team_id, self.stock_team)

    def test_team_and_person_are_of_the_company(self):
        team = self.env["crm.team"].create({"name": "Abroad", "company_id": self.elsewhere.id})
        portal = new_test_user(self.env, "t_client", groups="base.group_portal")
        target = self.target()
        for values in (
            {"team_id": team.id},
            {"user_id": self.guest.id},
            {"user_id": portal.id},
        ):
            with self.subTest(values=values):
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    self.target(month=2, **values)
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    target.write(values)

    def test_company_is_that_of_the_plan_whatever_is_written(self):
        target = self.target(company_id=self.elsewhere.id)
        target.write({"company_id": self.elsewhere.id, "value": 12.0})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((target.company_id, target.value), (self.plan.company_id, 12.0))

    # === TOTALS === #

    def test_totals_never_mix_what_does_not_add_up(self):
        """Metrics, companies and two versions of one plan; months, people and years do add up."""
        self.target(10.0)
        self.target(5.0, month=2, user=self.scout)
        later = self._make_plan(year=YEAR + 1)
        self.target(4.0, plan=later)
        both = [("plan_id", "in", (self.plan | later).ids)]
        self.assertEqual(self._total(both), 19.0)
        self.approve()
        draft = self.replace()
        self.assertFalse(self._total([("plan_id", "in", (self.plan | draft).ids)]))
        self.assertEqual(self._total([("plan_id", "=", draft.id)]), 15.0)
        self.target(100.0, metric_id=self.money.id, plan=later)
        self.assertFalse(self._total([("plan_id", "=", later.id)]))
        by_metric = self.env["conveyor.target.row"]._read_group(
            [("plan_id", "=", later.id)], ["metric_id"], ["month_01:sum", "q1:sum", "total:sum"]
        )
        self.assertEqual(
            sorted(by_metric, key=lambda group: group[1]),
            [(self.metric, 4.0, 4.0, 4.0), (self.money, 100.0, 100.0, 100.0)],
        )

    def _total(self, domain):
        [[leaves]] = self.env["conveyor.target"]._read_group(domain, [], ["value:sum"])
        [[rows]] = self.env["conveyor.target.row"]._read_group(domain, [], ["total:sum"])
        self.assertEqual(leaves, rows)
        return leaves
