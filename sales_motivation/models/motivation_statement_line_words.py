from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.commission import make_tiers, scale
from ..tools.explaining import cut
from ..tools.telling import tell_money, tell_number, tell_share


@dataclass(slots=True)
class Told:
    """A line as its sentence needs it: one of a statement, or one of a month that is still running."""

    kind: str
    statement: Any  # motivation.statement, or nothing
    user_id: int
    currency: Any
    rate: float
    first_on: date
    component: Any
    fact: Any
    original: Any
    adjustment: Any
    happened_on: date
    window_on: date
    base: float
    before: float
    after: float
    target: float
    amount: float
    held: float

    @property
    def company(self):
        """Whose currency sales count in."""
        return self.component.plan_id.company_id

    @property
    def due(self):
        """The money of the line, paid or held."""
        return self.amount or self.held


class MotivationStatementLine(models.Model):
    """Each line in a sentence that needs no manual."""

    _inherit = "motivation.statement.line"

    # Whoever is paid for a sale may know which one it is, whose card it was on, and what the client paid.
    explanation = fields.Char(compute="_compute_explanation", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends("amount", "held", "component_id.name", "fact_id", "adjustment_id.reason")
    @api.depends_context("lang")
    def _compute_explanation(self):
        rows = [line._as_told() for line in self]
        for line, words in zip(self, self._explain(rows), strict=True):
            line.explanation = words

    def _as_told(self):
        statement = self.statement_id
        return Told(
            self.kind, statement, statement.user_id.id, statement.currency_id, statement.rate, statement.first_on,
            self.component_id, self.fact_id, self.original_id, self.adjustment_id, self.happened_on, self.window_on,
            self.base, self.before, self.after, self.target, self.amount, self.held,
        )  # fmt: skip

    # === BUSINESS METHODS === #

    @api.model
    def _explain(self, rows, is_alone=True):
        """Sentences of lines, all of them with the same few questions to the database.

        :param rows: list of `Told`
        :param bool is_alone: tell the day, and why money is held; not where both stand beside the sentence
        :return: list of texts
        """
        known = self._gather_known(rows)
        known.is_alone = is_alone
        return [getattr(self, f"_explain_{row.kind}")(row, known) for row in rows]

    def _explain_commission(self, row, known):
        """What a fact pays: “3 % of 120,000 ₽ — Money in, INV/2026/0012, Northern Mill, 5 March”."""
        words = self.env._(
            "%(curve)s — %(about)s", curve=self._tell_curve(row), about=self._tell_about(row, known)
        )
        if row.held and known.is_alone:
            words = self.env._(
                "%(words)s. Held: %(gates)s", words=words, gates=known.find_gates(row, self.env)
            )
        return words

    def _explain_override(self, row, known):
        return self._explain_commission(row, known)

    def _explain_spif(self, row, known):
        return self._explain_commission(row, known)

    def _tell_curve(self, row):
        """The curve of one line, with the numbers that make it."""
        component = row.component
        parts = self._cut(row)
        if not parts:
            return self.env._("nothing")
        tell = self._tell_percent if component.unit == "percent" else self._tell_each
        words = tell(row, parts)
        if row.base < 0:
            words = f"−({words})" if len(parts) > 1 else f"−{words}"
        if component.share != 1:
            words = self.env._(
                "%(curve)s (%(share)s of it counts here)",
                curve=words,
                share=tell_share(self.env, component.share),
            )
        if component.tier_on == "attainment" and row.target:
            words = self.env._(
                "%(curve)s, by now %(share)s of the target",
                curve=words,
                share=tell_share(self.env, round(row.after / row.target, 3)),
            )
        if row.company.currency_id != row.currency:
            words = self.env._(
                "%(curve)s, at the rate of %(rate)s",
                curve=words,
                rate=tell_number(self.env, row.rate, 6),
            )
        return words

    def _cut(self, row):
        tiers = self._get_curve(row.component)
        if row.component.tier_on == "attainment" and len(tiers) > 1:
            if not row.target:
                return []
            tiers = scale(tiers, Decimal(str(row.target)))
        return cut(tiers, Decimal(str(row.before)), Decimal(str(row.after)))

    @api.model
    def _get_curve(self, component):
        return make_tiers((str(tier.start), str(tier.rate)) for tier in component.tier_ids)

    def _tell_percent(self, row, parts):
        currency = row.company.currency_id
        if len(parts) == 1:
            [part] = parts
            return self.env._(
                "%(rate)s of %(base)s",
                rate=tell_share(self.env, float(part.rate)),
                base=tell_money(self.env, float(part.base), currency),
            )
        return " + ".join(
            f"{tell_money(self.env, float(part.base), currency)} × {tell_share(self.env, float(part.rate))}"
            for part in parts
        )

    def _tell_each(self, row, parts):
        currency = row.company.currency_id
        return " + ".join(
            f"{tell_number(self.env, float(part.base))} × {tell_money(self.env, float(part.rate), currency)}"
            for part in parts
        )

    # === WORDS OF FACTS === #

    def _tell_about(self, row, known):
        """Of what a fact tells: the metric, its document, the client, the day, whose it was."""
        fact = row.fact
        told = [row.component.metric_id.name, known.names.get(fact.id), known.clients.get(fact.id)]
        told.append(fact.product_id.name)
        if known.is_alone:
            told.append(self._tell_day(row.happened_on, row))
        if fact.user_id.id != row.user_id:
            told.append(fact.user_id.name)
        if row.original:
            told.append(self._tell_change(row))
        elif row.happened_on < row.first_on and row.kind != "gate":
            told.append(self.env._("came to light later"))
        return ", ".join(filter(None, told))

    def _tell_change(self, row):
        """Which sale a fact changes."""
        measure = row.component.metric_id.measure
        original = row.original
        amount = (
            tell_money(self.env, original.amount, row.company.currency_id)
            if measure == "amount"
            else tell_number(self.env, original.quantity)
        )
        return self.env._(
            "a change of %(amount)s of %(day)s",
            amount=amount,
            day=self._tell_day(original.happened_on, row),
        )

    def _tell_day(self, day, row):
        """A day without its year where everybody knows which one."""
        form = "d MMMM" if day.year == row.first_on.year else "d MMMM y"
        return format_date(self.env, day, date_format=form)
