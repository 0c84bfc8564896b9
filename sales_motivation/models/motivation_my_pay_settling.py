from datetime import timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..tools.commission import earn, round_money, settle, split_days, top_up
from .motivation_run_terms import LENGTHS


class MotivationMyPay(models.AbstractModel):
    """What a month adds beside its facts, and how it would end today: as runs have it, in plain arithmetic."""

    _inherit = "motivation.my.pay"

    # === PERIOD === #

    @api.model
    def _add_period(self, look):
        """Salaries, bonuses of windows that end with this month, deductions and adjustments."""
        for component in look.components:
            if component.kind == "salary":
                self._add_salary(look, component)
            elif component.kind == "bonus" and self._get_window(look, component)[1] == look.last:
                self._add_bonus(look, component)
        self._add_deductions(look)
        waiting = look.run.env["motivation.adjustment"].search(
            [
                ("user_id", "=", look.user.id),
                ("company_id", "=", look.company.id),
                ("currency_id", "=", look.currency.id),
                ("state", "=", "approved"),
                ("month_on", "<=", look.first),
                ("line_ids", "=", False),
            ]
        )
        nothing = look.components.browse()
        for one in waiting:
            line = self._tell_line(
                look, "adjustment", nothing, look.last, amount=one.amount, adjustment=one
            )
            look.lines.append(line)

    @api.model
    def _get_unit(self, look):
        return Decimal(str(look.currency.rounding))

    @api.model
    def _get_window(self, look, component):
        """The first and the last day of the window of today."""
        months = LENGTHS[component.window]
        first = look.first - relativedelta(months=(look.first.month - 1) % months)
        return first, first + relativedelta(months=months, days=-1)

    @api.model
    def _split(self, look, component, amount_of):
        """An amount by the month over the days of each assignment with a component.

        :param amount_of: function of an assignment
        :return: list of ``(days before, days after, amount)``
        """
        days = (look.last - look.first).days + 1
        parts = []
        for assignment in look.assignments.filtered(lambda one: one.plan_id == component.plan_id):
            begin = (max(assignment.date_from_on, look.first) - look.first).days
            end = (min(assignment.date_to_on or look.last, look.last) - look.first).days + 1
            amount = Decimal(str(amount_of(assignment)))
            [part] = split_days(amount, [(begin, end)], days, self._get_unit(look))
            parts.append((begin, end, part))
        return parts

    @api.model
    def _add_salary(self, look, component):
        for begin, end, amount in self._split(look, component, lambda one: one.salary):
            if amount:
                day = look.first + timedelta(days=end - 1)
                line = self._tell_line(
                    look, "salary", component, day, base=float(end - begin), before=float(begin),
                    after=float(end), amount=float(amount),
                )  # fmt: skip
                look.lines.append(line)

    @api.model
    def _add_bonus(self, look, component):
        """A bonus as it would be paid if the window ended today."""
        first, last = self._get_window(look, component)
        mine = look.known.filtered(lambda one: one.plan_id == component.plan_id)
        days = sum(
            max(0, (min(one.date_to_on or last, last) - max(one.date_from_on, first)).days + 1)
            for one in mine
        )
        stays = any((one.date_to_on or last) >= last for one in look.assignments)
        share = Decimal(days) / ((last - first).days + 1)
        if share <= 0 or not stays:
            return
        key = look.user.id, component.id
        reached = look.state.reached.get(key) if component.tier_ids else None
        earned = Decimal(1)
        if component.tier_ids:
            curve = self.env["motivation.statement.line"]._get_curve(component)
            earned = earn(curve, Decimal(str(reached or 0)))
        amount = round_money(Decimal(str(component.amount)) * share * earned, self._get_unit(look))
        is_held = (*key, first) in look.state.closed
        line = self._tell_line(
            look, "bonus", component, look.last, window_on=first, after=float(share),
            base=float(1 if reached is None else reached),
            **{"held" if is_held else "amount": float(amount)},
        )  # fmt: skip
        look.lines.append(line)

    @api.model
    def _add_deductions(self, look):
        """What lowers the bonuses that end with this month, fact by fact and never below zero."""
        bonus = sum(Decimal(str(line.amount)) for line in look.lines if line.kind == "bonus")
        components = look.components.filtered(
            lambda one: one.kind == "deduction" and self._get_window(look, one)[1] == look.last
        )
        if not components or bonus <= 0:
            return
        total = Decimal()
        for component, fact in self._find_deducted(look, components):
            base = fact._get_pay_base()
            due = round_money(
                Decimal(str(base)) * Decimal(str(component.amount)), self._get_unit(look)
            )
            before, total = total, total + due
            amount = max(Decimal(), min(bonus, before)) - max(Decimal(), min(bonus, total))
            line = self._tell_line(
                look, "deduction", component, fact.happened_on, fact=fact, base=base,
                original=fact.reversal_of_id, before=float(before), after=float(total), amount=float(amount),
            )  # fmt: skip
            look.lines.append(line)

    @api.model
    def _find_deducted(self, look, components):
        """Facts beside the components that they lower the bonus of, in order."""
        found = []
        for component in components:
            first, last = self._get_window(look, component)
            mine = look.known.filtered(lambda one, plan=component.plan_id: one.plan_id == plan)
            facts = look.run.env["conveyor.fact"].search(
                [
                    ("metric_id", "=", component._get_ledger_metric().id),
                    ("user_id", "=", look.user.id),
                    ("company_id", "=", look.company.id),
                    ("is_level", "=", False),
                    ("is_imported", "!=", True),
                    ("happened_on", ">=", max(first, min(mine.mapped("date_from_on")))),
                    ("happened_on", "<=", min(last, max(one.date_to_on or last for one in mine))),
                ]
            )
            found += [(component, fact) for fact in facts if fact._get_pay_base()]
        return sorted(found, key=lambda one: (one[1].happened_at, one[1].id, one[0].id))

    # === SETTLEMENT === #

    @api.model
    def _add_settlement(self, look):
        """What is owed from before, what can be taken now, what is carried over, what is made up."""
        unit = self._get_unit(look)
        paid = {line.kind: Decimal() for line in look.lines}
        for line in look.lines:
            paid[line.kind] += Decimal(str(line.amount))
        clawback = -paid.pop("clawback", Decimal())
        paid.pop("salary", None)
        variable = sum(paid.values(), Decimal())
        carried, drawn = self._read_owing(look)
        plan = look.assignments[:1].plan_id
        due = clawback + carried
        ended = settle(variable, due, Decimal(str(plan.clawback_floor)), unit)
        nothing = look.components.browse()
        for day, base, amount in (
            (look.first, carried, -carried),
            (look.last, ended.carried, ended.carried),
        ):
            if amount:
                look.lines.append(
                    self._tell_line(
                        look, "carried", nothing, day, base=float(base), amount=float(amount)
                    )
                )
        self._add_draw(look, variable - ended.taken, drawn)

    @api.model
    def _add_draw(self, look, left_over, drawn):
        components = look.components.filtered(lambda one: one.kind == "draw")
        if not components:
            return
        minimum = sum(
            part
            for component in components
            for _begin, _end, part in self._split(
                look, component, lambda _one, c=component: c.amount
            )
        )
        last = components.filtered(lambda one: one.plan_id == look.assignments[:1].plan_id)[:1]
        component = last or components[:1]
        owed = max(Decimal(), drawn)
        amount = top_up(minimum, left_over, owed, component.is_recoverable)
        if amount:
            look.lines.append(
                self._tell_line(
                    look, "draw", component, look.last, base=float(minimum), amount=float(amount)
                )
            )

    @api.model
    def _read_owing(self, look):
        """What the person owes from the months before: carried over, and drawn in advance."""
        self.env.cr.execute(
            SQL(
                "SELECT o.carried, o.drawn FROM (%s) o WHERE o.user_id = %s AND o.currency_id = %s",
                look.run._get_owing_sql(),
                look.user.id,
                look.currency.id,
            )
        )
        [carried, drawn] = self.env.cr.fetchone() or [0, 0]
        return Decimal(carried or 0), Decimal(drawn or 0)
