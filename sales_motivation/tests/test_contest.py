from datetime import date, datetime

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .motivate import MotivateCommon


@tagged("post_install", "-at_install")
class TestContest(MotivateCommon):
    """Who is ahead in a race: by the ledger, as long as it runs."""

    def setUp(self):
        super().setUp()
        self.trio = self.hunter | self.hunter2 | self.farmer

    # === PLACES === #

    def test_whoever_has_most_is_first(self):
        contest = self.contest(people=self.trio)
        self.sell(date(2026, 3, 5), 500)
        self.sell(date(2026, 3, 5), 900, self.hunter2)
        self.sell(date(2026, 3, 9), 700)
        self.assertEqual(self.places(contest), {self.hunter: 1, self.hunter2: 2, self.farmer: 0})

    def test_equal_numbers_share_a_place(self):
        """500, 500 and 100: first, first and third."""
        contest = self.contest(people=self.trio)
        for user, amount in ((self.hunter, 500), (self.hunter2, 500), (self.farmer, 100)):
            self.sell(date(2026, 3, 5), amount, user)
        self.assertEqual(self.places(contest), {self.hunter: 1, self.hunter2: 1, self.farmer: 3})

    def test_only_the_days_of_the_race_count(self):
        contest = self.contest(people=self.trio)
        self.sell(date(2026, 2, 28), 5000)
        self.sell(date(2026, 4, 1), 5000)
        self.sell(date(2026, 3, 1), 10, self.hunter2)
        self.sell(date(2026, 3, 31), 5, self.farmer)
        self.assertEqual(self.places(contest), {self.hunter: 0, self.hunter2: 1, self.farmer: 2})

    def test_what_was_taken_back_counts_no_more(self):
        """Taken back in April, before the race was closed; a sale of February is no part of it either way."""
        contest = self.contest(people=self.trio)
        old = self.sell(date(2026, 2, 20), 400)
        sale = self.sell(date(2026, 3, 5), 500)
        self.sell(date(2026, 3, 5), 300, self.hunter2)
        self.sell(date(2026, 3, 6), 200)
        self.reverse(old, date(2026, 3, 9))
        self.assertEqual(self.places(contest)[self.hunter], 1)
        self.reverse(sale, date(2026, 4, 2))
        self.assertEqual(self.places(contest), {self.hunter: 2, self.hunter2: 1, self.farmer: 0})

    def test_imported_history_wins_nothing(self):
        contest = self.contest(people=self.trio)
        self.sell(date(2026, 3, 5), 777)
        self.env.cr.execute("UPDATE conveyor_fact SET is_imported = TRUE WHERE amount = 777")
        self.assertEqual(self.places(contest)[self.hunter], 0)

    def test_the_fewest_win_where_less_is_better(self):
        contest = self.contest("complaint_confirmed", people=self.trio)
        self.fact("complaint_confirmed", date(2026, 3, 5), self.hunter)
        self.fact("complaint_confirmed", date(2026, 3, 6), self.hunter)
        self.fact("complaint_confirmed", date(2026, 3, 6), self.hunter2)
        self.assertEqual(self.places(contest), {self.farmer: 1, self.hunter2: 2, self.hunter: 3})

    def test_a_ratio_is_of_its_sums(self):
        """Average deal: 1,500 of two against 1,200 of one."""
        contest = self.contest("average_deal", people=self.trio)
        for amount in (1000, 2000):
            self.fact("deal_won", date(2026, 3, 5), self.hunter, amount=amount)
        self.fact("deal_won", date(2026, 3, 5), self.hunter2, amount=1200)
        self.assertEqual(self.places(contest), {self.hunter: 1, self.hunter2: 2, self.farmer: 0})
        self.assertEqual(contest.race[0]["words"].replace("\xa0", " "), "$ 1,500")

    def test_the_standing_is_what_the_metric_says(self):
        """Sums, amounts of other metrics, ratios and their complements: the same as the metric's own measure."""
        for amount in (1000, 3000):
            self.fact("deal_won", date(2026, 3, 5), self.hunter, amount=amount)
            self.fact("deal_lost", date(2026, 3, 6), self.hunter, amount=amount)
        self.fact("deal_lost", date(2026, 3, 6), self.hunter, amount=5)
        for code in ("deal_won", "won_amount", "win_rate", "win_rate_amount", "average_deal"):
            with self.subTest(code=code):
                contest = self.contest(code, people=self.hunter)
                domain = [
                    ("user_id", "=", self.hunter.id),
                    ("happened_on", ">=", "2026-03-01"),
                    ("happened_on", "<=", "2026-03-31"),
                ]
                [value] = contest.metric_id._measure(domain)[contest.metric_id].values()
                self.assertAlmostEqual(contest.standing_ids.value, value)

    # === OWN GOALS === #

    def targets(self, **values):
        plan = self.env["conveyor.plan"].create({"year": 2026})
        metric = self.env["conveyor.metric"]._get("money_in")
        self.env["conveyor.target"].create(
            [
                {
                    "plan_id": plan.id,
                    "month_on": date(2026, 3, 1),
                    "metric_id": metric.id,
                    "team_id": self.team.id,
                    "user_id": getattr(self, login).id,
                    "value": value,
                }
                for login, value in values.items()
            ]
        )
        plan.action_approve()

    def test_shares_of_own_targets_give_a_newcomer_his_chance(self):
        """600 of 1,000 is more than 4,000 of 10,000; who has no target has no place."""
        self.targets(hunter=10000, hunter2=1000)
        contest = self.contest(people=self.trio, measure="target")
        self.sell(date(2026, 3, 5), 4000)
        self.sell(date(2026, 3, 5), 600, self.hunter2)
        self.sell(date(2026, 3, 5), 9000, self.farmer)
        self.assertEqual(self.places(contest), {self.hunter2: 1, self.hunter: 2, self.farmer: 0})
        self.assertEqual([line["words"] for line in contest.race], ["60 %", "40 %", "–"])

    def test_a_target_counts_by_the_days_of_the_race(self):
        """Ten of the 31 days of March: 1,000 of 3,100."""
        self.targets(hunter=3100)
        contest = self.contest(
            people=self.hunter, measure="target", first_on="2026-03-11", last_on="2026-03-20"
        )
        self.assertAlmostEqual(contest.entry_ids.goal, 1000)

    def test_goals_stay_as_they_were_at_the_start(self):
        self.targets(hunter=1000)
        contest = self.contest(people=self.hunter, measure="target")
        self.env.cr.execute("UPDATE conveyor_target SET value = 1")
        self.assertEqual(contest.entry_ids.goal, 1000)

    def test_norms_weigh_people_by_their_working_days(self):
        """22 working days of March; a norm of two calls a day."""
        metric = self.env["conveyor.metric"]._get("call")
        self.env["conveyor.norm"].create(
            {"role": "hunter", "metric_id": metric.id, "per_day": 2, "user_id": self.hunter.id}
        )
        contest = self.contest("call", people=self.hunter, measure="norm")
        self.assertEqual(contest.entry_ids.goal, 44)

    # === WHO TAKES PART === #

    def test_sections_teams_and_everybody(self):
        hunters = self.contest(who="role", is_hunter=True)
        self.assertLessEqual(self.hunter | self.hunter2, hunters.entry_ids.user_id)
        self.assertNotIn(self.scout, hunters.entry_ids.user_id)
        team = self.contest(who="team", team_ids=[(6, 0, self.stock_team.ids)])
        self.assertEqual(team.entry_ids.user_id, self.stranger)
        everybody = self.contest().entry_ids.user_id
        self.assertLessEqual(self.scout | self.hunter | self.farmer, everybody)
        self.assertNotIn(self.stranger, everybody)

    def test_newcomers_are_brought_in_and_nobody_is_taken_out(self):
        contest = self.contest(who="team", team_ids=[(6, 0, self.team.ids)])
        before = contest.entry_ids
        newcomer = self.stranger.copy({"login": "t_newcomer", "name": "Newcomer"})
        self.env["crm.team.member"].create(
            {"user_id": newcomer.id, "crm_team_id": self.team.id, "role": "scout"}
        )
        self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.scout).active = False
        contest.action_enroll()
        self.assertEqual(contest.entry_ids.user_id, before.user_id | newcomer)

    def test_broken_rules_are_refused(self):
        tries = (
            {"metric": "deals_in_work"},
            {"metric": "days_to_close"},
            {"metric": "average_deal", "measure": "target"},
            {"metric": "complaint_confirmed", "measure": "norm"},
            {"who": "role"},
            {"who": "team"},
        )
        for values in tries:
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.contest(start=False, **values)

    # === SCREEN === #

    def test_a_card_shows_the_first_three_and_oneself(self):
        people = self.trio | self.scout | self.scout2
        contest = self.contest(people=people)
        for number, user in enumerate(people, start=1):
            self.sell(date(2026, 3, 5), 100 * number, user)
        mine = contest.with_user(self.hunter)
        self.assertEqual([line["place"] for line in mine.podium], [1, 2, 3, 5])
        self.assertEqual([line["is_me"] for line in mine.podium], [False, False, False, True])
        self.assertEqual((mine.my_place, mine.people_count, mine.podium[0]["bar"]), (5, 5, 100))

    def test_a_new_contest_opens_as_an_empty_form(self):
        with Form(self.env["motivation.contest"].with_user(self.head)) as form:
            form.name = "New"
            form.metric_id = self.env["conveyor.metric"]._get("money_in")
        contest = form.record
        self.assertFalse(contest.podium)
        self.assertEqual(
            (contest.first_on, contest.last_on), (date(2026, 3, 11), date(2026, 3, 31))
        )
        self.assertEqual(contest.prize_ids.mapped("place"), [1, 2, 3])

    def test_the_days_left_are_told(self):
        contest = self.contest(people=self.trio)
        self.assertEqual((contest.days_left, contest.when), (21, "21 days left"))
        with at_instant(self.env, datetime(2026, 3, 31, 12)):
            self.env.invalidate_all()
            self.assertEqual(contest.when, "The last day")

    def test_more_races_and_people_cost_no_more_questions(self):
        contests = self.contest(people=self.hunter | self.scout)
        contests.mapped("podium")
        one = self.count_queries(lambda: contests.mapped("podium"))
        for _number in range(3):
            contests |= self.contest(people=self.trio | self.scout | self.scout2)
        self.assertEqual(self.count_queries(lambda: contests.mapped("podium")), one)
        self.assertLessEqual(one, 12)
