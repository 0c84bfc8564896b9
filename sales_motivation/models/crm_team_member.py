from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import PAY

GRADED = frozenset({"grade_id", "grade_since_on"})


class CrmTeamMember(models.Model):
    """The career of a person in his team: the step he stands on, and since when."""

    _inherit = "crm.team.member"

    grade_id = fields.Many2one(
        "motivation.grade", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    grade_since_on = fields.Date(string="Grade Since", readonly=True, copy=False)
    grade_change_ids = fields.One2many(
        "motivation.grade.change", "member_id", string="Career", readonly=True
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in GRADED):
            self._refuse_grade()
        # No default of a context speaks for a grade.
        blank = dict.fromkeys(GRADED, False)
        return super().create([{**vals, **blank} for vals in vals_list])

    def write(self, vals):
        if vals.keys() & GRADED:
            self._refuse_grade()
        if "role" in vals:
            self._leave_ladder(vals["role"])
        return super().write(vals)

    def _refuse_grade(self):
        if self.env.context.get("motivation_pay") is not PAY:
            raise UserError(self.env._("A grade is changed by a promotion, or by an exception."))

    def _leave_ladder(self, role):
        """Whoever changes his section begins its ladder anew; what he reached before stays in his career."""
        gone = self.filtered(lambda member: member.grade_id and member.role != role)
        if gone:
            deed = gone.with_context(motivation_pay=PAY)
            deed.write({"grade_id": False, "grade_since_on": False})
