from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..const import PAY
from .motivation_adjustment import LIMIT, WRITTEN


class MotivationAdjustment(models.Model):
    """What heads may write of an adjustment, and what only its deeds do."""

    _inherit = "motivation.adjustment"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_amount_in_words(vals)
        if not self._is_deed():
            vals_list = [self._prepare_proposal(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        self._check_amount_in_words(vals)
        if not self._is_deed():
            self.check_access("write")
            self._refuse_kept(vals)
            written = vals.keys() & WRITTEN
            if written:
                self._refuse_decided()
                # Whoever changes it is now the one who proposes it.
                vals = {**self._prepare_month(vals), "proposed_by_id": self.env.uid}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_proposed(self):
        self._refuse_decided()

    @api.model
    def _check_amount_in_words(self, vals):
        """Tell it in words before PostgreSQL refuses it."""
        amount = vals.get("amount", 1)
        is_number = isinstance(amount, int | float) and not isinstance(amount, bool)
        if not is_number or not 0 < abs(amount) < LIMIT:  # nor is NaN
            raise ValidationError(
                self.env._("An adjustment is an amount of money, above or below 0.")
            )

    def _is_deed(self):
        return self.env.context.get("motivation_pay") is PAY

    @api.model
    def _prepare_proposal(self, vals):
        """A proposal as its first values and its author make it; no default of a context speaks for it."""
        self._refuse_kept(vals)
        blank = dict.fromkeys(("approved_by_id", "decided_at", "refusal", "inquiry_id"), False)
        return {
            **self._prepare_month(vals),
            **blank,
            "state": "draft",
            "proposed_by_id": self.env.uid,
        }

    @api.model
    def _prepare_month(self, vals):
        """Any day of a month stands for the month."""
        day = fields.Date.to_date(vals.get("month_on"))
        return {**vals, "month_on": day.replace(day=1)} if day else vals

    @api.model
    def _refuse_kept(self, vals):
        kept = {
            name for name in vals if name in self._fields and self._fields[name].store
        } - WRITTEN
        kept = {name for name in kept if not name.startswith("message_")}
        if kept:
            raise AccessError(
                self.env._("An adjustment is approved or refused by its buttons only.")
            )

    def _refuse_decided(self):
        decided = self.filtered(lambda adjustment: adjustment.state != "draft")[:1]
        if decided:
            raise UserError(self.env._("“%s” is decided and stays as it is.", decided.reason))

    # === ACTION METHODS === #

    def action_approve(self):
        """The second person agrees: it is paid with its month."""
        self._decide("approved")

    def action_open_refusal(self):
        """Ask why an adjustment is refused."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why Not?"),
            "res_model": "motivation.adjustment.refusal",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_adjustment_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _get_obstacle(self):
        """Why the present person cannot decide about an adjustment, in words, or nothing."""
        self.ensure_one()
        user = self.env.user
        if not self.env["motivation.statement"]._decides(user):
            return self.env._("Pay is decided by the head of sales and by the owner.")
        if self.state != "draft":
            return self.env._("“%s” is decided and stays as it is.", self.reason)
        if self.user_id == user:
            return self.env._("Nobody decides about his own pay.")
        if self.proposed_by_id == user:
            return self.env._(
                "You proposed it yourself: the owner or another head of sales decides about it."
            )
        return False

    def _decide(self, state, **values):
        """Approve or refuse what somebody else has proposed."""
        self.check_access("read")
        # Two people who decide at once: the later one sees what the first one did.
        self.sudo().lock_for_update(allow_referencing=True)
        for adjustment in self:
            obstacle = adjustment._get_obstacle()
            if obstacle:
                raise UserError(obstacle)
            if state == "approved":
                adjustment.sudo()._refuse_settled()  # the owner may not have every right of a head
        # The owner writes nothing but decisions.
        self.sudo().with_context(motivation_pay=PAY).write(
            {
                "state": state,
                "approved_by_id": self.env.uid,
                "decided_at": self.env.cr.now(),
                **values,
            }
        )
