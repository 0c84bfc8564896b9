from psycopg2.errors import IntegrityConstraintViolation

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .pay_words import FLAT, PayWords, day

LINES, STATEMENTS = "motivation_statement_line", "motivation_statement"
# What is told of a line or a statement, each with another value that PostgreSQL would take.
LINE = {
    "component_id": "NULL",
    "kind": "'bonus'",
    "fact_id": "NULL",
    "happened_on": "happened_on + 1",
    "window_on": "window_on + 1",
    "base": "base + 1",
    "before": "before + 1",
    "after": "after + 1",
    "target": "1",
    "amount": "amount + 0.01",
    "held": "held + 0.01",
}
STATEMENT = {
    "user_id": "1",
    "first_on": "first_on + 31",
    "rate": "rate + 0.000001",
    "salary": "salary + 0.01",
    "variable": "variable + 0.01",
    "payable": "payable + 0.01",
    "carried": "carried + 0.01",
    "held": "held + 0.01",
    "approved_by_id": "1",
    "approved_at": "approved_at + interval '1 second'",
    "number": "number + 100",
    "hash": "repeat('0', 64)",
    "state": "'computed'",
}


@tagged("post_install", "-at_install")
class TestPayLock(PayWords):
    """What is approved never changes: PostgreSQL refuses it, and whoever gets round that is found."""

    def setUp(self):
        super().setUp()
        for user in (self.hunter, self.hunter2, self.scout):
            self.put(user, FLAT, {"kind": "salary"}, salary=1000)
            self.sell(day(1), 1000, user)
        self.run_ = self.settle(1)
        self.first, self.mine, self.last = self.run_.statement_ids.sorted("number")

    def broken(self):
        """The statements that do not fit their seals."""
        self.env.invalidate_all()
        return self.env["motivation.statement"]._find_broken(self.company)

    def refused(self, *queries):
        """PostgreSQL refuses each of these."""
        for query in queries:
            refused = self.assertRaises(IntegrityConstraintViolation, msg=query)
            with mute_logger("odoo.sql_db"), refused, self.cr.savepoint():
                self.cr.execute(query)

    def sneak(self, *queries):
        """Whoever may switch triggers off gets round them."""
        with self.cr.savepoint() as kept:
            for table in (LINES, STATEMENTS):
                self.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
            for query in queries:
                self.cr.execute(query)
            found = self.broken()
            kept.rollback()
        self.env.invalidate_all()
        self.assertFalse(self.broken())
        return found

    def set(self, table, column, value, statement):
        """An update of one column of a statement or of its first line."""
        first = "SELECT min(id) FROM motivation_statement_line WHERE statement_id = %s"
        return SQL(
            "UPDATE %s SET %s = %s WHERE id = (%s)",
            SQL.identifier(table),
            SQL.identifier(column),
            SQL(value),
            SQL(first, statement.id) if table == LINES else statement.id,
        )

    # === POSTGRESQL === #

    def test_no_column_of_a_line_is_written(self):
        self.refused(*(self.set(LINES, name, value, self.mine) for name, value in LINE.items()))

    def test_no_column_of_a_statement_is_written(self):
        self.refused(
            *(self.set(STATEMENTS, name, value, self.mine) for name, value in STATEMENT.items())
        )

    def test_lines_are_neither_added_nor_moved_nor_deleted(self):
        """Nor put into it out of a statement that is still open."""
        self.sell(day(2), 1000)
        after = self.statement(self.compute(2), self.hunter)
        line = after.line_ids[:1].id
        self.refused(
            SQL("DELETE FROM motivation_statement_line WHERE statement_id = %s", self.mine.id),
            SQL(
                "INSERT INTO motivation_statement_line (statement_id, kind, amount) VALUES (%s, 'bonus', 1)",
                self.mine.id,
            ),
            SQL(
                "UPDATE motivation_statement_line SET statement_id = %s WHERE id = %s",
                self.mine.id,
                line,
            ),
            SQL(
                "UPDATE motivation_statement_line SET statement_id = %s WHERE statement_id = %s",
                after.id,
                self.mine.id,
            ),
        )

    def test_statements_are_neither_deleted_nor_emptied(self):
        """Nor by deleting their month, nor all of them at once."""
        self.refused(
            SQL("DELETE FROM motivation_statement WHERE id = %s", self.mine.id),
            SQL("DELETE FROM motivation_run WHERE id = %s", self.run_.id),
            SQL("TRUNCATE motivation_statement_line CASCADE"),
            SQL("TRUNCATE motivation_statement CASCADE"),
            SQL("TRUNCATE motivation_run CASCADE"),
        )

    def test_what_was_paid_is_not_approved_again(self):
        self.mine.with_user(self.owner).action_pay()
        self.env.flush_all()
        self.refused(self.set(STATEMENTS, "state", "'approved'", self.mine))

    def test_what_is_open_may_be_computed_again(self):
        """The lock holds what is approved, and nothing else."""
        self.sell(day(2), 1000)
        self.compute(2)
        run = self.compute(2)
        self.cr.execute(
            SQL(
                "UPDATE motivation_statement_line SET amount = 1 WHERE statement_id = %s",
                run.statement_ids[0].id,
            )
        )

    # === SEALS === #

    def test_the_chain_holds(self):
        self.assertFalse(self.broken())
        self.assertEqual([self.first.number, self.mine.number, self.last.number], [1, 2, 3])

    def test_every_changed_column_is_found_and_named(self):
        for table, columns in ((LINES, LINE), (STATEMENTS, STATEMENT)):
            for name, value in columns.items():
                with self.subTest(table=table, column=name):
                    found = self.sneak(self.set(table, name, value, self.mine))
                    self.assertIn(self.mine, found)
                    self.assertNotIn(self.first, found)

    def test_lines_added_or_deleted_are_found(self):
        add = SQL(
            "INSERT INTO motivation_statement_line (statement_id, kind, amount) VALUES (%s, 'bonus', 1)",
            self.mine.id,
        )
        self.assertEqual(self.sneak(add), self.mine)
        delete = SQL("DELETE FROM motivation_statement_line WHERE statement_id = %s", self.mine.id)
        self.assertEqual(self.sneak(delete), self.mine)

    def test_a_statement_taken_out_of_the_chain_is_found(self):
        """Whoever comes after it stands in the wrong place."""
        delete = SQL("DELETE FROM motivation_statement WHERE id = %s", self.mine.id)
        self.assertEqual(self.sneak(delete), self.last)

    def test_a_statement_that_lost_its_seal_is_found(self):
        """Even the last one, after which nobody stands."""
        blank = "UPDATE motivation_statement SET number = NULL, hash = NULL WHERE id = %s"
        self.assertEqual(self.sneak(SQL(blank, self.last.id)), self.last)

    def test_a_statement_put_in_between_is_found(self):
        """Approved past the buttons, it has no seal."""
        copy = """
            INSERT INTO motivation_statement (run_id, first_on, company_id, user_id, currency_id, state, rate, payable)
            SELECT run_id, first_on, company_id, %s, currency_id, 'approved', 1, 5 FROM motivation_statement WHERE id = %s
        """
        found = self.sneak(SQL(copy, self.farmer.id, self.mine.id))
        self.assertEqual(len(found), 1)
        self.assertNotIn(found, self.run_.statement_ids)

    def test_two_statements_that_changed_their_places_are_found(self):
        swap = """
            UPDATE motivation_statement s SET hash = o.hash FROM motivation_statement o
             WHERE s.id IN %s AND o.id IN %s AND o.id != s.id
        """
        pair = (self.mine.id, self.last.id)
        self.assertEqual(self.sneak(SQL(swap, pair, pair)), self.mine | self.last)
