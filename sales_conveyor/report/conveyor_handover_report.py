from odoo import fields, models
from odoo.tools import SQL

from ..const import HANDOVER_STATES, ROLES


class ConveyorHandoverReport(models.Model):
    """One row per handover, with numbers that add up: what each person passes on and what comes back.

    Rates are averages over rows of 1, 0 or nothing, so that on every level of a pivot they are the ratio of
    the sums: only handovers that their receivers decided count, neither waiting nor expired nor withdrawn ones.
    """

    _name = "conveyor.handover.report"
    _description = "Handover Analysis"
    _inherit = ["conveyor.report.mixin"]
    _auto = False
    _order = "offered_at desc, id desc"
    _rec_name = "name"
    _depends = {
        "conveyor.handover": [
            "name", "kind", "state", "lead_id", "partner_id", "company_id", "from_user_id", "to_user_id",
            "from_role", "to_role", "from_team_id", "to_team_id", "attempt", "offered_at", "deadline_at",
            "accepted_at", "decided_at", "contact_due_at", "contacted_at", "reason_id",
        ],
        "crm.lead": ["source_id", "medium_id", "lost_reason_id", "won_status"],
    }  # fmt: skip

    name = fields.Char(string="Card", readonly=True)
    kind = fields.Selection(selection=[("lead", "Card"), ("client", "Client")], readonly=True)
    state = fields.Selection(selection=HANDOVER_STATES, readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    from_user_id = fields.Many2one("res.users", string="From", readonly=True)
    to_user_id = fields.Many2one("res.users", string="To", readonly=True)
    from_role = fields.Selection(selection=ROLES, string="From Section", readonly=True)
    to_role = fields.Selection(selection=ROLES, string="To Section", readonly=True)
    from_team_id = fields.Many2one("crm.team", readonly=True)
    to_team_id = fields.Many2one("crm.team", readonly=True)
    attempt = fields.Integer(aggregator=None, readonly=True)
    reason_id = fields.Many2one("conveyor.return.reason", string="Return Reason", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    medium_id = fields.Many2one("utm.medium", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True)
    won_status = fields.Selection(
        selection=[("won", "Won"), ("lost", "Lost"), ("pending", "Pending")],
        string="Card Is Now",
        readonly=True,
    )
    offered_at = fields.Datetime(string="Offered", readonly=True)
    decided_at = fields.Datetime(string="Decided", readonly=True)
    offers = fields.Integer(readonly=True)
    decided = fields.Integer(string="Decided by Receiver", readonly=True)
    accepted = fields.Integer(readonly=True)
    returned = fields.Integer(readonly=True)
    expired = fields.Integer(readonly=True)
    withdrawn = fields.Integer(readonly=True)
    waiting = fields.Integer(readonly=True)
    overdue = fields.Integer(
        readonly=True, help="Still waiting although the time to decide is over."
    )
    acceptance_rate = fields.Float(aggregator="avg", readonly=True, help="Accepted ÷ decided.")
    return_rate = fields.Float(aggregator="avg", readonly=True, help="Returned ÷ decided.")
    hours_to_decide = fields.Float(
        string="Hours to Decide",
        aggregator="avg",
        readonly=True,
        help="Hours on the clock from the offer to the first decision, on average.",
    )
    contact_in_time_rate = fields.Float(
        string="First Contact in Time",
        aggregator="avg",
        readonly=True,
        help="Accepted cards whose client was contacted in time ÷ those contacted or overdue.",
    )

    # === ACTION METHODS === #

    def action_open_handover(self):
        """Open the handover itself, where it can be decided."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "conveyor.handover",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # === QUERY === #

    def _columns(self):
        return SQL(
            """h.id, h.name, h.kind, h.state, h.lead_id, h.partner_id, h.company_id, h.from_user_id, h.to_user_id,
               h.from_role, h.to_role, h.from_team_id, h.to_team_id, h.attempt, h.reason_id, h.offered_at,
               h.decided_at, l.source_id, l.medium_id, l.lost_reason_id, l.won_status"""
        )

    def _counts(self):
        """Columns of 1 or 0, to be summed."""
        return SQL(
            """1 AS offers,
               (h.state IN ('accepted', 'returned'))::int AS decided,
               (h.state = 'accepted')::int AS accepted,
               (h.state = 'returned')::int AS returned,
               (h.state = 'expired')::int AS expired,
               (h.state = 'withdrawn')::int AS withdrawn,
               (h.state = 'offered')::int AS waiting,
               (h.state = 'offered' AND h.deadline_at < %s)::int AS overdue""",
            self.env.cr.now(),
        )

    def _rates(self):
        """Columns to be averaged: empty where the handover says nothing about the rate."""
        return SQL(
            """CASE h.state WHEN 'accepted' THEN 1 WHEN 'returned' THEN 0 END AS acceptance_rate,
               CASE h.state WHEN 'returned' THEN 1 WHEN 'accepted' THEN 0 END AS return_rate,
               CASE WHEN h.state IN ('accepted', 'returned') THEN
                   EXTRACT(EPOCH FROM COALESCE(h.accepted_at, h.decided_at) - h.offered_at) / 3600
               END AS hours_to_decide,
               CASE WHEN h.contacted_at <= h.contact_due_at THEN 1
                    WHEN h.contacted_at IS NOT NULL OR (h.state = 'accepted' AND h.contact_due_at < %s) THEN 0
               END AS contact_in_time_rate""",
            self.env.cr.now(),
        )

    def _tables(self):
        return SQL("conveyor_handover h LEFT JOIN crm_lead l ON l.id = h.lead_id")
