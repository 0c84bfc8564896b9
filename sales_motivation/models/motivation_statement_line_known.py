from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL

from ..tools.telling import tell_money, tell_number, tell_share


@dataclass(slots=True)
class Known:
    """What the sentences of many lines need, read once for all of them.

    names: ``{fact id: name of its document}``
    clients: ``{fact id: name of the client}``
    gates: ``{(statement id, component id): words}`` of gates that are not reached
    paid: ``{(person id, component id, fact id of the sale): [(month, base, amount)]}``
    salaries: ``{(person id, plan id): assignments}``
    """

    names: dict = field(default_factory=dict)
    clients: dict = field(default_factory=dict)
    gates: dict = field(default_factory=dict)
    paid: dict = field(default_factory=dict)
    salaries: dict = field(default_factory=dict)
    is_alone: bool = True

    def find_gates(self, row, env):
        """The gates that hold a line, in words.

        :param row: a `Told`
        """
        return self.gates.get((row.statement.id, row.component.id)) or env._(
            "a condition is not met"
        )

    def find_paid(self, row):
        """What was paid for a sale before this month: its base, the money, the months.

        :param row: a `Told`
        """
        key = row.user_id, row.component.id, row.original.id
        before = [one for one in self.paid.get(key, ()) if one[0] < row.first_on]
        months = sorted({month for month, _base, amount in before if amount > 0})
        return sum(one[1] for one in before), sum(one[2] for one in before), months

    def find_salary(self, row):
        """The salary by the month of whoever a line is of.

        :param row: a `Told`
        """
        for assignment in self.salaries.get((row.user_id, row.component.plan_id.id), ()):
            if assignment.date_from_on <= row.happened_on and (
                not assignment.date_to_on or row.happened_on <= assignment.date_to_on
            ):
                return assignment.salary
        return 0


class MotivationStatementLine(models.Model):
    """What the sentences of lines are made from: a handful of questions, however many lines there are."""

    _inherit = "motivation.statement.line"

    # === BUSINESS METHODS === #

    @api.model
    def _gather_known(self, rows):
        """Read what the sentences of these lines need.

        :param rows: list of `Told`
        :return: `Known`
        """
        known = Known()
        facts = self.env["conveyor.fact"].union(*(row.fact for row in rows if row.fact))
        self._name_facts(facts, known)
        known.gates = self._tell_gates([row for row in rows if row.held and row.statement])
        known.paid = self._read_paid([row for row in rows if row.kind == "clawback"])
        known.salaries = self._read_salaries([row for row in rows if row.kind == "salary"])
        return known

    @api.model
    def _name_facts(self, facts, known):
        """The documents and clients of facts; a document without a number by its name."""
        nameless = facts.filtered(lambda fact: not fact.reference)
        # Read apart, so that the names of all other documents are not asked for.
        labels = {
            fact.id: fact.display_name for fact in self.env["conveyor.fact"].browse(nameless.ids)
        }
        for fact in facts:
            known.names[fact.id] = fact.reference or labels[fact.id]
            known.clients[fact.id] = fact.client_id.partner_id.name

    @api.model
    def _tell_gates(self, rows):
        """The gates that hold these lines, each with what it measured."""
        statements = {row.statement.id for row in rows}
        if not statements:
            return {}
        found = self.env["motivation.statement.gate"].search(
            [("statement_id", "in", list(statements)), ("is_reached", "=", False)]
        )
        told = defaultdict(list)
        for one in found:
            value = one.value if one.is_measured else None
            told[one.statement_id.id, one.gate_id.component_id.id].append(
                self._tell_gate(one.gate_id, value)
            )
        return {key: "; ".join(words) for key, words in told.items()}

    @api.model
    def _tell_gate(self, gate, value):
        """What a gate asks for and what there is: “Punctuality” is 72 %, at least 80 % is needed."""
        is_share = gate.kind != "value" or gate.metric_id.is_percentage
        told = self._tell_gate_value(gate, is_share)
        values = {
            "metric": gate.metric_id.name,
            "value": "—" if value is None else told(value),
            "goal": told(gate.goal),
            "threshold": tell_share(self.env, gate.threshold),
        }
        if gate.kind == "share":
            return self.env._(
                "%(value)s of the sellers have %(threshold)s of their target of “%(metric)s”, %(goal)s are needed",
                **values,
            )
        if gate.kind == "attainment" and not gate.is_less_better:
            return self.env._(
                "%(value)s of the target of “%(metric)s” is reached, %(goal)s is needed", **values
            )
        if gate.is_less_better:
            return self.env._("“%(metric)s” is %(value)s, at most %(goal)s is allowed", **values)
        return self.env._("“%(metric)s” is %(value)s, at least %(goal)s is needed", **values)

    @api.model
    def _tell_gate_value(self, gate, is_share):
        """How a number of a gate is written."""
        if is_share:
            return lambda value: tell_share(self.env, round(float(value), 4))
        if gate.metric_id.measure == "amount":
            currency = gate.component_id.company_id.currency_id
            return lambda value: tell_money(self.env, float(value), currency)
        return lambda value: tell_number(self.env, float(value))

    @api.model
    def _read_paid(self, rows):
        """What was paid for the sales that clients have returned, month by month."""
        sales = list({row.original.id for row in rows})
        if not sales:
            return {}
        self.env.cr.execute(
            SQL(
                """
                SELECT s.user_id, l.component_id, k.sale_id, s.first_on, sum(l.base), sum(l.amount)
                  FROM unnest(%(sales)s::int4[]) AS k(sale_id)
                 CROSS JOIN LATERAL (
                       SELECT * FROM motivation_statement_line l WHERE l.fact_id = k.sale_id
                        UNION ALL
                       SELECT * FROM motivation_statement_line l WHERE l.original_id = k.sale_id) l
                  JOIN motivation_statement s ON s.id = l.statement_id
                 WHERE s.user_id = ANY(%(users)s) AND s.simulation_id IS NOT DISTINCT FROM %(simulation)s
                 GROUP BY s.user_id, l.component_id, k.sale_id, s.first_on
                """,
                sales=sales,
                users=list({row.user_id for row in rows}),
                simulation=rows[0].statement.simulation_id.id or None,
            )
        )
        paid = defaultdict(list)
        for *key, month, base, amount in self.env.cr.fetchall():
            paid[tuple(key)].append((month, float(base or 0), float(amount or 0)))
        return paid

    @api.model
    def _read_salaries(self, rows):
        """The assignments that salaries come from."""
        users = list({row.user_id for row in rows})
        if not users:
            return {}
        found = self.env["motivation.pay.assignment"].search(
            [
                ("user_id", "in", users),
                ("plan_id", "in", list({row.component.plan_id.id for row in rows})),
            ]
        )
        return {
            (user.id, plan.id): assignments
            for (user, plan), assignments in found.grouped(
                lambda one: (one.user_id, one.plan_id)
            ).items()
        }
