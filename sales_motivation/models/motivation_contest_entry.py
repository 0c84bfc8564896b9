from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_conveyor.const import ROLES

from ..const import PAY

NUMBER = {"digits": (16, 6), "readonly": True, "aggregator": None}


class MotivationContestEntry(models.Model):
    """Somebody who takes part in a race: his own goal, and what he came to when it was closed.

    Nobody writes here; as long as the race runs, its standings are read from the ledger.
    """

    _name = "motivation.contest.entry"
    _description = "Participant of a Contest"
    _order = "contest_id, place, id"
    _rec_name = "user_id"

    contest_id = fields.Many2one(
        "motivation.contest", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, index=True, ondelete="restrict"
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    role = fields.Selection(ROLES, string="Section", readonly=True)
    goal = fields.Float(help="His own target or norm over the days of the race.", **NUMBER)
    value = fields.Float(**NUMBER)
    score = fields.Float(**NUMBER)
    place = fields.Integer(readonly=True, aggregator=None)

    _unique_person = models.UniqueIndex("(contest_id, user_id)")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    def _refuse(self):
        if self.env.context.get("motivation_pay") is not PAY:
            raise UserError(self.env._("Who takes part is written down when a contest begins."))
