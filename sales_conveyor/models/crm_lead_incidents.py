from odoo import fields, models


class CrmLead(models.Model):
    """A complaint is reported from the card in two clicks, and follows the card."""

    _inherit = "crm.lead"

    incident_count = fields.Integer(
        string="Incidents",
        compute="_compute_incident_count",
        groups="sales_team.group_sale_salesman,sales_conveyor.sales_conveyor_group_owner",
    )

    # === COMPUTE METHODS === #

    def _compute_incident_count(self):
        """Those that the present person may read."""
        domain = [("lead_id", "in", self.ids)]
        counts = dict(self.env["conveyor.incident"]._read_group(domain, ["lead_id"], ["__count"]))
        for lead in self:
            lead.incident_count = counts.get(lead._origin, 0)

    # === ACTION METHODS === #

    def action_open_incidents(self):
        """The incidents of this card."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_incident_action"
        )
        context = {"default_lead_id": self.id}
        return {**action, "domain": [("lead_id", "=", self.id)], "context": context}

    def action_report_complaint(self):
        """Write down what the client complains about."""
        self.ensure_one()
        self.check_access("read")
        context = {
            "default_lead_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_user_id": self.user_id.id,
        }
        return self.env["conveyor.incident"]._open_report(context)
