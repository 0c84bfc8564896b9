from odoo import fields, models


class CrmLead(models.Model):
    """The calls of a card: logged in two clicks, seen with one."""

    _inherit = "crm.lead"

    conveyor_call_count = fields.Integer(
        string="Calls Made", compute="_compute_conveyor_call_count"
    )

    # === COMPUTE METHODS === #

    def _compute_conveyor_call_count(self):
        # Some who see a card, as a portal's partner does, know nothing of calls.
        calls = self.env["conveyor.call"]
        counts = {}
        if calls.has_access("read"):
            domain = [("lead_id", "in", self.ids), ("cancelled_at", "=", False)]
            counts = dict(calls._read_group(domain, ["lead_id"], ["__count"]))
        for lead in self:
            lead.conveyor_call_count = counts.get(lead._origin, 0)

    # === ACTION METHODS === #

    def action_log_call(self):
        """Open the small dialog: how it ended, and how long it took."""
        self.ensure_one()
        return self.env["conveyor.call.log"]._open(lead=self)

    def action_open_calls(self):
        """The calls of this card."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_call_action"
        )
        return {**action, "domain": [("lead_id", "=", self.id)], "context": {}}
