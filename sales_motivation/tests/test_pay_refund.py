from odoo.tests import tagged

from .pay_words import FLAT, MONTHLY, TWO_RATES, PayWords, day

OVERRIDE = FLAT | {"kind": "override", "credit": "team", "tiers": [(0, 0.01)]}
BACK = ("clawback",)


@tagged("post_install", "-at_install")
class TestPayRefund(PayWords):
    """From whom money goes back: from whoever was paid for the sale, whoever typed the refund."""

    # === FROM WHOM === #

    def test_an_archived_person_still_owes(self):
        """He left; 600 wait in his statement until something is paid to him, and nobody else is charged."""
        self.put(self.hunter, MONTHLY, until=day(1, 31))
        sale = self.sell(day(1), 20000)
        self.settle(1)
        self.hunter.active = False
        self.reverse(sale, day(2))
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, -600, 600)
        self.assertEqual(self.statement(run, self.hunter).carried, 600)
        self.assertEqual(run.statement_ids.user_id, self.hunter)

    def test_supervisors_give_their_part_back(self):
        """The hunter 600 of 20,000, his leader 1 % of it; whoever leads now was not paid and owes nothing."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        self.put(self.leader, OVERRIDE | {"window": "month"}, teams=self.team, until=day(1, 31))
        self.put(self.head, OVERRIDE | {"window": "month"}, teams=self.team, since=day(2, 1))
        sale = self.sell(day(1), 20000)
        self.assert_amounts(self.settle(1), self.leader, 200)
        self.reverse(sale, day(2))
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, -600, kinds=BACK)
        self.assert_amounts(run, self.leader, -200, kinds=BACK)
        self.assert_amounts(run, self.head)

    def test_scout_hunter_and_farmer_give_their_shares_back(self):
        """5 % of 20,000 in three parts: 200, 500 and 300."""
        shares = {
            self.scout: ("scout", 0.2),
            self.hunter: ("hunter", 0.5),
            self.farmer: ("farmer", 0.3),
        }
        for user, (credit, share) in shares.items():
            self.put(user, FLAT | {"credit": credit, "share": share, "window": "month"})
        people = {f"{credit}_id": user.id for user, (credit, _share) in shares.items()}
        sale = self.sell(day(1), 20000, self.farmer2, **people)
        self.settle(1)
        self.reverse(sale, day(2))
        run = self.compute(2)
        for user, amount in zip(shares, (200, 500, 300), strict=True):
            self.assert_amounts(run, user, -amount, kinds=BACK)

    def test_a_refund_follows_its_sale_whatever_the_plan_says_now(self):
        """The product went to another category since; the money goes back to where it was paid from."""
        top, other = self.env["product.category"].create([{"name": "Old"}, {"name": "New"}])
        self.product.categ_id = top
        one, two = ({"categ_ids": [(6, 0, categ.ids)]} for categ in (top, other))
        self.put(self.hunter, FLAT | one, FLAT | two | {"tiers": [(0, 0.5)]})
        sale = self.sell(day(1), 20000, product_id=self.product.id)
        self.sell(day(1), 50000, product_id=self.product.id)
        self.assert_amounts(self.settle(1), self.hunter, 1000, 2500)
        self.product.categ_id = other
        self.reverse(sale, day(2))
        self.assert_amounts(self.compute(2), self.hunter, -1000, 1000)

    # === BY HAND === #

    def test_a_refund_of_nothing_waits(self):
        """Nobody guesses whose it is; once somebody said it, it goes back."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        sale = self.sell(day(1), 20000)
        self.settle(1)
        self.sell(day(2, 20), 50000)
        refund = self.sell(day(2), -20000, self.hunter2, quantity=-1)
        self.assert_amounts(self.settle(2), self.hunter, 1500)
        self.match(refund, sale, decided="2026-03-10 12:00:00")
        self.sell(day(3, 20), 50000)
        run = self.settle(3)
        self.assert_amounts(run, self.hunter, 1500, -600)
        self.assertFalse(self.statement(run, self.hunter2), "Whoever typed it owes nothing.")
        self.assert_amounts(self.compute(4), self.hunter)

    def test_a_refund_that_concerns_nobody_is_taken_from_nobody(self):
        self.put(self.hunter, MONTHLY)
        self.put(self.hunter2, MONTHLY)
        refund = self.sell(day(1), -20000, self.hunter2, quantity=-1)
        self.match(refund, self.env["conveyor.fact"])
        self.reverse(refund, day(1, 20))
        run = self.compute(1)
        self.assert_amounts(run, self.hunter2)

    def test_a_matched_refund_that_is_undone_is_paid_again(self):
        """−600 in February, which wait; +600 in March, of which half is taken: both to the person of the sale."""
        self.put(self.hunter, TWO_RATES)
        self.put(self.hunter2, TWO_RATES)
        sale = self.sell(day(1), 20000)
        self.sell(day(1), 50000)
        self.settle(1)
        refund = self.sell(day(2), -20000, self.hunter2, quantity=-1)
        self.match(refund, sale, decided="2026-02-20 12:00:00")
        self.assert_amounts(self.settle(2), self.hunter, -600, 600)
        self.reverse(refund, day(3))
        run = self.compute(3)
        self.assert_amounts(run, self.hunter, 600, -600, 300)
        self.assert_amounts(run, self.hunter2)

    def test_a_refund_that_is_undone_before_somebody_decides_about_it_takes_nothing(self):
        """Typed in February, undone in March, matched in April: −1,500 and +1,500."""
        self.put(self.hunter, TWO_RATES | {"window": "year"}, clawback_floor=0)
        sale = self.sell(day(1), 50000)
        self.settle(1)
        refund = self.sell(day(2), -50000, self.hunter2, quantity=-1)
        self.settle(2)
        self.reverse(refund, day(3))
        self.assert_amounts(self.settle(3), self.hunter)
        self.match(refund, sale, decided="2026-04-10 12:00:00")
        self.assert_amounts(self.compute(4), self.hunter, -1500, 1500)
