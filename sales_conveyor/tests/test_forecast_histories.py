import doctest
import os
from datetime import date, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..report import attainment_tables
from ..tools import forecasting
from .attainment import NOW, AttainmentCommon
from .attainment_oracle import NUMBERS, World
from .common import department

EXAMPLES = int(os.environ.get("CONVEYOR_EXAMPLES", "20"))
TODAY = NOW.date()
SUMS = ("call", "deal_won", "deal_lost", "contract", "contract_amount")
RATIOS = (
    ("average_check", "contract_amount", "contract", False),
    ("win_rate", "deal_won", "deal_lost", True),
)
FED = {"deal_won", "contract", "contract_amount"}
PEOPLE = ("scout", "hunter", "hunter2")
DAYS = st.one_of(
    st.dates(TODAY - timedelta(days=150), TODAY + timedelta(days=40)),
    st.dates(TODAY - timedelta(days=480), TODAY + timedelta(days=290)),
)
FACTS = st.lists(
    st.tuples(st.sampled_from(SUMS), DAYS, st.sampled_from(PEOPLE), st.integers(-3, 900)),
    min_size=1,
    max_size=14,
)
TARGETS = st.dictionaries(
    st.tuples(st.sampled_from(SUMS), st.integers(1, 12), st.sampled_from(PEOPLE)),
    st.integers(0, 2000),
    max_size=14,
)
DEALS = st.lists(
    st.tuples(
        st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=240)),
        st.sampled_from(PEOPLE),
        st.integers(0, 5000),
        st.integers(1, 99),
    ),
    max_size=4,
)


@tagged("post_install", "-at_install")
class TestForecasting(BaseCase):
    """The formulas, as they are told in their own examples."""

    def test_examples(self):
        for module, count in ((forecasting, 15), (attainment_tables, 0)):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, count)
            self.assertFalse(result.failed)


@department
class TestForecastHistories(AttainmentCommon):
    """Whatever was done, planned and hoped for: the query tells what plain Python tells of the same leaves.

    So a parent's figures are of the sums of its leaves, on every level.
    """

    def live(self, facts, targets, deals, weight):
        """A world of this test, in the database and in Python."""
        facts = [fact for fact in facts if fact[3]]  # a fact of nothing is none
        self.works.conveyor_pipeline_weight = weight
        if targets:
            self.plan(
                *(
                    (code, month, value, {"user": self[person]})
                    for (code, month, person), value in targets.items()
                )
            )
        if facts:
            self.book(*((code, day, self[person], value) for code, day, person, value in facts))
        for day, person, revenue, chance in deals:
            self.deal(day, revenue, chance, owner=self[person])
        days = self.works._get_working_days(date(2026, 2, 1), date(2026, 12, 31))
        rows = [(c, date(2026, m, 1), who, value) for (c, m, who), value in targets.items()]
        return World(TODAY, tuple(days), weight, FED, facts, rows, deals)

    def __getitem__(self, person):
        return getattr(self, person)

    def compare(self, found, expected, where):
        for name in NUMBERS:
            value = expected[name]
            told = (found or {}).get(name)
            if value is None or told is None:
                # A group with nothing in it is not told at all.
                self.assertFalse(value or told, (where, name, told, value))
            else:
                self.assertAlmostEqual(told, value, 6, (where, name))

    @given(FACTS, TARGETS, DEALS, st.sampled_from((0.0, 0.25, 0.5, 1.0)))
    @example([("call", date(2026, 5, 13), "scout", 5)], {}, [], 0.5)  # the first day of all
    @example(
        [("call", date(2026, 5, 14), "scout", 5)], {}, [(date(2026, 5, 12), "scout", 9, 50)], 0.5
    )
    @example([("call", date(2026, 5, day), "scout", day) for day in (8, 13, 14)], {}, [], 0.5)
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def test_figures_are_of_the_sums_of_leaves(self, facts, targets, deals, weight):
        with self.env.cr.savepoint() as history:
            world = self.live(facts, targets, deals, weight)
            everybody = [(None, PEOPLE), *((person, (person,)) for person in PEOPLE)]
            for span in (range(5, 6), range(4, 7), range(1, 13)):
                months = [date(2026, month, 1) for month in span]
                self._check(world, everybody, months)
            history.rollback()
        self.env.invalidate_all()

    def _check(self, world, everybody, months):
        report, period = self.report(), [("month_on", "in", months)]
        total = report._read_attainment(period).get((), {})
        people = report._read_attainment(period, ["user_id"])
        for person, members in everybody:
            group = people.get((self[person],), {}) if person else total
            by_code = {metric.code: figures for metric, figures in group.items()}
            for code in SUMS:
                expected = world.get_total(code, members, months)
                self.compare(by_code.get(code), expected, (code, person, months))
            for code, over, under, is_complement in RATIOS:
                expected = world.get_ratio(over, under, members, months, is_complement)
                self.compare(by_code.get(code), expected, (code, person, months))

    @given(FACTS, FACTS, DEALS)
    @settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck))
    def test_what_happens_later_changes_no_forecast_of_today(self, facts, later, deals):
        """Rows of the ledger dated after today are none of a forecast's business."""
        with self.env.cr.savepoint() as history:
            known = [fact for fact in facts if fact[1] <= TODAY]
            self.live([("call", date(2026, 1, 5), "scout", 1), *known], {}, deals, 0.5)
            domain = [("metric_id.code", "in", SUMS), *self.months(1, 12)]
            before = self._get_forecasts(domain)
            self.live(
                [(c, max(day, TODAY + timedelta(days=1)), who, v) for c, day, who, v in later],
                {},
                [],
                0.5,
            )
            self.assertEqual(self._get_forecasts(domain), before)
            history.rollback()
        self.env.invalidate_all()

    def _get_forecasts(self, domain):
        groups = self.report()._read_group(
            domain, ["metric_id", "user_id", "month_on:month"], ["forecast:sum"]
        )
        return {
            tuple(group): round(forecast, 6) for *group, forecast in groups if round(forecast, 6)
        }
