from datetime import date, datetime

from ..demo.cast import Cast
from ..tools.clock import at_instant
from .common import department
from .plans import PlanCommon

SALES = ("deal_won", "contract", "contract_amount")


@department
class TestPlanDemo(PlanCommon):
    """The demonstration department has plans that it nearly reached, whenever it is installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.unlink()
        cls.team.user_id = cls.head
        empty = cls.env["product.product"]
        cls.cast = Cast(
            team=cls.team, products=empty, sources=None, lost_reasons=None, clients=None
        )

    def live(self, year, month, count=6):
        """Half a year of facts until the 20th of a month, rising slowly, for everybody."""
        months = [month - back for back in range(count, -1, -1)]
        for number, at in enumerate(months):
            place = (year - (at < 1), at + 12 * (at < 1))
            part = 0.65 if number == count else 1
            for user, codes in (
                (self.scout | self.scout2, ("contact_delivered",)),
                (self.hunter | self.hunter2, ("contact_taken", *SALES)),
                (self.farmer2, SALES),
            ):
                for person in user:
                    for code in codes:
                        self.book(
                            *place,
                            person,
                            self.env["conveyor.metric"]._get(code),
                            quantity=round((10 + number) * part),
                            amount=round(9000 * (1 + number / 10) * part),
                        )
        return datetime(*(year - (months[0] < 1), months[0] + 12 * (months[0] < 1)), 20)

    def plans(self, year, month):
        began = self.live(year, month)
        with at_instant(self.env, datetime(year, month, 20, 12)):
            self.env["conveyor.demo"]._plan(self.cast, began, self.owner)
        domain = [("company_id", "=", self.env.company.id), ("year", "in", (year - 1, year))]
        return self.env["conveyor.plan"].search(domain, order="year")

    def reached(self, plan, code, user, until):
        """Facts ÷ targets of the whole months before a day."""
        domain = [("user_id", "=", user.id), ("metric_id.code", "=", code)]
        domain += [
            ("month_on", "<", until),
            ("month_on", ">=", min(plan.target_ids.mapped("month_on"))),
        ]
        measure = "amount" if code == "contract_amount" else "quantity"
        facts = self.env["conveyor.fact.sum"].search(domain).mapped(measure)
        targets = self.env["conveyor.target"].search([*domain, ("plan_id", "=", plan.id)])
        return sum(facts) / sum(targets.mapped("value"))

    def test_present_year_is_planned_from_the_first_whole_month_on(self):
        plan = self.plans(2017, 11)
        self.assertEqual((plan.year, plan.state), (2017, "approved"))
        self.assertEqual(plan.approved_by_id, self.owner)
        months = {target.month_on for target in plan.target_ids}
        self.assertEqual(months, {date(2017, month, 1) for month in range(6, 13)})
        crew = self.scout | self.scout2 | self.hunter | self.hunter2 | self.farmer2
        self.assertEqual(plan.target_ids.user_id, crew, "the farmer without facts has no target")
        self.assertEqual(plan.target_ids.team_id, self.team)

    def test_people_reached_what_the_story_says(self):
        plan = self.plans(2017, 11)
        until = date(2017, 11, 1)
        for user, code, low, high in (
            (self.scout, "contact_delivered", 0.95, 1.15),
            (self.scout2, "contact_delivered", 0.7, 0.9),
            (self.hunter, "contract_amount", 1.15, 1.3),
            (self.hunter, "contract", 1.1, 1.35),
            (self.hunter2, "contract_amount", 0.85, 0.98),
            (self.farmer2, "contract_amount", 0.9, 1.0),
        ):
            with self.subTest(user=user.name, code=code):
                share = self.reached(plan, code, user, until)
                self.assertTrue(low < share < high, share)

    def test_history_over_the_turn_of_a_year_has_two_plans(self):
        before, present = self.plans(2017, 2)
        self.assertEqual((before.year, before.state), (2016, "closed"))
        self.assertEqual((present.year, present.state), (2017, "approved"))
        months = [target.month_on.month for target in before.target_ids]
        self.assertEqual((min(months), max(months)), (9, 12))
        self.assertEqual(len({target.month_on for target in present.target_ids}), 12)

    def test_targets_are_round_numbers(self):
        plan = self.plans(2017, 11)
        for target in plan.target_ids:
            unit = 500 if target.metric_id.measure == "amount" else 1
            self.assertEqual(target.value % unit, 0)
            self.assertGreater(target.value, 0)
