from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .conveyor_call_sample_booking import REVIEWER


class ConveyorCall(models.Model):
    """Reviews that a leader chooses himself, beside those that are drawn: of a call, or of several judges at once."""

    _inherit = "conveyor.call"

    review_ids = fields.One2many("conveyor.call.review", "call_id", string="Reviews")
    can_review = fields.Boolean(compute="_compute_can_review")

    # === COMPUTE METHODS === #

    def _compute_can_review(self):
        for call in self:
            call.can_review = not call.cancelled_at and call._is_watched_by_me()

    # === ACTION METHODS === #

    def action_review(self):
        """Review this call oneself, beside those that were drawn."""
        self.ensure_one()
        self._check_choice()
        reviews = self.env["conveyor.call.review"]
        # Whether somebody else reviews it already is no secret to a leader.
        standing = reviews.sudo().search(
            [("call_id", "=", self.id), ("is_calibration", "=", False), ("state", "!=", "dropped")]
        )
        if not standing:
            standing = reviews._create_for(self, {self.id: self.env.uid})
        return self._open_reviews(standing)

    def action_calibrate(self):
        """Let all reviewers judge this call, each for himself, to see how far they are apart."""
        self.ensure_one()
        self._check_choice()
        sample = self.env["conveyor.call.sample"]
        company = self.company_id.sudo()  # who reviews is no secret
        judges = (sample._find_people(REVIEWER, company) | self.env.user) - self.user_id
        if len(judges) < 2:
            raise UserError(
                self.env._(
                    "A calibration takes two reviewers at least: give the right to more people."
                )
            )
        reviews = self.env["conveyor.call.review"]
        known = reviews.sudo().search(  # as above
            [("call_id", "=", self.id), ("is_calibration", "=", True)]
        )
        for judge in judges - known.reviewer_id:
            known |= reviews._create_for(self, {self.id: judge.id}, is_calibration=True)
        return self._open_reviews(known)

    # === BUSINESS METHODS === #

    def _check_choice(self):
        self.check_access("read")
        if not self.can_review:
            raise AccessError(
                self.env._(
                    "The leader of the team or the head of sales chooses calls to review, never his own."
                )
            )
        if not self.env["conveyor.scorecard"]._get_in_force("call_review", self.company_id):
            raise UserError(self.env._("No scorecard for calls is in force."))

    def _open_reviews(self, reviews):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Call Reviews"),
            "res_model": "conveyor.call.review",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", reviews.ids)],
        }
        mine = reviews.filtered(lambda review: review.reviewer_id == self.env.user)
        # One's own sheet comes first: until it is published the others are not shown.
        if len(mine) == 1 and (len(reviews) == 1 or mine.state == "todo"):
            action |= {"res_id": mine.id, "views": [(False, "form")]}
        return action
