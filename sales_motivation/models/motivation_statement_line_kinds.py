from calendar import monthrange
from decimal import Decimal

from odoo import models
from odoo.tools import format_date

from ..tools.commission import earn
from ..tools.telling import tell_money, tell_number, tell_share


class MotivationStatementLine(models.Model):
    """The sentences of everything that is not paid fact by fact."""

    _inherit = "motivation.statement.line"

    # === BUSINESS METHODS === #

    def _tell_pay(self, amount, row):
        return tell_money(self.env, amount, row.currency)

    def _explain_salary(self, row, known):
        """“20 of 30 days of 60,000 ₽ a month”."""
        whole = monthrange(row.first_on.year, row.first_on.month)[1]
        salary = known.find_salary(row)
        if row.base >= whole:
            return self.env._("The whole month")
        days = {"days": tell_number(self.env, row.base), "whole": whole}
        if not salary:
            return self.env._("%(days)s of %(whole)s days", **days)
        return self.env._(
            "%(days)s of %(whole)s days of %(salary)s a month",
            **days,
            salary=self._tell_pay(salary, row),
        )

    def _explain_bonus(self, row, known):
        component = row.component
        amount = self._tell_pay(component.amount, row)
        if component.tier_ids:
            reached = Decimal(str(row.base))
            words = self.env._(
                "%(reached)s of the target of “%(metric)s”: %(share)s of %(amount)s",
                reached=tell_share(self.env, round(row.base, 4)),
                metric=component.metric_id.name,
                share=tell_share(
                    self.env, round(float(earn(self._get_curve(component), reached)), 4)
                ),
                amount=amount,
            )
        else:
            words = self.env._("The whole bonus of %s", amount)
        if row.after < 1:
            words = self.env._(
                "%(words)s, for %(share)s of the time",
                words=words,
                share=tell_share(self.env, round(row.after, 4)),
            )
        if row.held and known.is_alone:
            words = self.env._(
                "%(words)s. Not paid: %(gates)s",
                words=words,
                gates=known.find_gates(row, self.env),
            )
        return words

    def _explain_deduction(self, row, known):
        component = row.component
        due = abs(row.base) * component.amount
        words = self.env._(
            "%(amount)s for each — %(about)s",
            amount=self._tell_pay(component.amount, row),
            about=self._tell_about(row, known),
        )
        if round(abs(row.amount), 2) < round(due, 2):
            words = self.env._("%s. The bonus had no more left to lower", words)
        return words

    def _explain_draw(self, row, known):
        minimum = self._tell_pay(row.base, row)
        if row.amount < 0:
            return self.env._(
                "Advanced in months before, taken back out of what goes beyond %s", minimum
            )
        return self.env._("Made up to the guaranteed minimum of %s", minimum)

    def _explain_carried(self, row, known):
        if row.happened_on == row.first_on:
            return self.env._("Carried over from the month before: it could not be taken back then")
        return self.env._(
            "More was to be taken back than this month can bear: carried over to the next one"
        )

    def _explain_adjustment(self, row, known):
        agreed = row.adjustment
        return self.env._(
            "%(reason)s (proposed by %(head)s, agreed by %(second)s)",
            reason=agreed.reason,
            head=agreed.proposed_by_id.name or "—",
            second=agreed.approved_by_id.name or "—",
        )

    def _explain_gate(self, row, known):
        return self.env._(
            "Held before, paid now that its condition is met — %s", self._tell_about(row, known)
        )

    def _explain_clawback(self, row, known):
        """“The client returned 5,000 of 20,000: 200 of the 800 paid for January — …”."""
        base, paid, months = known.find_paid(row)
        share = row.component.share or 1
        measured = self._tell_measure(row, -row.base / share), self._tell_measure(row, base / share)
        return self.env._(
            "The client returned %(returned)s of %(sold)s: %(back)s of the %(paid)s paid for %(months)s — %(about)s",
            returned=measured[0],
            sold=measured[1],
            back=self._tell_pay(-row.amount, row),
            paid=self._tell_pay(paid, row),
            months=[
                format_date(
                    self.env,
                    month,
                    date_format="LLLL" if month.year == row.first_on.year else "LLLL y",
                )
                for month in months
            ],
            about=self._tell_about(row, known),
        )

    def _tell_measure(self, row, value):
        if row.component.metric_id.measure == "amount":
            return tell_money(self.env, value, row.company.currency_id)
        return tell_number(self.env, value)
