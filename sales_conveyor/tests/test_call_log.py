from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from ..tools.clock import at_instant
from .calls import CallCommon
from .common import department


@department
class TestCallLog(CallCommon):
    """A call is logged in two clicks or told by telephony, once, by whoever may."""

    def setUp(self):
        super().setUp()
        self.deal = self.card(owner=self.hunter, stage=self.stage_talk, partner_id=self.client.id)

    def press(self, card, button="action_talked", user=None, **values):
        """Press "Log a Call" on a card, and a button of the dialog."""
        action = card.with_user(user or self.hunter).action_log_call()
        dialog = (
            self.env["conveyor.call.log"]
            .with_user(user or self.hunter)
            .with_context(**action["context"])
            .create(values)
        )
        getattr(dialog, button)()
        return dialog

    def test_two_clicks_log_a_call(self):
        call = self.press(self.deal, minutes=2.5).call_id
        self.assertEqual((call.talk_seconds, call.outcome), (150, "talked"))
        self.assertEqual((call.user_id, call.team_id), (self.hunter, self.team))
        self.assertEqual((call.lead_id, call.partner_id), (self.deal, self.client))
        self.assertEqual(call.company_id, self.env.company)
        self.assertEqual(self.deal.with_user(self.hunter).conveyor_call_count, 1)

    def test_every_button_has_its_outcome(self):
        for outcome, _label in self.env["conveyor.call"]._fields["outcome"].selection:
            call = self.press(self.deal, f"action_{outcome}").call_id
            self.assertEqual(call.outcome, outcome)
            self.assertEqual(call.is_conversation, outcome == "talked")

    def test_double_click_logs_one_call(self):
        dialog = self.press(self.deal)
        dialog.action_talked()
        self.assertEqual(self.standing("call"), (1, 0))

    def test_client_is_called_from_his_page(self):
        action = self.client.with_user(self.farmer).action_log_call()
        self.client.with_company(self.env.company).farmer_id = self.farmer
        dialog = self.env["conveyor.call.log"].with_user(self.farmer)
        dialog = dialog.with_context(**action["context"]).create({})
        dialog.action_no_answer()
        self.assertEqual(dialog.call_id.partner_id, self.client)
        self.assertFalse(dialog.call_id.lead_id)

    def test_call_logged_by_hand_begins_now(self):
        with self.assertRaisesRegex(UserError, "begins now"):
            self.log(started_at="2026-01-01 10:00:00")
        call = self.log()
        self.assertEqual(call.started_at, self.env.cr.now().replace(microsecond=0))

    def test_telephony_tells_twice_and_gets_the_same_call(self):
        told = {"external_id": "pbx-1", "talk_seconds": 60, "started_at": "2026-01-05 10:00:00"}
        first, second = self.tell(told, told)
        self.assertEqual((first["is_new"], second["is_new"]), (True, False))
        self.assertEqual(first["id"], second["id"])
        [again] = self.tell({**told, "talk_seconds": 90})
        self.assertEqual((again["id"], again["is_new"]), (first["id"], False))
        self.assertEqual(again["changed"], ["talk_seconds"])
        self.assertEqual(self.env["conveyor.call"].browse(first["id"]).talk_seconds, 60)

    def test_same_id_in_another_company_is_another_call(self):
        other = self.env["res.company"].create({"name": "Other"})
        (self.hunter | self.telephony).company_ids |= other
        told = {"external_id": "pbx-2"}
        answers = self.tell({**told, "company_id": other.id}, {**told})
        self.assertEqual(len({answer["id"] for answer in answers}), 2)

    def test_telephony_names_the_caller_by_login(self):
        [answer] = (
            self.env["conveyor.call"]
            .with_user(self.telephony)
            .log_calls([{"login": "t_scout", "external_id": "l1"}])
        )
        self.assertEqual(self.env["conveyor.call"].browse(answer["id"]).user_id, self.scout)

    def test_only_telephony_tells_of_others(self):
        for person in (self.hunter, self.leader, self.head):
            with self.assertRaisesRegex(AccessError, "your own calls"):
                self.log(person, user_id=self.scout.id)

    def test_person_without_sales_rights_has_no_calls(self):
        with self.assertRaisesRegex(UserError, "does not work in sales"):
            self.told(user_id=self.telephony.id, external_id="n1")
        with self.assertRaisesRegex(UserError, "does not work in sales"):
            self.log(self.owner)

    def test_card_of_somebody_else_is_no_card_to_call(self):
        foreign = self.card(owner=self.hunter2, stage=self.stage_talk)
        with self.assertRaisesRegex(UserError, "not yours"):
            self.log(lead_id=foreign.id)

    def test_deleted_card_is_told_and_its_calls_stay(self):
        call = self.log(lead_id=self.deal.id)
        number = self.deal.id
        self.env["conveyor.fact"]._book_expected()
        self.deal.unlink()
        call.invalidate_recordset()
        self.assertEqual((call.lead_id.id, call.lead_name), (False, "Mill"))
        self.assertEqual(self.standing("call", call), (1, 0))
        with self.assertRaisesRegex(UserError, "does not exist"):
            self.told(lead_id=number, external_id="d1")

    def test_number_alone_finds_the_callers_card_else_the_client(self):
        self.env.company.country_id = self.env.ref("base.be")
        self.deal.phone = self.client.phone = "+32 2 290 34 90"
        found = self.told(phone="022903490", external_id="p1")
        self.assertEqual(found.lead_id, self.deal)
        found = self.told(phone="022903490", external_id="p2", user_id=self.scout.id)
        self.assertEqual((found.lead_id.id, found.partner_id), (False, self.client))
        self.assertFalse(self.told(phone="112", external_id="p3").partner_id)

    def test_twenty_one_calls_in_a_minute_are_flagged(self):
        """The burst is flagged, every call of it; a calm day is not."""
        calm = self.log()
        with at_instant(self.env, self.env.cr.now() + timedelta(minutes=5)):
            for _number in range(20):
                self.log()
            self.assertFalse(self.flagged())
            self.log()
            self.assertEqual(len(self.flagged()), 21)
            self.assertNotIn(calm, self.flagged())

    def flagged(self):
        return self.env["conveyor.call"].search([("is_suspicious", "=", True)])

    def test_telephony_is_no_burst(self):
        self.talk(40)
        self.assertFalse(self.flagged())

    def test_merged_cards_keep_their_calls(self):
        other = self.card(owner=self.hunter, stage=self.stage_talk)
        call = self.log(lead_id=other.id)
        (self.deal | other).merge_opportunity(auto_unlink=True)
        self.assertEqual(call.lead_id, (self.deal | other).exists())

    def test_merged_clients_keep_their_calls(self):
        twin = self.env["res.partner"].create({"name": "Twin", "is_company": True})
        call = self.told(partner_id=twin.id, external_id="m1")
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.client | twin).ids, self.client)
        call.invalidate_recordset()
        self.assertEqual(call.partner_id, self.client)

    def test_thousand_calls_take_as_many_statements_as_ten(self):
        counts = []
        for size in (10, 1000):
            rows = [
                {
                    "user_id": self.hunter.id,
                    "external_id": f"s{size}-{n}",
                    "phone": f"+3222903{n:03}",
                }
                for n in range(size)
            ]
            self.env.invalidate_all()
            with self.statements("") as found:
                self.env["conveyor.call"].with_user(self.telephony).log_calls(rows)
                self.env["conveyor.fact"]._book_expected()
            counts.append(len(found))
        self.assertLessEqual(counts[1], counts[0] + 3, counts)
        self.assertEqual(self.standing("call"), (1010, 0))
