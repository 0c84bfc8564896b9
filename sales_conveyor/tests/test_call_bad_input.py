from datetime import timedelta

from odoo.exceptions import UserError

from .calls import CallCommon
from .common import department


@department
class TestCallBadInput(CallCommon):
    """What is wrong with a call is told in one sentence, and nothing is kept of it."""

    def refused(self, words, **values):
        before = self.env["conveyor.call"].search_count([])
        with self.assertRaisesRegex(UserError, words):
            self.tell({"external_id": "bad", **values})
        self.assertEqual(self.env["conveyor.call"].search_count([]), before)

    def test_talk_time_is_between_nothing_and_a_day(self):
        self.refused("between nothing and a day", talk_seconds=86401)
        self.refused("between nothing and a day", talk_seconds=-5)
        self.refused("between nothing and a day", talk_seconds=10**9)
        for wrong in (float("nan"), float("inf"), "60", True, [], {}):
            self.refused("number of seconds", talk_seconds=wrong)
        self.assertEqual(self.told(talk_seconds=86400, external_id="day").talk_seconds, 86400)

    def test_call_begins_in_the_past_and_after_the_year_2000(self):
        now = self.env.cr.now()
        self.refused("future", started_at=str(now + timedelta(minutes=6)))
        self.assertTrue(self.told(started_at=str(now + timedelta(minutes=4)), external_id="soon"))
        self.refused("year 2000", started_at="1999-12-31 23:59:59")
        self.refused("future", started_at="9999-12-31 00:00:00")
        for wrong in ("yesterday", 5, "2026-13-01 00:00:00", "", [], "0001-01-01T00:00:00+14:00"):
            self.refused("instant|2000", started_at=wrong)

    def test_instant_may_name_its_zone(self):
        call = self.told(started_at="2026-02-03T01:30:00+07:00", external_id="zone")
        self.assertEqual(str(call.started_at), "2026-02-02 18:30:00")

    def test_texts_have_limits_and_no_control_characters(self):
        self.refused("at most", external_id="x" * 201)
        self.refused("at most", phone="1" * 65)
        self.refused("at most", note="x" * 2001)
        self.refused("is a text", external_id=5)
        self.refused("is a text", note=["x"])
        call = self.told(note="a\x00b\u202ec", external_id="t\x00")
        self.assertEqual((call.note, call.external_id), ("abc", "t"))

    def test_records_are_named_by_their_numbers(self):
        for wrong in ("abc", -1, 0, 2**31, True, 1.5, [1]):
            self.refused("number of a record", lead_id=wrong)
        for name in ("user_id", "lead_id", "partner_id", "company_id", "activity_id"):
            self.refused("no person|not exist|not work", **{name: 2**31 - 1})

    def test_unknown_names_and_words_are_refused(self):
        self.refused("no such values: state", state="talked")
        self.refused("is one of", outcome="great")
        self.refused("is one of", direction=["outgoing"])
        for wrong in ("x", 5, None, [1]):
            with self.assertRaises(UserError):
                self.env["conveyor.call"].with_user(self.telephony).log_call(wrong)
        with self.assertRaisesRegex(UserError, "list"):
            self.env["conveyor.call"].with_user(self.telephony).log_calls({"a": 1})

    def test_one_wrong_call_of_many_keeps_none(self):
        with self.assertRaisesRegex(UserError, "Call 2: .*between nothing and a day"):
            self.tell({"external_id": "a"}, {"external_id": "b", "talk_seconds": -1})
        self.assertFalse(self.env["conveyor.call"].search([("external_id", "in", ("a", "b"))]))

    def test_links_lead_to_https_alone(self):
        for wrong in (
            "http://x.org/1",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "//x",
            "https://u:p@x",
        ):
            self.refused("https", recording_link=wrong)

    def test_company_is_the_callers_and_the_cards(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.refused("does not work in this company", company_id=other.id)
        self.hunter.company_ids |= other
        card = self.card(owner=self.hunter, stage=self.stage_talk)
        self.refused("another company", company_id=other.id, lead_id=card.id)

    def test_minutes_of_the_dialog_have_limits(self):
        card = self.card(owner=self.hunter, stage=self.stage_talk)
        dialogs = self.env["conveyor.call.log"].with_user(self.hunter)
        for minutes in (-1, 1e9, 1441):
            dialog = dialogs.create({"lead_id": card.id, "minutes": minutes})
            with self.assertRaisesRegex(UserError, "between nothing and a day"):
                dialog.action_talked()
