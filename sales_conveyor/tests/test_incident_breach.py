from datetime import date, datetime

from odoo.exceptions import UserError

from ..const import RELAY
from .common import department
from .incidents import IncidentCommon


@department
class TestIncidentBreach(IncidentCommon):
    """Rules book breaches with their evidence: once, by one statement, and nobody is buried in notes."""

    def rows(self, count, **values):
        return [self.row(f"test,{number}", **values) for number in range(count)]

    # === BOOKED === #

    def test_twice_is_once(self):
        [id_] = self.Incident._book_breaches("report_missing", [self.row("a,1"), self.row("a,1")])
        self.assertEqual(self.Incident._book_breaches("report_missing", [self.row("a,1")]), [])
        breach = self.Incident.browse(id_)
        self.assertEqual(
            (breach.kind, breach.state, breach.user_id, breach.team_id, breach.happened_on),
            ("breach", "reported", self.hunter, self.team, date(2026, 3, 2)),
        )
        self.assertEqual(breach.due_at, datetime(2026, 3, 7))  # the end of the third working day
        # Another rule may say something else of the same document.
        self.assertEqual(
            len(self.Incident._book_breaches("agreement_broken", [self.row("a,1")])), 1
        )

    def test_a_thousand_cost_as_many_statements_as_one(self):
        cost = {}
        for count in (1, 1000):
            rows = [self.row(f"cost-{count},{number}") for number in range(count)]
            self.Incident._book_breaches("report_missing", [self.row(f"warm,{count}")])
            self.env.flush_all()
            self.env.invalidate_all()
            with self.statements("INSERT INTO conveyor_incident (") as found:
                before = self.env.cr.sql_log_count
                self.assertEqual(len(self.Incident._book_breaches("report_missing", rows)), count)
                cost[count] = self.env.cr.sql_log_count - before
            self.assertEqual(len(found), 1)
        self.assertLessEqual(cost[1000], cost[1] + 2)

    def test_company_and_team_of_a_row_may_be_left_out(self):
        values = {"team_id": None, "company_id": None, "lead_id": False, "evidence": None}
        breach = self.breach("a,2", **values)
        self.assertEqual((breach.company_id, breach.team_id.id), (self.hunter.company_id, False))

    def test_card_and_client_keep_their_names(self):
        card = self.card("Card", partner_id=self.client.id)
        breach = self.breach("a,3", lead_id=card.id)
        self.assertEqual((breach.lead_name, breach.partner_name), ("Card", "Northern Mill"))
        self.assertEqual(breach.partner_id, self.client)

    def test_a_rule_switched_off_books_nothing_and_an_unknown_one_is_told(self):
        self.category("report_missing").active = False
        self.assertEqual(self.Incident._book_breaches("report_missing", self.rows(2)), [])
        for code in ("nothing", "rude"):
            with self.assertRaisesRegex(UserError, "no rule"):
                self.Incident._book_breaches(code, self.rows(1))

    def test_odd_evidence_is_kept_as_text(self):
        breach = self.breach(evidence="<b>x</b>\0" + "y" * 20000)
        self.assertEqual((breach.evidence[:8], len(breach.evidence)), ("<b>x</b>", 10000))

    # === TOLD === #

    def notes(self, user):
        domain = [
            ("partner_ids", "in", user.partner_id.ids),
            ("message_type", "=", "user_notification"),
        ]
        return self.env["mail.message"].sudo().search(domain, order="id")

    def test_one_note_a_day_to_a_person_however_many(self):
        self.Incident._book_breaches("report_missing", self.rows(30))
        self.assertFalse(self.notes(self.hunter), "it waits for the morning")
        self.remind(4)
        [note] = self.notes(self.hunter)
        self.assertIn("30", note.subject)
        self.assertIn("and 25 more", note.body)
        self.Incident._book_breaches("agreement_broken", self.rows(2))
        for day in (4, 5, 5, 6):
            self.remind(day)
        self.assertEqual(len(self.notes(self.hunter)), 2)
        self.assertIn(": 2", self.notes(self.hunter)[-1].subject)

    def test_what_is_only_replayed_is_news_to_nobody(self):
        quiet = self.Incident.with_context(conveyor_quiet=RELAY)
        quiet._book_breaches("report_missing", self.rows(2))
        self.remind(4)
        self.assertFalse(self.notes(self.hunter))

    def people(self, count):
        """New sellers; every second one has his notes in the inbox, the others get letters."""
        seller = self.env.ref("sales_team.group_sale_salesman")
        users = self.env["res.users"].with_context(no_reset_password=True)
        return users.create(
            [
                {
                    "name": f"Seller {number} of {count}",
                    "login": f"seller_{count}_{number}",
                    "email": f"seller_{count}_{number}@example.com",
                    "notification_type": "email" if number % 2 else "inbox",
                    "group_ids": [(6, 0, seller.ids)],
                }
                for number in range(count)
            ]
        )

    def test_everybody_has_a_note_of_his_own_by_as_few_statements_as_two(self):
        cost = {}
        for day, count in ((4, 2), (5, 3), (6, 40)):
            users = self.people(count)
            rows = [self.row(f"of {user.name}", user, evidence=user.name) for user in users]
            self.env.flush_all()
            self.env.invalidate_all()
            self.Incident._book_breaches("report_missing", rows)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.remind(day)
            self.env.flush_all()
            cost[count] = self.env.cr.sql_log_count - before
        self.assertLessEqual(cost[40], cost[3] + 2)
        for user in users:
            [note] = self.notes(user)
            self.assertEqual(note.partner_ids, user.partner_id)
            self.assertIn(f"{user.name}</", note.body)
            [told] = note.sudo().notification_ids
            self.assertEqual(told.notification_type, user.notification_type)
            letter = told.mail_mail_id
            self.assertEqual(
                letter.recipient_ids, user.partner_id if letter else note.partner_ids.browse()
            )
            self.assertEqual(bool(letter), user.notification_type == "email")

    def test_the_gravest_come_first(self):
        self.Incident._book_breaches(
            "card_incomplete", [self.row("low,1", evidence="a small thing")]
        )
        self.Incident._book_breaches(
            "agreement_broken", [self.row("high,1", evidence="a grave thing")]
        )
        self.remind()
        body = self.notes(self.hunter).body
        self.assertLess(body.index("a grave thing"), body.index("a small thing"))

    # === CONFIRMED BY TIME === #

    def test_nobody_disputes_it_and_it_is_confirmed_after_three_working_days(self):
        breach = self.breach()
        for day, hour, state in ((4, 9, "reported"), (6, 23, "reported"), (7, 1, "confirmed")):
            with self.at(day, hour):
                self.run_cron("conveyor.incident", "_cron_confirm")
                self.assertEqual(breach.state, state, (day, hour))
        self.assertEqual(breach.confirmed_at, datetime(2026, 3, 7, 1))
        self.assertEqual(breach.dispute_until_at, datetime(2026, 3, 12))

    def test_a_holiday_of_the_company_gives_a_day_more(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.env.company.id,
                "date_from": datetime(2026, 3, 4),
                "date_to": datetime(2026, 3, 5),
            }
        )
        self.assertEqual(self.breach().due_at, datetime(2026, 3, 10))

    def test_what_is_disputed_waits_for_a_verdict(self):
        breach = self.breach()
        self.do("dispute", breach, self.hunter, words="I was on leave.")
        with self.at(20):
            self.run_cron("conveyor.incident", "_cron_confirm")
            self.assertEqual((breach.state, breach.is_late), ("reported", True))
        self.do("dismiss", breach, self.leader)
        self.assertEqual(breach.state, "dismissed")

    def test_what_nobody_answers_for_is_not_confirmed_by_time(self):
        breach = self.breach(user_id=None, user=self.hunter)
        with self.at(20):
            self.run_cron("conveyor.incident", "_cron_confirm")
        self.assertEqual(breach.state, "reported")

    def test_a_rule_names_the_person_and_nobody_else_does(self):
        breach = self.breach()
        with self.assertRaises(UserError):
            self.do("name", breach, self.leader, user_id=self.hunter2.id)
        self.do("confirm", breach, self.leader)
        self.assertEqual(breach.user_id, self.hunter)

    def test_a_server_killed_half_way_goes_on_where_it_was(self):
        self.Incident._book_breaches("report_missing", self.rows(30))
        module = "odoo.addons.sales_conveyor.models.conveyor_incident_booking"
        self.patch(__import__("sys").modules[module], "BATCH", 10)
        with self.at(9):
            self.run_cron("conveyor.incident", "_cron_confirm", kill_after=2)
            self.assertEqual(self.count("confirmed"), 20)
            commits = self.run_cron("conveyor.incident", "_cron_confirm")
            self.assertEqual((self.count("confirmed"), commits[0]), (30, 0))
            self.env["conveyor.fact"]._book_expected()
            self.run_cron("conveyor.incident", "_cron_confirm")
        self.assertEqual(self.standing("breach_confirmed"), (30.0, 0.0))

    def count(self, state):
        return len(self.booked().filtered(lambda one: one.state == state))
