from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [
    ("deadline", "Expected Close"),
    ("order", "Order Date"),
    ("won", "Won Again"),
]
DIRECTIONS = [
    ("later", "To a Later Month"),
    ("earlier", "To an Earlier Month"),
    ("none", "Taken Away"),
]
# A date moved in so many last working days of a month is worth a look; so is a deal won so soon after it.
LAST_DAYS = 5
DAYS_AFTER = 3
SHIFTS = 2


class ConveyorShiftReport(models.Model):
    """Period shifts: what went over a month border just before it.

    ============  ======================================================================================
    kind          a row
    ============  ======================================================================================
    deadline      an expected close moved out of the month that ends, or back into it, in its last five
                  working days
    order         the same for the date of a confirmed order
    won           a won deal that was reopened, and won again in a later month
    ============  ======================================================================================
    """

    _name = "conveyor.shift.report"
    _description = "Period Shift"
    _inherit = ["conveyor.ledger.report.mixin"]
    _auto = False
    _order = "moved_at desc, id desc"
    _depends = {
        "crm.lead": ["name"],
        "res.company": ["currency_id"],
    }

    name = fields.Char(string="Deal or Order", readonly=True)
    kind = fields.Selection(KINDS, string="What Was Moved", readonly=True)
    direction = fields.Selection(DIRECTIONS, readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Card", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    owner_id = fields.Many2one(
        "res.users", string="Person", readonly=True, help="Whose deal it was then."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Moved By",
        readonly=True,
        help="Unknown for a deal that was won again.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    moved_at = fields.Datetime(string="Moved", readonly=True)
    moved_on = fields.Date(string="Day of the Move", readonly=True)
    old_on = fields.Date(string="Old Day", readonly=True)
    new_on = fields.Date(string="New Day", readonly=True)
    days_left = fields.Integer(
        string="Working Days Before the Border",
        readonly=True,
        aggregator="avg",
        help="Working days that the month still had, the day of the move included.",
    )
    shifts = fields.Integer(readonly=True)
    won_after = fields.Integer(
        readonly=True, help="Won within three days after the border that it was moved over."
    )
    won_on = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True)

    # === ACTION METHODS === #

    def action_open_deal(self):
        """Open the card, or the order where there is no card."""
        self.ensure_one()
        record = self.lead_id or self.order_id
        if not record:
            return None
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    @api.model
    def _get_recent_shifts_domain(self):
        """The shifts over the last border and towards the next one: those of this month and of the one before."""
        today = self.env.company._get_business_day()
        first = fields.Date.subtract(fields.Date.start_of(today, "month"), months=1)
        return [("moved_on", ">=", first), ("company_id", "=", self.env.company.id)]

    # === QUERY === #

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._moved_query(), self._won_again_query())

    def _moved_query(self):
        """Dates moved out of the month that ends, or into it, in its last days."""
        return SQL(
            """
            SELECT m.id::int8 * %(shifts)s AS id, m.name, m.kind, x.direction, m.lead_id, m.order_id, m.owner_id,
                   m.user_id, m.team_id, m.company_id, c.currency_id, m.moved_at, m.moved_on, m.old_on, m.new_on,
                   m.days_left, 1 AS shifts, (w.won_on IS NOT NULL)::int AS won_after, w.won_on, m.amount
              FROM conveyor_deadline_move m
              JOIN res_company c ON c.id = m.company_id
             CROSS JOIN LATERAL (SELECT
                   CASE WHEN m.new_on IS NULL THEN 'none' WHEN m.new_on > m.old_on THEN 'later'
                        ELSE 'earlier' END::varchar AS direction,
                   date_trunc('month', m.moved_on::timestamp) AS month,
                   (date_trunc('month', m.moved_on::timestamp) + interval '1 month')::date AS border) x
              LEFT JOIN LATERAL (
                   SELECT min(f.happened_on) AS won_on FROM conveyor_fact f
                    WHERE f.metric_id = %(won)s AND f.res_model = 'crm.lead' AND %(stands)s
                      AND f.origin_id = CASE m.kind WHEN 'deadline' THEN m.res_id ELSE m.lead_id END
                      AND f.happened_on >= x.border AND f.happened_on < x.border + %(after)s) w ON TRUE
             WHERE m.days_left <= %(last)s
               AND (date_trunc('month', m.old_on::timestamp) = x.month
                    OR date_trunc('month', m.new_on::timestamp) = x.month)
            """,
            shifts=SHIFTS,
            won=self._get_metric_id("deal_won"),
            stands=self._get_standing_sql(self._get_metric_id("deal_won")),
            after=DAYS_AFTER,
            last=LAST_DAYS,
        )

    def _won_again_query(self):
        """Won deals ``h`` that were reopened (``r`` takes them back) and won again (``f``) in a later month."""
        return SQL(
            """
            SELECT f.id::int8 * %(shifts)s + 1, COALESCE(l.name, f.reference), 'won', 'later', l.id, NULL::int4,
                   f.user_id, NULL::int4, f.team_id, f.company_id, c.currency_id, r.happened_at, r.happened_on,
                   h.happened_on, f.happened_on, NULL::int4, 1,
                   (f.happened_on >= x.border AND f.happened_on < x.border + %(after)s)::int, f.happened_on, f.amount
              FROM conveyor_fact r
              JOIN conveyor_fact h ON h.id = r.reversal_of_id
              JOIN conveyor_fact f ON f.metric_id = r.metric_id AND f.origin_id = r.origin_id
               AND f.line_id = r.line_id AND f.part_id = r.part_id AND f.revision = r.revision + 1
              JOIN res_company c ON c.id = f.company_id
              LEFT JOIN crm_lead l ON l.id = f.res_id AND f.res_model = 'crm.lead'
             CROSS JOIN LATERAL (SELECT
                   (date_trunc('month', r.happened_on::timestamp) + interval '1 month')::date AS border) x
             WHERE r.metric_id = %(won)s AND r.reversal_of_id IS NOT NULL AND r.reason = 'cancelled'
               AND f.reversal_of_id IS NULL
               AND date_trunc('month', f.happened_on::timestamp) > date_trunc('month', h.happened_on::timestamp)
            """,
            shifts=SHIFTS,
            won=self._get_metric_id("deal_won"),
            after=DAYS_AFTER,
        )
