from datetime import date

from .common import department
from .pipelines import FIGURES, PipelineCommon

Q1, Q2 = date(2026, 1, 1), date(2026, 4, 1)


@department
class TestPipelineReport(PipelineCommon):
    """Four figures of a pipeline, on the 20th of May 2026.

    ========  =====================  ======================  ===================  ==================
    person    closed in March        closed in April         in work              now
    ========  =====================  ======================  ===================  ==================
    hunter    won 1,000 in 10 days,  -                       March: 3 worth 600,  1 worth 700
              3,000 in 30; lost 500                          April: none
    hunter2   -                      won 5,000 in 20 days;   March: 1 worth 50,   4 worth 650
                                     lost 1,000 and 1,000    April: 4 worth 650
    ========  =====================  ======================  ===================  ==================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.day(3, 31):
            cls.given = [cls.deal(cls.hunter, amount) for amount in (100, 200, 300)]
            cls.deal(cls.hunter2, 50)
            cls.freeze_levels(3, 31)
        for days, amount, outcome in ((10, 1000, "won"), (30, 3000, "won"), (5, 500, "lost")):
            cls.closed_deal(cls.hunter, amount, outcome, (3, 31), days)
        with cls.day(4, 15):
            for card in cls.given:
                card.user_id = cls.hunter2
            cls.freeze_levels(4, 15)
        for days, amount, outcome in ((20, 5000, "won"), (5, 1000, "lost"), (5, 1000, "lost")):
            cls.closed_deal(cls.hunter2, amount, outcome, (4, 20), days)
        with cls.day(4, 30):
            cls.freeze_levels(4, 30)
        with cls.day(5, 10):
            cls.deal(cls.hunter, 700)

    # === FIGURES === #

    def test_person_by_quarter(self):
        rows = self.figures("user_id", "happened_on:quarter")
        self.assertEqual(
            rows,
            {
                (self.hunter, Q1): (3, 600, 2, 1, 2000, 0.666667, 0.888889, 20),
                (self.hunter, Q2): (1, 700, False, False, False, False, False, False),
                (self.hunter2, Q1): (1, 50, False, False, False, False, False, False),
                (self.hunter2, Q2): (4, 650, 1, 2, 5000, 0.333333, 0.714286, 20),
            },
        )

    def test_totals_come_from_the_sums_below_and_levels_from_the_last_day(self):
        """9,000 for 3 won deals; 3 of 6; 9,000 of 11,500; a quarter has what its last month has."""
        self.assertEqual(self.figures()[()], (5, 1350, 3, 3, 3000, 0.5, round(9000 / 11500, 6), 20))
        quarters = self.figures("happened_on:quarter", measures=["in_work:sum", "pipeline:sum"])
        self.assertEqual(quarters, {Q1: (4, 650), Q2: (5, 1350)})

    def test_deals_in_work_of_each_month(self):
        """In April the hunter had none, which is told by a zero; in May the present is told."""
        rows = self.figures("happened_on:month", "user_id", measures=["in_work:sum"])
        told = {(day.month, user): count for (day, user), (count,) in rows.items()}
        self.assertEqual(
            told,
            {
                (3, self.hunter): 3,
                (3, self.hunter2): 1,
                (4, self.hunter): 0,
                (4, self.hunter2): 4,
                (5, self.hunter): 1,
                (5, self.hunter2): 4,
            },
        )

    def test_whoever_has_no_deal_left_has_none_this_quarter(self):
        """The level of April would go on for ever."""
        with self.day(5, 12):
            for card in self.env["crm.lead"].search([("user_id", "=", self.hunter2.id)]):
                card.user_id = self.hunter
        rows = self.figures("user_id", domain=[("happened_on", ">=", Q2)], measures=["in_work:sum"])
        self.assertEqual(rows, {self.hunter: (5,), self.hunter2: (0,)})

    def test_figures_are_those_of_the_metrics(self):
        """Two ways to the same numbers: the report's, and the metric engine's."""
        codes = ["deal_won", "deal_lost", "average_deal", "win_rate", "win_rate_amount", "days_from_creation"]  # fmt: skip
        metrics = self.env["conveyor.metric"].search([("code", "in", codes)])
        team = [("team_id", "=", self.team.id)]
        values = metrics._measure(team, ("user_id", "happened_on:month"))
        closed = [("kind", "in", ("won", "lost"))]
        rows = self.figures("user_id", "happened_on:month", domain=closed)
        self.assertEqual(len(rows), 2)
        for group, (_in_work, _pipeline, won, lost, average, rate, money, days) in rows.items():
            told = {metric.code: value.get(group) for metric, value in values.items()}
            self.assertEqual((told["deal_won"], told["deal_lost"]), (won, lost))
            self.assertAlmostEqual(told["average_deal"], average)
            self.assertAlmostEqual(told["win_rate"], rate, 5)
            self.assertAlmostEqual(told["win_rate_amount"], money, 5)
            self.assertEqual(told["days_from_creation"], days)

    def test_people_counted_at_once_are_the_cards_counted_one_by_one(self):
        """The quick way to count open cards tells what the long way does."""
        one_by_one = [("name", "!=", "nothing has this name")]
        for groupby in ((), ("user_id",), ("happened_on:quarter", "user_id")):
            measures = (*FIGURES, "__count")
            quick = self.figures(*groupby, measures=measures)
            levels = {group: row[:2] for group, row in quick.items()}
            slow = self.figures(*groupby, domain=["|", ("name", "=", False), *one_by_one], measures=measures)  # fmt: skip
            self.assertEqual(quick, slow)
            self.assertTrue(any(levels.values()))

    def test_a_context_from_outside_changes_nothing(self):
        expected = self.figures("source_id")
        with self.day(5, 20):
            rows = self.Report.search([("kind", "=", "open")])
        keys = {"conveyor_pipeline_by_person": True, "conveyor_pipeline_rows": [1]}
        self.Report = self.Report.with_context(**keys)
        self.assertEqual(self.figures("source_id"), expected)
        with self.day(5, 20):
            self.assertEqual(self.Report.search([("kind", "=", "open")]), rows)
        self.assertGreaterEqual(len(rows), 5)
