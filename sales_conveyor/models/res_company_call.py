import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

LIMITS = {
    "conveyor_conversation_seconds": (1, 3600),
    "conveyor_sample_minimum": (0, 100),
    "conveyor_sample_threshold": (0, 3600),
    "conveyor_review_days": (1, 30),
    "conveyor_recording_months": (1, 120),
}


class ResCompany(models.Model):
    """How the company counts calls, looks at their quality, and keeps their recordings."""

    _inherit = "res.company"

    conveyor_conversation_seconds = fields.Integer(
        string="A Conversation Lasts",
        default=30,
        help="A call is a conversation from so many seconds on, or when its caller says that he talked.",
    )
    conveyor_sample_share = fields.Float(
        string="Calls Reviewed",
        default=0.05,
        help="The part of each seller's calls of a day that is drawn for review.",
    )
    conveyor_sample_minimum = fields.Integer(
        string="At Least",
        default=1,
        help="So many calls of each seller are drawn each day, if he had as many.",
    )
    conveyor_sample_threshold = fields.Integer(
        string="Longer Than",
        default=60,
        help="Only calls with more seconds of talk are drawn.",
    )
    conveyor_review_days = fields.Integer(
        string="Days to Dispute a Review",
        default=3,
        help="So many working days a seller has to dispute a review.",
    )
    conveyor_keeps_recordings = fields.Boolean(
        string="Keep Recordings",
        default=True,
        help="Switched off, no recording is kept, and those that are here are deleted.",
    )
    conveyor_recording_months = fields.Integer(
        string="Months Recordings Are Kept",
        default=6,
        help="Older recordings are deleted each night; calls and reviews stay.",
    )
    conveyor_shows_hours = fields.Boolean(
        string="Hours of the Day",
        default=True,
        help="The map of work by the hour of the day. Switched off, nobody sees it.",
    )

    _check_conveyor_sample_share = models.Constraint(
        "CHECK (conveyor_sample_share BETWEEN 0 AND 1)",
        "The part of calls reviewed is between 0 and 100 %.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("conveyor_sample_share", *LIMITS)
    def _check_call_settings(self):
        for company in self:
            share = company.conveyor_sample_share
            if not math.isfinite(share) or not 0 <= share <= 1:
                raise ValidationError(
                    self.env._("The part of calls reviewed is between 0 and 100 %.")
                )
            for name, (least, most) in LIMITS.items():
                if not least <= company[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "“%(setting)s” is between %(least)s and %(most)s.",
                            setting=self._fields[name]._description_string(self.env),
                            least=least,
                            most=most,
                        )
                    )
