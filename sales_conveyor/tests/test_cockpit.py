from datetime import date

from odoo.exceptions import AccessError, UserError

from ..tools.clock import at_instant
from .common import department
from .planning import TODAY, PlanningCommon


@department
class TestCockpit(PlanningCommon):
    """What the owner, the head, a leader and a seller find in the cockpit, in worked numbers.

    March 2026 has 22 working days; before the eleventh there were 7.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan((3, cls.hunter, 2200), (3, cls.hunter2, 1100), (2, cls.hunter, 500))
        cls.sell(cls.hunter, 600, date(2026, 3, 3))
        cls.sell(cls.hunter, 100, date(2026, 3, 10))
        cls.sell(cls.hunter2, 700, date(2026, 3, 9))
        cls.sell(cls.hunter2, 50, date(2026, 2, 27))

    def look(self, user, **choice):
        """The cockpit as a person sees it on the eleventh of March."""
        with at_instant(self.env, TODAY):
            return self.env["conveyor.cockpit"].with_user(user).get_cockpit(**choice)

    def test_owner_reads_plan_fact_and_pace_of_the_month(self):
        goal = self.look(self.owner)["plan"]["main"]
        self.assertEqual(goal["fact"]["value"], 1400)
        self.assertEqual(goal["plan"], 3300)
        self.assertAlmostEqual(goal["attainment"], 1400 / 3300)
        self.assertAlmostEqual(goal["plan_to_date"], 3300 * 7 / 22)  # 1050
        self.assertAlmostEqual(goal["pace"], 1400 / 1050)
        self.assertAlmostEqual(goal["needed_per_day"], (3300 - 1400) / 15)

    def test_drill_down_finds_exactly_the_facts_that_sum_to_the_number(self):
        figure = self.look(self.owner)["plan"]["main"]["fact"]
        facts = self.env[figure["model"]].with_user(self.owner).search(figure["domain"])
        self.assertEqual(sum(facts.mapped("amount")), figure["value"])
        self.assertEqual(len(facts), 3)

    def test_a_new_fact_changes_the_number(self):
        before = self.look(self.owner)["plan"]["main"]["fact"]["value"]
        self.sell(self.hunter2, 30, date(2026, 3, 11))
        self.assertEqual(self.look(self.owner)["plan"]["main"]["fact"]["value"], before + 30)

    def test_ranking_puts_the_best_share_of_plan_first(self):
        rows = self.look(self.head)["plan"]["ranking"]
        self.assertEqual([row["name"] for row in rows], ["Hunter2", "Hunter"])
        self.assertAlmostEqual(rows[0]["attainment"], 700 / 1100)
        self.assertAlmostEqual(rows[1]["attainment"], 700 / 2200)

    def test_curve_runs_to_today_and_its_plan_to_the_end(self):
        curve = self.look(self.owner)["plan"]["curve"]
        points = dict(zip(curve["days"], curve["fact"], strict=True))
        self.assertEqual(points[date(2026, 3, 3)], 600)
        self.assertEqual(points[date(2026, 3, 10)], 1400)
        self.assertIsNone(points[date(2026, 3, 12)])
        self.assertAlmostEqual(curve["plan"][-1], 3300)

    def test_quarter_and_year_are_sums_of_their_months(self):
        quarter = self.look(self.owner, period="quarter")["plan"]
        self.assertEqual(quarter["main"]["fact"]["value"], 1450)
        self.assertEqual(quarter["main"]["plan"], 3800)
        self.assertAlmostEqual(quarter["curve"]["plan"][-1], 3800)
        year = self.look(self.owner, period="year")["plan"]
        self.assertEqual(year["main"]["fact"]["value"], 1450)
        self.assertAlmostEqual(year["curve"]["plan"][-1], 3800)
        self.assertEqual(year["curve"]["fact"][1:3], [50, 1450])

    def test_month_before_is_one_step_back(self):
        data = self.look(self.owner, back=1)
        self.assertEqual(data["plan"]["main"]["fact"]["value"], 50)
        self.assertEqual(data["plan"]["main"]["plan"], 500)
        self.assertFalse(data["strip"])
        self.assertEqual(data["exceptions"], [])

    def test_seller_sees_his_own_only(self):
        data = self.look(self.hunter)
        self.assertEqual(data["plan"]["main"]["fact"]["value"], 700)
        self.assertEqual(data["plan"]["main"]["plan"], 2200)
        self.assertEqual([row["name"] for row in data["plan"]["ranking"]], ["Hunter"])
        self.assertEqual((data["teams"], data["people"]), ([], []))
        self.assertTrue(data["is_self"])

    def test_seller_may_not_ask_for_a_colleague(self):
        with self.assertRaises(AccessError):
            self.look(self.hunter, user_id=self.hunter2.id)

    def test_leader_looks_at_his_team_and_its_people(self):
        data = self.look(self.leader)
        self.assertEqual(data["plan"]["main"]["fact"]["value"], 1400)
        self.assertEqual([team["id"] for team in data["teams"]], self.team.ids)
        one = self.look(self.leader, user_id=self.hunter2.id)
        self.assertEqual(one["plan"]["main"]["plan"], 1100)
        with self.assertRaises(AccessError):
            self.look(self.leader, user_id=self.stranger.id)

    def test_load_of_a_team_is_that_of_its_people(self):
        for number in range(3):
            self.card(name=f"Load {number}", owner=self.hunter, stage=self.stage_talk)
        report = self.env["conveyor.load.report"].with_user(self.head)
        for choice, domain in (
            ({"team_id": self.team.id}, [("team_id", "=", self.team.id)]),
            ({"user_id": self.hunter.id}, [("user_id", "=", self.hunter.id)]),
        ):
            [(share,)] = report._read_group(domain, [], ["load:avg"])
            self.assertTrue(share)
            self.assertEqual(self.look(self.head, **choice)["signs"]["load"]["share"], share)

    def test_who_left_is_still_looked_at(self):
        member = self.team.crm_team_member_ids.filtered(lambda one: one.user_id == self.hunter)
        member.active = False
        self.assertEqual(self.look(self.leader, user_id=self.hunter.id)["user_name"], "Hunter")
        self.hunter.active = False
        facts = self.look(self.head, user_id=self.hunter.id)["plan"]["main"]["fact"]
        self.assertEqual(facts["value"], 700)

    def test_teams_and_people_that_are_not_there_are_told(self):
        for user, choice in (
            (self.owner, {"team_id": 2**31 - 1}),
            (self.owner, {"user_id": 2**31 - 1}),
            (self.leader, {"team_id": self.stock_team.id}),
        ):
            with self.assertRaises(AccessError):
                self.look(user, **choice)

    def test_head_narrows_to_a_team_and_a_person(self):
        data = self.look(self.head, team_id=self.stock_team.id)
        self.assertEqual(data["plan"]["main"]["fact"]["value"], 0)
        self.assertFalse(data["plan"]["has_plan"])
        data = self.look(self.head, team_id=self.team.id, user_id=self.hunter.id)
        self.assertEqual(data["plan"]["main"]["fact"]["value"], 700)

    def test_period_without_plan_is_an_honest_blank(self):
        plan = self.look(self.owner, back=6)["plan"]
        self.assertFalse(plan["has_plan"])
        self.assertIsNone(plan["main"]["attainment"])
        self.assertIsNone(plan["main"]["pace"])

    def test_four_metrics_tell_the_period_before_and_a_trend(self):
        metrics = {row["code"]: row for row in self.look(self.owner)["pipeline"]}
        self.assertEqual(
            list(metrics), ["deals_in_work", "average_deal", "win_rate", "days_from_creation"]
        )
        self.assertTrue(all(len(row["trend"]) == 6 for row in metrics.values()))

    def test_nonsense_is_refused_in_words(self):
        for choice in (
            {"period": "week"},
            {"back": -1},
            {"back": 1000},
            {"back": "1"},
            {"back": True},
            {"period": ["month"]},
            {"period": {}},
            {"user_id": float(self.hunter.id)},
            {"team_id": str(self.team.id)},
            {"user_id": True},
        ):
            with self.assertRaises(UserError):
                self.look(self.owner, **choice)
        with self.assertRaises(AccessError):
            self.look(self.env.ref("base.public_user"))

    def test_number_of_queries_does_not_grow_with_people(self):
        self._hire(5)
        few = self._count_queries()
        self._hire(20)
        # Where a section has little to do, the strip asks whether the plan is missed.
        self.assertLessEqual(self._count_queries(), few + 3)
        self.assertLessEqual(few, 62)

    def _hire(self, count):
        """So many hunters more, each of whom has sold something."""
        for number in range(count):
            values = {"login": f"t_many_{count}_{number}", "name": f"Many {count} {number}"}
            user = self.hunter.copy(values)
            self.team.crm_team_member_ids = [self._member(user, "hunter")]
            self.sell(user, 10, date(2026, 3, 5))

    def _count_queries(self):
        """The queries of a look whose rights and rules are known already, its records are not."""
        for _look in range(3):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.look(self.owner)
        return self.env.cr.sql_log_count - before
