from odoo import api, fields, models

from ..const import NOTE_LENGTH


class ConveyorCallReviewWord(models.TransientModel):
    """A word about a review: why it is disputed, how that is resolved, or by which scorecard it is judged."""

    _name = "conveyor.call.review.word"
    _description = "Word about a Review"

    review_id = fields.Many2one("conveyor.call.review", required=True, readonly=True)
    kind = fields.Selection(
        [("dispute", "Dispute"), ("resolve", "Resolve"), ("scorecard", "Scorecard")],
        required=True,
        readonly=True,
    )
    dispute_reason = fields.Text(
        related="review_id.dispute_reason", string="Why Disputed", related_sudo=False
    )
    text = fields.Text(string="Why", size=NOTE_LENGTH)
    resolution = fields.Selection(
        [("upheld", "The review stands"), ("annulled", "The review does not count")],
        string="Decision",
        default="upheld",
    )
    scorecard_id = fields.Many2one(
        "conveyor.scorecard",
        domain="[('kind', '=', 'call_review'), ('state', '=', 'in_force')]",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("review_id")
    def _check_known(self):
        """A dialog names no review that the person may not read: Odoo would tell him its client."""
        self.sudo(False).review_id.check_access("read")  # Odoo checks beyond rights

    # === ACTION METHODS === #

    def action_send(self):
        """Do what was chosen."""
        self.ensure_one()
        if self.kind == "dispute":
            self.review_id._dispute(self.text)
        elif self.kind == "resolve":
            self.review_id._resolve(self.resolution, self.text)
        else:
            self.review_id._choose_scorecard(self.scorecard_id)
        return {"type": "ir.actions.act_window_close"}
