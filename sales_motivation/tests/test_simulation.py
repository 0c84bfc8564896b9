from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .motivate import MotivateCommon

THREE = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03)]}
FIVE = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.02), (100000, 0.08)]}
SALARY = {"kind": "salary"}


@tagged("post_install", "-at_install")
class TestSimulation(MotivateCommon):
    """A plan is tried on past months before anybody is paid by it."""

    def setUp(self):
        super().setUp()
        self.now = self.plan(SALARY, THREE)
        self.draft = self.plan(SALARY, FIVE, approve=False, name="Hunters, steeper")
        self.sell(date(2026, 1, 5), 90000)
        self.sell(date(2026, 2, 6), 60000)
        self.sell(date(2026, 2, 9), 40000, self.hunter2)
        self.pay_by(self.hunter, self.now, salary=1000)
        self.pay_by(self.hunter2, self.now, salary=800)

    def person(self, simulation, user):
        return simulation.person_ids.filtered(lambda person: person.user_id == user)

    # === FIGURES === #

    def test_two_plans_side_by_side(self):
        """Hunter: 3 % of 150,000 = 4,500; by the draft 100,000 × 2 % + 50,000 × 8 % = 6,000.

        Hunter 2: 1,200 and 800. Salaries of two months: 2,000 and 1,600 in both.
        """
        simulation = self.simulate(self.draft, base=self.now)
        self.compute_simulation(simulation)
        self.assertEqual(simulation.state, "done")
        rows = {
            person.user_id: (person.base_pay, person.pay, person.difference, person.revenue)
            for person in simulation.person_ids
        }
        self.assertEqual(
            rows,
            {
                self.hunter: (6500, 8000, 1500, 150000),
                self.hunter2: (2800, 2400, -400, 40000),
            },
        )
        self.assertEqual(
            (simulation.base_pay, simulation.pay, simulation.difference, simulation.revenue),
            (9300, 10400, 1100, 190000),
        )
        self.assertEqual((simulation.gain_count, simulation.loss_count), (1, 1))
        self.assertAlmostEqual(simulation.base_share, 9300 / 190000)
        self.assertAlmostEqual(self.person(simulation, self.hunter2).share, 0.06)

    def test_a_simulation_pays_what_the_run_of_the_month_pays(self):
        """The same code on the same facts: line by line the same."""
        real = self.compute(1)
        simulation = self.simulate(self.now, months=(1,))
        self.compute_simulation(simulation)
        tried = simulation.run_ids
        for user in (self.hunter, self.hunter2):
            lines = [
                [(line.kind, line.fact_id, line.before, line.after, line.amount) for line in lines]
                for lines in (
                    self.statement(run, user).line_ids.sorted(lambda line: (line.kind, line.id))
                    for run in (real, tried)
                )
            ]
            self.assertEqual(lines[0], lines[1])
            self.assertTrue(lines[0])

    def test_real_months_are_left_alone(self):
        """The window of January is settled; the simulation begins from nothing and changes nothing."""
        real = self.settle(1)
        before = (real.statement_ids.mapped("payable"), real.statement_ids.mapped("hash"))
        simulation = self.simulate(self.draft, base=self.now)
        self.compute_simulation(simulation)
        self.assertEqual(self.person(simulation, self.hunter).base_pay, 6500)
        self.env.invalidate_all()
        self.assertEqual(
            (real.statement_ids.mapped("payable"), real.statement_ids.mapped("hash")), before
        )
        self.assert_amounts(self.compute(2), self.hunter, 1800, 1000)

    def test_imported_history_counts(self):
        """Pay ignores it; a new plan may be tried on it."""
        self.sell(date(2026, 1, 7), 1000)
        self.env.cr.execute("UPDATE conveyor_fact SET is_imported = TRUE WHERE amount = 1000")
        simulation = self.simulate(self.now, months=(1,))
        self.compute_simulation(simulation)
        self.assertEqual(self.person(simulation, self.hunter).pay, 1000 + 91000 * 0.03)

    def test_salaries_may_be_tried_as_well(self):
        simulation = self.simulate(self.draft, base=self.now)
        self.person(simulation, self.hunter2).salary = 1500
        self.compute_simulation(simulation)
        self.assertEqual(self.person(simulation, self.hunter2).difference, 1400 - 400)

    def test_the_report_adds_up_to_the_people(self):
        simulation = self.simulate(self.draft, base=self.now)
        self.compute_simulation(simulation)
        report = self.env["motivation.simulation.report"]
        measures = ["base_pay:sum", "pay:sum", "difference:sum", "revenue:sum"]
        mine = [("simulation_id", "=", simulation.id)]
        rows = {
            user: tuple(numbers)
            for user, *numbers in report._read_group(mine, ["user_id"], measures)
        }
        self.assertEqual(rows[self.hunter], (6500, 8000, 1500, 150000))
        by_month = report._read_group(mine, ["month_on:month"], ["pay:sum", "share:avg"])
        self.assertEqual(
            by_month[0], (date(2026, 1, 1), 1000 + 800 + 1800, (1000 + 800 + 1800) / 90000)
        )
        self.assertEqual(report._read_group(mine, ["role"], ["pay:sum"]), [("hunter", 10400)])
        kinds = dict(report._read_group(mine, ["kind"], ["pay:sum"]))
        self.assertEqual((kinds["salary"], kinds["commission"]), (3600, 6800))

    # === PEOPLE === #

    def test_people_of_the_version_before_are_tried(self):
        version = self.env["motivation.pay.plan"].browse(self.now.action_make_version()["res_id"])
        simulation = self.simulate(version)
        self.assertEqual(simulation.base_plan_id, self.now)
        self.assertEqual(simulation.person_ids.user_id, self.hunter | self.hunter2)
        self.assertEqual(self.person(simulation, self.hunter).salary, 1000)

    def test_a_plan_without_a_version_before_takes_the_people_of_its_role(self):
        plan = self.plan(THREE, approve=False, name="Farmers", role="farmer")
        simulation = self.simulate(plan, months=(1,))
        self.assertLessEqual(self.farmer | self.farmer2, simulation.person_ids.user_id)
        self.assertNotIn(self.hunter, simulation.person_ids.user_id)

    def test_whoever_came_later_is_tried_from_his_first_month_on(self):
        """The farmer sold first in February; hunter 2 too, but he was paid since January."""
        self.sell(date(2026, 2, 9), 5000, self.farmer)
        plan = self.plan(THREE, approve=False, name="Farmers", role="farmer")
        farmer = self.person(self.simulate(plan), self.farmer)
        self.assertEqual(farmer.since_on, date(2026, 2, 1))
        simulation = self.simulate(self.draft, base=self.now)
        self.assertFalse(self.person(simulation, self.hunter2).since_on)

    def test_a_new_simulation_takes_its_people_when_it_is_saved(self):
        version = self.env["motivation.pay.plan"].browse(self.now.action_make_version()["res_id"])
        with Form(self.env["motivation.simulation"].with_user(self.head)) as form:
            form.plan_id = version
            self.assertEqual((form.base_plan_id, form.name), (self.now, version.display_name))
        self.assertEqual(form.record.person_ids.user_id, self.hunter | self.hunter2)
        self.assertEqual(form.record.span, "Mar 2025 – Feb 2026")

    # === REFUSALS === #

    def test_broken_questions_are_refused(self):
        tries = (
            {"last_on": date(2026, 4, 1)},
            {"first_on": date(2019, 1, 1)},
            {"base_plan_id": self.draft.id},
            {"metric_id": self.env["conveyor.metric"]._get("call").id},
        )
        for values in tries:
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.simulate(self.draft, **values)

    def test_the_last_month_is_not_before_the_first(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.simulate(self.draft, months=(2, 1))

    def test_an_impossible_salary_is_refused(self):
        simulation = self.simulate(self.draft)
        for salary in (-1, float("nan"), float("inf")):
            with self.subTest(salary=salary), self.assertRaises(ValidationError):
                simulation.person_ids[:1].write({"salary": salary})

    def test_nothing_is_computed_for_nobody(self):
        simulation = self.simulate(self.draft)
        simulation.person_ids.unlink()
        with self.assertRaises(UserError):
            simulation.action_start()
