from odoo import api, fields, models
from odoo.tools import format_date

from ..const import FACT_KINDS
from ..tools.telling import tell_money, tell_share


class MotivationPayComponent(models.Model):
    """A component in sentences that whoever is paid by it understands."""

    _inherit = "motivation.pay.component"

    # Whoever may read a component may read what it says, to the last tier and client.
    words = fields.Text(string="In Words", compute="_compute_words", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends(
        "kind", "metric_id.name", "metric_id.measure", "credit", "categ_ids.complete_name", "partner_ids.name",
        "sale", "first_on", "last_on", "is_exclusive", "share", "pool_id.name", "window", "unit", "tier_on", "amount",
        "is_recoverable", "tier_ids.start", "tier_ids.rate", "gate_ids.kind", "gate_ids.metric_id", "gate_ids.of_whom",
        "gate_ids.goal", "gate_ids.threshold", "currency_id", "company_id.currency_id",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_words(self):
        for component in self:
            component.words = " ".join(component._tell())

    # === BUSINESS METHODS === #

    def _tell(self):
        """What this component pays, for what and when not: a list of whole sentences."""
        self.ensure_one()
        if not (self.kind and self.window and self.credit and self.unit):
            return []
        told = getattr(self, f"_tell_{self.kind}")()
        if self.kind in (*FACT_KINDS, "deduction"):
            told += self._tell_scope()
        conditions = [gate._tell() for gate in self.gate_ids if gate.metric_id]
        if conditions:
            told += [*conditions, self._tell_gates()]
        return told

    def _tell_salary(self):
        return [
            self.env._("Your salary is paid every month; for a part of a month, by its days."),
            self.env._("Nothing lowers it."),
        ]

    def _tell_commission(self):
        return self._tell_curve()

    def _tell_override(self):
        return self._tell_curve()

    def _tell_spif(self):
        told = self._tell_curve()
        if self.first_on and self.last_on:
            told.append(
                self.env._(
                    "It is a prize for a time: only what happens from %(first)s to %(last)s is paid.",
                    first=format_date(self.env, self.first_on),
                    last=format_date(self.env, self.last_on),
                )
            )
        return told

    def _tell_bonus(self):
        amount = self._tell_pay(self.amount)
        if not self.tier_ids:
            return [
                {
                    "month": self.env._("You are paid %s for each month, by your days on this plan.", amount),
                    "quarter": self.env._("You are paid %s for each quarter, by your days on this plan.", amount),
                    "year": self.env._("You are paid %s for each year, by your days on this plan.", amount),
                }[self.window]
            ]  # fmt: skip
        values = {
            "metric": self.metric_id.name or "",
            "amount": amount,
            "points": self._tell_points(),
        }
        return [
            {
                "month": self.env._(
                    "The bonus of a month follows the share of the target of “%(metric)s” that you reach: %(points)s.",
                    **values,
                ),
                "quarter": self.env._(
                    "The bonus of a quarter follows the share of the target of “%(metric)s” that you reach: %(points)s.",
                    **values,
                ),
                "year": self.env._(
                    "The bonus of a year follows the share of the target of “%(metric)s” that you reach: %(points)s.",
                    **values,
                ),
            }[self.window]
        ]

    def _tell_deduction(self):
        values = {"metric": self.metric_id.name or "", "amount": self._tell_pay(self.amount)}
        return [
            {
                "month": self.env._(
                    "Each of your “%(metric)s” in a month lowers its bonus by %(amount)s.", **values
                ),
                "quarter": self.env._(
                    "Each of your “%(metric)s” in a quarter lowers its bonus by %(amount)s.",
                    **values,
                ),
                "year": self.env._(
                    "Each of your “%(metric)s” in a year lowers its bonus by %(amount)s.", **values
                ),
            }[self.window],
            self.env._(
                "It lowers the bonus only, never below 0, never the commission and never the salary."
            ),
        ]

    def _tell_draw(self):
        told = [
            self.env._(
                "Where everything beside your salary comes to less than %s in a month, it is made up to that.",
                self._tell_pay(self.amount),
            )
        ]
        if self.is_recoverable:
            told.append(
                self.env._(
                    "It is an advance: what was made up is taken back out of what later months bring above it."
                )
            )
        else:
            told.append(self.env._("What was made up stays yours."))
        return told

    def _tell_scope(self):
        """Which products, clients and sales count, and which part of each."""
        told = []
        if self.sale == "first":
            told.append(self.env._("Only the first sale to a client counts."))
        if self.sale == "repeat":
            told.append(self.env._("The first sale to a client does not count, all later ones do."))
        if self.categ_ids:
            names = self.categ_ids.mapped("complete_name")
            told.append(self.env._("Only these products count: %s.", names))
        if self.partner_ids:
            told.append(
                self.env._("Only these clients count: %s.", self.partner_ids.mapped("name"))
            )
        if self.share != 1:
            told.append(self._tell_part())
        if self.is_exclusive:
            told.append(self.env._("What is paid here is not paid once more by the parts below."))
        return told

    def _tell_part(self):
        values = {"share": tell_share(self.env, self.share), "pool": self.pool_id.name or ""}
        if self.pool_id:
            return self.env._(
                "%(share)s of each amount counts here; the rest of “%(pool)s” is for the others who took part.",
                **values,
            )
        return self.env._("%(share)s of each amount counts here.", **values)

    def _tell_gates(self):
        """What becomes of the money while a condition is not met."""
        if self.kind == "bonus":
            return self.env._("Where a condition is not met at the end, this bonus is not paid.")
        return {
            "month": self.env._(
                "Until the conditions are met the money is held; if they are not met by the end of the month, "
                "it is not paid."
            ),
            "quarter": self.env._(
                "Until the conditions are met the money is held; if they are not met by the end of the quarter, "
                "it is not paid."
            ),
            "year": self.env._(
                "Until the conditions are met the money is held; if they are not met by the end of the year, "
                "it is not paid."
            ),
        }[self.window]

    def _tell_pay(self, amount):
        """Money in the currency of the plan."""
        return tell_money(self.env, amount, self.currency_id or self.env.company.currency_id)
