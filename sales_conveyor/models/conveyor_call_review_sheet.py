from odoo import api, fields, models
from odoo.exceptions import UserError

from .conveyor_call import CALL
from .conveyor_evaluation_line_mixin import MARKS


class ConveyorCallReview(models.Model):
    """The reviewer's screen: the call beside its sheet, a mark by one key."""

    _inherit = "conveyor.call.review"

    sheet = fields.Json(compute="_compute_sheet", export_string_translation=False)
    player = fields.Json(compute="_compute_player", export_string_translation=False)
    can_judge = fields.Boolean(compute="_compute_can")
    can_take = fields.Boolean(compute="_compute_can")
    can_answer = fields.Boolean(compute="_compute_can")
    can_resolve = fields.Boolean(compute="_compute_can")
    can_coach = fields.Boolean(compute="_compute_can")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.mark", "score", "is_scored", "state", "reviewer_id")
    @api.depends_context("uid", "lang")
    def _compute_sheet(self):
        """Criteria section by section, with marks, for the widget."""
        for review in self:
            sections = {}
            for line in review.line_ids:
                sections.setdefault(line.section, []).append(
                    {
                        "id": line.id,
                        "name": line.criterion_id.name,
                        "hint": line.criterion_id.hint or "",
                        "weight": line.criterion_id.weight,
                        "best": line.max_mark,
                        "critical": line.is_critical,
                        "mark": line.mark or False,
                    }
                )
            review.sheet = {
                "sections": [
                    {"name": name, "criteria": criteria} for name, criteria in sections.items()
                ],
                "open": review.state == "todo" and review.reviewer_id == self.env.user,
                "score": review.score if review.is_scored else False,
            }

    @api.depends("call_id.player")
    def _compute_player(self):
        for review in self:
            # The reviewer hears the call that he is given; the file itself asks for his rights.
            review.player = review.call_id.sudo().player

    @api.depends("state", "reviewer_id", "user_id", "dispute_until_on", "coached_at")
    @api.depends_context("uid")
    def _compute_can(self):
        for review in self:
            me, company = self.env.user, review.company_id.sudo()  # its clock is no secret
            is_own = review.user_id == me
            is_open = review.state == "todo"
            review.can_judge = is_open and review.reviewer_id == me
            review.can_take = is_open and not review.reviewer_id and review._may_judge(me)
            review.can_answer = is_own and review.state == "published"
            review.can_resolve = bool(
                review.state == "disputed"
                and me not in review.reviewer_id | review.user_id
                and (
                    review.team_id.sudo().user_id == me  # who leads is no secret
                    or me.has_group("sales_team.group_sale_manager")
                )
            )
            review.can_coach = bool(
                not is_own
                and not review.coached_at
                and not review.is_calibration
                and company
                and review.state not in ("todo", "dropped")
                and (review.reviewer_id == me or review._may_judge(me))
                and review._get_low_lines()
            )

    # === PUBLIC METHODS === #

    def set_mark(self, line_id, mark):
        """Give one criterion its mark; the reviewer's keys come here.

        :param int line_id: of this review
        :param mark: ``"0"`` to ``"5"``, ``"na"``, or False to take it back
        :return: what the score comes to
        """
        self.ensure_one()
        self._check_judging()
        if mark not in (False, *(key for key, _label in MARKS)):
            raise UserError(self.env._("A mark is a number from 0 to 5, or N/A."))
        line = self.line_ids.filtered(lambda line: line.id == line_id)
        if not line:
            raise UserError(self.env._("This criterion belongs to another review."))
        line.write({"mark": mark})
        return {"score": self.score if self.is_scored else False, "failed": self.is_failed}

    def action_choose_scorecard(self):
        """Open the choice of another scorecard for a call that was taken for another kind."""
        self.ensure_one()
        self._check_judging()
        return self._open_word(self.env._("Another Scorecard"), "scorecard")

    # === BUSINESS METHODS === #

    def _choose_scorecard(self, scorecard):
        """Judge by another scorecard in force; marks given so far are lost."""
        self.ensure_one()
        self._check_judging()
        if scorecard not in scorecard._get_in_force("call_review", self.company_id):
            raise UserError(self.env._("“%s” is not in force.", scorecard.display_name))
        # The criteria have no writer of their own; the reviewer was asked above.
        deed = self.sudo().with_context(conveyor_call=CALL)
        deed.line_ids.unlink()
        deed.write({"scorecard_id": scorecard.id, "line_ids": scorecard.sudo()._prepare_lines()})
