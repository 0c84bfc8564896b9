from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_conveyor.const import NOTE_LENGTH

from ..const import FROZEN, PAY

KEPT = {"readonly": True, "copy": False}


class MotivationRefund(models.Model):
    """A negative fact that says of nothing what it takes back: somebody has to say it, nobody guesses.

    A head of sales or the owner decides once, and may take the decision back until a statement that rests on it is
    approved.
    """

    _name = "motivation.refund"
    _description = "Refund Without a Sale"
    _order = "id desc"
    _rec_name = "fact_id"

    fact_id = fields.Many2one("conveyor.fact", required=True, ondelete="restrict", **KEPT)
    company_id = fields.Many2one(related="fact_id.company_id", store=True)
    original_id = fields.Many2one(
        "conveyor.fact", string="Takes Back", index="btree_not_null", ondelete="restrict", **KEPT
    )
    state = fields.Selection(
        [("matched", "Matched"), ("ignored", "Concerns Nobody's Pay")], required=True, **KEPT
    )
    reason = fields.Char(size=NOTE_LENGTH, **KEPT)
    decided_by_id = fields.Many2one("res.users", ondelete="restrict", **KEPT)
    decided_at = fields.Datetime(**KEPT)

    _unique_fact = models.UniqueIndex(
        "(fact_id)", "Somebody has decided about this refund already."
    )
    _check_state = models.Constraint(
        "CHECK ((state = 'matched') = (original_id IS NOT NULL))", "A match names the sale."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_deed():
            self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_deed():
            self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_deed(self):
        if not self._is_deed():
            self._refuse()

    def _is_deed(self):
        return self.env.context.get("motivation_pay") is PAY

    def _refuse(self):
        raise AccessError(self.env._("Refunds are decided by their buttons only."))

    # === ACTION METHODS === #

    def action_decide_anew(self):
        """Take a decision back; the refund waits again."""
        for refund in self:
            refund.check_access("read")
            refund._refuse_strangers(refund.fact_id, refund.original_id)
            # Any approved statement counts, whoever may read it.
            lines = self.env["motivation.statement.line"].sudo()
            frozen = lines.search_count(
                [("fact_id", "=", refund.fact_id.id), ("statement_id.state", "in", FROZEN)],
                limit=1,
            )
            if frozen:
                raise UserError(
                    self.env._(
                        "A statement that rests on it is approved. Mend it by an adjustment."
                    )
                )
        self.sudo().with_context(motivation_pay=PAY).unlink()  # heads decide, they do not write

    # === BUSINESS METHODS === #

    @api.model
    def _decide(self, fact, state, original=None, reason=None):
        """Say what a refund takes back, or that it concerns nobody's pay.

        :param fact: the negative row of the ledger
        :param original: the sale, where it is known
        :raises UserError: where it cannot be that one
        """
        fact.check_access("read")
        original = original or fact.browse()
        original.check_access("read")
        self._refuse_strangers(fact, original)
        if not fact.search_count([("id", "=", fact.id), ("is_refund_waiting", "=", True)]):
            raise UserError(self.env._("This refund waits for no decision."))
        if state == "matched":
            self._check_original(fact, original)
        elif not (reason or "").strip():
            raise UserError(self.env._("Write why it concerns nobody's pay."))
        # Heads decide, they do not write.
        return (
            self.sudo()
            .with_context(motivation_pay=PAY)
            .create(
                {
                    "fact_id": fact.id,
                    "original_id": original.id if state == "matched" else False,
                    "state": state,
                    "reason": (reason or "")[:NOTE_LENGTH],
                    "decided_by_id": self.env.uid,
                    "decided_at": self.env.cr.now(),
                }
            )
        )

    @api.model
    def _refuse_strangers(self, fact, original):
        """Heads and owners decide, and nobody about a sale that he is part of himself."""
        user = self.env.user
        if not self.env["motivation.statement"]._decides(user):
            raise UserError(self.env._("Pay is decided by the head of sales and by the owner."))
        people = (fact | original).mapped(lambda one: one.user_id | one.scout_id | one.hunter_id)
        if user in people | (fact | original).farmer_id:
            raise UserError(self.env._("Nobody decides about his own pay."))

    @api.model
    def _check_original(self, fact, original):
        """A refund takes back an earlier sale of the same client, counted by the same metric."""
        if not original or original.reversal_of_id or original._get_pay_base() <= 0:
            raise UserError(self.env._("Choose the sale that it takes back."))
        same = ("metric_id", "company_id")
        if any(fact[name] != original[name] for name in same) or (
            fact.client_id and original.client_id and fact.client_id != original.client_id
        ):
            raise UserError(
                self.env._("The sale is one of the same client, counted by the same metric.")
            )
        if original.happened_on > fact.happened_on:
            raise UserError(self.env._("Nothing is taken back before it was sold."))
