from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ..models.crm_lead_contact import CONTACT_FIELDS
from .agreements import AGREEMENTS, AgreementCommon, on
from .common import department
from .rpc import CLEAR, RpcCommon
from .test_rpc_methods import ODD_IDS


@department
class TestAgreementRights(AgreementCommon):
    """Who sees what was agreed, who may cancel it, and that nobody writes it."""

    def readers(self, record):
        people = self.scout | self.hunter | self.hunter2 | self.farmer | self.leader | self.head
        return {
            user.name
            for user in people | self.owner | self.stranger
            if record.with_user(user).search([("id", "=", record.id)])
        }

    def test_own_agreements_those_of_the_teams_led_and_everything_for_head_and_owner(self):
        call = self.plan(self.mill, due=5)
        self.move(call, due=9, day=3)
        above = {"Leader", "Head", "Owner"}
        row = self.agreement(call)
        self.assertEqual(self.readers(row), {"Hunter"} | above)
        self.assertEqual(self.readers(row.move_ids), {"Hunter"} | above)
        with self.at(4):
            self.mill.user_id = self.hunter2
        both = {"Hunter", "Hunter2"} | above
        self.assertEqual(self.readers(row), both, "whoever has the card now")
        self.assertEqual(self.readers(row.move_ids), both)

    def test_another_company_sees_nothing(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        far = new_test_user(
            self.env,
            "t_far",
            groups="sales_team.group_sale_manager",
            company_id=branch.id,
            company_ids=branch.ids,
        )
        row = self.agreement(self.plan(self.mill, due=5))
        self.assertFalse(row.with_user(far).search([("id", "=", row.id)]))

    def test_nobody_writes_them_not_even_an_administrator(self):
        call = self.plan(self.mill, due=5)
        self.move(call, due=9, day=3)
        row = self.agreement(call)
        for record in (row, row.move_ids, row.sudo(), row.move_ids.sudo()):
            for deed in (
                lambda r: r.write({"company_id": 1}),
                lambda r: r.unlink(),
                lambda r: r.create({}),
                lambda r: r.copy(),
            ):
                with self.assertRaises(UserError):
                    deed(record)
        for command in ((0, 0, {"name": "x"}), (1, row.id, {"state": "kept"}), (2, row.id, 0)):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.mill.write({"agreement_ids": [command]})
        self.assertEqual(self.told(call), ("open", False, 1))

    def test_the_contacts_of_a_card_are_written_by_agreements_alone(self):
        values = {"next_contact_user_id": self.head.id, "next_contact_moves": 5}
        for name in CONTACT_FIELDS:
            value = values.get(name, "2030-01-01")
            for user in (self.hunter, self.head, self.env.user):
                with self.assertRaises(AccessError):
                    self.mill.with_user(user).write({name: value})
                with self.assertRaises(AccessError):
                    self.env["crm.lead"].with_user(user).create({"name": "New", name: value})
        context = {f"default_{name}": values.get(name, "2030-01-01") for name in CONTACT_FIELDS}
        card = self.env["crm.lead"].with_context(**context).create({"name": "New"})
        self.assertFalse(any(card[name] for name in CONTACT_FIELDS))

    # === CANCEL WITH A REASON === #

    def cancel(self, rows, reason, user=None, day=4):
        action = rows.with_user(user or self.hunter).action_open_cancel()
        wizard = self.env["conveyor.agreement.cancel"].with_user(user or self.hunter)
        wizard = wizard.with_context(**action["context"]).create({"reason": reason})
        with self.at(day):
            wizard.action_cancel()

    def test_cancelled_with_a_reason_it_is_not_flagged(self):
        call = self.plan(self.mill, due=9)
        self.cancel(self.agreement(call), "The director is ill until May.")
        row = self.agreement(call)
        self.assertFalse(call.exists())
        self.assertEqual(
            (row.state, row.cancel_cause, row.reason, row.is_flagged, row.decided_on),
            ("cancelled", "told", "The director is ill until May.", False, on(4)),
        )
        self.assertEqual(self.booked(self.mill), {})

    def test_meeting_is_cancelled_with_its_reason_too(self):
        with self.at(2):
            visit = self.meeting(self.mill, start=self.env.cr.now().replace(day=9))
        self.cancel(self.agreement(visit), "They asked for another week.")
        row = self.agreement(visit)
        self.assertEqual((row.state, row.cancel_cause), ("cancelled", "told"))
        self.assertFalse(visit.active)
        self.assertFalse(self.mill.next_contact_on)

    def test_after_its_day_a_reason_makes_it_no_better(self):
        call = self.plan(self.mill, due=3)
        self.cancel(self.agreement(call), "I forgot.")
        row = self.agreement(call)
        self.assertEqual((row.state, row.reason, row.is_pending), ("broken", "I forgot.", False))
        self.assertEqual(self.booked(self.mill), {"broken": 1})

    def test_the_leader_cancels_for_his_people_others_do_not(self):
        calls = self.plan(self.mill, due=9) | self.plan(self.mill, due=10)
        self.cancel(self.agreement(calls[0]), "No need.", user=self.leader)
        self.assertEqual(self.agreement(calls[0]).cancel_cause, "told")
        row = self.agreement(calls[1])
        for user in (self.owner, self.stranger, self.scout):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                row.with_user(user)._cancel("x")
        self.assertTrue(calls[1].exists())

    def test_a_reason_is_words_and_there_must_be_something_to_cancel(self):
        call = self.plan(self.mill, due=9)
        row = self.agreement(call)
        for reason in ("", "   \n", "x" * 2001):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.cancel(row, reason or " ")
        self.do(call, day=3)
        with self.assertRaises(UserError):
            self.agreement(call).action_open_cancel()
        wizard = self.env["conveyor.agreement.cancel"].create(
            {"agreement_ids": [(6, 0, row.ids)], "reason": "Twice"}
        )
        with self.assertRaises(UserError):
            wizard.action_cancel()
        self.assertEqual(self.told(call), ("kept", 3, 0))

    def test_from_the_card_all_that_is_still_to_do(self):
        self.plan(self.mill, due=9)
        done = self.plan(self.mill, due=3)
        self.do(done, day=3)
        action = self.mill.with_user(self.hunter).action_cancel_agreements()
        rows = self.agreements(self.mill).filtered("is_pending")
        self.assertEqual(action["context"]["default_agreement_ids"], rows.ids)
        action = self.mill.action_open_agreements()
        self.assertEqual(action["domain"], [("lead_id", "in", self.mill.ids)])


@department
class TestAgreementForging(RpcCommon):
    """Agreements over bare RPC: whoever writes by hand is refused in a plain sentence."""

    def test_no_door_is_open(self):
        card = self.card("Mill", owner=self.hunter, stage=self.stage_talk)
        card.activity_schedule("mail.mail_activity_data_call", user_id=self.hunter.id)
        self.env["conveyor.fact"]._book_expected()
        rows = self.env["conveyor.agreement"].search([("lead_id", "=", card.id)])
        self.assertEqual(len(rows), 1)
        before = rows.read(["state", "due_on", "user_id"])
        for person in ("hunter", "leader", "head", "owner"):
            for model in ("conveyor.agreement", "conveyor.agreement.move"):
                self.refused(person, model, "create", vals_list=[{"name": "x"}])
                self.refused(person, model, "write", ids=rows.ids, vals={"state": "kept"})
                self.refused(person, model, "unlink", ids=rows.ids)
            for name in CONTACT_FIELDS:
                vals = {name: self.head.id if name.endswith("_id") else 5}
                self.refused(person, "crm.lead", "write", ids=card.ids, vals=vals)
            for method in ("_keep_touched", "_decide", "_touch", "_cancel", "init"):
                self.refused(person, "conveyor.agreement", method, ids=rows.ids)
            vals = {"client_class": "a"}
            self.refused(person, "res.partner", "write", ids=self.client.ids, vals=vals)
        rows.invalidate_recordset()
        self.assertEqual(rows.read(["state", "due_on", "user_id"]), before)

    def test_odd_ids_are_told_apart(self):
        for model, methods in AGREEMENTS.items():
            for method in methods:
                for ids in ODD_IDS:
                    before = self.fingerprint()
                    answer = self.rpc("hunter", model, method, ids=ids)
                    calm = answer.status == 200 or answer.fault in CLEAR or not answer.raised_by_us
                    self.assertTrue(calm, (model, method, ids, answer))
                    self.assertEqual(self.fingerprint(), before, (model, method, ids))
