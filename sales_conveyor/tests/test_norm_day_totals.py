from odoo.exceptions import UserError
from odoo.tools import SQL

from .common import department
from .norms import TUESDAY, NormDayCommon

PEOPLE = ("scout", "scout2", "hunter", "farmer", "leader", "head", "owner", "stranger")


@department
class TestNormDayTotals(NormDayCommon):
    """Norms and facts in totals, and for whose eyes they are."""

    def total(self, groupby, *measures, user=None, domain=()):
        model = self.env["conveyor.norm.day"].with_user(user or self.env.user)
        return model._read_group([("team_id", "=", self.team.id), *domain], groupby, measures)

    def test_totals_come_from_the_sums_of_their_parts(self):
        """Scout 3 + 1 of 2 + 2, scout2 6 of 4: 100 % and 150 % on Monday and Tuesday, together 10 ÷ 8."""
        self.norm(2)
        self.deliver(3)
        self.deliver(1, day=3)
        self.deliver(6, day=3, user=self.scout2)
        self.book()
        self.book(TUESDAY)
        measures = ("done:sum", "norm:sum", "attainment:avg", "day_count:sum", "met_count:sum")
        people = {user: numbers for user, *numbers in self.total(["user_id"], *measures)}
        self.assertEqual(people[self.scout], [4, 4, 1.0, 2, 1])
        self.assertEqual(people[self.scout2], [6, 4, 1.5, 2, 1])
        [row] = self.total([], *measures)
        self.assertEqual(row, (10, 8, 1.25, 4, 2))
        ranked = self.total(["user_id"], "attainment:avg")
        self.assertEqual(max(ranked, key=lambda pair: pair[1])[0], self.scout2)

    def test_totals_of_several_metrics_stay_blank(self):
        self.norm(2)
        self.norm(30, metric=self.calls)
        self.deliver(2)
        self.book()
        [row] = self.total([], "done:sum", "norm:sum", "attainment:avg", "day_count:sum", "__count")
        self.assertEqual([number is False for number in row], [True] * 4 + [False])
        self.assertEqual(row[-1], 4)
        by_metric = {
            metric.code: numbers
            for metric, *numbers in self.total(["metric_id"], "done:sum", "attainment:avg")
        }
        self.assertEqual(by_metric, {"contact_delivered": [2, 0.5], "call": [0, 0.0]})

    def test_totals_of_several_companies_stay_blank(self):
        self.norm(2)
        self.book()
        branch = self.env["res.company"].create({"name": "Branch"})
        self.env.cr.execute(
            SQL(
                "UPDATE conveyor_norm_day SET company_id = %s WHERE id = %s",
                branch.id,
                self.booked()[0].id,
            )
        )
        self.env.invalidate_all()
        [(total,)] = self.total([], "done:sum")
        self.assertIs(total, False)

    # === RIGHTS === #

    def test_who_sees_which_days(self):
        self.norm(2)
        self.norm(1, role="hunter", metric=self.taken)
        self.book()
        rows = self.booked()
        self.assertEqual(len(rows), 4)
        seen = {
            person: len(rows.with_user(getattr(self, person)).search([("id", "in", rows.ids)]))
            for person in PEOPLE
        }
        everybody = dict.fromkeys(PEOPLE, 0)
        everybody |= {"scout": 1, "scout2": 1, "hunter": 1, "leader": 4, "head": 4, "owner": 4}
        self.assertEqual(seen, everybody)
        branch = self.env["res.company"].create({"name": "Branch"})
        self.head.company_ids += branch
        there = rows.with_user(self.head).with_context(allowed_company_ids=branch.ids)
        self.assertFalse(there.search([("id", "in", rows.ids)]))

    def test_nobody_writes_a_past_day(self):
        self.norm(2)
        self.book()
        row = self.booked()[0]
        for person in PEOPLE:
            mine = row.with_user(getattr(self, person))
            for deed in (
                lambda r: r.write({"done": 5}),
                lambda r: r.unlink(),
                lambda r: r.copy(),
                lambda r: r.create({}),
            ):
                with self.assertRaises(UserError, msg=person):
                    deed(mine)
        for deed in (lambda r: r.write({"done": 5}), lambda r: r.unlink(), lambda r: r.create({})):
            with self.assertRaisesRegex(UserError, "stay as they were booked"):
                deed(row.sudo())

    def test_a_row_opens_the_facts_of_the_day(self):
        self.norm(2)
        self.deliver(2)
        self.deliver(1, day=3)
        self.book()
        row = self.booked(self.scout)[0].with_user(self.scout)
        found = (
            self.env["conveyor.fact"]
            .with_user(self.scout)
            .search(row.action_open_facts()["domain"])
        )
        self.assertEqual(found, self.facts("contact_delivered")[:2])

    def test_screens_open_for_everybody_they_are_for(self):
        self.norm(2)
        self.book()
        for name in ("conveyor_norm_day_action", "conveyor_norm_day_action_rank"):
            action = self.env.ref(f"sales_conveyor.{name}")
            for person in (self.scout, self.leader, self.head, self.owner):
                model = self.env[action.res_model].with_user(person)
                fields = model.get_views([(False, "pivot"), (False, "list")])["models"][
                    model._name
                ]["fields"]
                self.assertEqual(fields["attainment"]["aggregator"], "avg", person.name)
                aggregates = ["attainment:avg", "day_count:sum"]
                model.formatted_read_group([], ["role", "user_id"], aggregates)
