from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import ROLES

NUMBER = {"digits": (16, 4), "required": True, "readonly": True}


class ConveyorNormDay(models.Model):
    """What was asked of a person on a business day, and what he had done of it when the day ended.

    Booked once each night and never changed: neither a later norm nor a late entry makes a past day better.
    Totals come from the sums of their parts on every level: % of norm = Σ done ÷ Σ norm. Where rows of several
    metrics or companies meet, a total stays blank.
    """

    _name = "conveyor.norm.day"
    _inherit = ["conveyor.ledger.mixin"]
    _description = "Norm of a Day"
    _order = "day_on desc, user_id, metric_id, id desc"
    _rec_name = "metric_id"
    _log_access = False
    _ADDED = ("norm:sum", "done:sum", "attainment:avg", "day_count:sum", "met_count:sum")

    day_on = fields.Date(
        string="Day",
        required=True,
        readonly=True,
        help="The business day in the company's time zone.",
    )
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    role = fields.Selection(ROLES, string="Section", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    metric_id = fields.Many2one(
        "conveyor.metric", required=True, readonly=True, ondelete="restrict"
    )
    norm = fields.Float(help="What was asked on the day.", **NUMBER)
    done = fields.Float(
        string="Fact of the Day", help="What was done by the end of the day.", **NUMBER
    )
    is_met = fields.Boolean(string="Norm Met", readonly=True)
    attainment = fields.Float(
        string="% of Norm",
        compute="_compute_measures",
        aggregator="avg",
        help="Done ÷ norm; of many days and people: all they did ÷ all they were asked for.",
    )
    day_count = fields.Integer(string="Days", compute="_compute_measures", aggregator="sum")
    met_count = fields.Integer(string="Days Met", compute="_compute_measures", aggregator="sum")
    booked_at = fields.Datetime(string="Booked", required=True, readonly=True)

    _unique_day = models.UniqueIndex(
        "(company_id, day_on, user_id, metric_id, COALESCE(team_id, 0))"
    )
    _metric_idx = models.Index("(metric_id, day_on) INCLUDE (user_id, norm, done)")
    _person_idx = models.Index("(user_id, day_on)")
    _check_numbers = models.Constraint("CHECK (norm > 0 AND norm < 1e12 AND done < 1e15)")

    # === COMPUTE METHODS === #

    @api.depends("norm", "done", "is_met")
    def _compute_measures(self):
        for row in self:
            row.attainment = row.done / row.norm if row.norm else 0.0
            row.day_count = 1
            row.met_count = int(row.is_met)

    @api.depends("metric_id", "day_on")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.metric_id.name} {fields.Date.to_string(row.day_on)}"

    # === CRUD METHODS === #

    def _refuse(self):
        raise UserError(
            self.env._("Norms of past days are booked at night and stay as they were booked.")
        )

    # === ACTION METHODS === #

    def action_open_facts(self):
        """Open what the person did on that day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_fact_action"
        )
        domain = [
            ("metric_id", "in", self.metric_id._get_booked().ids),
            ("company_id", "=", self.company_id.id),
            ("user_id", "=", self.user_id.id),
            ("happened_on", "=", self.day_on),
        ]
        return {**action, "domain": domain, "context": {}}

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Ratios from the sums of their parts, days counted."""
        met = self._field_to_sql(self._table, "is_met", query)
        totals = {
            "attainment:avg": SQL(
                "(SUM(%s) / NULLIF(SUM(%s), 0))::float8",
                self._field_to_sql(self._table, "done", query),
                self._field_to_sql(self._table, "norm", query),
            ),
            "day_count:sum": SQL("COUNT(*)"),
            "met_count:sum": SQL("COUNT(*) FILTER (WHERE %s)", met),
        }
        if aggregate_spec in totals:
            return self._blank_mixed(aggregate_spec, totals[aggregate_spec], query)
        return super()._read_group_select(aggregate_spec, query)
