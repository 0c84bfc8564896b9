from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..const import NOTE_LENGTH
from ..tools.scoring import Mark

NOT_APPLICABLE = "na"
MARKS = [(NOT_APPLICABLE, "N/A"), *((str(mark), str(mark)) for mark in range(6))]


class ConveyorEvaluationLineMixin(models.AbstractModel):
    """One criterion of a sheet and the mark it got: the lines of a pair of tables.

    A concrete model adds the sheet (required, cascade) and its own rights, and keeps ``is_counted`` of the sheet.
    """

    _name = "conveyor.evaluation.line.mixin"
    _description = "Mark of a Criterion"

    criterion_id = fields.Many2one(
        "conveyor.scorecard.criterion",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    section = fields.Char(related="criterion_id.section")
    sequence = fields.Integer(related="criterion_id.sequence")
    is_critical = fields.Boolean(related="criterion_id.is_critical")
    max_mark = fields.Integer(related="criterion_id.max_mark", aggregator=None)
    mark = fields.Selection(MARKS, help="Empty: not judged yet. N/A: does not apply.")
    comment = fields.Char(size=NOTE_LENGTH)
    points = fields.Float(
        compute="_compute_points", store=True, digits=(16, 6), help="Weight × mark ÷ best mark."
    )
    weight = fields.Float(
        compute="_compute_points",
        store=True,
        digits=(16, 6),
        string="Weight That Counts",
        help="The weight of the criterion; nothing where it does not apply.",
    )
    share = fields.Float(
        string="% of Best",
        compute="_compute_share",
        aggregator="avg",
        help="Points ÷ weights: of many calls and criteria all points ÷ all weights.",
    )

    # === COMPUTE METHODS === #

    @api.depends("mark", "criterion_id")
    def _compute_points(self):
        for line in self:
            [mark] = line._get_marks()
            line.points, line.weight = mark.points, mark.counted

    @api.depends("points", "weight")
    def _compute_share(self):
        for line in self:
            line.share = line.points / line.weight if line.weight else 0.0

    # === CONSTRAINT METHODS === #

    @api.constrains("mark", "criterion_id")
    def _check_mark(self):
        for line in self:
            if line.mark and line.mark != NOT_APPLICABLE and int(line.mark) > line.max_mark:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s” is marked from 0 to %(best)s.",
                        criterion=line.criterion_id.name,
                        best=line.max_mark,
                    )
                )

    # === BUSINESS METHODS === #

    def _get_marks(self):
        """The marks as scoring knows them; what is not marked does not apply."""
        return [
            Mark(
                weight=line.criterion_id.weight or 1.0,
                value=None
                if line.mark in (False, NOT_APPLICABLE)
                else min(int(line.mark), line.max_mark),
                maximum=line.max_mark or 1,
                is_critical=line.is_critical,
            )
            for line in self
        ]

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """A share of many lines comes from the sums of its parts."""
        if aggregate_spec != "share:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "(SUM(%s) / NULLIF(SUM(%s), 0))::float8",
            self._field_to_sql(self._table, "points", query),
            self._field_to_sql(self._table, "weight", query),
        )
