from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError

from ..tools.clock import at_instant
from .common import department
from .pipelines import PipelineCommon


@department
class TestPipelineDeals(PipelineCommon):
    """What becomes of single deals in the pipeline: accepted, reopened, corrected, deleted, sold in products."""

    # === WHAT HAPPENS TO DEALS === #

    def test_days_since_acceptance(self):
        with self.day(5, 4):
            card = self.accepted(expected_revenue=10)
        with self.day(5, 18):
            card.action_set_won()
        rows = self.figures(
            "user_id", domain=[("lead_id", "=", card.id)], measures=["days_held:avg"]
        )
        self.assertEqual(rows, {self.hunter: (14,)})

    def test_a_reopened_deal_counts_no_more(self):
        """The ledger takes it back: together nothing, and no days of it."""
        with self.day(5, 12):
            card = self.deal(self.hunter, 900)
            card.action_set_won()
        with self.day(5, 13):
            card.write({"stage_id": self.stage_offer.id, "probability": 40})
        mine = [("lead_id", "=", card.id), ("kind", "=", "won")]
        measures = [
            "won:sum",
            "won_amount:sum",
            "average_deal:avg",
            "win_rate:avg",
            "days_open:avg",
        ]
        self.assertEqual(
            self.figures(domain=mine, measures=measures)[()], (0, 0, False, False, False)
        )
        self.assertEqual(self.figures(domain=[("name", "=", card.name), ("kind", "=", "open")],
                                      measures=["in_work:sum"])[()], (1,))  # fmt: skip

    def test_money_corrected_later_is_told_as_corrected(self):
        with self.day(5, 12):
            card = self.deal(self.hunter, 900)
            card.action_set_won()
        with self.day(5, 19):
            card.expected_revenue = 600
        mine = [("lead_id", "=", card.id)]
        measures = ["won:sum", "average_deal:avg"]
        self.assertEqual(self.figures(domain=mine, measures=measures)[()], (1, 600))

    def test_nothing_is_blank_not_zero(self):
        empty = self.figures(domain=[("happened_on", "<", "2001-01-01")])[()]
        self.assertEqual(empty, (False,) * 8)

    def test_a_card_belongs_to_the_day_of_its_company(self):
        """At 20:00 UTC on the 31st of May it is June in Novosibirsk."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        with at_instant(self.env, datetime(2026, 5, 31, 20)):
            card = self.deal(self.hunter, 1)
            card.action_set_won()
            self.deal(self.hunter, 2)
            days = {
                row.kind: row.happened_on
                for row in self.Report.search(
                    [("team_id", "=", self.team.id), ("happened_on", ">", "2026-05-21")]
                )
            }
        self.assertEqual(days, {"won": date(2026, 6, 1), "open": date(2026, 6, 1)})

    # === PRODUCTS, CLIENTS === #

    def test_the_main_product_brings_most_of_the_money(self):
        """Cancelled orders have no say, nor have notes between the lines."""
        parent = self.env["product.category"].create({"name": "Paper"})
        small, large, gone = self.env["product.product"].create(
            [{"name": name, "categ_id": parent.id, "taxes_id": False} for name in ("Small", "Large", "Gone")]
        )  # fmt: skip
        with self.day(5, 12):
            card = self.deal(self.hunter, 1000, partner_id=self.client.id)
            for product, price in ((small, 300), (large, 700), (gone, 5000)):
                note = Command.create({"display_type": "line_note", "name": "Note"})
                line = Command.create({"product_id": product.id, "price_unit": price})
                order = self.order(opportunity_id=card.id, order_line=[note, line])
                if product == gone:
                    order._action_cancel()
            mine = [("lead_id", "=", card.id)]
            self.assertEqual(self.figures("product_id", domain=mine, measures=[]), {large: ()})
            card.action_set_won()
        rows = self.figures("product_id", "categ_id", domain=mine, measures=["won:sum"])
        self.assertEqual(rows, {(large, parent): (1,)})

    def test_the_client_is_the_company_of_the_contact(self):
        contact = self.env["res.partner"].create({"name": "Vera", "parent_id": self.client.id})
        with self.day(5, 12):
            card = self.deal(self.hunter, 10, partner_id=contact.id)
            mine = [("lead_id", "=", card.id)]
            self.assertEqual(
                self.figures("partner_id", domain=mine, measures=[]), {self.client: ()}
            )
            card.action_set_won()
        self.assertEqual(self.figures("partner_id", domain=mine, measures=[]), {self.client: ()})

    # === DRILLING DOWN === #

    def test_a_row_opens_its_card(self):
        self.closed_deal(self.hunter, 1000, "won", (4, 30))
        with self.day(5, 12):
            self.deal(self.hunter, 700)
        with self.day(5, 31):
            self.freeze_levels(5, 31)
        with self.day(6, 2):
            rows = self.Report.search([("team_id", "=", self.team.id)])
            for kind in ("won", "open"):
                row = rows.filtered(lambda row, kind=kind: row.kind == kind)[0]
                action = row.action_open_deal()
                self.assertEqual(
                    (action["res_model"], action["res_id"]), ("crm.lead", row.lead_id.id)
                )
            with self.assertRaises(UserError):
                rows.filtered(lambda row: row.kind == "level")[0].action_open_deal()

    def test_a_card_of_somebody_else_stays_closed(self):
        self.closed_deal(self.hunter, 1000, "won", (4, 30))
        with self.day(5, 20):
            row = self.Report.search([("kind", "=", "won"), ("user_id", "=", self.hunter.id)])[0]
            with self.assertRaises(AccessError):
                row.with_user(self.hunter2).action_open_deal()

    def test_a_deleted_card_leaves_its_deal(self):
        with self.day(5, 12):
            card = self.deal(self.hunter, 10)
            card.action_set_won()
            row = self.Report.search([("lead_id", "=", card.id)])
            self.assertEqual(row.name, card.name)
            card.unlink()
            with self.assertRaises(UserError):
                row.action_open_deal()
