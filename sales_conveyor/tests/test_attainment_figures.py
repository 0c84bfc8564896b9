from datetime import datetime

from ..tools.clock import at_instant
from .attainment import AttainmentCommon
from .common import department


@department
class TestAttainmentFigures(AttainmentCommon):
    """What a plan came to on Wednesday, 13 May 2026, counted by hand.

    May has 21 working days, eight of them over: 1, 4–8, 11 and 12 May; thirteen are left, today included.
    """

    def test_fact_beside_plan_with_what_should_be_there_by_now(self):
        self.plan(("contract_amount", 5, 2100, {"user": self.hunter}))
        self.book(
            ("contract_amount", "2026-05-04", self.hunter, 500),
            ("contract_amount", "2026-05-12", self.hunter, 460),
            ("contract_amount", "2025-05-30", self.hunter, 640),
        )
        figures = self.tell("contract_amount", 5)
        self.assertEqual((figures["fact"], figures["plan"]), (960, 2100))
        self.assertAlmostEqual(figures["attainment"], 960 / 2100)
        self.assertAlmostEqual(figures["plan_to_date"], 2100 * 8 / 21)  # 800
        self.assertAlmostEqual(figures["pace"], 1.2)  # 960 ÷ 800
        self.assertEqual(figures["last_year"], 640)
        self.assertAlmostEqual(figures["growth"], 0.5)  # 960 ÷ 640 − 1
        self.assertAlmostEqual(figures["needed_per_day"], (2100 - 960) / 13)
        own = [*self.months(5, 5), ("metric_id.code", "=", "contract_amount")]
        [[to_go]] = self.report()._read_group(own, [], ["to_go:sum"])
        self.assertEqual(to_go, 1140)

    def test_months_before_count_whole_and_months_to_come_not_at_all(self):
        self.plan(*(("call", month, 210) for month in (4, 5, 6)))
        self.assertEqual(self.tell("call", 4)["plan_to_date"], 210)
        self.assertAlmostEqual(self.tell("call", 5)["plan_to_date"], 80)
        self.assertEqual(self.tell("call", 6)["plan_to_date"], 0)
        quarter = self.tell("call", 4, 6)
        self.assertEqual(quarter["plan"], 630)
        self.assertAlmostEqual(quarter["plan_to_date"], 290)
        self.assertIsNone(self.tell("call", 6)["pace"])

    def test_holiday_is_no_working_day(self):
        self.plan(("call", 5, 190))
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": name,
                    "calendar_id": self.works.resource_calendar_id.id,
                    "company_id": self.works.id,
                    "date_from": datetime(2026, 5, day, 0),
                    "date_to": datetime(2026, 5, day, 23, 59),
                }
                for name, day in (("Labour Day", 1), ("Ascension", 14))
            ]
        )
        figures = self.tell("call", 5)
        self.assertAlmostEqual(figures["plan_to_date"], 190 * 7 / 19)  # 70
        self.assertAlmostEqual(figures["needed_per_day"], 190 / 12)

    def test_first_and_last_day_of_a_month(self):
        self.plan(*(("call", month, 210) for month in (4, 5)))
        with at_instant(self.env, datetime(2026, 5, 1, 0, 0)):
            self.assertEqual(self.tell("call", 4)["plan_to_date"], 210)
            self.assertEqual(self.tell("call", 5)["plan_to_date"], 0)
            self.assertIsNone(self.tell("call", 5)["pace"])
            self.assertAlmostEqual(self.tell("call", 5)["needed_per_day"], 10)
        with at_instant(self.env, datetime(2026, 4, 30, 23, 59)):
            self.assertAlmostEqual(self.tell("call", 4)["plan_to_date"], 210 * 21 / 22)
            self.assertEqual(self.tell("call", 5)["plan_to_date"], 0)

    def test_today_is_the_day_where_the_company_is(self):
        self.plan(*(("call", month, 210) for month in (4, 5)))
        self.works.conveyor_tz = "Asia/Novosibirsk"
        with at_instant(
            self.env, datetime(2026, 4, 30, 18, 0)
        ):  # 1 May, one o'clock at night there
            self.assertEqual(self.tell("call", 4)["plan_to_date"], 210)

    def test_year_before_is_found_over_the_border_of_years(self):
        self.plan(("call", 1, 100), year=2026)
        self.book(("call", "2025-01-31", self.scout, 40), ("call", "2024-12-31", self.scout, 9))
        self.book(("call", "2026-01-01", self.scout, 50))
        figures = self.tell("call", 1)
        self.assertEqual((figures["fact"], figures["last_year"]), (50, 40))
        winter = self.report()._read_attainment(
            [
                ("month_on", ">=", "2025-12-01"),
                ("month_on", "<", "2026-02-01"),
                ("metric_id.code", "=", "call"),
            ]
        )[()]
        [figures] = winter.values()
        self.assertEqual((figures["fact"], figures["plan"], figures["last_year"]), (50, 100, 49))

    def test_leap_day_is_found_a_year_later(self):
        self.book(("call", "2024-02-29", self.scout, 3), ("call", "2025-02-28", self.scout, 6))
        figures = self.tell("call", 2, year=2025)
        self.assertEqual((figures["fact"], figures["last_year"], figures["growth"]), (6, 3, 1))

    def test_nothing_is_divided_by_nothing(self):
        self.plan(("call", 5, 0, {"user": self.scout}))
        figures = self.tell("call", 5)
        self.assertEqual((figures["fact"], figures["plan"], figures["plan_to_date"]), (0, 0, 0))
        for name in ("attainment", "pace", "growth", "forecast_attainment", "last_year"):
            self.assertIsNone(figures[name], name)

    def test_empty_period_has_no_figures(self):
        self.plan(("call", 5, 100))
        self.assertIsNone(self.tell("call", 4))
        self.assertEqual(self.report()._read_attainment(self.months(4, 4)), {})

    def test_plan_without_facts_stands_at_zero(self):
        self.plan(("call", 5, 100))
        figures = self.tell("call", 5)
        self.assertEqual((figures["fact"], figures["attainment"]), (0, 0))

    def test_facts_without_plan_have_no_share(self):
        self.book(("call", "2026-05-04", self.scout, 5))
        figures = self.tell("call", 5)
        self.assertEqual(figures["fact"], 5)
        self.assertIsNone(figures["plan"])
        self.assertIsNone(figures["attainment"])
        self.assertIsNone(figures["needed_per_day"])

    def test_what_is_left_to_do_is_never_negative_and_never_of_the_past(self):
        self.plan(("call", 4, 100), ("call", 5, 100))
        self.book(("call", "2026-05-04", self.scout, 150))
        self.assertEqual(self.tell("call", 5)["needed_per_day"], 0)
        self.assertIsNone(self.tell("call", 4)["needed_per_day"])
        with at_instant(self.env, datetime(2026, 5, 30, 12)):  # a Saturday, and no Monday is left
            self.assertIsNone(self.tell("call", 5)["needed_per_day"])

    def test_person_without_team_and_target_without_person_meet_in_the_total(self):
        self.env["crm.team.member"].search([("user_id", "=", self.scout2.id)]).unlink()
        self.plan(("call", 5, 100, {"team": self.team}), ("call", 5, 10, {"user": self.scout2}))
        self.book(("call", "2026-05-04", self.scout, 20), ("call", "2026-05-04", self.scout2, 5))
        nobody, none = self.env["res.users"], self.env["crm.team"]
        people = self.tell("call", 5, groupby=["team_id", "user_id"])
        told = {group: (row["fact"], row["plan"]) for group, row in people.items()}
        self.assertEqual(
            told,
            {
                (self.team, nobody): (0, 100),
                (self.team, self.scout): (20, None),
                (none, self.scout2): (5, 10),
            },
        )
        teams = self.tell("call", 5, groupby=["team_id"])
        self.assertEqual(teams[self.team,]["attainment"], 0.2)
        self.assertAlmostEqual(self.tell("call", 5)["attainment"], 25 / 110)
