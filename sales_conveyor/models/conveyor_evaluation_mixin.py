from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import NOTE_LENGTH
from ..tools import scoring


class ConveyorEvaluationMixin(models.AbstractModel):
    """A sheet that somebody filled in by a scorecard: the head of a pair of tables.

    A concrete model adds who was judged, its rights, and ``line_ids`` of a model with
    ``conveyor.evaluation.line.mixin``. It says with ``is_counted`` which sheets belong to averages.
    """

    _name = "conveyor.evaluation.mixin"
    _description = "Evaluation"

    scorecard_id = fields.Many2one(
        "conveyor.scorecard", required=True, readonly=True, index=True, ondelete="restrict"
    )
    score = fields.Float(
        compute="_compute_score",
        store=True,
        aggregator="avg",
        digits=(16, 6),
        help="What the criteria earned ÷ their weights; what does not apply is left out, "
        "and a failed critical criterion leaves nothing.",
    )
    is_scored = fields.Boolean(
        string="Has a Score", compute="_compute_score", store=True, help="Something was marked."
    )
    is_failed = fields.Boolean(
        string="Critical Failure",
        compute="_compute_score",
        store=True,
        help="A critical criterion got nothing.",
    )
    is_counted = fields.Boolean(
        string="Counts", compute="_compute_is_counted", store=True, help="Belongs to the averages."
    )
    comment = fields.Text(help="What to keep, what to do otherwise next time.")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.mark", "line_ids.criterion_id")
    def _compute_score(self):
        for sheet in self:
            marks = sheet.line_ids.filtered("mark")._get_marks()
            score = scoring.get_score(marks)
            sheet.score = score or 0.0
            sheet.is_scored = score is not None
            sheet.is_failed = any(mark.is_failed for mark in marks)

    def _compute_is_counted(self):
        """Every sheet counts unless a concrete model knows better."""
        self.is_counted = True

    # === CONSTRAINT METHODS === #

    @api.constrains("comment")
    def _check_comment(self):
        if any(len(sheet.comment or "") > NOTE_LENGTH * 5 for sheet in self):
            raise UserError(
                self.env._("Please keep the comment under %s characters.", NOTE_LENGTH * 5)
            )

    # === BUSINESS METHODS === #

    def _check_marked(self):
        """A sheet is whole when every criterion has a mark or is said not to apply."""
        self.ensure_one()
        missing = self.line_ids.filtered(lambda line: not line.mark)
        if missing:
            raise UserError(
                self.env._(
                    "Not marked yet: %s. What does not apply gets N/A.",
                    ", ".join(missing.criterion_id.mapped("name")),
                )
            )

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Averages are of what counts and has a score."""
        if aggregate_spec != "score:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "(AVG(%s) FILTER (WHERE %s AND %s))::float8",
            self._field_to_sql(self._table, "score", query),
            self._field_to_sql(self._table, "is_counted", query),
            self._field_to_sql(self._table, "is_scored", query),
        )
