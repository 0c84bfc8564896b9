from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..const import NAME_LENGTH, ROLES

# What makes a metric the thing it is: the ledger was booked by it.
FROZEN = (
    "code",
    "source",
    "aggregation",
    "measure",
    "is_deed",
    "is_cohort",
    "numerator_id",
    "denominator_id",
    "basis_id",
)


class ConveyorMetric(models.Model):
    """What the department counts, and how it adds up.

    ============  ==========================================================================
    aggregation   over people, teams and time
    ============  ==========================================================================
    sum           the facts are summed
    last          a level at the end of a day: summed over people, never over time
    median        the middle value of the facts' days
    ratio         sum of one metric ÷ sum of another, on every level from the sums of its parts; also
                  of two levels, each as it was on the last day
    ============  ==========================================================================

    A ratio is data, not code. A summed metric is a record here and a rule of its source
    (``conveyor.fact._truth_<source>``), which tells what the documents say now.
    """

    _name = "conveyor.metric"
    _description = "Metric"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, size=NAME_LENGTH)
    code = fields.Char(required=True, readonly=True, size=64)
    description = fields.Text(string="What It Counts", translate=True, required=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(
        default=True, help="A metric that is switched off books nothing; what was booked stays."
    )
    aggregation = fields.Selection(
        [("sum", "Sum"), ("last", "Level"), ("median", "Median"), ("ratio", "Ratio")],
        string="Adds Up As",
        required=True,
        default="sum",
        readonly=True,
    )
    measure = fields.Selection(
        [
            ("quantity", "Number"),
            ("amount", "Money"),
            ("days_held", "Days Since Accepted"),
            ("days_open", "Days Since Created"),
        ],
        required=True,
        default="quantity",
        readonly=True,
        help="The column of the fact that counts.",
    )
    is_percentage = fields.Boolean(readonly=True)
    is_less_better = fields.Boolean(string="Less Is Better", readonly=True)
    role = fields.Selection(ROLES, string="Section", help="Whose work it tells of first of all.")
    lost_history = fields.Text(
        string="What History Cannot Tell",
        translate=True,
        help="What Odoo no longer knows of the time before the ledger: it stays blank, never zero.",
    )
    is_shown_in_day = fields.Boolean(
        string="Shown in the Day",
        default=True,
        help="Shown in the timeline of a day; off for what tells the same deed once more.",
    )
    source = fields.Char(readonly=True, help="The document whose changes book it.")
    is_deed = fields.Boolean(
        string="Evidence",
        readonly=True,
        help="Done is done: the fact stays when its document is deleted. Other metrics follow their documents.",
    )
    numerator_id = fields.Many2one("conveyor.metric", readonly=True, ondelete="restrict")
    denominator_id = fields.Many2one("conveyor.metric", readonly=True, ondelete="restrict")
    numerator_measure = fields.Selection(
        [("quantity", "Number"), ("amount", "Money")],
        default="quantity",
        required=True,
        readonly=True,
    )
    denominator_measure = fields.Selection(
        [("quantity", "Number"), ("amount", "Money")],
        default="quantity",
        required=True,
        readonly=True,
    )
    is_complement = fields.Boolean(
        readonly=True, help="The denominator is the sum of both metrics: won ÷ (won + lost)."
    )
    is_cohort = fields.Boolean(
        string="By Cohort",
        readonly=True,
        help="Facts count on the day their story began: an acceptance on the day of the offer.",
    )
    basis_id = fields.Many2one(
        "conveyor.metric",
        readonly=True,
        ondelete="restrict",
        help="The metric whose facts this one is taken of: a median, or another column of the same facts.",
    )
    is_fed_by_pipeline = fields.Boolean(
        string="Fed by Open Deals",
        readonly=True,
        help="Open opportunities will become facts of it: a forecast looks at them, too.",
    )

    _unique_code = models.UniqueIndex("(code)", "This code of a metric exists already.")
    _check_ratio = models.Constraint(
        "CHECK ((aggregation = 'ratio') = (numerator_id IS NOT NULL AND denominator_id IS NOT NULL))",
        "A ratio is made of two metrics.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("numerator_id", "denominator_id", "basis_id")
    def _check_parts(self):
        for metric in self:
            parts = metric.numerator_id | metric.denominator_id | metric.basis_id
            levels = metric.aggregation == "ratio" and set(parts.mapped("aggregation")) == {"last"}
            if not levels and any(part.aggregation != "sum" or part.basis_id for part in parts):
                raise ValidationError(
                    self.env._("“%s” can only be made of metrics that are summed.", metric.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        metrics = super().create(vals_list)
        self.env.registry.clear_cache()
        return metrics

    def write(self, vals):
        changed = [name for name in FROZEN if name in vals]
        # Anybody may call with a context; only the update of this addon has these rights, too.
        installing = self.env.su and self.env.context.get("install_mode")
        if changed and not installing:
            raise UserError(
                self.env._(
                    "Facts were booked by this metric: its meaning cannot change. Make another one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A metric is never deleted, only archived: facts stand on it."))

    # === ACTION METHODS === #

    def action_open_facts(self):
        """Open the facts this metric is made of."""
        self.ensure_one()
        levels = "last" in self._get_booked().mapped("aggregation")
        name = "conveyor_fact_action_level" if levels else "conveyor_fact_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(f"sales_conveyor.{name}")
        return {
            **action,
            "domain": [("metric_id", "in", self._get_booked().ids)],
            "display_name": self.name,
        }

    # === BUSINESS METHODS === #

    @api.model
    def _get(self, code):
        """The metric of a code, or nothing."""
        return self.browse(self._get_ids_by_code().get(code))

    @api.model
    @tools.ormcache()
    def _get_ids_by_code(self):
        """Codes never change and metrics are never deleted: asked once."""
        # One answer for everybody, kept in the cache.
        metrics = self.sudo().with_context(active_test=False).search(Domain.TRUE)
        return {metric.code: metric.id for metric in metrics}

    def _get_booked(self):
        """The metrics whose facts these are taken of: themselves, their bases, the parts of ratios."""
        derived = self.filtered(lambda metric: metric.basis_id or metric.aggregation == "ratio")
        return (self - derived) | self.basis_id | self.numerator_id | self.denominator_id
