from datetime import date

from odoo.exceptions import UserError

from .common import department
from .pipelines import ShiftCommon

PEOPLE = ("scout", "hunter", "hunter2", "farmer", "leader", "head", "owner", "stranger")


@department
class TestShiftRights(ShiftCommon):
    """Nobody writes the trace of a moved date; who sees it; what it costs."""

    # === NOBODY WRITES === #

    def test_not_even_the_server_writes_moves_by_hand(self):
        self.move("2026-05-08")
        row = self.moves()
        values = {"kind": "deadline", "res_id": 1, "old_on": "2026-01-01", "name": "<b>x</b>"}
        for person in (*PEOPLE, None):
            mine = row.with_user(getattr(self, person)) if person else row.sudo()
            for deed in (
                lambda r: r.write({"moved_on": "2026-04-01"}),
                lambda r: r.unlink(),
                lambda r: r.copy(),
                lambda r: r.create([values]),
            ):
                with self.assertRaises(UserError, msg=person):
                    deed(mine)

    def test_people_see_their_own_moves(self):
        """The hunter his deal, the leader his team's, and whoever moved it what he moved."""
        self.move("2026-05-08", user=self.head)
        expected = {"hunter", "leader", "head", "owner"}
        seen = {
            person
            for person in PEOPLE
            if self.Move.with_user(getattr(self, person)).search([("res_id", "=", self.card.id)])
        }
        self.assertEqual(seen, expected)

    def test_moves_of_another_company_are_unseen(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        team = self.env["crm.team"].create({"name": "Branch", "company_id": branch.id})
        for user in (self.head, self.hunter):
            user.company_ids += branch
        card = self.deal(self.hunter, 10, team_id=team.id, company_id=branch.id, date_deadline="2026-04-20")  # fmt: skip
        self.move("2026-05-08", card, user=self.env.user)
        self.assertEqual(self.moves(card).company_id, branch)
        for company, count in ((self.env.company, 0), (branch, 1)):
            seen = self.Move.with_user(self.head).with_context(allowed_company_ids=company.ids)
            self.assertEqual(seen.search_count([("res_id", "=", card.id)]), count)

    # === COST === #

    def _cost(self, cards, day):
        """The statements of a write and of the end of its transaction."""
        ledger = self.env["conveyor.fact"]
        with self.day(4, 27):
            self.Move._find_working_days(date(2026, 4, 1), date(2026, 4, 27))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cards.write({"date_deadline": day})
            self.env.flush_all()
            ledger._book_expected()
            return self.env.cr.sql_log_count - before

    def test_a_move_costs_one_statement_whatever_the_number_of_cards(self):
        cards = self.env["crm.lead"].union(
            *(self.deal(self.hunter, n, date_deadline="2026-04-20") for n in range(50))
        )
        inside = self._cost(cards, "2026-04-21")
        with self.statements("conveyor_deadline_move") as found:
            self.assertEqual(self._cost(cards, "2026-05-21"), inside + 1)
        self.assertEqual(len(found), 1)
        self.assertEqual(len(self.moves(cards)), 50)
        one = self._cost(cards[0], "2026-05-22")
        self.assertEqual(self._cost(cards[0], "2026-06-22"), one + 1)

    def test_other_writes_cost_nothing(self):
        with self.statements("conveyor_deadline_move") as found, self.day(4, 27):
            self.card.write({"expected_revenue": 5, "name": "Another"})
            self.card.date_deadline = self.card.date_deadline
            self.card.stage_id = self.stage_offer
        self.assertFalse(found)
