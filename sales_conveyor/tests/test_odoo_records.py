from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import ConveyorCommon, department


@department
class TestOdooRecords(ConveyorCommon):
    """Clients merged, people deleted, teams and stages put away: history stays and tells the same."""

    def _merge(self, clients):
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(
            self.env.ref("base.user_admin")
        )
        wizard._merge(clients.ids, clients[0])

    def _two_clients(self, **values):
        return self.client | self.env["res.partner"].create(
            {"name": "Twin", "is_company": True, **values}
        )

    def test_merged_clients_keep_their_farmer_and_history(self):
        first, second = clients = self._two_clients()
        card = self.accepted(name="Sold", partner_id=second.id)
        second.farmer_id = self.farmer
        self._merge(clients)
        self.assertEqual(first.farmer_id, self.farmer)
        self.assertEqual(
            (card.handover_ids.partner_id, self.passages(card).partner_id), (first, first)
        )

    def test_of_two_waiting_offers_one_waits_on(self):
        clients = self._two_clients()
        for client in clients:
            self._sell(client)
        handovers = self.env["conveyor.handover"].search(
            [("kind", "=", "client"), ("partner_id", "in", clients.ids)]
        )
        self.assertEqual(len(handovers), 2)
        self._merge(clients)
        self.assertEqual(sorted(handovers.mapped("state")), ["offered", "withdrawn"])
        self.assertEqual(handovers.partner_id, self.client)

    def _sell(self, client):
        order = self.order(partner_id=client.id, user_id=self.hunter.id)
        order.with_user(self.head).action_confirm()

    def test_two_immersion_cards_become_one_with_all_that_was_learnt(self):
        first, second = clients = self._two_clients()
        Card = self.env["conveyor.immersion"]
        kept = Card.create({"partner_id": first.id, "business": "Mills"})
        Card.create({"partner_id": second.id, "business": "Bakeries", "goals": "Grow"})
        self._merge(clients)
        self.assertEqual(Card.search([("partner_id", "=", first.id)]), kept)
        self.assertEqual((kept.business, kept.goals), ("Mills\n\nBakeries", "Grow"))

    def test_a_person_who_is_no_seller_merges_clients_too(self):
        clients = self._two_clients()
        clients.farmer_id = self.farmer
        manager = self.env.ref("base.user_admin").copy({"login": "t_contacts", "name": "Contacts"})
        names = (
            "base.group_user",
            "base.group_erp_manager",
            "base.group_partner_manager",
            "account.group_account_invoice",
        )
        manager.group_ids = self.env["res.groups"].concat(*map(self.env.ref, names))
        self.env["base.partner.merge.automatic.wizard"].with_user(manager)._merge(
            clients.ids, self.client
        )
        self.assertEqual(self.client.farmer_id, self.farmer)

    def test_a_person_with_history_is_archived_not_deleted(self):
        card = self.accepted()
        for person in (self.scout, self.hunter):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                person.unlink()
        self.assertEqual((card.scout_id, card.hunter_id), (self.scout, self.hunter))

    def test_a_team_with_history_is_archived_not_deleted(self):
        card = self.accepted()
        card.action_set_lost()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.team.unlink()
        self.team.action_archive()
        self.assertEqual(card.handover_ids.to_team_id, self.team)

    def test_a_deleted_stage_leaves_the_passages(self):
        card = self.card(stage=self.stage_new)
        self.drag(card, self.stage_contact)
        self.stage_new.unlink()
        self.assertEqual(len(self.passages(card)), 2)

    def test_a_member_archived_passes_what_waits(self):
        card = self.offered()
        self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter).action_archive()
        self.assertEqual(card.waiting_user_id, self.hunter2)

    def test_a_member_taken_from_the_list_of_people_passes_what_waits(self):
        card = self.offered()
        self.team.with_user(self.head).member_ids -= self.hunter
        self.assertEqual(card.waiting_user_id, self.hunter2)

    def test_an_old_handover_is_not_returned_behind_the_owners_back(self):
        card = self.accepted()
        first = card.handover_ids
        card.with_user(self.head).write({"user_id": self.hunter2.id})
        with self.assertRaisesRegex(UserError, "decided already"):
            first.with_user(self.hunter)._return(self.reason, False)
        self.assertEqual(card.user_id, self.hunter2)

    def test_a_won_card_is_not_returned(self):
        card = self.accepted()
        self.drag(card, self.stage_won)
        with self.assertRaisesRegex(UserError, "decided already"):
            card.handover_ids.with_user(self.hunter)._return(self.reason, False)

    def test_a_card_that_waits_for_a_farmer_is_withdrawn_when_it_travels_back(self):
        card = self.accepted(partner_id=self.client.id)
        self._sell(self.client)
        values = {
            "lead_ids": card.ids,
            "stage_id": self.stage_growth.id,
            "receiver_id": self.farmer.id,
        }
        self.env["conveyor.handover.offer"].with_user(self.hunter).create(values).action_offer()
        first = card.handover_ids.filtered(lambda handover: handover.state == "accepted")
        first.with_user(self.hunter)._return(self.reason, False)
        self.assertEqual((card.user_id, card.waiting_user_id.id), (self.scout, False))

    def test_a_client_given_back_has_no_farmer(self):
        self._sell(self.client)
        handover = self.env["conveyor.handover"].search([("partner_id", "=", self.client.id)])
        handover.with_user(handover.to_user_id).action_accept()
        handover.with_user(handover.to_user_id)._return(self.reason, "Too far")
        self.assertEqual((self.client.farmer_id.id, handover.state), (False, "returned"))

    def test_nobody_offers_back_or_over_a_section(self):
        self._sell(self.client)
        card = self.card(partner_id=self.client.id)
        mine = self.accepted(name="Mine")
        tries = [
            (card, self.scout, self.stage_contact, self.scout2),
            (card, self.scout, self.stage_growth, self.farmer),
            (card, self.scout, self.stage_won, self.hunter),
            (mine, self.hunter, self.stage_contact, self.scout2),
            (mine, self.hunter, self.stage_offer, self.hunter2),
        ]
        for lead, owner, stage, receiver in tries:
            values = {"lead_ids": lead.ids, "stage_id": stage.id, "receiver_id": receiver.id}
            with self.assertRaises(UserError), self.cr.savepoint():
                self.env["conveyor.handover.offer"].with_user(owner).create(values).action_offer()

    def test_a_note_among_colleagues_is_no_first_contact(self):
        card = self.accepted()
        values = {"message_type": "comment", "subtype_xmlid": "mail.mt_note"}
        card.with_user(self.hunter).message_post(body="Who knows him?", **values)
        self.assertTrue(card.contact_due_at)

    def test_a_farmer_seizes_no_client(self):
        with self.assertRaisesRegex(UserError, "after the first sale"):
            self.client.with_user(self.farmer).action_offer_to_farmer()
        with self.assertRaisesRegex(UserError, "after the first sale"):
            self.client.with_user(self.scout).action_offer_to_farmer()
        self.assertFalse(self.client.farmer_id)
