from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

KINDS = [("deadline", "Expected Close"), ("order", "Order Date")]


class ConveyorDeadlineMove(models.Model):
    """A date that was moved over a month border: Odoo itself keeps no trace of it.

    One row when a transaction ends with the expected close of a card, or the date of a confirmed order, in
    another month than it began with. Only the server writes here, and nothing is ever changed or deleted; a
    card or order that is gone leaves its name and number.
    """

    _name = "conveyor.deadline.move"
    _description = "Moved Date"
    _inherit = ["conveyor.ledger.mixin"]
    _order = "moved_at desc, id desc"
    _log_access = False

    name = fields.Char(string="Deal or Order", readonly=True)
    kind = fields.Selection(KINDS, string="What Was Moved", required=True, readonly=True)
    lead_id = fields.Many2one(
        "crm.lead", string="Card", readonly=True, index="btree_not_null", ondelete="set null"
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    res_id = fields.Integer(
        string="Number", required=True, readonly=True, aggregator=None, help="Of the card or order."
    )
    old_on = fields.Date(string="Old Day", required=True, readonly=True)
    new_on = fields.Date(
        string="New Day", readonly=True, help="Empty where the day was taken away."
    )
    moved_at = fields.Datetime(string="Moved", required=True, readonly=True)
    moved_on = fields.Date(
        string="Day of the Move",
        required=True,
        readonly=True,
        index=True,
        help="The business day in the company's time zone.",
    )
    days_left = fields.Integer(
        string="Working Days Before the Border",
        readonly=True,
        aggregator=None,
        help="Working days that the month of the move still had, that day included.",
    )
    user_id = fields.Many2one(
        "res.users", string="Moved By", required=True, readonly=True, ondelete="restrict"
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Person",
        readonly=True,
        ondelete="restrict",
        help="Whose deal it was then.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True, help="What the deal or order was worth then, untaxed.")

    # === BUSINESS METHODS === #

    def _refuse(self):
        raise UserError(
            self.env._("Moved dates are written by the server alone, and nobody changes them.")
        )

    # === GROUPING === #

    @api.model
    def _blank_mixed(self, aggregate_spec, total, query):
        """Money of several companies has no sum."""
        if not aggregate_spec.startswith("amount:"):
            return total
        company = self._field_to_sql(self._table, "company_id", query)
        return SQL("CASE WHEN MIN(%s) = MAX(%s) THEN %s END", company, company, total)
