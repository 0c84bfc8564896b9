from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import FACT_KINDS
from ..tools.telling import tell_money

MOST_MONTHS, MOST_DAYS = 60, 15


class MotivationPayPlanCheck(models.TransientModel):
    """A plan weighed: what is worth a second look, and what moving deals would bring on the facts of the past."""

    _name = "motivation.pay.plan.check"
    _description = "Check of a Pay Plan"

    plan_id = fields.Many2one("motivation.pay.plan", required=True, ondelete="cascade")
    is_approval = fields.Boolean(readonly=True)
    # Whoever may not read the plan reads it in no dialog either.
    warnings = fields.Html(related="plan_id.warnings", related_sudo=False)
    warning_count = fields.Integer(related="plan_id.warning_count", related_sudo=False)
    changes = fields.Html(related="plan_id.changes", related_sudo=False)
    valid_from_on = fields.Date(related="plan_id.valid_from_on", related_sudo=False)
    previous_id = fields.Many2one(related="plan_id.previous_id", related_sudo=False)
    currency_id = fields.Many2one(related="plan_id.currency_id", related_sudo=False)
    people_count = fields.Integer(
        compute="_compute_people_count", help="Who comes from the version before."
    )
    months = fields.Integer(string="Months Back", default=12, required=True)
    days = fields.Integer(
        string="Last Days",
        default=3,
        required=True,
        help="The days at the end of a month, quarter or year whose deals are moved.",
    )
    gain_ids = fields.One2many("motivation.pay.plan.check.gain", "check_id", readonly=True)
    gain_words = fields.Text(compute="_compute_gain_words")

    # === COMPUTE METHODS === #

    @api.depends("plan_id")
    def _compute_people_count(self):
        for check in self:
            plan = check.plan_id
            coming = plan.previous_id.assignment_ids.filtered(
                lambda assignment, plan=plan: (
                    not assignment.date_to_on or assignment.date_to_on >= plan.valid_from_on
                )
            )
            check.people_count = len(coming.user_id)

    @api.depends("gain_ids", "months", "days")
    @api.depends_context("lang")
    def _compute_gain_words(self):
        for check in self:
            check.gain_words = check._tell_gains()

    def _tell_gains(self):
        """What the figures below say, or why there are none."""
        values = {"months": self.months, "days": self.days}
        if not self.gain_ids:
            return self.env._(
                "On the facts of the last %(months)s months nobody would have gained by moving the deals of the last "
                "%(days)s days of a month, quarter or year.",
                **values,
            )
        best = self.gain_ids[:1]
        return self.env._(
            "On the facts of the last %(months)s months, moving deals of the last %(days)s days over the end of a month, "
            "quarter or year would have brought up to %(gain)s at once (%(person)s). Nobody could have gained more: the "
            "figures take deals as if they could be cut to any size.",
            gain=tell_money(self.env, best.gain, self.currency_id),
            person=best.user_id.name,
            **values,
        )

    # === CONSTRAINT METHODS === #

    @api.constrains("months", "days")
    def _check_reach(self):
        for check in self:
            if not 1 <= check.months <= MOST_MONTHS or not 1 <= check.days <= MOST_DAYS:
                raise ValidationError(
                    self.env._("Look back 1 to 60 months, and at 1 to 15 days of each.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create([{**vals, "gain_ids": False} for vals in vals_list])
        for check in checks:
            check._weigh()
        return checks

    # === ACTION METHODS === #

    def action_weigh(self):
        """Count again, over other months or days."""
        self.ensure_one()
        self._weigh()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check of the Plan"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_approve(self):
        """Put the plan in force, warnings read."""
        self.ensure_one()
        self.plan_id.action_approve()
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _weigh(self):
        """Work out what moving deals would have brought."""
        self.plan_id.check_access("read")
        if not self.env["motivation.statement"]._decides(self.env.user) and not self.env.su:
            raise UserError(self.env._("Pay is decided by the head of sales and by the owner."))
        gains = self.plan_id._find_gains(self.months, self.days)
        self.gain_ids = [
            Command.clear(),
            *(Command.create(self._prepare_gain_vals(gain)) for gain in gains[:200]),
        ]

    def _prepare_gain_vals(self, gain):
        component = self.env["motivation.pay.component"].browse(gain.component_id)
        company, pay = self.plan_id.company_id, self.plan_id.currency_id
        rate = 1.0
        if component.kind in FACT_KINDS:  # a bonus is in the currency of pay already
            today = company._get_business_day()
            rate = company.currency_id._get_conversion_rate(
                company.currency_id, pay, company, today
            )
        return {
            "user_id": gain.user_id,
            "component_id": gain.component_id,
            "last_on": gain.last_on,
            "movable": component._tell_measured(gain.movable),
            "moved": component._tell_measured(gain.moved),
            "paid": float(gain.paid) * rate,
            "gain": float(gain.gain) * rate,
        }
