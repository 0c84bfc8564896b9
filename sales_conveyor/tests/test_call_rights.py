from odoo.exceptions import AccessError, UserError

from .calls import CallCommon
from .common import department


@department
class TestCallRights(CallCommon):
    """Calls watch people: everybody sees his own, a leader those of his team, the head and the owner all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calls = cls.env["conveyor.call"]
        for number, user in enumerate((cls.hunter, cls.scout, cls.stranger)):
            calls |= calls.browse(calls.with_user(user).log_call({"note": str(number)})["id"])
        cls.calls = calls

    def seen(self, user, model="conveyor.call"):
        found = self.env[model].with_user(user).search([])
        return found.sudo() & self.calls if model == "conveyor.call" else found

    def test_whose_calls_one_sees(self):
        mine, other, foreign = self.calls
        self.assertEqual(self.seen(self.hunter), mine)
        self.assertEqual(self.seen(self.stranger), foreign)
        self.assertEqual(self.seen(self.leader), mine | other)
        self.assertEqual(self.seen(self.head), self.calls)
        self.assertEqual(self.seen(self.owner), self.calls)
        self.assertFalse(self.seen(self.reviewer))

    def test_calls_of_another_company_are_unseen(self):
        other = self.env["res.company"].create({"name": "Other"})
        alone = self.env["conveyor.call"].with_user(self.head).with_company(other)
        with self.assertRaises(AccessError):
            alone.with_context(allowed_company_ids=other.ids).search([])
        self.head.company_ids |= other
        self.assertFalse(alone.with_context(allowed_company_ids=other.ids).search([]))

    def test_nobody_creates_or_deletes_a_call(self):
        values = self.calls[0].copy_data()[0]
        for person in (self.hunter, self.leader, self.head, self.owner, self.telephony):
            with self.assertRaises(UserError):
                self.env["conveyor.call"].with_user(person).create(values)
            with self.assertRaises(UserError):
                self.calls[0].with_user(person).unlink()
        with self.assertRaises(UserError):
            self.calls[0].sudo().unlink()

    def test_nobody_writes_what_a_call_is(self):
        """Each column, by its caller, his leader, the head and the owner, with a forged context."""
        forged = {"conveyor_call": "call", "install_mode": True}
        call = self.calls[0]
        free = call._CORRECTED
        for person in (self.hunter, self.leader, self.head, self.owner):
            for name, field in call._fields.items():
                if not field.store or name in free or field.type in ("one2many", "many2many"):
                    continue
                with self.assertRaises(UserError, msg=name):
                    call.with_user(person).with_context(**forged).write({name: call[name]})

    def test_only_the_caller_corrects(self):
        for person in (self.leader, self.head, self.owner, self.scout):
            with self.assertRaises(UserError):
                self.calls[0].with_user(person).write({"note": "mine now"})
        self.calls[0].with_user(self.hunter).write({"note": "as it was"})
        self.assertEqual(self.calls[0].note, "as it was")

    def test_correction_names_no_card_of_others(self):
        foreign = self.card(owner=self.hunter2, stage=self.stage_talk)
        for wrong in (foreign.id, 2**31 - 1, "abc", True):
            with self.assertRaises(UserError):
                self.calls[0].with_user(self.hunter).write({"lead_id": wrong})

    def test_leader_and_head_cancel_not_their_own(self):
        mine = self.log(self.head)
        self.calls[0].with_user(self.leader)._cancel("wrong")
        self.calls[1].with_user(self.head)._cancel("wrong")
        with self.assertRaises(UserError):
            self.calls[2].with_user(self.leader)._cancel("wrong")
        mine.with_user(self.head)._cancel("of today, one's own")
        self.assertTrue(mine.cancelled_at)
        with self.assertRaisesRegex(UserError, "Tell why"):
            self.calls[2].with_user(self.head)._cancel("  ")

    def test_owner_reads_and_changes_nothing(self):
        with self.assertRaises(UserError):
            self.calls[0].with_user(self.owner)._cancel("no")
        with self.assertRaises(AccessError):
            self.calls[0].with_user(self.owner).action_review()
