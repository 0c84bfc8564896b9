from odoo import api, fields, models
from odoo.exceptions import UserError

from .conveyor_call import CALL

WRITTEN = {"mark", "comment"}


class ConveyorCallReviewLine(models.Model):
    """One criterion of a call review, and its mark. Trends by person and criterion are read here."""

    _name = "conveyor.call.review.line"
    _description = "Mark of a Call"
    _inherit = ["conveyor.evaluation.line.mixin"]
    _order = "review_id desc, id"
    _rec_name = "criterion_id"

    review_id = fields.Many2one(
        "conveyor.call.review", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="review_id.user_id", store=True, index=True)
    team_id = fields.Many2one(related="review_id.team_id", store=True)
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    reviewer_id = fields.Many2one(related="review_id.reviewer_id", store=True, index=True)
    called_on = fields.Date(related="review_id.called_on", store=True)
    state = fields.Selection(related="review_id.state", store=True)
    is_counted = fields.Boolean(related="review_id.is_counted", store=True)
    is_calibration = fields.Boolean(related="review_id.is_calibration", store=True)

    _unique_criterion = models.UniqueIndex("(review_id, criterion_id)")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("conveyor_call") is not CALL:
            raise UserError(self.env._("The criteria of a review come from its scorecard."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("conveyor_call") is not CALL:
            if vals.keys() - WRITTEN:
                raise UserError(self.env._("Of a criterion its mark and a comment are written."))
            for review in self.review_id:
                review._check_judging()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_deed(self):
        if self.env.context.get("conveyor_call") is not CALL:
            raise UserError(self.env._("The criteria of a review come from its scorecard."))
