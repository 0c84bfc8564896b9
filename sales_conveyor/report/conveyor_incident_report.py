from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [
    ("complaint", "Complaint"),
    ("breach", "Breach"),
    ("agreement", "Agreement Not Kept"),
]
# A row of an incident has an even number, one of an agreement an odd one.
SOURCES = 2


class ConveyorIncidentReport(models.Model):
    """What went wrong, per person and client: complaints, broken dates, broken and moved agreements.

    A row is an incident, or an agreement that was not kept on its day or was moved twice. A breach that a rule
    booked about such an agreement counts among the breaches, the agreement itself among the agreements.
    """

    _name = "conveyor.incident.report"
    _description = "Complaints and Broken Dates"
    _inherit = ["conveyor.ledger.report.mixin"]
    _auto = False
    _order = "happened_on desc, id desc"
    _depends = {
        "conveyor.incident": [
            "category_id", "kind", "state", "user_id", "team_id", "company_id", "partner_id", "lead_id", "happened_on",
            "reported_at", "due_at", "verdict_at", "confirmed_at", "disputed_at", "dispute_decided_at",
        ],
        "conveyor.incident.category": ["code"],
        "crm.team": ["user_id"],
        "res.partner": ["commercial_partner_id"],
    }  # fmt: skip

    kind = fields.Selection(KINDS, readonly=True)
    category_id = fields.Many2one("conveyor.incident.category", readonly=True)
    incident_id = fields.Many2one("conveyor.incident", readonly=True)
    agreement_id = fields.Many2one("conveyor.agreement", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    manager_id = fields.Many2one("res.users", string="Team Leader", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Card", readonly=True)
    happened_on = fields.Date(string="Day", readonly=True)
    complaints = fields.Integer(readonly=True, help="All that were reported and not dismissed.")
    confirmed = fields.Integer(string="Complaints Confirmed", readonly=True)
    broken_dates = fields.Integer(
        readonly=True, help="Deals put off over the border of a month at its end."
    )
    broken_agreements = fields.Integer(
        readonly=True, help="Not kept on their day, done later or not at all."
    )
    moved_agreements = fields.Integer(readonly=True, help="Moved twice or more.")
    breaches = fields.Integer(
        readonly=True, help="All that rules have booked and nobody dismissed."
    )
    waiting = fields.Integer(string="To Decide", readonly=True)
    dismissed = fields.Integer(readonly=True)
    late = fields.Integer(
        string="Decided Late", readonly=True, help="The verdict came, or is, after its time."
    )
    hours = fields.Float(
        string="Hours to Verdict",
        aggregator="avg",
        readonly=True,
        help="On the clock, from report to verdict.",
    )

    # === ACTION METHODS === #

    def action_open_incident(self):
        """Open the incident, or the agreement."""
        self.ensure_one()
        record = self.incident_id or self.agreement_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    # === QUERY === #

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_incidents_sql(), self._get_agreements_sql())

    @api.model
    def _get_incidents_sql(self):
        return SQL(
            """
            SELECT i.id::int8 * %(sources)s AS id, i.kind, i.category_id, i.id AS incident_id, NULL::int4 AS agreement_id,
                   i.user_id, i.team_id, t.user_id AS manager_id, i.company_id, p.commercial_partner_id AS partner_id,
                   i.lead_id, i.happened_on,
                   (i.kind = 'complaint' AND i.state != 'dismissed')::int AS complaints,
                   (i.kind = 'complaint' AND i.state = 'confirmed')::int AS confirmed,
                   (g.code = 'dates_broken' AND i.state != 'dismissed')::int AS broken_dates,
                   0 AS broken_agreements, 0 AS moved_agreements,
                   (i.kind = 'breach' AND i.state != 'dismissed')::int AS breaches,
                   x.waits::int AS waiting, (i.state = 'dismissed')::int AS dismissed,
                   (COALESCE(CASE WHEN NOT x.waits THEN i.verdict_at END, %(now)s) > i.due_at
                    AND (i.kind = 'complaint' OR i.disputed_at IS NOT NULL))::int AS late,
                   EXTRACT(EPOCH FROM i.verdict_at - i.reported_at)::float8 / 3600 AS hours
              FROM conveyor_incident i
              JOIN conveyor_incident_category g ON g.id = i.category_id
              LEFT JOIN crm_team t ON t.id = i.team_id
              LEFT JOIN res_partner p ON p.id = i.partner_id
             CROSS JOIN LATERAL (SELECT i.state = 'reported'
                   OR (i.disputed_at IS NOT NULL AND i.dispute_decided_at IS NULL) AS waits) x
            """,
            sources=SOURCES,
            now=self.env.cr.now(),
        )

    @api.model
    def _get_agreements_sql(self):
        return SQL(
            """
            SELECT a.id::int8 * %(sources)s + 1, 'agreement', NULL::int4, NULL::int4, a.id, a.user_id, a.team_id,
                   t.user_id, a.company_id, p.commercial_partner_id, a.lead_id, a.decide_on, 0, 0, 0,
                   (a.state IN ('broken', 'late'))::int, (a.move_count >= 2)::int, 0, 0, 0, 0, NULL::float8
              FROM conveyor_agreement a
              LEFT JOIN crm_team t ON t.id = a.team_id
              LEFT JOIN res_partner p ON p.id = a.partner_id
             WHERE a.state IN ('broken', 'late') OR a.move_count >= 2
            """,
            sources=SOURCES,
        )
