from datetime import date, datetime

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .norms import MONDAY, SUNDAY, TUESDAY, NormDayCommon


@department
class TestNormDay(NormDayCommon):
    """Each night what was asked is booked beside what was done: once, and for good."""

    def test_a_night_books_what_was_asked_and_what_was_done(self):
        self.norm(2)
        self.norm(30, metric=self.calls)
        self.norm(1, role="hunter", metric=self.taken)
        self.deliver(3)
        self.book()
        self.assertEqual(
            self.told(self.scout),
            [(2, "contact_delivered", 2, 3, True), (2, "call", 30, 0, False)],
        )
        self.assertEqual(self.told(self.scout2)[0], (2, "contact_delivered", 2, 0, False))
        self.assertEqual(self.told(self.hunter), [(2, "contact_taken", 1, 0, False)])
        row = self.booked(self.scout)[0]
        self.assertEqual(
            (row.role, row.team_id, row.company_id), ("scout", self.team, self.env.company)
        )
        self.assertEqual((row.attainment, row.day_count, row.met_count), (1.5, 1, 1))

    def test_booked_twice_is_booked_once(self):
        self.norm(2)
        self.deliver(1)
        self.assertTrue(self.book())
        told = self.told()
        self.norm(5, user_id=self.scout.id)
        self.deliver(4, day=2, hour=23)
        self.assertEqual(self.book(), [])
        self.assertEqual(self.told(), told)

    def test_what_is_entered_after_the_day_does_not_better_it(self):
        """A meeting of Monday marked on Tuesday is a deed of Monday, but was not known when Monday ended."""
        self.norm(1, role="hunter", metric=self.env["conveyor.metric"]._get("meeting_held"))
        meeting = self.meeting(self.card(owner=self.hunter), start=datetime(2026, 3, 2, 9))
        with at_instant(self.env, datetime(2026, 3, 3, 0, 30)):
            meeting.with_user(self.hunter).action_mark_held()
        self.assertEqual(self.facts("meeting_held").happened_on, MONDAY)
        self.book()
        self.assertEqual(self.told(self.hunter), [(2, "meeting_held", 1, 0, False)])

    def test_a_day_off_a_newcomer_and_who_is_asked_for_nothing(self):
        self.norm(4)
        self.day_off(self.scout, "2026-03-02 00:00:00", "2026-03-02 23:59:59")
        self.member(self.scout2).ramp_until_on = MONDAY
        self.deliver(2, user=self.scout2)
        self.book()
        self.assertEqual(self.told(), [(2, "contact_delivered", 2, 2, True)])
        self.assertEqual(self.book(SUNDAY), [])

    def test_money_has_norms_too(self):
        self.norm(1500, role="farmer", metric=self.env["conveyor.metric"]._get("won_amount"))
        with at_instant(self.env, datetime(2026, 3, 2, 9)):
            self.card(
                owner=self.farmer, stage=self.stage_growth, expected_revenue=900
            ).action_set_won()
            self.card(
                owner=self.farmer, stage=self.stage_growth, expected_revenue=700
            ).action_set_won()
        self.book()
        self.assertEqual(self.told(self.farmer), [(2, "won_amount", 1500, 1600, True)])

    def test_a_deed_counts_once_for_who_works_in_two_teams(self):
        """Contacts of the second team for its norm; those of a third team for the first norm."""
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        self.norm(2)
        second, third = self.env["crm.team"].create(
            [
                {"name": name, "use_conveyor": True, "company_id": self.env.company.id}
                for name in "AB"
            ]
        )
        second.crm_team_member_ids = [Command.create({"user_id": self.scout.id, "role": "scout"})]
        self.deliver(3)
        facts = self.facts("contact_delivered")
        for fact, team in zip(facts, (self.team, second, third), strict=True):
            self.tamper(fact, "team_id", team.id)
        self.book()
        done = {row.team_id: row.done for row in self.booked(self.scout)}
        self.assertEqual(done, {self.team: 2, second: 1})

    # === SPEED === #

    def test_a_night_of_many_people_is_as_many_questions_as_of_a_few(self):
        def count(day):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.book(day)
            return self.env.cr.sql_log_count - before

        self.norm(2)
        self.norm(30, metric=self.calls)
        count(MONDAY)
        few = count(TUESDAY)
        users = self.env["res.users"].with_context(no_reset_password=True)
        people = users.create([{"name": f"P{n}", "login": f"t_p{n}"} for n in range(60)])
        values = [
            {"user_id": user.id, "crm_team_id": self.team.id, "role": "scout"} for user in people
        ]
        self.env["crm.team.member"].create(values)
        count(date(2026, 3, 4))
        self.assertLessEqual(count(date(2026, 3, 5)), few)
        self.assertLessEqual(few, 14)
        self.assertEqual(len(self.booked(*people)), 240)
