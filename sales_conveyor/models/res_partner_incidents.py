from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What a client complained about, and what was broken towards him."""

    _inherit = "res.partner"

    incident_count = fields.Integer(
        string="Incidents",
        compute="_compute_incident_count",
        groups="sales_team.group_sale_salesman,sales_conveyor.sales_conveyor_group_owner",
    )

    # === COMPUTE METHODS === #

    def _compute_incident_count(self):
        """Those that the present person may read, of the whole client."""
        groups = self.env["conveyor.incident"]._read_group(
            Domain("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids),
            ["partner_id"],
            ["__count"],
        )
        counts = {}
        for partner, count in groups:
            client = partner.commercial_partner_id
            counts[client] = counts.get(client, 0) + count
        for partner in self:
            partner.incident_count = counts.get(partner.commercial_partner_id, 0)

    # === ACTION METHODS === #

    def action_report_complaint(self):
        """Write down what the client complains about."""
        self.ensure_one()
        self.check_access("read")
        context = {"default_partner_id": self.id, "default_user_id": self.farmer_id.id}
        return self.env["conveyor.incident"]._open_report(context)

    def action_open_incidents(self):
        """The incidents of this client."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_incident_action"
        )
        client = self.commercial_partner_id
        domain = [("partner_id.commercial_partner_id", "=", client.id)]
        return {**action, "domain": domain, "context": {"default_partner_id": self.id}}
