import json
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from ..tools.clock import at_instant
from .calls import CallCommon
from .common import department
from .evenings import EVENING, MORNING, NOON, EveningCommon
from .norms import MONDAY

SECRET = "Zanzibar"
WORD = "conveyor.call.review.word"


@department
class TestDayDoors(CallCommon, EveningCommon):
    """Nobody learns, writes or takes the place of what is another's, by whatever door of the day he comes."""

    # === FORMS === #

    def test_every_form_is_its_persons_alone(self):
        """What somebody types into a dialog, for an hour anybody else with the same right could read."""
        rules = self.env["ir.rule"].search([("domain_force", "like", "create_uid")])
        ours = {
            name
            for name, model in self.env.items()
            if model._transient and model._original_module == "sales_conveyor"
        }
        self.assertIn(WORD, ours)
        self.assertFalse(ours - set(rules.mapped("model_id.model")))

    def test_words_of_a_form_are_read_by_nobody_else(self):
        with at_instant(self.env, NOON):
            mine = self.card(owner=self.hunter, stage=self.stage_talk)
            call = self.log(lead_id=mine.id)
        page = self.env["conveyor.presentation"].with_user(self.head).create({})
        report = self.open_reports()
        forms = {
            "conveyor.call.log": (self.hunter, {"lead_id": mine.id, "note": SECRET}),
            "conveyor.call.cancel": (self.hunter, {"call_ids": call.ids, "reason": SECRET}),
            "conveyor.daily.report.answer": (
                self.head,
                {"report_ids": report.ids, "comment": SECRET},
            ),
            WORD: (
                self.hunter,
                {"review_id": self.published().id, "kind": "dispute", "text": SECRET},
            ),
        }
        made = [
            self.env[name].with_user(user).create(values) for name, (user, values) in forms.items()
        ]
        for form in (page, *made):
            for other in (self.hunter2, self.leader):
                with self.subTest(form=form._name, other=other.name):
                    self.assertFalse(form.with_user(other).search([("id", "=", form.id)]))
                    with self.assertRaises(AccessError):
                        form.with_user(other).read()
            self.assertTrue(form.read())

    def test_form_tells_nothing_of_what_its_person_may_not_read(self):
        review = self.published()
        review.with_user(self.hunter)._dispute(SECRET)
        words = self.env[WORD].with_user(self.hunter2)
        values = {"review_id": review.id, "kind": "dispute"}
        with self.assertRaises(AccessError):
            words.create(values)
        with self.assertRaises(AccessError):
            words.onchange(values, ["review_id"], {"review_id": {}, "dispute_reason": {}})
        card = self.card(SECRET, owner=self.hunter, stage=self.stage_talk)
        with self.assertRaises(AccessError):
            self.env["conveyor.call.log"].with_user(self.hunter2).create({"lead_id": card.id})
        told = self.env[WORD].with_user(self.leader).create({**values, "kind": "resolve"})
        self.assertEqual(told.dispute_reason, SECRET)

    # === TELEPHONY === #

    def test_id_in_telephony_is_told_by_telephony_alone(self):
        """Else a seller, by a guessed id, would take the place of a call that is still to be told."""
        with self.assertRaisesRegex(UserError, "only telephony"):
            self.log(external_id="pbx-17")
        [answer] = self.tell({"external_id": "pbx-17", "talk_seconds": 300})
        self.assertTrue(answer["is_new"])

    def test_telephony_of_one_company_tells_nothing_of_another(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.hunter.company_ids |= other
        with self.assertRaisesRegex(UserError, "Telephony does not work in this company"):
            self.told(external_id="o1", company_id=other.id)
        self.telephony.company_ids |= other
        self.assertEqual(self.told(external_id="o1", company_id=other.id).company_id, other)

    # === EVENING === #

    def test_who_was_away_is_told_that_there_is_nothing_to_report(self):
        self.day_off(self.hunter, datetime(2026, 3, 2), datetime(2026, 3, 3))
        report = self.open_reports()
        self.assertEqual(report.state, "excused")
        with self.assertRaisesRegex(UserError, "were away"):
            self.submit(report)

    # === READING === #

    def build_secrets(self):
        """A day of the hunter, in which every word that people type is one to look for."""
        with at_instant(self.env, NOON):
            card = self.card(SECRET, owner=self.hunter, stage=self.stage_talk)
            card.activity_schedule(
                "mail.mail_activity_data_call",
                user_id=self.hunter.id,
                summary=SECRET,
                date_deadline=date(2026, 3, 1),
            )
            call = self.log(lead_id=card.id, note=SECRET, outcome="talked")
            review = self.review(call=call, reviewer=self.leader)
            self.mark(review, "1", "4", "5")
            review.line_ids[0].comment = review.comment = SECRET
            review.action_publish()
            review.with_user(self.hunter)._dispute(SECRET)
            self.env["conveyor.incident"].with_user(self.leader).create(
                {"description": SECRET, "evidence": SECRET, "user_id": self.hunter.id}
            )
        report = self.open_reports()
        line = str(self.line(report).id)
        values = {"note": SECRET, "tomorrow": SECRET, "comments": {line: SECRET}}
        self.submit(report, EVENING, calls=10**9, **values)
        self.freeze()
        with at_instant(self.env, MORNING):
            report.with_user(self.head).comment_report(SECRET)
            self.env["conveyor.agreement"]._decide(self.env.company)
            self.env.cr.precommit.run()
            reminders = self.env["conveyor.reminder"].sudo()
            reminders._remind(self.team.sudo(), self.env.company, date(2026, 3, 3))
        self.env.flush_all()
        self.env.invalidate_all()

    def read_everything(self, user):
        """The models in which a person finds the secret."""
        found = set()
        for name, model in self.env.items():
            is_ours = name.startswith("conveyor.") or name in ("mail.message", "mail.activity")
            if not is_ours or model._abstract or model._transient:
                continue
            mine = model.with_user(user).with_context(active_test=False)
            try:
                told = json.dumps(mine.search([], limit=500, order="id desc").read(), default=str)
            except AccessError:
                continue
            if SECRET in told:
                found.add(name)
        return found

    def test_words_about_a_seller_are_read_by_who_may(self):
        portal = new_test_user(self.env, "t_doors_portal", groups="base.group_portal")
        self.build_secrets()
        for user in (self.hunter2, self.stranger, self.telephony, self.reviewer, portal):
            with self.subTest(user=user.name):
                self.assertFalse(self.read_everything(user))
        kept = {
            "conveyor.agreement",
            "conveyor.call",
            "conveyor.call.review",
            "conveyor.call.review.line",
            "conveyor.daily.report",
            "conveyor.daily.report.line",
            "conveyor.incident",
        }
        for user in (self.hunter, self.leader, self.head, self.owner):
            with self.subTest(user=user.name):
                self.assertFalse(kept - self.read_everything(user))

    # === ODD VALUES === #

    def test_page_of_no_day_of_ours_is_not_printed(self):
        pages = self.env["conveyor.presentation"].with_user(self.head)
        for day in ("0001-01-01", "1999-12-31", "9999-12-31"):
            with self.assertRaisesRegex(ValidationError, "Choose a day"):
                pages.create({"day_on": day, "kind": "week"})
        today = self.env.company._get_business_day()
        for years in (-10, 0, 1):
            page = pages.create({"day_on": today + relativedelta(years=years), "kind": "week"})
            self.assertTrue(page._compose()["days"])

    def test_call_with_nobody_is_not_logged(self):
        """Odoo takes what is no number of a card as none at all."""
        dialog = self.env["conveyor.call.log"].with_user(self.hunter).create({})
        dialog.write({"lead_id": "abc"})
        with self.assertRaisesRegex(UserError, "card or the client"):
            dialog.action_talked()

    # === WORDS === #

    def test_markup_that_people_type_is_shown_as_text_in_the_note_of_the_morning(self):
        markup = "<img src=x onerror=alert(1)>"
        self.head.notification_type = self.hunter.notification_type = "inbox"
        with at_instant(self.env, NOON):
            card = self.card(markup, owner=self.hunter, stage=self.stage_talk)
            for day in (date(2026, 3, 1), date(2026, 3, 3)):
                card.activity_schedule(user_id=self.hunter.id, summary=markup, date_deadline=day)
            self.published()
            incidents = self.env["conveyor.incident"]
            row = {"origin": "x,1", "user_id": self.hunter.id, "team_id": self.team.id}
            row |= {"company_id": self.env.company.id, "lead_id": card.id, "evidence": markup}
            incidents._book_breaches("report_missing", [{**row, "happened_on": MONDAY}])
            self.env.cr.precommit.run()
        last = self.env["mail.message"].search([], order="id desc", limit=1).id
        with at_instant(self.env, datetime(2026, 3, 3, 8)):
            reminders = self.env["conveyor.reminder"].sudo()
            reminders._remind(self.team.sudo(), self.env.company, date(2026, 3, 3))
        domain = [("id", ">", last), ("partner_ids", "in", self.hunter.partner_id.ids)]
        note = str(self.env["mail.message"].search(domain).body)
        self.assertGreaterEqual(note.count("&lt;img src=x"), 4)
        self.assertNotIn("<img", note)
