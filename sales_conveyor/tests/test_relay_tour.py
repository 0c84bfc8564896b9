from odoo.exceptions import AccessError
from odoo.tests import HttpCase

from .common import ConveyorCommon, department


@department
class TestRelayTour(ConveyorCommon, HttpCase):
    """The relay in the browser: offered by a drag, decided on the card, read by the scout ever after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The names are told apart from those of demo data.
        cls.stage_contact.name, cls.stage_talk.name, cls.reason.name = (
            "Tour Contact",
            "Tour Talk",
            "Tour reason",
        )
        cls.team.crm_team_member_ids.filtered(
            lambda member: member.user_id == cls.hunter2
        ).capacity = 0

    def test_cards_pass_from_scout_to_hunter(self):
        mill, bakery, harbour = self.card("Mill"), self.card("Bakery"), self.card("Harbour")
        self.start_tour("/odoo/crm", "sales_conveyor_scout_offers", login="t_scout")
        self.assertEqual((mill | bakery | harbour).waiting_user_id, self.hunter)
        self.assertEqual((mill | bakery | harbour).user_id, self.scout)

        self.start_tour("/odoo/crm", "sales_conveyor_hunter_decides", login="t_hunter")
        self.assertEqual((mill.user_id, mill.stage_id), (self.hunter, self.stage_talk))
        for card in (bakery, harbour):
            self.assertEqual((card.user_id, card.stage_id), (self.scout, self.stage_contact))
            self.assertEqual(card.handover_ids.state, "returned")
            self.assertEqual(card.handover_ids.return_note, "Ask for the budget")

        self.start_tour(f"/odoo/crm.lead/{mill.id}", "sales_conveyor_scout_reads", login="t_scout")
        with self.assertRaises(AccessError):
            mill.with_user(self.scout).name = "Mine again"

        self.env["crm.team"].create({"name": "Second Department", "use_conveyor": True})
        self.start_tour("/odoo/conveyor", "sales_conveyor_strip", login="t_head")
