from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import sampling
from .conveyor_call import CALL


class ConveyorCallSample(models.Model):
    """The calls of a business day that are reviewed, drawn by lot; with all that is needed to draw them again.

    ``population`` has each seller's calls that took part, ``chosen`` those that were drawn, ``judges`` who might
    have got each of them, and ``given`` who got it. Seed, share, minimum and threshold are those of that day.
    """

    _name = "conveyor.call.sample"
    _description = "Calls Drawn for Review"
    _order = "day_on desc, id desc"
    _rec_name = "day_on"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    day_on = fields.Date(string="Day", required=True, readonly=True)
    drawn_at = fields.Datetime(string="Drawn", required=True, readonly=True)
    seed = fields.Char(required=True, readonly=True, size=64)
    share = fields.Float(string="Part of Calls", required=True, readonly=True, aggregator=None)
    minimum = fields.Integer(string="At Least", required=True, readonly=True, aggregator=None)
    threshold = fields.Integer(
        string="Longer Than, Seconds", required=True, readonly=True, aggregator=None
    )
    population = fields.Json(readonly=True, help="The calls that took part, by seller.")
    chosen = fields.Json(readonly=True, help="The calls that were drawn, by seller.")
    judges = fields.Json(readonly=True, help="Who might review each call that was drawn.")
    given = fields.Json(readonly=True, help="Who got each call that was drawn.")
    population_count = fields.Integer(string="Calls That Took Part", readonly=True)
    chosen_count = fields.Integer(string="Calls Drawn", readonly=True)
    review_ids = fields.One2many("conveyor.call.review", "sample_id", string="Reviews")

    _unique_day = models.UniqueIndex(
        "(company_id, day_on)", "The calls of this day were drawn already."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_deed()
        return super().create(vals_list)

    # pylint: disable=method-required-super
    def write(self, vals):
        self._refuse()

    def unlink(self):
        self._refuse()

    def _check_deed(self):
        if self.env.context.get("conveyor_call") is not CALL:
            self._refuse()

    def _refuse(self):
        raise UserError(self.env._("Calls are drawn each night by lot; what was drawn stays."))

    # === ACTION METHODS === #

    def action_draw_again(self):
        """Draw the calls of the same day once more from the same seed, and tell whether they are the same."""
        self.ensure_one()
        self.check_access("read")
        chosen = self._draw(self.seed, self.population, self.share, self.minimum)
        given = self._split(self.seed, chosen, self.judges)
        is_same = chosen == (self.chosen or {}) and given == (self.given or {})
        if is_same:
            message = self.env._(
                "Drawn again from the same seed: the same %(chosen)s of %(population)s calls, for the same reviewers.",
                chosen=self.chosen_count,
                population=self.population_count,
            )
        else:
            message = self.env._(
                "Drawn again from the same seed, the calls are other ones: this draw was changed afterwards."
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if is_same else "danger",
                "sticky": not is_same,
            },
        }

    # === BUSINESS METHODS === #

    @api.model
    def _draw(self, seed, population, share, minimum):
        """The lots of each seller.

        :param dict population: ``{seller: [call]}``, the keys being texts as Json has them
        :return: the same of those that were drawn
        """
        chosen = {}
        for seller, calls in (population or {}).items():
            count = sampling.get_count(len(calls), share, minimum)
            drawn = sampling.draw(seed, calls, count)
            if drawn:
                chosen[seller] = drawn
        return chosen

    @api.model
    def _split(self, seed, chosen, judges):
        """Who reviews which call.

        :return: ``{call: reviewer}`` with keys as Json has them; None where nobody may
        """
        owners = {str(call): int(seller) for seller, calls in chosen.items() for call in calls}
        return sampling.split(seed, owners, {call: (judges or {}).get(call, []) for call in owners})
