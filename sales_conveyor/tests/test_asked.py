from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Domain

from ..tools.asked import EVER, find_days, find_ids, find_names, is_of_months
from .common import ConveyorCommon, department

DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 1))
CONDITIONS = st.one_of(
    st.tuples(st.just("month_on"), st.sampled_from((">", ">=", "<", "<=", "=", "!=")), DAYS),
    st.tuples(st.just("month_on"), st.sampled_from(("in", "not in")), st.lists(DAYS, max_size=3)),
    st.tuples(st.just("fact"), st.just(">"), st.integers(0, 3)),
).map(lambda condition: Domain(*condition))
DOMAINS = st.recursive(
    CONDITIONS,
    lambda part: st.one_of(
        st.tuples(part, part).map(lambda pair: pair[0] & pair[1]),
        st.tuples(part, part).map(lambda pair: pair[0] | pair[1]),
        part.map(lambda domain: ~domain),
    ),
    max_leaves=6,
)


@department
class TestAsked(ConveyorCommon):
    """What a domain asks for is found out before the query: never less than it lets through."""

    def setUp(self):
        super().setUp()
        self.report = self.env["conveyor.attainment.report"]

    def find(self, find, *domain, **names):
        """What is found of a domain as Odoo hands it over."""
        return find(Domain(list(domain)).optimize_full(self.report), *names.values())

    @given(DOMAINS, DAYS, st.integers(0, 4))
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    def test_day_that_a_domain_lets_through_is_between_the_days_found(self, domain, day, fact):
        row = self.report.new({"month_on": day, "fact": fact})
        if row.filtered_domain(domain):
            first, last = find_days(domain.optimize_full(self.report), "month_on")
            self.assertTrue(first <= day <= last, (domain, day))

    def test_days(self):
        first, last = date(2026, 4, 1), date(2026, 7, 1)
        quarter = [("month_on", ">=", "2026-04-01"), ("month_on", "<", "2026-07-01")]
        self.assertEqual(self.find(find_days, *quarter, name="month_on"), (first, last))
        other = [("fact", ">", 1), *quarter]
        self.assertEqual(self.find(find_days, *other, name="month_on"), (first, last))
        either = ["|", ("fact", ">", 1), quarter[0]]
        self.assertEqual(self.find(find_days, *either, name="month_on"), EVER)
        months = [("month_on", "in", ["2026-07-01", "2026-04-01"])]
        self.assertEqual(self.find(find_days, *months, name="month_on"), (first, last))
        self.assertEqual(self.find(find_days, name="month_on"), EVER)

    def test_names(self):
        domain = [("user_id.name", "=", "A"), "|", ("team_id", "=", 1), ("fact", ">", 1)]
        self.assertEqual(self.find(find_names, *domain), {"user_id", "team_id", "fact"})
        self.assertEqual(self.find(find_names), set())
        unknown = Domain.custom(to_sql=lambda *_args: None)
        self.assertEqual(find_names(unknown & Domain("fact", ">", 1)), {"id", "fact"})

    def test_ids(self):
        self.assertEqual(self.find(find_ids, ("id", "in", [1, 2]), ("id", "in", [2, 3])), {2})
        self.assertEqual(self.find(find_ids, ("id", "=", 1), ("fact", ">", 1)), {1})
        self.assertIsNone(self.find(find_ids, "|", ("id", "=", 1), ("fact", ">", 1)))
        self.assertIsNone(self.find(find_ids, ("id", "!=", 1)))

    def test_whole_months(self):
        whole = [
            ("month_on", ">=", "2026-04-01"),
            ("month_on", "<", "2026-07-01"),
            ("fact", ">", 1),
        ]
        self.assertTrue(self.find(is_of_months, *whole, name="month_on"))
        self.assertTrue(self.find(is_of_months, name="month_on"))
        for condition in (
            ("month_on", ">=", "2026-04-02"),
            ("month_on", "<=", "2026-06-30"),
            ("month_on", "=", "2026-04-01"),
            ("month_on.month_number", "=", 4),
        ):
            self.assertFalse(self.find(is_of_months, *whole, condition, name="month_on"), condition)
