from datetime import date, datetime, timedelta

from odoo.tests import tagged

from odoo.addons.sales_conveyor.const import DAY

from .motivate import TODAY, MotivateCommon

TODAY_ON = TODAY.date()


class PromptCommon(MotivateCommon):
    """The cards of the eleventh of March 2026, a Wednesday, in a department without any other history."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["motivation.grade"].search([]).active = False
        cls.env["motivation.contest"].search([("state", "=", "running")]).active = False
        cls.env.flush_all()

    def cards(self, user=None):
        """``{person: card}`` of today as somebody sees them, made anew."""
        self.env.invalidate_all()
        prompts = self.env["motivation.prompt"].with_user(user or self.head)
        action = prompts.action_look_anew()
        rows = prompts.search(action["domain"]).filtered(lambda one: one.user_id in self.people)
        return {row.user_id: row for row in rows}

    @property
    def people(self):
        return self.team.crm_team_member_ids.user_id

    def card(self, user=None):
        """What kind of talk with the hunter, and why."""
        card = self.cards().get(user or self.hunter)
        return card and (card.kind, card.why.replace("\xa0", " "))

    def sold(self, day, amount, user=None, metric="contract_amount", **values):
        return self.fact(metric, day, user or self.hunter, amount=amount, **values)

    def usual_weeks(self, amount=1000, user=None):
        """Eight weeks of the same sales, until a week ago."""
        for week in range(2, 10):
            self.sold(TODAY_ON - timedelta(days=7 * week), amount, user)

    def norm_day(self, day, done, norm=10, metric="call", user=None):
        """What was asked of a day, and what was done."""
        self.env.cr.execute(
            """INSERT INTO conveyor_norm_day (company_id, day_on, user_id, team_id, metric_id, norm, done, is_met, booked_at)
               VALUES (%s, %s, %s, %s, %s, %s, %s, %s, now())""",
            [
                self.company.id, day, (user or self.hunter).id, self.team.id,
                self.env["conveyor.metric"]._get(metric).id, norm, done, done >= norm,
            ],
        )  # fmt: skip

    def report(self, day, user=None, is_error_free=True, state="accepted"):
        """An evening report that is over."""
        moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=18)
        reports = self.env["conveyor.daily.report"].with_context(conveyor_day=DAY)
        return reports.create(
            {
                "user_id": (user or self.hunter).id,
                "team_id": self.team.id,
                "company_id": self.company.id,
                "day_on": day,
                "deadline_at": moment,
                "freeze_at": moment,
                "frozen_at": moment,
                "state": state,
                "is_error_free": is_error_free,
            }
        )

    def days_before(self, count):
        return [TODAY_ON - timedelta(days=number) for number in range(1, count + 1)]


@tagged("post_install", "-at_install")
class TestPrompt(PromptCommon):
    """The reasons for a talk, each in plain words from facts."""

    def test_nobody_stands_out_without_facts(self):
        self.assertEqual(self.cards(), {})

    # === WEEKS === #

    def test_a_drop_against_the_usual_week_asks_for_help(self):
        self.usual_weeks()
        self.sold(date(2026, 3, 6), 400)
        self.assertEqual(
            self.card(),
            ("help", "Contract amount: $ 400 in the last seven days, usually $ 1,000 a week."),
        )

    def test_a_rise_is_praised(self):
        self.usual_weeks()
        self.sold(date(2026, 3, 6), 1500)
        self.assertEqual(self.card()[0], "praise")
        self.assertIn("$ 1,500 in the last seven days", self.card()[1])

    def test_a_usual_week_is_no_reason(self):
        self.usual_weeks()
        self.sold(date(2026, 3, 6), 900)
        self.assertIsNone(self.card())

    def test_what_is_taken_back_lowers_the_week(self):
        self.usual_weeks()
        sale = self.sold(date(2026, 3, 5), 900)
        self.reverse(sale, date(2026, 3, 9))
        self.assertEqual(self.card()[0], "help")

    def test_of_few_weeks_nothing_is_usual(self):
        for week in (2, 3):
            self.sold(TODAY_ON - timedelta(days=7 * week), 5000)
        self.assertIsNone(self.card())

    def test_a_complaint_asks_for_help_before_all_else(self):
        self.usual_weeks()
        self.sold(date(2026, 3, 6), 400)
        self.fact("complaint_confirmed", date(2026, 3, 9), self.hunter)
        kind, why = self.card()
        self.assertEqual(kind, "help")
        self.assertTrue(why.startswith("Complaints of clients confirmed within a week: 1.\n"))
        self.assertIn("usually $ 1,000", why, "and the drop is told as well")

    # === NORMS AND REPORTS === #

    def test_far_behind_the_norm_asks_for_help(self):
        """25 of 50 in five days; four in ten of one day alone are none of it."""
        self.norm_day(date(2026, 3, 10), 4)
        self.assertIsNone(self.card())
        for day, done in ((9, 6), (6, 5), (5, 5), (4, 5)):
            self.norm_day(date(2026, 3, day), done)
        self.assertEqual(self.card()[0], "help")
        self.assertIn("25 of 50 asked in the last five days", self.card()[1])

    def test_well_over_the_norm_is_praised_where_all_norms_are_met(self):
        self.norm_day(date(2026, 3, 10), 13)
        self.assertEqual(self.card()[0], "praise")
        self.norm_day(date(2026, 3, 10), 1, norm=2, metric="meeting_held")
        self.assertIsNone(self.card())

    def test_days_without_errors_are_praised(self):
        for day in self.days_before(5):
            self.report(day)
        self.assertEqual(self.card(), ("praise", "5 working days in a row without an error."))

    def test_an_error_ends_the_row(self):
        for day in self.days_before(8):
            self.report(day, is_error_free=day != date(2026, 3, 6))
        self.assertIsNone(self.card())

    def test_an_excused_day_does_not_end_the_row(self):
        for day in self.days_before(6):
            is_excused = day == date(2026, 3, 6)
            self.report(
                day, is_error_free=not is_excused, state="excused" if is_excused else "accepted"
            )
        self.assertEqual(self.card()[0], "praise")

    def test_silence_asks_for_help(self):
        for number, day in enumerate(self.days_before(5)):
            self.report(day, is_error_free=False, state="missing" if number < 2 else "accepted")
        self.assertEqual(self.card(), ("help", "Evening reports missing of the last five: 2."))
