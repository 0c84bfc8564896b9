from decimal import Decimal

from odoo import api, models

from ..const import FACT_KINDS, KIND_ORDER
from ..tools.commission import scale
from ..tools.explaining import next_tier
from ..tools.telling import tell_money, tell_number, tell_share


class MotivationMyPay(models.AbstractModel):
    """The screen of a telephone: components with their sums, the next tier, the conditions."""

    _inherit = "motivation.my.pay"

    # === BUSINESS METHODS === #

    @api.model
    def _get_totals(self, look):
        """What the month has come to so far.

        earned: of everything that varies, paid or held; payable: if the month ended today
        """
        amounts = [(line.kind, line.amount, line.held) for line in look.lines]
        rounded = look.currency.round
        return {
            "salary": rounded(sum(amount for kind, amount, _held in amounts if kind == "salary")),
            "earned": rounded(
                sum(
                    amount + held
                    for kind, amount, held in amounts
                    if kind in (*FACT_KINDS, "bonus", "deduction", "gate", "clawback")
                )
            ),
            "payable": rounded(sum(amount for _kind, amount, _held in amounts)),
            "held": rounded(sum(held for _kind, _amount, held in amounts)),
        }

    @api.model
    def _get_groups(self, look):
        """The components of the person, each with its sum so far; also those that nothing came of yet."""
        groups = {}
        for component in look.components:
            if component.kind in FACT_KINDS and component.id in look.windows:
                groups[self._get_key(component, component.kind)] = []
        for line in look.lines:
            key = self._get_key(line.component, self._get_kind(line))
            groups.setdefault(key, []).append(line)
        notes = self._tell_live_gates(look)
        return [
            {**self._describe_group(look, key, groups[key]), "note": notes.get(key[2], False)}
            for key in sorted(groups)
        ]

    @api.model
    def _get_key(self, component, kind):
        return KIND_ORDER[kind], component.sequence, component.id, kind

    @api.model
    def _describe_group(self, look, key, lines):
        _place, _sequence, component_id, kind = key
        component = look.components.browse(component_id or ())
        kinds = dict(
            self.env["motivation.statement.line"]._fields["kind"]._description_selection(self.env)
        )
        return {
            "key": f"{kind}_{component_id}",
            "component_id": component_id,
            "kind": kind,
            "name": component.name or kinds[kind],
            "amount": look.currency.round(sum(line.amount for line in lines)),
            "held": look.currency.round(sum(line.held for line in lines)),
            "count": len(lines),
            "progress": self._describe_progress(look, component) if kind in FACT_KINDS else False,
        }  # fmt: skip

    # === NEXT TIER === #

    @api.model
    def _describe_progress(self, look, component):
        """How far the window of today has come, and what is missing to the next rate."""
        window = look.windows.get(component.id)
        if not window:
            return False
        reached = window["reached"]
        tiers = self._get_scaled(component, window)
        tier = tiers and next_tier(tiers, reached)
        share = Decimal(str(component.share))
        progress = {
            "reached": self._tell_measure(component, reached / share),
            "window": component.window,
            "rate": self._tell_present_rate(component, tiers, reached),
            "share": float(max(Decimal(), reached) / tier.start) if tier else 1.0,
            "next": False,
        }
        if tier:
            progress["next"] = {
                "missing": self._tell_measure(component, (tier.start - reached) / share),
                "rate": self._tell_rate(component, tier.rate),
            }
        return progress

    @api.model
    def _tell_present_rate(self, component, tiers, reached):
        """What the next sale brings."""
        begun = [tier for tier in tiers if tier.start <= max(reached, 0)]
        return self._tell_rate(component, begun[-1].rate) if begun else False

    @api.model
    def _get_scaled(self, component, window):
        """The tiers of a component as amounts; nothing where a target is needed and there is none."""
        tiers = self.env["motivation.statement.line"]._get_curve(component)
        if component.tier_on != "attainment" or len(tiers) == 1:
            return tiers
        return scale(tiers, window["target"]) if window["target"] else ()

    @api.model
    def _tell_measure(self, component, value):
        value = float(round(value, 2))
        if component.metric_id.measure == "amount":
            return tell_money(self.env, value, component.company_id.currency_id)
        return tell_number(self.env, value)

    @api.model
    def _tell_rate(self, component, rate):
        if component.unit == "percent":
            return tell_share(self.env, float(rate))
        return tell_money(self.env, float(rate), component.currency_id)

    # === CONDITIONS === #

    @api.model
    def _tell_live_gates(self, look):
        """The gates that hold money back today: ``{component id: words}``."""
        told = {}
        for gate, words, is_reached in self._read_gates(look):
            if not is_reached:
                told.setdefault(gate.component_id.id, []).append(words)
        return {component: "; ".join(words) for component, words in told.items()}

    @api.model
    def _read_gates(self, look):
        """Every gate of today with its words: list of ``(gate, words, is reached)``."""
        if not look.state:
            return []
        lines = self.env["motivation.statement.line"].sudo()  # as in `explanation`
        gates = look.run.env["motivation.pay.gate"]
        return [
            (gates.browse(gate_id), lines._tell_gate(gates.browse(gate_id), value), is_reached)
            for (_user_id, gate_id), (value, is_reached) in look.state.gates.items()
        ]

    @api.model
    def _describe_gates(self, look):
        return [
            {"words": words, "is_reached": is_reached, "component": gate.component_id.name}
            for gate, words, is_reached in self._read_gates(look)
        ]

    @api.model
    def _describe_earlier(self, look):
        """What months that nobody has computed yet have brought, about."""
        months = {}
        for line in look.earlier:
            month = line.happened_on.replace(day=1)
            months[month] = months.get(month, 0) + line.amount + line.held
        return [
            {"month": month, "amount": look.currency.round(months[month])}
            for month in sorted(months)
        ]
