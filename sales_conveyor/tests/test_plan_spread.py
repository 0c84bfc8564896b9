from .common import department
from .plans import WORKING_DAYS, YEAR, SpreadCommon


@department
class TestPlanSpread(SpreadCommon):
    """The amount of a year becomes months, to the last unit, beside what was there before."""

    def test_months_evenly(self):
        wizard = self.spread(100.0)
        self.assertEqual(self.values(wizard), [9.0] * 4 + [8.0] * 8)
        self.assertEqual(wizard.basis, "Every month the same.")

    def test_months_by_working_days(self):
        """260 days: one unit a day."""
        wizard = self.spread(260.0, by_month="days")
        self.assertEqual(self.values(wizard), WORKING_DAYS)
        self.assertEqual(wizard.basis, "Months by working days.")

    def test_holidays_are_no_working_days(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "New Year",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": f"{YEAR}-01-02 00:00:00",
                "date_to": f"{YEAR}-01-06 23:59:59",
            }
        )
        self.assertEqual(self.spread(255.0, by_month="days").month_ids[0].value, 17.0)

    def test_months_by_seasons_of_three_whole_years(self):
        """March sold a third of each year, the other months the rest equally; then working days correct it.

        Shares of 2014-2016: March 3 of 9, each other month 6/11 of 9. March had 21, 22 and 23 working days
        and has 23: 33.33 % × (23/21 + 23/22 + 23/23) ÷ 3 = 34.89 %.
        """
        for year in (2014, 2015, 2016):
            for month in range(1, 13):
                self.book(year, month, quantity=33 if month == 3 else 6)
        self.book(2013, 12, quantity=5000)
        wizard = self.spread(1200.0, by_month="history")
        lines = wizard.month_ids.sorted("month_on")
        self.assertAlmostEqual(lines[2].weight, (33 / 99) * 100 * (23 / 21 + 23 / 22 + 1) / 3, 3)
        self.assertAlmostEqual(
            lines[11].weight, (6 / 99) * 100 * (21 / 23 + 21 / 23 + 21 / 22) / 3, 3
        )
        self.assertEqual(sum(self.values(wizard)), 1200)
        self.assertIn("2014, 2015, 2016", wizard.basis)

    def test_year_that_the_ledger_has_in_part_is_no_season(self):
        for month in range(2, 13):
            self.book(2015, month, quantity=10)
        for month in range(1, 13):
            self.book(2016, month, quantity=1 + month % 2)
        self.assertIn("in 2016,", self.spread(by_month="history").basis)

    def test_present_year_is_no_season_yet(self):
        present = self.env.company._get_business_day().year
        for month in range(1, 13):
            self.book(present, month, metric=self.money, amount=1000.0 * month)
        plan = self._make_plan(year=present + 1)
        wizard = self.spread(plan_id=plan.id, metric_id=self.money.id, by_month="history")
        self.assertNotIn(str(present), wizard.basis)

    def test_without_a_whole_year_working_days_take_its_place(self):
        wizard = self.spread(260.0, by_month="history")
        self.assertIn("no whole year", wizard.basis)
        self.assertEqual(self.values(wizard), WORKING_DAYS)

    def test_months_that_took_back_more_than_they_brought_count_nothing(self):
        for month in range(1, 13):
            self.book(2016, month, quantity=-4 if month == 5 else 10)
        self.assertEqual(self.spread(by_month="history").month_ids.sorted("month_on")[4].value, 0.0)

    def test_seasons_are_those_of_the_teams_chosen(self):
        for month in range(1, 13):
            self.book(2016, month, quantity=10)
            self.book(2016, month, self.stranger, team=self.stock_team, quantity=1000 * month)
        wizard = self.of_people(by_month="history")
        self.assertEqual(wizard.month_ids.sorted("month_on")[0].last_value, 10.0)
        self.assertEqual(self.spread().month_ids.sorted("month_on")[0].last_value, 1010.0)

    def test_month_stands_beside_what_was_before(self):
        self.book(2015, 1, quantity=80)
        self.book(2016, 1, quantity=50)
        self.book(2016, 5, quantity=120)
        lines = self.spread(1200.0).month_ids.sorted("month_on")
        january, february = lines[0], lines[1]
        self.assertEqual(
            (january.value, january.last_value, january.growth, january.best_same, january.best),
            (100.0, 50.0, 1.0, 80.0, 120.0),
        )
        self.assertFalse(january.is_above)
        self.assertEqual((february.last_value, february.growth, february.best_same), (0, 0, 0))
        self.assertTrue(self.spread(1500.0).month_ids[0].is_above)
        self.assertFalse(self.spread(1440.0).month_ids[0].is_above, "as much as the best month")
