from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import ROLES

DAYS_AHEAD = 7


class ConveyorLoadReport(models.Model):
    """One row per person of a team with the conveyor: what he carries, beside what he can carry.

    Load = points ÷ available capacity, on every level of a pivot from the sums of both. A point is a card of
    weight 1; cards weigh by their stage and more for a key client, tasks overdue and of today come on top.
    The capacity counts as far as the person is there in the next seven days; who is away all the time has no load.
    """

    _name = "conveyor.load.report"
    _description = "Load of People"
    _inherit = ["conveyor.report.mixin"]
    _auto = False
    _order = "load desc nulls last, user_id, id"
    _rec_name = "user_id"
    _depends = {
        "crm.team.member": ["user_id", "crm_team_id", "role", "capacity", "active"],
        "crm.team": ["user_id", "company_id", "use_conveyor", "active"],
        "crm.lead": ["user_id", "team_id", "stage_id", "partner_id", "won_status", "active"],
        "crm.stage": ["load_weight"],
        "res.partner": ["commercial_partner_id", "is_key_client"],
        "res.users": ["active", "company_id"],
        "res.company": ["conveyor_key_weight", "conveyor_overdue_weight", "conveyor_today_weight"],
        "mail.activity": ["res_model", "res_id", "user_id", "date_deadline", "active"],
    }  # fmt: skip

    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    manager_id = fields.Many2one("res.users", string="Team Leader", readonly=True)
    role = fields.Selection(selection=ROLES, string="Section", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    cards = fields.Integer(string="Open Cards", readonly=True)
    key_cards = fields.Integer(string="Cards of Key Clients", readonly=True)
    card_points = fields.Float(
        string="Weighted Cards",
        readonly=True,
        help="Open cards by the weight of their stage, those of key clients heavier.",
    )
    overdue = fields.Integer(string="Overdue Tasks", readonly=True)
    today = fields.Integer(string="Tasks of Today", readonly=True)
    points = fields.Float(
        string="Load Points",
        readonly=True,
        help="Weighted cards and the tasks overdue and of today, by the weights of the settings.",
    )
    capacity = fields.Integer(readonly=True, help="Open cards that the person can carry.")
    share = fields.Float(
        string="Present",
        aggregator=None,
        readonly=True,
        help="The part of the hours of the next seven days that the person is there.",
    )
    room = fields.Float(
        string="Available Capacity", readonly=True, help="Capacity as far as the person is there."
    )
    load = fields.Float(
        aggregator="avg",
        readonly=True,
        help="Load points ÷ available capacity; of many people: all their points ÷ all their capacity.",
    )
    load_percent = fields.Integer(string="Load %", aggregator=None, readonly=True)
    is_away = fields.Boolean(
        string="Away", readonly=True, help="Away in all of the next seven days."
    )

    presence = fields.Char(compute="_compute_presence")

    # === COMPUTE METHODS === #

    @api.depends("is_away")
    def _compute_presence(self):
        for row in self:
            row.presence = self.env._("Away") if row.is_away else False

    # === ACTION METHODS === #

    def action_open_cards(self):
        """The open cards of these people, as the present person may read them."""
        domains = [
            [("user_id", "=", row.user_id.id), ("team_id", "=", row.team_id.id)] for row in self
        ]
        names = ", ".join(self.user_id.mapped("name"))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open Cards: %s", names),
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": fields.Domain("won_status", "=", "pending") & fields.Domain.OR(domains),
            "context": {"create": False},
        }

    # === QUERY === #

    @property
    def _table_query(self):
        people = SQL("people (member_id, user_id, team_id, company_id, today, share)")
        return SQL("WITH %s AS (%s) %s", people, self._get_people_sql(), super()._table_query)

    def _columns(self):
        return SQL(
            """m.id, m.user_id, m.crm_team_id AS team_id, t.user_id AS manager_id, m.role, s.company_id, m.capacity,
               s.share, s.share = 0 AS is_away"""
        )

    def _counts(self):
        """Columns to be summed."""
        return SQL(
            """COALESCE(c.cards, 0) AS cards, COALESCE(c.key_cards, 0) AS key_cards, x.card_points,
               COALESCE(a.overdue, 0) AS overdue, COALESCE(a.today, 0) AS today, y.points, y.room"""
        )

    def _rates(self):
        return SQL(
            """y.points / NULLIF(y.room, 0) AS load,
               round(LEAST(100 * y.points, 1e9 * y.room) / NULLIF(y.room, 0))::int AS load_percent"""
        )

    def _tables(self):
        return SQL(
            """people s
               JOIN crm_team_member m ON m.id = s.member_id
               JOIN crm_team t ON t.id = s.team_id
               JOIN res_company o ON o.id = s.company_id
               LEFT JOIN (%(cards)s) c ON c.user_id = s.user_id AND c.team_id = s.team_id
               LEFT JOIN (%(tasks)s) a ON a.member_id = s.member_id
               CROSS JOIN LATERAL (SELECT COALESCE(c.weight + c.key_weight * o.conveyor_key_weight, 0)
                                          AS card_points) x
               CROSS JOIN LATERAL (SELECT x.card_points + COALESCE(a.overdue * o.conveyor_overdue_weight
                                                                   + a.today * o.conveyor_today_weight, 0) AS points,
                                          m.capacity * s.share AS room) y""",
            cards=self._get_cards_sql(),
            tasks=self._get_tasks_sql(),
        )

    @api.model
    def _get_cards_sql(self):
        """The open cards by owner and team, counted by stage before they are weighed.

        Key clients and their contacts are few: their cards are found by the client.
        """
        columns = SQL("l.user_id, l.team_id, l.stage_id")
        people = SQL(
            """JOIN people s ON s.user_id = l.user_id AND s.team_id = l.team_id
                WHERE l.won_status = 'pending' AND l.active"""
        )
        return SQL(
            """
            SELECT g.user_id, g.team_id, sum(g.cards)::int8 AS cards, COALESCE(sum(k.cards), 0)::int8 AS key_cards,
                   sum((g.cards - COALESCE(k.cards, 0)) * COALESCE(t.load_weight, 1)) AS weight,
                   sum(COALESCE(k.cards, 0) * COALESCE(t.load_weight, 1)) AS key_weight
              FROM (SELECT %(columns)s, count(*) AS cards FROM crm_lead l %(people)s GROUP BY %(columns)s) g
              LEFT JOIN (
                   SELECT %(columns)s, count(*) AS cards
                     FROM res_partner q
                    CROSS JOIN LATERAL jsonb_each(q.is_key_client) v
                     JOIN res_partner p ON p.commercial_partner_id = q.id
                     JOIN crm_lead l ON l.partner_id = p.id
                     %(people)s AND q.is_key_client IS NOT NULL AND v.value = 'true' AND s.company_id = v.key::int4
                    GROUP BY %(columns)s
                   ) k ON k.user_id = g.user_id AND k.team_id = g.team_id AND k.stage_id IS NOT DISTINCT FROM g.stage_id
              LEFT JOIN crm_stage t ON t.id = g.stage_id
             GROUP BY g.user_id, g.team_id
            """,
            columns=columns,
            people=people,
        )

    @api.model
    def _get_tasks_sql(self):
        """The tasks of people on open cards of their team, overdue and of today."""
        return SQL(
            """
            SELECT s.member_id, count(*) FILTER (WHERE v.date_deadline < s.today) AS overdue,
                   count(*) FILTER (WHERE v.date_deadline = s.today) AS today
              FROM people s
              JOIN mail_activity v ON v.user_id = s.user_id AND v.date_deadline <= s.today
                                  AND v.res_model = 'crm.lead' AND v.active
              JOIN crm_lead l ON l.id = v.res_id AND l.team_id = s.team_id AND l.won_status = 'pending' AND l.active
             GROUP BY s.member_id
            """
        )

    @api.model
    def _get_people_sql(self):
        """Who is looked at: their company, its business day, and how much of the next days they are there.

        The calendars are read in Python, in as many questions for a thousand people as for one.
        """
        rows = []
        members = self._find_members()
        for company, people in members.grouped(lambda member: member._get_company()).items():
            today = company._get_business_day()
            shares = people._get_available_shares(today, today + timedelta(days=DAYS_AHEAD - 1))
            rows += [
                SQL(
                    "(%s, %s, %s, %s, %s::date, %s::float8)",
                    member.id,
                    member.user_id.id,
                    member.crm_team_id.id,
                    company.id,
                    today,
                    share,
                )
                for member, share in shares.items()
            ]
        if not rows:
            none = ("int4", "int4", "int4", "int4", "date", "float8")
            columns = SQL(", ").join(SQL("NULL::%s", SQL(kind)) for kind in none)
            return SQL("SELECT %s WHERE FALSE", columns)
        return SQL("VALUES %s", SQL(", ").join(rows))

    @api.model
    def _find_members(self):
        """The people whose row the present person may read; the context may name one team and one person of them."""
        domain = [
            ("crm_team_id.use_conveyor", "=", True),
            ("crm_team_id.active", "=", True),
            ("user_id.active", "=", True),
        ]
        if not self.env.su and not self.env["crm.team"]._reads_all_cards():
            me = self.env.uid
            domain += ["|", ("user_id", "=", me), ("crm_team_id.user_id", "=", me)]
        for key, name in (("load_team_id", "crm_team_id"), ("load_user_id", "user_id")):
            if type(self.env.context.get(key)) is int:
                domain.append((name, "=", self.env.context[key]))
        return self.env["crm.team.member"].sudo().search(domain)  # their hours are nobody's to read

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The load of many people is that of all their points and all their capacity."""
        if aggregate_spec != "load:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "points", query),
            self._field_to_sql(self._table, "room", query),
        )
