"""Plans, salaries, settled months, and a plan that is being thought about."""

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .plans import PLANS, SALARIES, STEEPER

MONTH = relativedelta(months=1)


class Paying:
    """The department on its plans, month after month."""

    def __init__(self, env, team, company, people, since, today):
        """Look at a department.

        :param dict people: ``{name: user}``
        :param date since: the first day of the first month that is paid
        """
        self.env, self.team, self.company = env, team, company
        self.people, self.since, self.today = people, since, today

    def run(self):
        """Pay all months but the last one, which waits for its yes."""
        with self.on(self.since - timedelta(days=1)):
            plans = {role: self.make_plan(role) for role in PLANS}
            self.put_on(plans)
        month = self.since
        while month + MONTH <= self.today.replace(day=1):
            self.pay(month, month + 2 * MONTH > self.today)
            month += MONTH
        self.think_about(plans["hunter"])

    def on(self, day):
        """Let everything inside happen at noon of a day, at the latest now."""
        return at_instant(self.env, min(datetime.combine(day, time(12)), self.env.cr.now()))

    # === PLANS === #

    def make_plan(self, role):
        """A plan in force: the ready one of the role with these numbers, or a new one."""
        name, note, *components = PLANS[role]
        ready = "pay_plan_head" if role == "head" else f"pay_plan_{role}s"
        plan = self.env.ref(f"sales_motivation.{ready}", False)
        values = {"name": str(name), "role": role, "note": str(note), "valid_from_on": self.since}
        values["company_id"] = self.company.id
        if plan and plan.state == "draft":
            plan.component_ids.unlink()
            plan.write({**values, "currency_id": self.company.currency_id.id})
        else:
            plan = self.env["motivation.pay.plan"].create(values)
        self.say(plan, name=name, note=note)
        for sequence, component in enumerate(components, start=1):
            self.add_component(plan, sequence, *component)
        plan.with_user(self.people["owner"])._approve()
        return plan

    def add_component(self, plan, sequence, name, kind, values):
        """A component with its tiers and gates."""
        values = dict(values)
        metrics = self.env["conveyor.metric"]
        metric = values.pop("metric", None)
        gates = [(*gate, "value", "person")[:2] + (*gate[2:], *("value", "person")[len(gate) - 2 :])
                 for gate in values.pop("gates", ())]  # fmt: skip
        component = self.env["motivation.pay.component"].create(
            {
                "plan_id": plan.id,
                "sequence": sequence,
                "name": str(name),
                "kind": kind,
                "metric_id": metric and metrics._get(metric).id,
                "tier_ids": [
                    (0, 0, {"start": start, "rate": rate})
                    for start, rate in values.pop("tiers", ())
                ],
                "gate_ids": [
                    (
                        0,
                        0,
                        {
                            "metric_id": metrics._get(code).id,
                            "goal": goal,
                            "kind": of,
                            "of_whom": whom,
                        },
                    )
                    for code, goal, of, whom in gates
                ],
                **values,
            }
        )
        self.say(component, name=name)

    def say(self, record, **terms):
        """Write terms of the demonstration in every language that the database speaks."""
        for code, _name in self.env["res.lang"].get_installed():
            spoken = record.with_context(lang=code)
            spoken.write({field: spoken.env._(term) for field, term in terms.items()})

    def put_on(self, plans):
        """Everybody on the plan of his section; all but one have read it."""
        for member in self.team.crm_team_member_ids.filtered("role"):
            self.assign(member.user_id, plans[member.role])
        self.assign(self.people["head"], plans["head"], team_ids=[(6, 0, self.team.ids)])

    def assign(self, user, plan, **values):
        """A person on a plan, with the salary of his section."""
        assignment = self.env["motivation.pay.assignment"].create(
            {
                "user_id": user.id,
                "plan_id": plan.id,
                "date_from_on": self.since,
                "salary": SALARIES[plan.role],
                **values,
            }
        )
        if user != self.people["hunter2"]:
            assignment.with_user(user).action_acknowledge()

    # === MONTHS === #

    def pay(self, month, is_last):
        """A month computed; approved and paid unless it is the last one, which is with its people."""
        runs = self.env["motivation.run"]
        with self.on(month + MONTH):
            run = runs.create({"first_on": month, "company_id": self.company.id})
            run.action_compute()
        with self.on(month + MONTH + timedelta(days=2)):
            statements = run.statement_ids.with_user(self.people["owner"])
            statements.action_send()
            if not is_last:
                ready = statements.filtered(lambda statement: not statement.problem)
                ready.action_approve()
                ready.action_pay()

    # === A PLAN BEING THOUGHT ABOUT === #

    def think_about(self, plan):
        """A steeper plan for the hunters, tried on the last months before anybody is paid by it."""
        head = self.people["head"]
        draft = plan.browse(plan.with_user(head).action_make_version()["res_id"])
        draft.reason = "More for those who bring more."
        commission = draft.component_ids.filtered(lambda component: component.kind == "commission")
        commission.tier_ids.unlink()
        commission.tier_ids = [(0, 0, {"start": start, "rate": rate}) for start, rate in STEEPER]
        last = self.today.replace(day=1) - MONTH
        if last < self.since:
            return
        simulation = self.env["motivation.simulation"].create(
            {
                "name": "Hunters: more for those who bring more",
                "plan_id": draft.id,
                "first_on": max(self.since, last - 2 * MONTH),
                "last_on": last,
            }
        )
        simulation.action_start()
        while simulation.state == "running":
            simulation._advance()
