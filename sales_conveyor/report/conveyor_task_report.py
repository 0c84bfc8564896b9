from odoo import api, fields, models
from odoo.tools import SQL

from ..models.conveyor_fact_deeds import DEED_MODELS

KINDS = [("card", "On a Card"), ("client", "On a Client"), ("order", "On an Order")]
# A row of an agreement has an even number, one of another task an odd one.
SOURCES = 2


class ConveyorTaskReport(models.Model):
    """What was planned and what became of it, per person: done, done late, moved, cancelled, overdue.

    Tasks and meetings on cards are agreements, which keep every move and every cancelling; of tasks on clients and
    orders Odoo only tells whether they were done. What was planned on a deal that is closed is overdue for nobody.
    """

    _name = "conveyor.task.report"
    _description = "Tasks of People"
    _inherit = ["conveyor.ledger.report.mixin"]
    _auto = False
    _order = "due_on desc, id desc"
    _depends = {
        "mail.activity": [
            "res_model",
            "res_id",
            "user_id",
            "date_deadline",
            "active",
            "activity_type_id",
            "summary",
        ],
        "sale.order": ["team_id", "company_id", "partner_id"],
        "crm.team": ["user_id"],
        "crm.team.member": ["user_id", "crm_team_id", "active"],
        "res.partner": ["company_id", "commercial_partner_id"],
        "res.company": ["conveyor_tz"],
    }

    name = fields.Char(string="Task", readonly=True)
    kind = fields.Selection(KINDS, string="On What", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    manager_id = fields.Many2one("res.users", string="Team Leader", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Card", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    due_on = fields.Date(
        string="Due", readonly=True, help="The day it is or was planned for at last."
    )
    planned = fields.Integer(readonly=True)
    done = fields.Integer(readonly=True)
    done_late = fields.Integer(readonly=True, help="Done after the day that was agreed.")
    moved = fields.Integer(readonly=True, help="Moved to another day at least once.")
    moves = fields.Integer(string="Times Moved", readonly=True)
    cancelled = fields.Integer(readonly=True)
    overdue = fields.Integer(readonly=True, help="Still to do, and its day is over.")
    ahead = fields.Integer(string="Still Ahead", readonly=True)
    done_share = fields.Float(
        string="Done %",
        aggregator="avg",
        readonly=True,
        help="Done ÷ planned without what was cancelled or is ahead.",
    )

    # === QUERY === #

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT x.*, 1 AS planned,
                   CASE WHEN x.cancelled + x.ahead = 0 THEN x.done::float8 END AS done_share
              FROM (%s UNION ALL %s) x
            """,
            self._get_agreements_sql(),
            self._get_activities_sql(),
        )

    @api.model
    def _get_agreements_sql(self):
        """Tasks and meetings on cards."""
        return SQL(
            """
            SELECT a.id::int8 * %(sources)s AS id, a.name, 'card' AS kind, a.user_id, a.team_id, t.user_id AS manager_id,
                   a.company_id, a.lead_id, p.commercial_partner_id AS partner_id, a.due_on,
                   (a.state IN ('kept', 'late'))::int AS done, (a.state = 'late')::int AS done_late,
                   (a.move_count > 0)::int AS moved, COALESCE(a.move_count, 0) AS moves,
                   (a.state = 'cancelled')::int AS cancelled,
                   (a.is_pending AND a.due_on < %(today)s)::int AS overdue,
                   (a.is_pending AND a.due_on >= %(today)s)::int AS ahead
              FROM conveyor_agreement a
              JOIN res_company c ON c.id = a.company_id
              LEFT JOIN crm_team t ON t.id = a.team_id
              LEFT JOIN res_partner p ON p.id = a.partner_id
            """,
            sources=SOURCES,
            today=self._get_today_sql(),
        )

    @api.model
    def _get_activities_sql(self):
        """Tasks on clients and orders, and those on cards from before agreements were kept."""
        return SQL(
            """
            SELECT a.id::int8 * %(sources)s + 1, COALESCE(NULLIF(a.summary, ''), k.name ->> 'en_US'),
                   CASE a.res_model WHEN 'crm.lead' THEN 'card' WHEN 'sale.order' THEN 'order' ELSE 'client' END,
                   a.user_id, y.team_id, t.user_id, c.id, l.id, p.commercial_partner_id, a.date_deadline,
                   z.done::int, 0, 0, 0, (NOT a.active AND NOT z.done)::int,
                   (a.active AND a.date_deadline < %(today)s)::int, (a.active AND a.date_deadline >= %(today)s)::int
              FROM mail_activity a
              LEFT JOIN mail_activity_type k ON k.id = a.activity_type_id
              LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
              LEFT JOIN sale_order o ON a.res_model = 'sale.order' AND o.id = a.res_id
              LEFT JOIN res_partner p ON p.id = COALESCE(
                        l.partner_id, o.partner_id, CASE a.res_model WHEN 'res.partner' THEN a.res_id END)
              JOIN res_users u ON u.id = a.user_id
             CROSS JOIN LATERAL (SELECT COALESCE(l.team_id, o.team_id, (
                        SELECT m.crm_team_id FROM crm_team_member m
                         WHERE m.user_id = a.user_id AND m.active ORDER BY m.id LIMIT 1)) AS team_id) y
              LEFT JOIN crm_team t ON t.id = y.team_id
              JOIN res_company c ON c.id = COALESCE(l.company_id, o.company_id, t.company_id, u.company_id)
             CROSS JOIN LATERAL (SELECT NOT a.active AND EXISTS (%(proof)s) AS done) z
             WHERE a.res_model IN %(models)s
               AND NOT EXISTS (SELECT FROM conveyor_agreement g WHERE g.activity_key = a.id)
               AND NOT (a.active AND l.id IS NOT NULL AND (l.won_status != 'pending' OR NOT l.active))
            """,
            sources=SOURCES,
            today=self._get_today_sql(),
            proof=self.env["conveyor.fact"]._get_proof_sql(),
            models=DEED_MODELS,
        )

    @api.model
    def _get_today_sql(self):
        """The business day of the company ``c``."""
        return SQL(
            "(%s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date",
            self.env.cr.now(),
        )
