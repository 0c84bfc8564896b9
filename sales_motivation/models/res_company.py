from odoo import api, fields, models
from odoo.exceptions import ValidationError

LONGEST = 60


class ResCompany(models.Model):
    """How long people wait for an answer about their pay."""

    _inherit = "res.company"

    motivation_answer_days = fields.Integer(
        string="Answer Within",
        default=3,
        help="Working days in which a question about pay is answered.",
    )

    _check_motivation_answer_days = models.Constraint(
        "CHECK (motivation_answer_days BETWEEN 1 AND 60)",
        "A question about pay is answered within 1 to 60 working days.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_answer_days_in_words(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_answer_days_in_words(vals)
        return super().write(vals)

    @api.model
    def _check_answer_days_in_words(self, vals):
        """Tell it in words before PostgreSQL refuses a number that has no room in its column."""
        if "motivation_answer_days" not in vals:
            return
        field = self._fields["motivation_answer_days"]
        days = field.convert_to_cache(vals["motivation_answer_days"], self)
        if not 1 <= (days or 0) <= LONGEST:
            raise ValidationError(
                self.env._("A question about pay is answered within 1 to 60 working days.")
            )

    # === GUARD === #

    def _refuse_outsider(self, person):
        """A company pays its own people only."""
        if person.share or self not in person.company_ids:
            raise ValidationError(
                self.env._(
                    "%(person)s does not work for %(company)s.",
                    person=person.name,
                    company=self.name,
                )
            )
