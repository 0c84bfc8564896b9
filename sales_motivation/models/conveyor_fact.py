from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from ..const import FACT_KINDS


class ConveyorFact(models.Model):
    """Facts that take something back and do not say of what: pay waits until somebody says it."""

    _inherit = "conveyor.fact"

    is_refund_waiting = fields.Boolean(
        string="Refund Without a Sale",
        compute="_compute_is_refund_waiting",
        search="_search_is_refund_waiting",
        help="It takes money back that somebody is paid for, and does not say of which sale.",
    )

    refund_left = fields.Monetary(
        string="Left",
        compute="_compute_refund_left",
        help="What is left of a sale after all that was taken back already.",
    )

    # Whoever looks at his pay is paid for the sales of his clients, not only for his own.
    _scout_idx = models.Index("(scout_id, happened_on) WHERE scout_id IS NOT NULL")
    _hunter_idx = models.Index("(hunter_id, happened_on) WHERE hunter_id IS NOT NULL")
    _farmer_idx = models.Index("(farmer_id, happened_on) WHERE farmer_id IS NOT NULL")

    # === COMPUTE METHODS === #

    @api.depends_context("motivation_naming")
    def _compute_display_name(self):
        """Where a sale is chosen, rows of one document are told apart by product, money and day."""
        res = super()._compute_display_name()
        if self.env.context.get("motivation_naming"):
            for fact in self:
                told = (
                    fact.reference or fact.display_name,
                    fact.product_id.name,
                    formatLang(self.env, fact.amount, currency_obj=fact.currency_id),
                    format_date(self.env, fact.happened_on),
                )
                fact.display_name = ", ".join(filter(None, told))
        return res

    @api.depends("amount")
    def _compute_refund_left(self):
        changes = dict(
            self._read_group(
                [("reversal_of_id", "in", self.ids)], ["reversal_of_id"], ["amount:sum"]
            )
        )
        matched = self.env["motivation.refund"].search([("original_id", "in", self.ids)])
        for fact in self:
            refunds = matched.filtered(lambda refund, fact=fact: refund.original_id == fact).fact_id
            taken = (changes.get(fact) or 0.0) + sum(refunds.mapped("amount"))
            fact.refund_left = fact.amount + taken

    @api.depends_context("uid")
    def _compute_is_refund_waiting(self):
        waiting = self.search([("id", "in", self.ids), ("is_refund_waiting", "=", True)])
        for fact in self:
            fact.is_refund_waiting = fact in waiting

    @api.model
    def _search_is_refund_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["motivation.refund"].flush_model(["fact_id"])
        self.env["motivation.pay.component"].flush_model(["metric_id", "kind", "plan_id"])
        waiting = SQL(
            """
            SELECT f.id FROM conveyor_fact f
             WHERE f.amount < 0 AND f.reversal_of_id IS NULL AND NOT f.is_level AND f.is_imported IS NOT TRUE
               AND f.metric_id IN (SELECT COALESCE(m.basis_id, m.id) FROM motivation_pay_component c
                                     JOIN conveyor_metric m ON m.id = c.metric_id WHERE c.kind IN %s)
               AND EXISTS (SELECT FROM motivation_pay_assignment a
                            WHERE a.company_id = f.company_id AND a.simulation_id IS NULL
                              AND a.date_from_on <= f.happened_on)
               AND NOT EXISTS (SELECT FROM motivation_refund r WHERE r.fact_id = f.id)
            """,
            FACT_KINDS,
        )
        return Domain("id", "in", waiting)

    # === ACTION METHODS === #

    def action_choose_sale(self):
        """Say what a refund takes back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Does It Take Back?"),
            "res_model": "motivation.refund.choice",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_fact_id": self.id},
        }

    def action_take_back(self):
        """Say that the refund of the dialog takes back this sale."""
        self.ensure_one()
        refund_id = self.env.context.get("motivation_refund_id")
        if not isinstance(refund_id, int) or isinstance(refund_id, bool):
            raise UserError(self.env._("Which refund takes back which sale?"))
        reason = str(self.env.context.get("motivation_reason") or "")
        refund = self.browse(refund_id).exists()
        self.env["motivation.refund"]._decide(refund, "matched", self, reason)
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _get_pay_base(self):
        """What counts of a fact: its money, or its number where its metric counts."""
        return self.amount if self.metric_id.measure == "amount" else self.quantity
