import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import NAME_LENGTH, NOTE_LENGTH

BEST_MARK = 5
HEAVIEST = 1000


class ConveyorScorecardCriterion(models.Model):
    """One question of a scorecard, with how much its answer counts."""

    _name = "conveyor.scorecard.criterion"
    _description = "Criterion"
    _order = "scorecard_id, sequence, id"

    scorecard_id = fields.Many2one(
        "conveyor.scorecard", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10, aggregator=None)
    section = fields.Char(required=True, translate=True, size=NAME_LENGTH)
    name = fields.Char(string="Criterion", required=True, translate=True, size=NAME_LENGTH)
    hint = fields.Text(
        string="What to Listen For",
        translate=True,
        help="What earns the best mark, in a few words.",
    )
    weight = fields.Float(
        required=True,
        default=1.0,
        aggregator=None,
        help="How much the criterion counts beside the others.",
    )
    max_mark = fields.Integer(
        string="Best Mark",
        required=True,
        default=BEST_MARK,
        aggregator=None,
        help="1 for yes or no, up to 5.",
    )
    is_critical = fields.Boolean(
        string="Critical", help="Failed (0), the whole call is worth nothing."
    )

    _check_numbers = models.Constraint(
        f"CHECK (weight > 0 AND weight <= {HEAVIEST} AND max_mark BETWEEN 1 AND {BEST_MARK})",
        "A weight is above 0 and at most 1,000; the best mark is between 1 and 5.",
    )
    _check_texts = models.Constraint(
        f"CHECK (length(hint::text) <= {NOTE_LENGTH * 10})", "This hint is too long."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("weight", "max_mark")
    def _check_numbers_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        for criterion in self:
            sound = math.isfinite(criterion.weight) and 0 < criterion.weight <= HEAVIEST
            if not sound or not 1 <= criterion.max_mark <= BEST_MARK:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: a weight is above 0 and at most 1,000; the best mark is between 1 and 5.",
                        name=criterion.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria._check_draft()
        return criteria

    def write(self, vals):
        self._check_draft()
        res = super().write(vals)
        self._check_draft()  # nor does a criterion move into a version that is in force
        return res

    def update_field_translations(self, field_name, translations, source_lang=""):
        """The words of a version that was in force stay, in every language."""
        self._check_draft()
        return super().update_field_translations(field_name, translations, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_draft()

    def _check_draft(self):
        if not self.scorecard_id._is_installing():
            self.scorecard_id._check_draft()
