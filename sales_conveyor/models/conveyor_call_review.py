from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import NOTE_LENGTH
from ..tools.scoring import get_spread
from .conveyor_call import CALL

REVIEW_STATES = [
    ("todo", "To Do"),
    ("published", "Published"),
    ("acknowledged", "Acknowledged"),
    ("disputed", "Disputed"),
    ("resolved", "Resolved"),
    ("dropped", "Not Needed"),
]
PUBLISHED = ("published", "acknowledged", "disputed", "resolved")


class ConveyorCallReview(models.Model):
    """A call judged by a scorecard.

    To do → published → acknowledged | disputed → resolved. Nobody judges himself; what is published never
    changes; a dispute is resolved by somebody else than the reviewer. A calibration is one of several judgements
    of one call: it shows how far the judges are apart, and belongs to nobody's score.
    """

    _name = "conveyor.call.review"
    _description = "Call Review"
    _inherit = ["conveyor.evaluation.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "called_on desc, id desc"
    _rec_name = "call_id"
    _mail_post_access = "read"

    call_id = fields.Many2one(
        "conveyor.call", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", string="Seller", required=True, readonly=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    called_on = fields.Date(string="Day of the Call", required=True, readonly=True)
    reviewer_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    sample_id = fields.Many2one(
        "conveyor.call.sample", string="Drawn", readonly=True, index=True, ondelete="restrict"
    )
    is_calibration = fields.Boolean(string="Calibration", readonly=True)
    state = fields.Selection(REVIEW_STATES, required=True, readonly=True, default="todo")
    line_ids = fields.One2many("conveyor.call.review.line", "review_id", string="Marks")
    published_at = fields.Datetime(string="Published", readonly=True)
    dispute_until_on = fields.Date(string="Dispute Until", readonly=True)
    acknowledged_at = fields.Datetime(string="Acknowledged", readonly=True)
    disputed_at = fields.Datetime(string="Disputed", readonly=True)
    dispute_reason = fields.Text(string="Why Disputed", readonly=True)
    resolution = fields.Selection(
        [("upheld", "Stands"), ("annulled", "Does Not Count")], readonly=True
    )
    resolution_note = fields.Text(string="Answer", readonly=True)
    resolved_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    resolved_at = fields.Datetime(string="Resolved", readonly=True)
    coached_at = fields.Datetime(string="Coaching Proposed", readonly=True)
    spread = fields.Float(
        compute="_compute_spread",
        help="Of the calibrations of this call: the best score minus the worst.",
        aggregator=None,
    )

    _unique_call = models.UniqueIndex(
        "(call_id) WHERE NOT is_calibration AND state != 'dropped'",
        "This call is reviewed already.",
    )
    _unique_calibration = models.UniqueIndex(
        "(call_id, reviewer_id) WHERE is_calibration",
        "This person takes part in the calibration already.",
    )
    _person_idx = models.Index("(user_id, called_on)")
    _check_judge = models.Constraint(
        "CHECK (reviewer_id != user_id)", "Nobody reviews a call of his own."
    )
    _check_texts = models.Constraint(
        f"CHECK (length(dispute_reason) <= {NOTE_LENGTH} AND length(resolution_note) <= {NOTE_LENGTH}"
        f" AND length(comment) <= {NOTE_LENGTH * 5})",
        "This text is too long.",
    )

    # Written by the deeds of a review alone, whoever asks; of the rest its reviewer writes the comment.
    _DEEDS = frozenset(
        {
            "call_id", "user_id", "team_id", "company_id", "called_on", "reviewer_id", "sample_id", "scorecard_id",
            "is_calibration", "state", "published_at", "dispute_until_on", "acknowledged_at", "disputed_at",
            "dispute_reason", "resolution", "resolution_note", "resolved_by_id", "resolved_at", "coached_at",
            "score", "is_scored", "is_failed", "is_counted",
        }
    )  # fmt: skip

    # === COMPUTE METHODS === #

    @api.depends("state", "is_calibration", "resolution")
    def _compute_is_counted(self):
        """Published, not disputed for the moment, not annulled, and no calibration."""
        for review in self:
            review.is_counted = (
                not review.is_calibration
                and review.state in ("published", "acknowledged", "resolved")
                and review.resolution != "annulled"
            )

    def _compute_spread(self):
        # How far judges are apart is shown to whoever sees one of their reviews; the reviews themselves are not.
        done = self.sudo().search(
            [
                ("call_id", "in", self.call_id.ids),
                ("is_calibration", "=", True),
                ("state", "in", PUBLISHED),
                ("is_scored", "=", True),
            ]
        )
        scores = done.grouped("call_id")
        for review in self:
            others = scores.get(review.sudo().call_id, done.browse())  # of a review one may see
            # Whoever is still to judge is not told what the others think.
            others = others.filtered(lambda _other, review=review: review.state != "todo")
            review.spread = get_spread(others.mapped("score")) or 0.0

    @api.depends("call_id", "user_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            # The name of a call is shown to whoever may see its review.
            review.display_name = f"{review.user_id.name}: {review.call_id.sudo().display_name}"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("conveyor_call") is not CALL:
            raise UserError(
                self.env._(
                    "Calls to review are drawn by lot, or chosen with the button on the call."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("conveyor_call") is not CALL:
            self._check_writing(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A review is never deleted."))

    def _check_writing(self, vals):
        """Over RPC, too, a review changes by its buttons alone."""
        if self._DEEDS & vals.keys():
            raise UserError(self.env._("A review goes on with its buttons."))
        if {"comment", "line_ids"} & vals.keys():
            for review in self:
                review._check_judging()

    def _check_judging(self):
        """Only the reviewer judges, and only until the review is published."""
        self.ensure_one()
        if self.state != "todo":
            raise UserError(self.env._("“%s” is published: it stays as it is.", self.display_name))
        if self.reviewer_id != self.env.user:
            raise UserError(
                self.env._(
                    "“%(review)s” is for %(reviewer)s to judge.",
                    review=self.display_name,
                    reviewer=self.reviewer_id.name or self.env._("somebody who takes it"),
                )
            )
