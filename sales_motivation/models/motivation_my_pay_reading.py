from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..const import FACT_KINDS
from .motivation_my_pay import Look
from .motivation_run_judging import Judgement
from .motivation_run_terms import LENGTHS
from .motivation_statement_line_words import Told


class MotivationMyPay(models.AbstractModel):
    """What a look reads: the assignments of the person, then one statement for all of his lines."""

    _inherit = "motivation.my.pay"

    # === BUSINESS METHODS === #

    @api.model
    def _begin(self, user):
        """Whose month, which days, which plans."""
        # Plans, ledger and targets are read whole, whoever looks; what is told is the person's own.
        server = self.sudo()
        company = server.env.company
        today = company._get_business_day()
        first = today.replace(day=1)
        last = first + relativedelta(months=1, days=-1)
        known = server.env["motivation.pay.assignment"].search(
            [
                ("user_id", "=", user.id),
                ("company_id", "=", company.id),
                ("simulation_id", "=", False),
                ("date_from_on", "<=", last),
            ]
        )
        assignments = known.filtered(lambda one: not one.date_to_on or one.date_to_on >= first)
        credited = frozenset(known.plan_id.component_ids.mapped("credit"))
        return Look(
            # His name and place may be read by whoever may look at his pay.
            user=user.sudo(),
            company=company,
            currency=assignments[:1].plan_id.currency_id or company.currency_id,
            today=today,
            first=first,
            last=last,
            known=known,
            assignments=assignments,
            components=assignments.plan_id.component_ids,
            run=server._get_run(user, company, credited, first, last),
        )

    @api.model
    def _get_run(self, user, company, credited, first, last):
        """A run of one person over some days, that is never stored."""
        context = {"motivation_people": [user.id], "motivation_credits": credited}
        runs = self.env["motivation.run"].with_context(**context)
        return runs.new({"company_id": company.id, "first_on": first, "last_on": last})

    @api.model
    def _read_lines(self, look):
        """The lines of this month and of months before it that nobody has computed yet."""
        look.state = self._judge(look)
        since = self._find_start(look)
        wide = look.run
        if since < look.first:
            credited = wide.env.context["motivation_credits"]
            # The same run as that of the month, over more days.
            wide = self.sudo()._get_run(look.user, look.company, credited, since, look.last)
        rows = wide._read_live(look.state.closed if look.state else set(), look.today)
        self._sort_rows(look, rows, since)

    @api.model
    def _judge(self, look):
        """The gates and bonuses of the person, as far as his plans have any."""
        gates = look.components.gate_ids
        bonuses = look.components.filtered(lambda one: one.kind == "bonus")
        if not gates and not bonuses:
            return None
        state = Judgement(set(), {}, {})
        judged = look.run._get_judged_sql()
        if bonuses.tier_ids or gates.filtered(lambda gate: gate.kind != "value"):
            look.run._judge_targets(state, judged)
        if gates.filtered(lambda gate: gate.kind == "value"):
            look.run._judge_values(state, judged)
        return state

    @api.model
    def _sort_rows(self, look, rows, since):
        """Windows, lines of this month, and lines of months that are not computed yet.

        :param rows: of `_read_live`
        """
        facts = self._browse_facts(look, rows)
        components = {one.id: one for one in self._browse_components(look, rows)}
        for tag, component_id, *row in rows:
            if tag == "window":
                window_on, before, target, exchange = row[4], row[6], row[8], row[9]
                look.windows[component_id] = {
                    "window_on": window_on,
                    "target": _exact(target),
                    "exchange": _exact(exchange, 12),
                    "reached": _exact(before),
                }
        for tag, component_id, *row in rows:
            component = components[component_id]
            if tag != "line" or component.plan_id.currency_id != look.currency:
                continue
            line = self._as_told(look, row, component, facts)
            is_earlier = since <= line.happened_on < look.first
            (look.earlier if is_earlier else look.lines).append(line)
            window = look.windows.get(component_id)
            if window and line.kind in FACT_KINDS and line.window_on == window["window_on"]:
                window["reached"] += _exact(row[5])

    @api.model
    def _find_start(self, look):
        """The first day that no pay run has looked at, as far back as a window of today reaches."""
        months = [LENGTHS[component.window] for component in look.components]
        longest = max(months, default=1)
        begin = look.first - relativedelta(months=(look.first.month - 1) % longest)
        if begin == look.first:
            return begin
        self.env.cr.execute(
            SQL(
                """
                SELECT max(first_on) FROM motivation_run
                 WHERE company_id = %s AND simulation_id IS NULL AND computed_at IS NOT NULL AND first_on < %s
                """,
                look.company.id,
                look.first,
            )
        )
        [[computed]] = self.env.cr.fetchall()
        return max(begin, computed + relativedelta(months=1)) if computed else begin

    @api.model
    def _browse_facts(self, look, rows):
        ids = {row[place] for row in rows for place in (3, 4) if row[place]}
        return {fact.id: fact for fact in look.run.env["conveyor.fact"].browse(ids)}

    @api.model
    def _browse_components(self, look, rows):
        return look.run.env["motivation.pay.component"].browse({row[1] for row in rows if row[1]})

    @api.model
    def _as_told(self, look, row, component, facts):
        kind, fact_id, original_id, happened_on, window_on, *numbers, _trouble = row
        base, before, after, target, amount, held = (float(number or 0) for number in numbers)
        nothing = look.run.env["conveyor.fact"]
        rate = look.windows.get(component.id, {}).get("exchange")
        return self._tell_line(
            look,
            kind,
            component,
            happened_on,
            rate=float(rate or 1),
            fact=facts.get(fact_id, nothing),
            original=facts.get(original_id, nothing),
            window_on=window_on,
            base=base,
            before=before,
            after=after,
            target=target,
            amount=amount,
            held=held,
        )

    @api.model
    def _tell_line(self, look, kind, component, happened_on, **values):
        """A line of the month that is running."""
        env = look.run.env
        return Told(
            **{
                "kind": kind,
                "statement": env["motivation.statement"],
                "user_id": look.user.id,
                "currency": look.currency,
                "rate": 1.0,
                "first_on": look.first,
                "component": component,
                "fact": env["conveyor.fact"],
                "original": env["conveyor.fact"],
                "adjustment": env["motivation.adjustment"],
                "happened_on": happened_on,
                "window_on": look.first,
                "base": 0.0,
                "before": 0.0,
                "after": 0.0,
                "target": 0.0,
                "amount": 0.0,
                "held": 0.0,
                **values,
            }
        )


def _exact(value, digits=6):
    """A number of PostgreSQL as it stands there: Odoo reads them as floats."""
    return None if value is None else Decimal(str(round(value, digits)))
