from datetime import date, datetime

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .evenings import EveningCommon
from .norms import MONDAY

# The department works from Monday to Friday, 8 to 17, by the clock of UTC; its note comes at eight.
TUESDAY = date(2026, 3, 3)
EIGHT = datetime(2026, 3, 3, 8)


@department
class TestReminder(EveningCommon):
    """One note on a working morning to whoever has something waiting, exceptions first; none to anybody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.env["crm.team"].search([("use_conveyor", "=", True)]) - cls.team).use_conveyor = False
        people = cls.team.crm_team_member_ids.user_id | cls.leader | cls.head
        people.notification_type = "inbox"
        cls.last_note = cls.env["mail.message"].search([], order="id desc", limit=1).id

    # === WORDS === #

    def morning(self, instant=EIGHT):
        """What the cron does at this instant."""
        self.env.cr.precommit.run()
        self.run_cron("_cron_remind", instant, model="conveyor.reminder")

    def notes(self, user):
        domain = [
            ("id", ">", self.last_note),
            ("partner_ids", "in", user.partner_id.ids),
            ("message_type", "=", "user_notification"),
            ("model", "=", False),  # Odoo's own notices are about a card
        ]
        return self.env["mail.message"].search(domain, order="id")

    def agreed(self, day, user=None, name="Call about the price"):
        """Something agreed with a client some days before."""
        user = user or self.hunter
        with at_instant(self.env, datetime(2026, 2, 25, 9)):
            card = self.card(owner=user, stage=self.stage_talk, partner_id=self.client.id)
            card.with_user(user).activity_schedule(date_deadline=day, summary=name, user_id=user.id)
            self.env.cr.precommit.run()
        return card

    # === WHAT IS TOLD === #

    def test_overdue_comes_before_what_is_due_today(self):
        self.agreed(TUESDAY, name="Send the offer")
        self.agreed(MONDAY)
        self.agreed(date(2026, 3, 4), name="Of tomorrow")
        self.morning()
        [note] = self.notes(self.hunter)
        self.assertEqual(note.subject, "Agreements that are overdue: 1; Agreed for today: 1")
        self.assertLess(note.body.index("Call about the price"), note.body.index("Send the offer"))
        self.assertIn("Northern Mill", note.body)
        self.assertNotIn("Of tomorrow", note.body)

    def test_where_nothing_waits_nothing_is_told(self):
        self.agreed(date(2026, 3, 4))
        self.morning()
        self.assertFalse(self.notes(self.hunter) | self.notes(self.scout) | self.notes(self.head))

    def test_report_that_was_not_sent_may_still_be_told_until_the_freeze(self):
        report = self.open_reports()
        self.submit(self.report(self.scout))
        self.morning()
        self.assertIn("Evening report still to be sent", self.notes(self.hunter).subject)
        self.assertIn("09:00", self.notes(self.hunter).body)
        self.assertFalse(self.notes(self.scout))
        self.submit(report, instant=datetime(2026, 3, 3, 8, 30))
        self.assertEqual(report.state, "submitted")

    def test_leader_decides_and_the_head_where_it_is_about_the_leader(self):
        values = {
            "category_id": self.env.ref("sales_conveyor.incident_category_rude").id,
            "description": "Not polite.",
        }
        with at_instant(self.env, datetime(2026, 3, 2, 12)):
            Incident = self.env["conveyor.incident"].with_user(self.farmer)
            complaint = Incident.create({**values, "user_id": self.hunter.id}).sudo()
            self.team.crm_team_member_ids = [Command.create({"user_id": self.leader.id})]
            other = Incident.create({**values, "user_id": self.leader.id}).sudo()
        self.env.flush_all()
        self.last_note = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.morning()
        self.assertIn("Incidents to decide: 1", self.notes(self.leader).subject)
        self.assertIn(complaint.number, self.notes(self.leader).body)
        self.assertIn(other.number, self.notes(self.head).body)

    def test_cards_that_wait_for_a_decision_are_named(self):
        with at_instant(self.env, datetime(2026, 3, 2, 16)):
            self.offered(name="Southern Mill")
        self.last_note = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.morning()
        self.assertIn("Southern Mill", self.notes(self.hunter).body)

    def test_standup_is_a_word_beside_all_else(self):
        values = {"team_id": self.team.id, "company_id": self.env.company.id, "kind": "morning"}
        with at_instant(self.env, datetime(2026, 3, 2, 6)):
            schedule = self.env["conveyor.standup.schedule"].create({**values, "hour": 9.25})
            self.env["conveyor.standup"]._open(schedule, TUESDAY)
        self.agreed(TUESDAY)
        self.morning()
        self.assertIn("09:15", self.notes(self.hunter).body)
        self.assertFalse(self.notes(self.scout))

    # === HOW OFTEN, TO WHOM === #

    def test_a_person_is_told_once_a_day_whatever_comes_later(self):
        self.agreed(TUESDAY)
        self.agreed(TUESDAY, self.scout)
        self.morning()
        self.agreed(MONDAY)
        self.agreed(MONDAY, self.scout2)
        for minute in (0, 15, 30):
            self.morning(datetime(2026, 3, 3, 9, minute))
        self.assertEqual(len(self.notes(self.hunter)), 1)
        self.assertFalse(self.notes(self.scout2), "what came after eight is told tomorrow")
        self.morning(datetime(2026, 3, 4, 8))
        self.assertEqual(len(self.notes(self.hunter)), 2)
        self.assertEqual(len(self.notes(self.scout2)), 1)

    def test_person_of_two_teams_is_told_once(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", "True")
        second = self.team.copy(
            {"name": "Second", "crm_team_member_ids": [self._member(self.hunter, "hunter")]}
        )
        second.write({"use_conveyor": True, "reminder_hour": 8.5})
        self.agreed(TUESDAY)
        self.morning()
        self.morning(datetime(2026, 3, 3, 8, 30))
        self.assertEqual(len(self.notes(self.hunter)), 1)

    def test_nobody_is_told_on_a_day_off(self):
        self.agreed(date(2026, 2, 27))
        self.agreed(date(2026, 2, 27), self.scout)
        self.day_off(self.hunter, datetime(2026, 3, 3), datetime(2026, 3, 4))
        self.morning(datetime(2026, 3, 1, 8))
        self.assertFalse(self.notes(self.hunter) | self.notes(self.scout), "a Sunday")
        self.morning()
        self.assertFalse(self.notes(self.hunter), "his day off")
        self.assertTrue(self.notes(self.scout))
        self.holiday(datetime(2026, 3, 4), datetime(2026, 3, 5), company_id=self.env.company.id)
        self.morning(datetime(2026, 3, 4, 8))
        self.assertEqual(len(self.notes(self.scout)), 1, "a public holiday")
        self.morning(datetime(2026, 3, 5, 8))
        self.assertTrue(self.notes(self.hunter))

    def test_the_hour_is_that_of_the_team(self):
        self.team.conveyor_calendar_id = self.calendar("Novosibirsk", tz="Asia/Novosibirsk")
        self.agreed(TUESDAY)
        self.morning(datetime(2026, 3, 3, 0, 59))
        self.assertFalse(self.notes(self.hunter))
        self.morning(datetime(2026, 3, 3, 1, 0))
        self.assertTrue(self.notes(self.hunter))

    def test_server_that_slept_tells_it_the_same_morning_or_not_at_all(self):
        self.agreed(TUESDAY)
        self.morning(datetime(2026, 3, 3, 12, 1))
        self.assertFalse(self.notes(self.hunter))
        self.morning(datetime(2026, 3, 4, 11, 59))
        self.assertTrue(self.notes(self.hunter))

    def test_everybody_is_reached_as_he_has_chosen(self):
        self.scout.notification_type = "email"
        self.agreed(TUESDAY)
        self.agreed(TUESDAY, self.scout)
        self.morning()
        inbox, letter = (self.notes(user).notification_ids for user in (self.hunter, self.scout))
        self.assertEqual((inbox.notification_type, inbox.mail_mail_id.id), ("inbox", False))
        self.assertEqual(letter.notification_type, "email")
        self.assertEqual(letter.mail_mail_id.recipient_ids, self.scout.partner_id)
        self.assertFalse(letter.mail_mail_id.recipient_ids & self.hunter.partner_id)

    def test_the_reader_reads_it_in_his_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.hunter.lang = "ru_RU"
        self.agreed(TUESDAY)
        self.morning()
        words = self.env["conveyor.reminder"].with_context(lang="ru_RU")._get_words()
        self.assertIn(words["today"][0], self.notes(self.hunter).subject)

    def test_team_may_do_without_and_still_hears_of_breaches(self):
        self.team.use_reminder = False
        self.agreed(TUESDAY)
        self.morning()
        self.assertFalse(self.notes(self.hunter))
        row = {"origin": "test,1", "user_id": self.scout.id, "team_id": self.team.id}
        row |= {"happened_on": MONDAY, "evidence": "Seen on the card."}
        self.env["conveyor.incident"]._book_breaches("report_missing", [row])
        self.morning(datetime(2026, 3, 4, 8))
        self.assertFalse(self.notes(self.hunter))
        self.assertIn("Seen on the card.", self.notes(self.scout).body)

    # === HOW MUCH IT COSTS, WHAT DIES === #

    def test_forty_people_cost_as_many_statements_as_three(self):
        cost = {}
        for day, count in ((3, 3), (4, 40)):
            users = self.env["res.users"].create(
                [
                    {"name": f"Seller {n}", "login": f"s{count}_{n}", "notification_type": "inbox"}
                    for n in range(count)
                ]
            )
            self.team.crm_team_member_ids = [
                Command.create({"user_id": user.id, "role": "scout"}) for user in users
            ]
            for user in users:
                user.group_ids |= self.env.ref("sales_team.group_sale_salesman")
                self.agreed(date(2026, 3, day), user)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.morning(datetime(2026, 3, day, 8))
            cost[count] = self.env.cr.sql_log_count - before
            self.assertTrue(all(self.notes(user) for user in users))
        self.assertLessEqual(cost[40], cost[3] + 5)

    def test_killed_before_its_commit_it_tells_everybody_the_next_time(self):
        """The note and the word that it was told are one transaction."""
        self.agreed(TUESDAY)
        self.env.cr.precommit.run()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            with at_instant(self.env, EIGHT):
                teams = self.team.sudo()
                told = self.env["conveyor.reminder"]._remind(teams, self.env.company, TUESDAY)
                self.assertIn(self.hunter, told)
            raise ZeroDivisionError
        self.assertFalse(self.notes(self.hunter))
        self.morning()
        self.assertEqual(len(self.notes(self.hunter)), 1)

    def test_old_rows_are_swept_away(self):
        self.morning()
        rows = self.env["conveyor.reminder"].search([("day_on", "=", TUESDAY)])
        self.assertTrue(rows)
        with at_instant(self.env, datetime(2026, 4, 3, 8)):
            self.env["conveyor.reminder"]._gc_reminders()
        self.assertFalse(rows.exists())
