from odoo.tests import Form, tagged

from .pay_words import PayWords, day

SPACE = "\N{NO-BREAK SPACE}"


@tagged("post_install", "-at_install")
class TestPlanWords(PayWords):
    """A plan says in whole sentences what is paid, for what, and what never happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id.write({"symbol": "$", "position": "before"})

    def words(self, *components, **values):
        """What a draft of these components says, with plain spaces."""
        plan = self.plan(*components, approve=False, **values)
        return [component.words.replace(SPACE, " ") for component in plan.component_ids]

    def rules(self, *components, **values):
        """What a draft says for all of it."""
        plan = self.plan(*components, approve=False, **values)
        return " ".join(plan._tell_rules()).replace(SPACE, " ")

    def test_rates_are_told_with_an_example(self):
        [words] = self.words(
            {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03), (1000000, 0.05)]}
        )
        self.assertEqual(
            words,
            "You earn 3 % of your “Money in”. From $ 1,000,000 in a quarter on you earn 5 % of what is above. "
            "For example, $ 1,200,000 in a quarter bring you $ 40,000.",
        )

    def test_the_example_is_what_the_run_pays(self):
        tiers = [(0, 0.03), (1000, 0.05)]
        component = {"kind": "commission", "metric": "money_in", "tiers": tiers}
        self.pay_by(self.hunter, self.plan(component))
        self.assertIn("$ 1,200 in a quarter bring you $ 40", self.words(component)[0])
        self.sell(day(1), 1200)
        self.assert_payable(self.compute(1), self.hunter, 40)

    def test_a_number_pays_for_each(self):
        [words] = self.words(
            {
                "kind": "commission",
                "metric": "contact_accepted",
                "unit": "each",
                "tier_on": "attainment",
                "window": "month",
                "tiers": [(0, 300), (0.8, 450.5)],
            }
        )
        self.assertEqual(
            words,
            "For each of your “Contacts accepted” you earn $ 300. From 80 % of your target of the month on you earn "
            "$ 450.50 for each one above. For example, with a target of 100 for the month 96 bring you $ 31,208.",
        )

    def test_conditions_are_told_with_what_becomes_of_the_money(self):
        [words] = self.words(
            {
                "kind": "override",
                "metric": "money_in",
                "credit": "team",
                "tiers": [(0, 0.01)],
                "gates": [
                    {
                        "metric_id": "money_in",
                        "kind": "share",
                        "of_whom": "team",
                        "goal": 0.6,
                        "threshold": 0.8,
                    }
                ],
            }
        )
        self.assertEqual(
            words,
            "You earn 1 % of “Money in” of the people in your teams; your own is not counted here. Condition: at least "
            "60 % of the people in your teams reach 80 % of their target of “Money in”. Until the conditions are met the "
            "money is held; if they are not met by the end of the quarter, it is not paid.",
        )

    def test_less_is_better_is_told_as_at_most(self):
        [words] = self.words(
            {
                "kind": "bonus",
                "unit": "fixed",
                "amount": 5000,
                "gates": [
                    {"metric_id": "complaint_confirmed", "goal": 1},
                    {"metric_id": "punctuality", "goal": 0.95},
                ],
            }
        )
        self.assertEqual(
            words,
            "You are paid $ 5,000 for each quarter, by your days on this plan. Condition: your “Complaints confirmed” is at "
            "most 1. Condition: your “Punctuality of reports” is at least 95 %. Where a condition is not met at the end, "
            "this bonus is not paid.",
        )

    def test_a_bonus_by_the_target_is_told_by_points(self):
        [words] = self.words(
            {
                "kind": "bonus",
                "unit": "fixed",
                "metric": "money_in",
                "tier_on": "attainment",
                "amount": 10000,
                "tiers": [(0, 0), (0.5, 2)],
            }
        )
        self.assertEqual(
            words,
            "The bonus of a quarter follows the share of the target of “Money in” that you reach: "
            "$ 0 at 50 %, $ 10,000 at 100 %, and $ 14,000 at 120 %.",
        )

    def test_scope_is_told(self):
        pool = self.env["motivation.pay.pool"].create({"name": "New client"})
        pumps = self.env["product.category"].create({"name": "Pumps"})
        [words] = self.words(
            {
                "kind": "commission",
                "metric": "money_in",
                "credit": "scout",
                "sale": "first",
                "share": 0.4,
                "pool_id": pool.id,
                "partner_ids": [(6, 0, self.client.ids)],
                "categ_ids": [(6, 0, pumps.ids)],
                "is_exclusive": True,
                "tiers": [(0, 0.1)],
            }
        )
        for sentence in (
            "You earn 10 % of “Money in” on the cards whose scout you were.",
            "Only the first sale to a client counts.",
            "Only these products count: Pumps.",
            "Only these clients count: Northern Mill.",
            "40 % of each amount counts here; the rest of “New client” is for the others who took part.",
            "What is paid here is not paid once more by the parts below.",
        ):
            self.assertIn(sentence, words)

    def test_what_never_happens_is_told(self):
        words = self.words(
            {"kind": "salary"},
            {"kind": "deduction", "metric": "breach_confirmed", "unit": "fixed", "amount": 500},
            {"kind": "draw", "unit": "fixed", "amount": 30000},
        )
        self.assertEqual(words[0].split(". ")[1], "Nothing lowers it.")
        self.assertIn("lowers its bonus by $ 500.", words[1])
        self.assertIn("never below 0, never the commission and never the salary", words[1])
        self.assertIn("It is an advance", words[2])
        rules = self.rules(
            {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.1)]},
            {"kind": "deduction", "metric": "breach_confirmed", "unit": "fixed", "amount": 500},
            clawback_days=90,
        )
        self.assertIn("at most 90 days after the sale", rules)
        self.assertIn("50 % of the variable pay of a month is paid in any case", rules)
        self.assertIn("A deduction lowers the bonus only", rules)
        self.assertIn("There is no upper limit", rules)

    def test_every_choice_has_its_sentence(self):
        """Kinds, credits, windows, tiers: no combination is left without words."""
        for window in ("month", "quarter", "year"):
            for credit in ("doer", "scout", "hunter", "farmer", "team"):
                for metric, unit, rate in (("money_in", "percent", 0.1), ("contract", "each", 5)):
                    for tier_on in ("amount", "attainment"):
                        component = {
                            "kind": "commission",
                            "metric": metric,
                            "unit": unit,
                            "credit": credit,
                            "window": window,
                            "tier_on": tier_on,
                            "tiers": [(0, rate), (1, 2 * rate)],
                        }
                        [words] = self.words(component)
                        self.assertEqual(words.count(". "), 2, words)
                        self.assertIn(window, words)
        for kind in ("value", "attainment"):
            for of_whom in ("person", "team"):
                gate = {
                    "kind": kind,
                    "of_whom": of_whom,
                    "goal": 1,
                    "metric_id": "complaint_confirmed",
                }
                [words] = self.words(
                    {"kind": "bonus", "unit": "fixed", "amount": 1, "gates": [gate]}
                )
                self.assertIn("at most", words)

    def test_words_change_while_the_form_is_typed_in(self):
        plan = self.plan(approve=False)
        with Form(plan.with_user(self.head)) as form, form.component_ids.new() as component:
            component.kind = "commission"
            self.assertIn("3 % of your “Money in”", component.words.replace(SPACE, " "))
            with component.tier_ids.edit(0) as tier:
                tier.rate = 0.07
            self.assertIn("7 % of your “Money in”", component.words.replace(SPACE, " "))
        self.assertEqual(plan.component_ids.tier_ids.rate, 0.07)

    def test_names_are_shown_as_text(self):
        plan = self.plan({"kind": "salary", "name": "<img src=x onerror=alert(1)>"}, approve=False)
        self.assertIn("&lt;img", plan.words)
        self.assertNotIn("<img", plan.words)
