from odoo.exceptions import AccessError

from .common import ConveyorCommon, department


@department
class TestOdooLeads(ConveyorCommon):
    """Odoo's own ways with leads: conversion, import, assignment, merging, mass edit."""

    def setUp(self):
        super().setUp()
        self.team.use_leads = True

    def lead(self, name="Raw", owner=None, stage=None, **values):
        """A lead that is not yet an opportunity, in a stage of the hunters unless said otherwise."""
        return self.card(name, owner=owner, stage=stage or self.stage_talk, type="lead", **values)

    def _convert(self, leads, user, model="crm.lead2opportunity.partner", **values):
        context = {"active_model": "crm.lead", "active_ids": leads.ids, "active_id": leads.ids[0]}
        Wizard = self.env[model].with_user(user).with_context(**context)
        return Wizard.create(values)

    def test_a_lead_is_the_scouts_ground_in_any_stage(self):
        self.assertEqual(self.lead().conveyor_role, "scout")

    def test_converting_a_lead_in_a_hunters_stage_offers_it(self):
        lead = self.lead()
        self._convert(lead, self.scout, lead_id=lead.id, name="convert").action_apply()
        self.assertEqual((lead.type, lead.user_id), ("lead", self.scout))
        self.assertIn(lead.waiting_user_id, self.hunter | self.hunter2)

    def test_an_accepted_lead_is_an_opportunity(self):
        lead = self.lead()
        self._convert(lead, self.scout, lead_id=lead.id, name="convert").action_apply()
        handover = self.waiting(lead)
        handover.with_user(handover.to_user_id).action_accept()
        self.assertEqual((lead.type, lead.conveyor_role), ("opportunity", "hunter"))
        self.assertTrue(lead.date_conversion)
        self.assertEqual(lead.user_id, handover.to_user_id)

    def test_converting_in_a_scouts_stage_stays_with_the_scout(self):
        lead = self.lead(stage=self.stage_contact)
        self._convert(lead, self.scout, lead_id=lead.id, name="convert").action_apply()
        self.assertEqual(
            (lead.type, lead.user_id, lead.conveyor_role), ("opportunity", self.scout, "scout")
        )
        self.assertFalse(lead.handover_ids)

    def test_the_head_converts_many_and_gives_them_out(self):
        leads = self.env["crm.lead"].concat(
            *(self.lead(f"Raw {n}", email_from=f"{n}@x.example") for n in range(6))
        )
        values = {"lead_tomerge_ids": leads.ids, "user_ids": (self.hunter | self.hunter2).ids}
        values |= {"team_id": self.team.id, "force_assignment": True, "deduplicate": True}
        wizard = self._convert(leads, self.head, "crm.lead2opportunity.partner.mass", **values)
        wizard.action_mass_convert()
        self.assertEqual(leads.user_id, self.hunter | self.hunter2)
        self.assertEqual(set(leads.mapped("conveyor_role")), {"hunter"})
        self.assertFalse(leads.waiting_user_id)

    def test_deduplication_does_not_take_a_card_passed_on(self):
        sold = self.accepted(name="Sold", email_from="same@x.example")
        lead = self.lead(stage=self.stage_contact, email_from="same@x.example")
        wizard = self._convert(lead, self.scout, lead_id=lead.id)
        self.assertNotIn(sold, wizard.duplicated_lead_ids)
        values = {"lead_tomerge_ids": lead.ids, "deduplicate": True}
        self._convert(
            lead, self.scout, "crm.lead2opportunity.partner.mass", **values
        ).action_mass_convert()
        self.assertEqual((sold.exists(), sold.user_id), (sold, self.hunter))

    def test_a_reader_merges_no_card_away(self):
        sold = self.accepted(name="Sold")
        for stage in (self.stage_contact, self.stage_won):
            mine = self.card("Mine", stage=stage)
            with self.assertRaises(AccessError), self.cr.savepoint():
                (mine | sold).with_user(self.scout).merge_opportunity()
            context = {"active_ids": (mine | sold).ids}
            wizard = self.env["crm.merge.opportunity"].with_user(self.scout).with_context(**context)
            with self.assertRaises(AccessError), self.cr.savepoint():
                wizard.create({"opportunity_ids": (mine | sold).ids}).action_merge()
        self.assertTrue(sold.exists())

    def test_the_scout_merges_his_own_cards(self):
        first, second = self.card("First"), self.offered(name="Second")
        kept = (first | second).with_user(self.scout).merge_opportunity()
        handovers = self.env["conveyor.handover"].search([("lead_id", "=", kept.id)])
        self.assertEqual(
            (handovers.mapped("state"), kept.sudo().waiting_user_id.id), (["withdrawn"], False)
        )

    def test_a_client_waits_on_when_the_card_of_his_sale_is_merged(self):
        self.team.sells_without_orders = True
        card = self.accepted(name="Sold", partner_id=self.client.id)
        self.drag(card, self.stage_won)
        other = self.card("Other", owner=self.hunter, stage=self.stage_talk)
        handover = self.env["conveyor.handover"].search(
            [("kind", "=", "client"), ("lead_id", "=", card.id)]
        )
        kept = (card | other).with_user(self.head).merge_opportunity()
        self.assertEqual((handover.state, handover.lead_id), ("offered", kept))

    def _import(self, user, fields, rows):
        return self.env["crm.lead"].with_user(user).load(fields, rows)

    def test_the_head_imports_200_cards_into_the_department(self):
        stages = [self.stage_contact, self.stage_talk, self.stage_won]
        people = [self.scout, self.hunter, self.hunter]
        fields = ["name", "type", "team_id/.id", "stage_id/.id", "user_id/.id"]
        rows = [
            [
                f"Card {n}",
                "opportunity",
                str(self.team.id),
                str(stages[n % 3].id),
                str(people[n % 3].id),
            ]
            for n in range(200)
        ]
        result = self._import(self.head, fields, rows)
        self.assertEqual(len(result["ids"] or []), 200, result["messages"])
        cards = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(len(self.passages(cards)), 200)
        self.assertFalse(cards.handover_ids)
        self.assertEqual(set(cards.mapped("conveyor_role")), {"scout", "hunter"})

    def test_an_import_that_moves_stages_offers_the_cards(self):
        cards = self.env["crm.lead"].concat(*(self.card(f"Card {n}") for n in range(4)))
        rows = [[str(card.id), str(self.stage_talk.id)] for card in cards]
        result = self._import(self.head, [".id", "stage_id/.id"], rows)
        self.assertEqual(result["ids"], cards.ids, result["messages"])
        self.assertEqual((cards.stage_id, cards.user_id), (self.stage_contact, self.scout))
        self.assertTrue(all(card.waiting_user_id for card in cards))

    def test_an_import_with_a_farmer_as_owner_of_a_new_client_is_told(self):
        fields = ["name", "team_id/.id", "user_id/.id"]
        rows = [
            ["Good", str(self.team.id), str(self.scout.id)],
            ["Bad", str(self.team.id), str(self.farmer.id)],
        ]
        result = self._import(self.head, fields, rows)
        self.assertFalse(result["ids"])
        self.assertIn("is a farmer", result["messages"][0]["message"])

    def test_odoos_assignment_reaches_scouts_only(self):
        self.team.crm_team_member_ids.assignment_max = 60
        leads = self.env["crm.lead"].concat(
            *(
                self.lead(f"Raw {n}", owner=False, stage=self.stage_new, probability=50)
                for n in range(8)
            )
        )
        leads.user_id = False
        self.team.with_user(self.head)._action_assign_leads(force_quota=True)
        self.assertTrue(leads.user_id)
        self.assertFalse(leads.user_id - self.scout - self.scout2)
        self.assertEqual(len(self.passages(leads).filtered(lambda p: not p.left_at)), 8)

    def test_a_mass_edit_over_the_border_offers_all(self):
        cards = self.env["crm.lead"].concat(*(self.card(f"Card {n}") for n in range(5)))
        self.drag(cards, self.stage_talk, user=self.head)
        self.assertTrue(all(card.waiting_user_id for card in cards))
        self.assertEqual(cards.user_id, self.scout)

    def test_a_mass_edit_of_owners_is_no_handover(self):
        cards = self.offered(name="a") | self.card("b")
        cards.with_user(self.head).write({"user_id": self.scout2.id})
        self.assertEqual((cards.user_id, cards.waiting_user_id.id), (self.scout2, False))

    def test_a_copy_begins_a_life_of_its_own(self):
        card = self.accepted(name="Sold")
        copy = card.with_user(self.hunter).copy().sudo()
        self.assertFalse(copy.handover_ids)
        self.assertEqual((copy.scout_id, copy.hunter_id.id), (self.hunter, False))
        self.assertEqual(len(self.passages(copy)), 1)

    def test_a_stock_card_enters_the_department_in_one_write(self):
        card = self.card("Stock", owner=self.stranger, team_id=self.stock_team.id)
        card.with_user(self.head).write({"team_id": self.team.id, "stage_id": self.stage_talk.id})
        self.assertEqual((card.stage_id, card.conveyor_role), (self.stage_talk, "hunter"))
        self.assertEqual(len(self.passages(card)), 1)

    def test_a_card_that_leaves_the_department_waits_no_longer(self):
        card = self.offered()
        card.with_user(self.head).write(
            {"team_id": self.stock_team.id, "user_id": self.stranger.id}
        )
        self.assertEqual(
            (card.waiting_user_id.id, self.passages(card)[-1].outcome), (False, "stopped")
        )

    def test_an_order_server_action_moves_cards_like_a_person(self):
        card = self.card()
        code = f"records.write({{'stage_id': {self.stage_talk.id}}})"
        values = {
            "name": "Move",
            "model_id": self.env["ir.model"]._get_id("crm.lead"),
            "state": "code",
        }
        action = self.env["ir.actions.server"].create({**values, "code": code})
        action.with_context(active_model="crm.lead", active_ids=card.ids, active_id=card.id).run()
        self.assertEqual((card.stage_id, bool(card.waiting_user_id)), (self.stage_contact, True))
