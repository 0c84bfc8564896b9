from odoo.fields import Domain

from .common import department
from .portraits import PortraitCommon


@department
class TestPortraitLift(PortraitCommon):
    """How much better a group is than everything in the same filter, wherever it is shown."""

    # === LIFT === #

    def test_a_filter_is_its_own_base(self):
        """Among those with an industry 4 of 8 are won."""
        rows = self.groups("industry_id", domain=[("industry_id", "!=", False)])
        self.assertEqual({key: row[-1] for key, row in rows.items()}, {self.timber: 1.5, self.trade: 0.5})  # fmt: skip

    def test_a_pivot_compares_every_level_with_everything(self):
        sets = [[], ["industry_id"], ["industry_id", "position"], ["position"]]
        total, industries, both, positions = self.Report._read_grouping_sets(
            self.all, sets, ["lift:avg"]
        )
        self.assertEqual(total, [(1.0,)])
        self.assertEqual(dict(industries)[self.timber], 1.875)
        self.assertIn((self.timber, "Director", 1.875), both)
        self.assertEqual(dict(positions), {"Director": 1.875, "Buyer": 0.625, False: False})

    def test_pages_order_and_conditions_change_no_lift(self):
        best = self.groups("industry_id", measures=["lift:avg"], order="lift:avg DESC NULLS LAST", limit=1)  # fmt: skip
        self.assertEqual(best, {self.timber: (1.875,)})
        few = self.groups("industry_id", measures=["lift:avg"], having=[("won:sum", "=", 1)])
        self.assertEqual(few, {self.trade: (0.625,)})
        path = self.groups("partner_id.industry_id", measures=["lift:avg"])
        self.assertEqual(path[self.timber], (1.875,))

    def test_levels_of_a_list_are_compared_with_the_whole_list(self):
        found = self.Report.web_read_group(
            self.all, ["industry_id", "position"], ["lift:avg"], auto_unfold=True
        )
        told = {
            group["industry_id"] and group["industry_id"][1]: (
                group["lift:avg"],
                [row["lift:avg"] for row in group["__groups"]["groups"]],
            )
            for group in found["groups"]
            if group.get("__groups")
        }
        self.assertEqual(told["Timber"], (1.875, [1.875]))
        self.assertEqual(told["Trade"], (0.625, [0.625]))

    def test_a_context_from_outside_changes_nothing(self):
        for value in (0.01, {"rate": 0.01}, [1], "x", None):
            report = self.Report.with_context(conveyor_portrait_base=value)
            self.assertEqual(self.groups(report=report)[()][-1], 1)
            rows = self.groups("partner_id.industry_id", measures=["lift:avg"], report=report)
            self.assertEqual(rows[self.timber], (1.875,))

    def test_nothing_won_at_all_gives_no_lift(self):
        lost = [("is_won", "=", False)]
        self.assertEqual(self.groups(domain=lost)[()], (6, 0, 0, False, 0, False))
        self.assertEqual(self.groups(domain=[("id", "=", 0)])[()], (False,) * 6)

    # === THE PORTRAIT AS DATA === #

    def test_the_best_trait_comes_first_and_small_ones_last(self):
        traits = self.Report._get_portrait(self.all)
        industries = traits["industry_id"]
        self.assertEqual(
            [(trait["label"], trait["lift"], trait["is_small"]) for trait in industries],
            [("Timber", 1.875, False), ("Trade", 0.625, False), ("Unknown", None, True)],
        )
        best = industries[0]
        figures = [
            best[name] for name in ("id", "deals", "won", "win_rate", "value", "value_per_deal")
        ]
        self.assertEqual(figures, [self.timber.id, 4, 3, 0.75, 2000, 1500])
        self.assertEqual(
            [trait["label"] for trait in traits["staff_range"]], ["50–249", "1–9", "Unknown"]
        )
        self.assertEqual(traits["position"][0]["label"], "Director")

    def test_a_trait_opens_exactly_what_it_counts(self):
        for traits in self.Report._get_portrait(self.all).values():
            for trait in traits:
                self.assertEqual(self.Report.search_count(trait["domain"]), trait["deals"])
                Domain(trait["domain"]).validate(self.Report)

    def test_the_portrait_costs_the_same_whatever_it_tells(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Report._get_portrait(self.all)
            return self.env.cr.sql_log_count - before

        cost()
        few = cost()
        for number in range(4):
            industry = self.env["res.partner.industry"].create({"name": f"Industry {number}"})
            place = {"country_id": self.env.ref("base.fr").id}
            client = self._client(f"Client {number}", industry, 10**number, **place)
            self.closed_deal(self.hunter, 1, "won", (4, 25), partner_id=client.id)
        self.assertLessEqual(few, 6)
        self.assertLessEqual(cost(), few + 1, "one for the names of countries, which were none")
