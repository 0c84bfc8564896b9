from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .motivate import MotivateCommon

THREE = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03)]}
FIVE = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.05)]}
TABLES = ("run", "statement", "pay_assignment", "simulation")


@tagged("post_install", "-at_install")
class TestSimulationSteps(MotivateCommon):
    """A simulation goes month by month, can be stopped and killed, and goes away without a trace."""

    def setUp(self):
        super().setUp()
        self.others = [0] * len(TABLES)
        self.others = self.rows()
        self.now = self.plan(THREE)
        self.draft = self.plan(FIVE, approve=False, name="Hunters, more")
        self.pay_by(self.hunter, self.now)
        for month in (1, 2):
            self.sell(date(2026, month, 5), 10000)
        self.simulation = self.simulate(self.draft, base=self.now)

    def rows(self):
        """What there is of simulations, by table, beside those of a demonstration."""
        queries = (
            SQL(
                "(SELECT count(*) FROM %s WHERE %s IS NOT NULL)",
                SQL.identifier(f"motivation_{name}"),
                SQL("id" if name == "simulation" else "simulation_id"),
            )
            for name in TABLES
        )
        self.env.flush_all()
        [found] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(queries)))
        return tuple(count - others for count, others in zip(found, self.others, strict=True))

    # === STEPS === #

    def test_each_month_is_kept_by_itself(self):
        """Two plans, two months: four steps, and one that sums up."""
        commits = self.compute_simulation(self.simulation)
        self.assertEqual(len(commits), 5)
        self.assertEqual(self.simulation.progress, 100)

    def test_killed_half_way_it_goes_on_where_it_was(self):
        self.compute_simulation(self.simulation, kill_after=1)
        self.assertEqual((self.simulation.state, self.simulation.progress), ("running", 25))
        first = self.simulation.run_ids
        self.assertEqual(len(self.run_cron("motivation.simulation", "_cron_compute")), 4)
        self.assertEqual(len(self.simulation.run_ids), 2)
        self.assertLess(first, self.simulation.run_ids)
        self.assertEqual(self.simulation.person_ids.mapped("difference"), [400])

    def test_stopped_it_waits_and_goes_on(self):
        self.simulation.action_start()
        self.run_cron("motivation.simulation", "_cron_compute", kill_after=1)
        self.simulation.action_stop()
        self.assertEqual(self.run_cron("motivation.simulation", "_cron_compute"), [])
        self.compute_simulation(self.simulation)
        self.assertEqual((self.simulation.state, self.simulation.pay), ("done", 1000))

    def test_started_twice_it_runs_once(self):
        self.simulation.action_start()
        self.simulation.action_start()
        self.run_cron("motivation.simulation", "_cron_compute")
        self.assertEqual(len(self.simulation.twin_ids), 1)
        self.assertEqual(self.simulation.pay, 1000)

    def test_what_was_computed_is_not_changed_afterwards(self):
        self.compute_simulation(self.simulation)
        for record, values in (
            (self.simulation, {"plan_id": self.now.id}),
            (self.simulation, {"state": "draft"}),
            (self.simulation, {"last_on": date(2026, 1, 1)}),
            (self.simulation.person_ids, {"salary": 5}),
            (self.simulation.person_ids, {"pay": 5}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                record.write(values)
        self.simulation.name = "Another name"

    def test_started_anew_it_may_be_changed(self):
        self.compute_simulation(self.simulation)
        self.simulation.action_reset()
        self.assertEqual((self.simulation.state, self.simulation.pay), ("draft", 0))
        self.assertEqual(self.rows(), (0, 0, 0, 1))
        self.simulation.last_on = date(2026, 1, 1)
        self.compute_simulation(self.simulation)
        self.assertEqual(self.simulation.difference, 200)

    def test_deleted_it_takes_everything_away(self):
        before = self.rows()
        self.compute_simulation(self.simulation)
        self.assertEqual(self.rows(), (4, 4, 2, 2))
        count = self.count_queries(self.simulation.unlink)
        self.assertEqual(self.rows(), (0, 0, 0, 0))
        self.assertEqual(before, (0, 0, 0, 1))
        self.assertLessEqual(count, 25)

    def test_nobody_is_told_of_it(self):
        """No message, no follower, nothing to do for those whom a draft is tried on."""
        models = ("motivation.pay.assignment", "motivation.statement")
        tables = ("mail_message", "mail_followers", "mail_activity")
        before = [self.count_mail(table, models) for table in tables]
        self.compute_simulation(self.simulation)
        self.assertEqual([self.count_mail(table, models) for table in tables], before)

    def count_mail(self, table, models):
        self.env.flush_all()
        column = SQL("model" if table == "mail_message" else "res_model")
        [(count,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM %s WHERE %s IN %s", SQL.identifier(table), column, models)
        )
        return count

    # === DRAFTS THAT CHANGE === #

    def test_a_draft_that_was_tried_can_lose_a_component(self):
        """The figures of it go; the question stays and can be asked anew."""
        self.compute_simulation(self.simulation)
        self.draft.component_ids.unlink()
        self.assertEqual((self.simulation.state, self.simulation.pay), ("draft", 0))

    def test_a_draft_that_was_tried_can_be_thrown_away(self):
        self.compute_simulation(self.simulation)
        self.draft.unlink()
        self.assertFalse(self.simulation.exists())
        self.assertEqual(self.rows(), (0, 0, 0, 0))

    def test_figures_of_a_draft_that_changed_are_marked(self):
        self.compute_simulation(self.simulation)
        self.env.cr.execute(
            "UPDATE motivation_simulation SET started_at = started_at + interval '1 s'"
        )
        self.env.invalidate_all()
        self.assertFalse(self.simulation.is_outdated)
        self.env.cr.execute("UPDATE motivation_pay_tier SET write_date = now() + interval '1 day'")
        self.env.invalidate_all()
        self.assertTrue(self.simulation.is_outdated)

    # === RIGHTS === #

    def test_the_owner_and_the_head_see_it_nobody_else(self):
        self.compute_simulation(self.simulation)
        chain = self.simulation.twin_ids
        statement = self.simulation.run_ids.statement_ids[:1]
        for record in (
            self.simulation,
            chain,
            self.simulation.run_ids[:1],
            statement,
            statement.line_ids[:1],
            self.simulation.person_ids,
            self.env["motivation.pay.assignment"].search([("simulation_id", "=", chain.id)]),
            self.env["motivation.simulation.report"].search([("pay", ">", 0)], limit=1),
        ):
            with self.subTest(model=record._name):
                self.assertEqual(self.readers(record), {"head", "owner"})

    def test_a_draft_stays_hidden_from_those_it_is_tried_on(self):
        self.compute_simulation(self.simulation)
        self.assertEqual(self.readers(self.draft), {"head", "owner"})
        self.assertEqual(self.readers(self.draft.component_ids), {"head", "owner"})
        self.assertEqual(self.readers(self.now), {"hunter", "leader", "head", "owner"})
        self.assertNotIn(self.hunter, self.draft.assignment_ids.user_id)

    def test_the_owner_may_simulate(self):
        owner = self.env["motivation.simulation"].with_user(self.owner)
        simulation = owner.create(
            {
                "plan_id": self.draft.id,
                "base_plan_id": self.now.id,
                "first_on": date(2026, 1, 1),
                "last_on": date(2026, 2, 1),
            }
        )
        self.assertEqual(simulation.person_ids.user_id, self.hunter)
        self.compute_simulation(simulation)
        self.assertEqual(simulation.difference, 400)
        simulation.action_reset()
        simulation.unlink()

    def test_sellers_and_leaders_do_nothing_here(self):
        for user in (self.hunter, self.leader, self.stranger):
            simulation = self.simulation.with_user(user)
            for deed in (
                "action_start",
                "action_stop",
                "action_reset",
                "unlink",
                "action_find_people",
            ):
                with self.subTest(user=user.name, deed=deed), self.assertRaises(AccessError):
                    getattr(simulation, deed)()
            with self.assertRaises(AccessError):
                simulation.create({"plan_id": self.draft.id})

    # === COST === #

    def test_a_month_costs_the_same_for_one_and_for_many(self):
        one = self.simulate(self.draft, months=(1,))
        many = self.simulate(
            self.draft, months=(1,), people=(self.hunter2, self.farmer, self.farmer2, self.scout)
        )
        self.compute_simulation(self.simulation)  # whatever is asked once and kept
        counts = []
        for simulation in (one, many):
            simulation.action_start()
            counts.append(self.count_queries(simulation._advance))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 30)
