from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import PLAN_STATES

KEY = ("plan_id", "metric_id", "team_id", "user_id", "categ_id")
MONTHS = tuple(f"month_{month:02}" for month in range(1, 13))
QUARTERS = {"q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12)}
COUNT = {"digits": (16, 4)}


class ConveyorTargetRow(models.Model):
    """The targets of a plan as people think of them: one row of twelve months for whom and of what.

    Nothing is stored here: a row is the leaves of ``conveyor.target`` side by side, and what is typed in it is
    written there, as the person who types.
    """

    _name = "conveyor.target.row"
    _description = "Targets by Month"
    _inherit = ["conveyor.target.mixin"]
    _auto = False
    _order = "year desc, plan_id desc, metric_id, team_id, user_id, categ_id, id"
    _rec_name = "metric_id"
    _depends = {
        "conveyor.target": [
            "plan_id", "company_id", "month_on", "metric_id", "team_id", "user_id", "categ_id", "value",
        ],
        "conveyor.plan": ["year", "state"],
    }  # fmt: skip
    _TOTALS = (*MONTHS, *QUARTERS, "total")
    _YEAR = "year"

    plan_id = fields.Many2one("conveyor.plan", required=True)
    company_id = fields.Many2one("res.company", readonly=True)
    year = fields.Integer(string="Year of the Plan", readonly=True, aggregator=None)
    state = fields.Selection(PLAN_STATES, string="Plan State", readonly=True, default="draft")
    metric_id = fields.Many2one(
        "conveyor.metric", required=True, domain=[("aggregation", "=", "sum")]
    )
    team_id = fields.Many2one("crm.team", string="Sales Team")
    user_id = fields.Many2one("res.users", string="Person")
    categ_id = fields.Many2one("product.category", string="Product Category")
    month_01 = fields.Float("Jan", **COUNT)
    month_02 = fields.Float("Feb", **COUNT)
    month_03 = fields.Float("Mar", **COUNT)
    month_04 = fields.Float("Apr", **COUNT)
    month_05 = fields.Float("May", **COUNT)
    month_06 = fields.Float("Jun", **COUNT)
    month_07 = fields.Float("Jul", **COUNT)
    month_08 = fields.Float("Aug", **COUNT)
    month_09 = fields.Float("Sep", **COUNT)
    month_10 = fields.Float("Oct", **COUNT)
    month_11 = fields.Float("Nov", **COUNT)
    month_12 = fields.Float("Dec", **COUNT)
    q1 = fields.Float(readonly=True, **COUNT)
    q2 = fields.Float(readonly=True, **COUNT)
    q3 = fields.Float(readonly=True, **COUNT)
    q4 = fields.Float(readonly=True, **COUNT)
    total = fields.Float("Year", readonly=True, **COUNT)
    last_total = fields.Float(
        "Year Before",
        compute="_compute_last_total",
        help="What the ledger has of the year before for the same person, else for the team or the company, "
        "as far as you may see it.",
        **COUNT,
    )
    growth = fields.Float(
        "Growth Asked",
        compute="_compute_last_total",
        aggregator=None,
        help="By how much the year is to be more than the one before.",
    )

    # === COMPUTE METHODS === #

    @api.depends("total", *KEY)
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_last_total(self):
        facts = self.plan_id._read_last_year(self)
        for row in self:
            row.last_total = facts.get(row, 0.0)
            row.growth = row.total / row.last_total - 1 if row.last_total else 0.0

    @api.onchange("user_id")
    def _onchange_user_id(self):
        teams = self.env["conveyor.target"]._find_teams(self.user_id, self.plan_id.company_id)
        self.team_id = teams.get(self.user_id.id, self.team_id.id)

    @api.onchange(*MONTHS)
    def _onchange_months(self):
        for quarter, (first, last) in QUARTERS.items():
            self[quarter] = sum(self[month] for month in MONTHS[first - 1 : last])
        self.total = sum(self[month] for month in MONTHS)

    # === CRUD METHODS === #

    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        defaults = self.default_get([*KEY, *MONTHS])
        targets, leaves = self.env["conveyor.target"], []
        for vals in vals_list:
            row = {**defaults, **vals}
            key = {name: row.get(name, False) for name in KEY}
            targets._check_given(key)
            if not (key["plan_id"] and key["metric_id"]):
                raise UserError(self.env._("Choose the plan and the metric of these targets."))
            plan = self.env["conveyor.plan"].browse(key["plan_id"])
            for month, name in enumerate(MONTHS, start=1):
                value = row.get(name) or 0.0
                leaves.append({**key, "month_on": plan._get_month(month), "value": value})
        targets = targets.create(leaves)
        self.invalidate_model()
        return self.browse(targets.ids[:: len(MONTHS)])

    def write(self, vals):
        self.check_access("write")
        rows = self._find_leaves().values()
        key = {name: vals[name] for name in KEY if name in vals}
        if key:
            self._join(leaf for row in rows for leaf in row.values()).write(key)
        missing = []
        for month, name in enumerate(MONTHS, start=1):
            if name in vals:
                value = vals[name] or 0.0
                self._join(row[month] for row in rows if month in row).write({"value": value})
                missing += [
                    {**next(iter(row.values()))._get_beside(month), "value": value}
                    for row in rows
                    if month not in row
                ]
        self.env["conveyor.target"].create(missing)
        self.invalidate_model()
        return True

    def unlink(self):
        self.check_access("unlink")
        rows = self._find_leaves().values()
        self._join(leaf for row in rows for leaf in row.values()).unlink()
        self.invalidate_model()
        return True

    # === BUSINESS METHODS === #

    def _find_leaves(self):
        """The targets behind these rows.

        :return: ``{row: {month: target}}``, months without a target left out
        """
        wanted = {row._get_key(): row for row in self}
        domain = [(name, "in", [key[place] for key in wanted]) for place, name in enumerate(KEY)]
        found = {row: {} for row in self}
        for target in self.env["conveyor.target"].search(domain, order="month_on"):
            row = wanted.get(tuple(target[name].id for name in KEY))
            if row:
                found[row][target.month_on.month] = target
        return found

    def _join(self, targets):
        return self.env["conveyor.target"].browse([target.id for target in targets])

    def _get_key(self):
        return tuple(self[name].id for name in KEY)

    # === QUERY === #

    @api.private
    def fetch(self, field_names=None):
        """Read rows from the leaves of their own plans, however many plans there are."""
        if not self.ids:
            return super().fetch(field_names)
        query = SQL("SELECT DISTINCT plan_id FROM conveyor_target WHERE id IN %s", tuple(self.ids))
        plans = tuple(plan for (plan,) in self.env.execute_query(query)) or (0,)
        rows = self.with_context(row_plan_ids=plans)
        return super(ConveyorTargetRow, rows).fetch(field_names)

    @property
    def _table_query(self):
        parts = {**{name: (n, n) for n, name in enumerate(MONTHS, start=1)}, **QUARTERS}
        sums = SQL(", ").join(
            SQL(
                "SUM(t.value) FILTER (WHERE t.month BETWEEN %s AND %s) AS %s",
                first,
                last,
                SQL.identifier(name),
            )
            for name, (first, last) in parts.items()
        )
        plans = self.env.context.get("row_plan_ids")
        # Only this server can say it by a tuple.
        known = SQL("WHERE plan_id IN %s", plans) if isinstance(plans, tuple) else SQL()
        return SQL(
            """
            SELECT MIN(t.id) AS id, t.plan_id, t.company_id, p.year, p.state, t.metric_id, t.team_id, t.user_id,
                   t.categ_id, %(sums)s, SUM(t.value) AS total
              FROM (SELECT *, date_part('month', month_on) AS month FROM conveyor_target %(known)s) t
              JOIN conveyor_plan p ON p.id = t.plan_id
             GROUP BY t.plan_id, t.company_id, p.year, p.state, t.metric_id, t.team_id, t.user_id, t.categ_id
            """,
            sums=sums,
            known=known,
        )
