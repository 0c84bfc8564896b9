from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, fields, models
from odoo.exceptions import ValidationError

WEIGHTS = ("conveyor_key_weight", "conveyor_overdue_weight", "conveyor_today_weight")
HEAVIEST = 1000


class ResCompany(models.Model):
    """How the company weighs work: newcomers, key clients, tasks."""

    _inherit = "res.company"

    conveyor_ramp_share = fields.Float(
        string="Norms of Newcomers",
        default=0.5,
        help="The part of the norms by which a newcomer works until his ramp ends.",
    )
    conveyor_key_weight = fields.Float(
        string="Weight of a Key Client",
        default=2.0,
        help="A card of a key client loads a person as many times as much as another one.",
    )
    conveyor_overdue_weight = fields.Float(
        string="Weight of an Overdue Task",
        default=0.5,
        help="An overdue task loads a person like this part of a card.",
    )
    conveyor_today_weight = fields.Float(
        string="Weight of a Task of Today",
        default=0.5,
        help="A task of today loads a person like this part of a card.",
    )

    _check_conveyor_ramp_share = models.Constraint(
        "CHECK (conveyor_ramp_share BETWEEN 0 AND 1)",
        "The norms of newcomers are between 0 and 100 % of the norms.",
    )
    _check_conveyor_weights = models.Constraint(
        "CHECK (conveyor_key_weight BETWEEN 0 AND 1000 AND conveyor_overdue_weight BETWEEN 0 AND 1000"
        " AND conveyor_today_weight BETWEEN 0 AND 1000)",
        "A weight is a number from 0 to 1,000.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("conveyor_ramp_share", *WEIGHTS)
    def _check_weights_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        for company in self:
            if not 0 <= company.conveyor_ramp_share <= 1:
                raise ValidationError(
                    self.env._("The norms of newcomers are between 0 and 100 % of the norms.")
                )
            if not all(0 <= company[name] <= HEAVIEST for name in WEIGHTS):
                raise ValidationError(self.env._("A weight is a number from 0 to 1,000."))

    # === BUSINESS METHODS === #

    def _get_end_of_day(self, day):
        """The instant (naive UTC) at which a business day of the company is over."""
        self.ensure_one()
        midnight = datetime.combine(day + timedelta(days=1), time.min)
        zone = timezone(self.conveyor_tz or "UTC")
        return zone.localize(midnight).astimezone(UTC).replace(tzinfo=None)
