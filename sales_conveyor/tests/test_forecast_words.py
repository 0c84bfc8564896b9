from datetime import date, datetime

from ..tools.clock import at_instant
from .attainment import AttainmentCommon
from .common import department


@department
class TestForecastWords(AttainmentCommon):
    """How a forecast came to be, told on a screen."""

    def describe(self, code, month):
        """The forecast of a metric for a month of 2026."""
        metric = self.env["conveyor.metric"]._get(code)
        domain = [*self.months(month, month), ("metric_id", "=", metric.id)]
        groups = self.report()._read_attainment(domain, ["kind"])
        return self.report()._describe_forecast(metric, self.works, groups)

    def test_forecast_in_words(self):
        """June has 22 working days; since 1 February 62 + 8 days brought 140, so two a day: 44; one deal of 800 by half."""
        self.book(
            ("contract_amount", "2026-02-02", self.hunter, 100),
            ("contract_amount", "2026-05-12", self.hunter, 41),
            ("contract_amount", "2026-05-13", self.hunter, 7),
        )
        self.deal("2026-06-15", 800, 50)
        days = len(self.works._get_working_days(date(2026, 2, 2), date(2026, 5, 12)))
        self.assertEqual(days, 72)
        told = self.describe("contract_amount", 6)
        self.assertEqual((told["fact"], told["weight"]), (0, 0.5))
        self.assertAlmostEqual(told["pace"], 141 / 72 * 22)
        self.assertAlmostEqual(told["deals"], 400)
        self.assertAlmostEqual(told["forecast"], (141 / 72 * 22 + 400) / 2)
        self.assertEqual(told["words"], "Fact 0 + 50 % × open deals 400 + 50 % × pace 43.1")
        figures = self.tell("contract_amount", 6)
        self.assertAlmostEqual(figures["forecast"], told["forecast"])

    def test_what_deals_do_not_feed_goes_on_at_its_pace(self):
        self.book(("call", "2026-05-12", self.scout, 8))
        told = self.describe("call", 5)
        # One working day tells the pace: the company began on 12 May. Thirteen days are left.
        self.assertEqual(told["words"], "Fact 8 + pace 104")
        self.assertEqual((told["forecast"], told["weight"]), (112, 0))
        self.assertIsNone(told["deals"])

    def test_only_deals_tell_where_the_company_wants_it(self):
        self.works.conveyor_pipeline_weight = 1
        self.book(("deal_won", "2026-05-12", self.hunter, 8))
        self.deal("2026-05-20", 800, 30)
        told = self.describe("deal_won", 5)
        self.assertEqual(told["words"], "Fact 8 + open deals 0.3")
        self.assertAlmostEqual(told["forecast"], 8.3)

    def test_months_that_are_over_are_what_they_were(self):
        self.book(("call", "2026-04-08", self.scout, 8))
        told = self.describe("call", 4)
        self.assertEqual((told["fact"], told["forecast"]), (8, 8))

    def test_order_by_the_forecast_is_by_all_of_it(self):
        """A sorts before B by facts, after him with the open deals."""
        self.works.conveyor_pipeline_weight = 1
        self.book(
            ("contract_amount", "2026-05-12", self.hunter, 900),
            ("contract_amount", "2026-05-12", self.hunter2, 800),
        )
        self.deal("2026-05-20", 1000, 50, owner=self.hunter2)
        domain = [*self.months(5, 5), ("metric_id.code", "=", "contract_amount")]
        rows = self.report()._read_group(domain, ["user_id"], order="forecast:sum desc")
        self.assertEqual([user for (user,) in rows], [self.hunter2, self.hunter])

    def test_nothing_to_forecast_from_has_no_words(self):
        told = self.describe("call", 5)
        self.assertIsNone(told["words"])
        self.assertEqual(told["forecast"], 0)

    def test_deal_counts_in_its_month_and_an_overdue_one_in_the_present(self):
        """The chances: 10 % overdue, 20 % due in May, 40 % in June, 80 % next year, one without a day."""
        self.works.conveyor_pipeline_weight = 1
        days = ("2026-03-31", "2026-05-31", "2026-06-01", "2027-01-01", False)
        for day, chance in zip(days, (10, 20, 40, 80, 50), strict=True):
            self.deal(day, 1000, chance)
        lost = self.deal("2026-05-20", 1000, 90)
        lost.action_set_lost()
        self.deal("2026-05-20", 1000, 90, type="lead")
        self.assertAlmostEqual(self.tell("won_amount", 5)["forecast"], 300)
        self.assertAlmostEqual(self.tell("won_amount", 6)["forecast"], 400)
        self.assertAlmostEqual(self.tell("won_amount", 1, 12)["forecast"], 700)
        self.assertAlmostEqual(self.tell("deal_won", 1, 12)["forecast"], 0.7)
        self.assertIsNone(self.tell("won_amount", 1, year=2027))
        with at_instant(self.env, datetime(2026, 6, 1, 12)):
            self.assertAlmostEqual(self.tell("won_amount", 6)["forecast"], 700)

    def test_forecast_ends_with_the_year(self):
        self.book(*(("call", date(2026, month, 8), self.scout, 21) for month in range(1, 13)))
        self.plan(("call", 1, 10, {"user": self.scout}), year=2027)
        with at_instant(self.env, datetime(2026, 12, 31, 12)):
            self.assertIsNone(self.tell("call", 1, year=2027)["forecast"])
            self.assertGreater(self.tell("call", 12)["forecast"], 21)
        with at_instant(self.env, datetime(2027, 1, 1, 12)):
            # 63 calls in 22 + 21 + 23 working days, and 21 days to come.
            self.assertAlmostEqual(self.tell("call", 1, year=2027)["forecast"], 63 / 66 * 21)
            self.assertEqual(self.tell("call", 12)["forecast"], 21)
