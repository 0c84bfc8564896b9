from datetime import date, datetime
from unittest.mock import patch

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay import PayCommon

PEOPLE = ("scout", "hunter", "hunter2", "farmer", "leader", "head", "owner", "stranger")
# A Wednesday; March has 22 working days.
TODAY = datetime(2026, 3, 11, 12)


class MotivateCommon(PayCommon):
    """Words for simulations, contests, grades and prompts, all of them seen on the eleventh of March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(at_instant(cls.env, TODAY))

    def sell(self, day, amount, user=None, **values):
        """Money that came in."""
        return self.fact("money_in", day, user or self.hunter, amount=amount, **values)

    def run_cron(self, model, method, kill_after=None):
        """A cron's own work; its commits are counted instead of done, and may be the server's last."""
        commits = []

        def commit(_crons, processed=0, *, remaining=None, deactivate=False):
            commits.append(remaining)
            return 0 if kill_after and len(commits) == kill_after else 1000

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            getattr(self.env[model], method)()
        return commits

    def count_queries(self, deed):
        """How many questions a deed asks PostgreSQL, with nothing remembered from before."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        deed()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def readers(self, record):
        """Those of the cast who find a record."""
        found = set()
        for login in PEOPLE:
            model = record.with_user(getattr(self, login))
            if model.has_access("read") and model.search([("id", "=", record.id)]):
                found.add(login)
        return found

    def simulate(self, plan, months=((1, 2)), base=None, people=None, **values):
        """A simulation over months of 2026, not computed yet."""
        simulation = self.env["motivation.simulation"].create(
            {
                "plan_id": plan.id,
                **({"base_plan_id": base.id} if base else {}),
                "first_on": date(2026, months[0], 1),
                "last_on": date(2026, months[-1], 1),
                "metric_id": self.env["conveyor.metric"]._get("money_in").id,
                **values,
            }
        )
        for user in set(people or ()) - set(simulation.person_ids.user_id):
            self.env["motivation.simulation.person"].create(
                {"simulation_id": simulation.id, "user_id": user.id}
            )
        return simulation

    def compute_simulation(self, simulation, **values):
        """A simulation computed to its end."""
        simulation.action_start()
        return self.run_cron("motivation.simulation", "_cron_compute", **values)

    def contest(self, metric="money_in", people=None, start=True, **values):
        """A race over March, running unless said otherwise."""
        contest = self.env["motivation.contest"].create(
            {
                "name": "March",
                "metric_id": self.env["conveyor.metric"]._get(metric).id,
                "first_on": date(2026, 3, 1),
                "last_on": date(2026, 3, 31),
                **({"who": "people", "user_ids": [(6, 0, people.ids)]} if people else {}),
                **values,
            }
        )
        if start:
            contest.action_start()
        return contest

    def places(self, contest, user=None):
        """``{person: place}`` as somebody sees it; 0 is no place."""
        self.env.invalidate_all()
        rows = self.env["motivation.contest.standing"].with_user(user or self.env.user)
        return {row.user_id: row.place for row in rows.search([("contest_id", "=", contest.id)])}
