import base64
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from ..tools.clock import at_instant
from .calls import CallCommon
from .common import department

SOUND = base64.b64encode(b"ID3" + b"\x00" * 200).decode()


@department
class TestCallRecording(CallCommon):
    """A recording is heard by those who see the call alone, and kept no longer than the settings say."""

    def recorded(self, number=1, **values):
        told = {"name": "talk.mp3", "data": SOUND}
        return self.told(external_id=f"rec{number}", recording=told, **values)

    def test_recording_belongs_to_its_call(self):
        file = self.recorded().recording_id
        self.assertEqual((file.res_model, file.mimetype), ("conveyor.call", "audio/mpeg"))
        self.assertFalse(file.public or file.access_token)
        self.assertTrue(file.with_user(self.hunter).has_access("read"))
        self.assertTrue(file.with_user(self.leader).has_access("read"))
        for person in (self.scout, self.stranger, self.reviewer, self.telephony):
            self.assertFalse(file.with_user(person).has_access("read"), person.name)

    def test_reviewer_hears_the_call_that_he_is_given(self):
        call = self.recorded()
        self.env["conveyor.call.review"]._create_for(call, {call.id: self.reviewer.id})
        self.assertTrue(call.recording_id.with_user(self.reviewer).has_access("read"))

    def test_recording_is_never_made_public_or_taken_away(self):
        file = self.recorded().recording_id
        for person in (self.hunter, self.head, self.env.ref("base.user_admin")):
            mine = file.with_user(person)
            for values in ({"public": True}, {"access_token": "x"}, {"res_model": "res.partner"}):
                with self.assertRaises(UserError):
                    mine.write(values)
            with self.assertRaises(UserError):
                mine.generate_access_token()
            with self.assertRaises(UserError):
                mine.unlink()

    def test_nobody_puts_a_file_on_a_call_by_himself(self):
        call = self.log()
        values = {"name": "x.mp3", "raw": b"x", "res_model": "conveyor.call", "res_id": call.id}
        for person in (self.hunter, self.head):
            with self.assertRaises(UserError):
                self.env["ir.attachment"].with_user(person).create(values)

    def test_only_sound_is_kept(self):
        for name, data in (
            ("talk.html", SOUND),
            ("talk", SOUND),
            ("talk.mp3", base64.b64encode(b"  <svg onload=alert(1)>").decode()),
            ("talk.mp3", "***"),
            ("talk.mp3", ""),
            ("talk.mp3", 5),
        ):
            with self.assertRaises(UserError, msg=(name, data)):
                self.told(external_id="w", recording={"name": name, "data": data})
        for wrong in ("x", {"name": "a.mp3"}, [1]):
            with self.assertRaises(UserError):
                self.told(external_id="w", recording=wrong)

    def test_large_files_are_refused(self):
        path = "odoo.addons.sales_conveyor.models.conveyor_call_recording.RECORDING_SIZE"
        with patch(path, 100), self.assertRaisesRegex(UserError, "25 MB"):
            self.recorded()

    def test_recording_comes_later_once(self):
        call = self.told(external_id="late")
        calls = self.env["conveyor.call"].with_user(self.telephony)
        for link in ("https://pbx.example/1", "https://pbx.example/2"):
            self.assertEqual(calls.add_recording("late", recording_link=link), call.id)
        call.invalidate_recordset()
        self.assertEqual(call.recording_link, "https://pbx.example/1")
        with self.assertRaisesRegex(UserError, "no call"):
            calls.add_recording("never", recording_link="https://pbx.example/1")
        with self.assertRaises(AccessError):
            calls.with_user(self.hunter).add_recording("late", recording_link="https://x.org/1")

    def test_company_that_keeps_none_keeps_the_call(self):
        self.env.company.conveyor_keeps_recordings = False
        call = self.recorded(recording_link="https://pbx.example/1")
        self.assertFalse(call.recording_id or call.recording_link)
        self.assertEqual(self.standing("call", call), (1, 0))

    def test_purge_deletes_recordings_whose_time_is_over(self):
        self.env.company.conveyor_recording_months = 3
        old, young = self.recorded(1), self.recorded(2)
        self.env.cr.execute(
            "UPDATE conveyor_call SET started_at = started_at - interval '100 days' WHERE id = %s",
            (old.id,),
        )
        self.env.invalidate_all()
        file = old.recording_id
        review = self.published(call=old)
        before = review.score, self.standing("call")
        cron = self.env.ref("sales_conveyor.conveyor_call_cron_purge")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(file.exists() or old.recording_id)
        self.assertTrue(old.recording_purged_at and old.player["purged"])
        self.assertTrue(young.recording_id)
        self.assertEqual((review.score, self.standing("call")), before)

    def test_switching_recordings_off_deletes_those_that_are_here(self):
        call = self.recorded()
        self.env.company.conveyor_keeps_recordings = False
        with at_instant(self.env, self.env.cr.now() + timedelta(days=2)):
            self.env["conveyor.call"]._find_outdated(self.env.company)._purge_recordings()
        self.assertFalse(call.recording_id)
