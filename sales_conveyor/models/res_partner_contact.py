from odoo import fields, models

READERS = "sales_team.group_sale_salesman,sales_conveyor.sales_conveyor_group_owner"
PENDING = [("is_pending", "=", True)]
MADE = [("cancelled_at", "=", False)]


class ResPartner(models.Model):
    """What is agreed with a client, and how often he was called: one click from his page."""

    _inherit = "res.partner"

    agreement_count = fields.Integer(
        string="Agreements", compute="_compute_contact_counts", groups=READERS
    )
    conveyor_call_count = fields.Integer(
        string="Calls Made", compute="_compute_contact_counts", groups=READERS
    )

    # === COMPUTE METHODS === #

    def _compute_contact_counts(self):
        """Those that the present person may read, of the whole client."""
        agreed = self._count_of_clients("conveyor.agreement", PENDING)
        called = self._count_of_clients("conveyor.call", MADE)
        for partner in self:
            client = partner.commercial_partner_id
            partner.agreement_count = agreed.get(client, 0)
            partner.conveyor_call_count = called.get(client, 0)

    # === ACTION METHODS === #

    def action_open_agreements(self):
        """What was agreed with this client."""
        return self._open_of_client(
            "sales_conveyor.conveyor_agreement_action", {"search_default_pending": 1}
        )

    def action_open_calls(self):
        """The calls with this client."""
        return self._open_of_client("sales_conveyor.conveyor_call_action", {})

    # === BUSINESS METHODS === #

    def _count_of_clients(self, model, domain):
        """How many records there are of each client.

        :return: ``{client: number}``
        """
        clients = self.commercial_partner_id
        domain = [*domain, ("partner_id.commercial_partner_id", "in", clients.ids)]
        counts = {}
        for partner, count in self.env[model]._read_group(domain, ["partner_id"], ["__count"]):
            client = partner.commercial_partner_id
            counts[client] = counts.get(client, 0) + count
        return counts

    def _open_of_client(self, action, context):
        self.ensure_one()
        domain = [("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id)]
        found = self.env["ir.actions.act_window"]._for_xml_id(action)
        return {**found, "domain": domain, "context": context}
