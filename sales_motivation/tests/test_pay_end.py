from psycopg2.errors import IntegrityConstraintViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .pay_words import FLAT, PayWords, day

TABLES = ("motivation_statement_line", "motivation_statement", "motivation_run")


@tagged("post_install", "-at_install")
class TestPayEnd(PayWords):
    """What is cut off the end of the chain, or moved to another month, is refused or found, too."""

    def setUp(self):
        super().setUp()
        for user in (self.hunter, self.hunter2):
            self.put(user, FLAT)
            self.sell(day(1), 1000, user)
        self.run_ = self.settle(1)
        self.first, self.last = self.run_.statement_ids.sorted("number")

    def sneak(self, *queries):
        """Whoever may switch triggers off gets round them.

        :return: the broken statements, and what is told of the end of the chain
        """
        statements = self.env["motivation.statement"]
        with self.cr.savepoint() as kept:
            for table in TABLES:
                self.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
            for query in queries:
                self.cr.execute(query)
            self.env.invalidate_all()
            found = statements._find_broken(self.company), statements._tell_cut(self.company)
            kept.rollback()
        self.env.invalidate_all()
        self.assertFalse(statements._find_broken(self.company))
        self.assertFalse(statements._tell_cut(self.company))
        return found

    def test_the_last_statement_is_missed(self):
        _broken, told = self.sneak(
            SQL("DELETE FROM motivation_statement WHERE id = %s", self.last.id)
        )
        self.assertIn("2 statements of", told)
        self.assertIn("number 1 now", told)

    def test_all_statements_are_missed(self):
        for query in (
            SQL("DELETE FROM motivation_statement"),
            SQL("DELETE FROM motivation_run"),
            SQL("TRUNCATE motivation_run CASCADE"),
        ):
            _broken, told = self.sneak(query)
            self.assertIn("number 0 now", told)

    def test_a_chain_made_anew_is_found(self):
        """Whoever knows how seals are made makes the last one fit again: the company knows another one."""
        digest = self.env["motivation.statement"]._get_digest_sql()
        seal = self.env["motivation.statement"]._get_hash_sql(SQL("%s", self.first.hash))
        forged = SQL(
            """
            UPDATE motivation_statement s SET hash = h.hash FROM (
                SELECT o.id, %s AS hash FROM (
                    SELECT s.id, s.number, d.digest FROM motivation_statement s CROSS JOIN LATERAL (%s) d) o) h
             WHERE h.id = s.id AND s.id = %s
            """,
            seal,
            digest,
            self.last.id,
        )
        more = SQL(
            "UPDATE motivation_statement SET payable = payable + 1 WHERE id = %s", self.last.id
        )
        broken, told = self.sneak(more, forged)
        self.assertFalse(broken)
        self.assertIn("not the one that was given to number 2", told)

    def test_a_month_that_was_moved_is_found(self):
        """To another day, or into another company."""
        there = self.env["res.company"].create({"name": "Other"})
        for column, value in (("first_on", day(12, 1, 2025)), ("company_id", there.id)):
            with self.subTest(column):
                query = "UPDATE motivation_run SET %s = %s WHERE id = %s"
                broken, _told = self.sneak(SQL(query, SQL.identifier(column), value, self.run_.id))
                self.assertEqual(broken, self.first | self.last)

    def test_the_month_itself_is_locked(self):
        for change in (
            "first_on = '2025-12-01', last_on = '2025-12-31'",
            "is_frozen = FALSE",
            "company_id = company_id + 1",
        ):
            query = SQL("UPDATE motivation_run SET %s WHERE id = %s", SQL(change), self.run_.id)
            refused = self.assertRaises(IntegrityConstraintViolation)
            with mute_logger("odoo.sql_db"), refused, self.cr.savepoint():
                self.cr.execute(query)

    def test_nobody_writes_where_the_chain_ends(self):
        for values in ({"motivation_sealed": 1}, {"motivation_seal": "0"}):
            with self.assertRaisesRegex(UserError, "never by hand"):
                self.company.write(values)
        with self.assertRaisesRegex(UserError, "never by hand"):
            self.env["res.company"].create({"name": "Other", "motivation_sealed": 5})

    def test_the_button_and_the_watchman_tell_it(self):
        self.cr.execute("ALTER TABLE motivation_statement DISABLE TRIGGER USER")
        self.cr.execute("ALTER TABLE motivation_statement_line DISABLE TRIGGER USER")
        self.cr.execute(SQL("DELETE FROM motivation_statement WHERE id = %s", self.last.id))
        self.env.invalidate_all()
        told = self.run_.with_user(self.head).action_verify()["params"]
        self.assertEqual(told["type"], "danger")
        self.assertIn("number 1 now", told["message"])
        self.env["motivation.statement"]._cron_verify()
        for person in (self.head, self.owner):
            notice = self.env["mail.message"].search(
                [("partner_ids", "in", person.partner_id.ids)], order="id desc", limit=1
            )
            self.assertIn("was taken away", notice.body)
