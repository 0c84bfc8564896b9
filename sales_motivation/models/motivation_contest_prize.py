from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sales_conveyor.const import NAME_LENGTH


class MotivationContestPrize(models.Model):
    """What a place in a race wins: a badge, and words."""

    _name = "motivation.contest.prize"
    _description = "Prize of a Contest"
    _order = "contest_id, place, id"

    contest_id = fields.Many2one(
        "motivation.contest", required=True, index=True, ondelete="cascade"
    )
    place = fields.Integer(required=True, default=1, aggregator=None)
    name = fields.Char(string="Prize", size=NAME_LENGTH, translate=True)
    badge_id = fields.Many2one("gamification.badge", ondelete="restrict")

    _unique_place = models.UniqueIndex("(contest_id, place)", "Each place has one prize.")
    _check_place = models.Constraint(
        "CHECK (place BETWEEN 1 AND 100)", "Places are counted from 1 to 100."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if any(not 1 <= int(vals.get("place") or 1) <= 100 for vals in vals_list):
            raise ValidationError(self.env._("Places are counted from 1 to 100."))
        prizes = super().create(vals_list)
        prizes._refuse_begun()
        return prizes

    def write(self, vals):
        self.check_access("write")
        if not 1 <= int(vals.get("place") or 1) <= 100:
            raise ValidationError(self.env._("Places are counted from 1 to 100."))
        self._refuse_begun()
        res = super().write(vals)
        self._refuse_begun()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._refuse_begun()

    def _refuse_begun(self):
        """Prizes are promised before people run."""
        if self.contest_id.filtered(lambda contest: contest.state != "draft"):
            self.contest_id._refuse_rewriting({"prize_ids": True})
