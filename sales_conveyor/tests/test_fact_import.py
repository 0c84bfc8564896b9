import base64
from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.clock import at_instant
from .common import department
from .imports import HEAD, ImportCommon

WIDE = "metric,day,person,role,team,client,product,source,quantity,amount,currency,cohort day,created day,reference"
ROW = "contract_amount,2017-03-31,t_hunter,farmer,Department,Northern Mill,AUD,Fair,2,1250.50,,2017-03-01,2017-02-28,A-1"
NOW = datetime(2026, 5, 20, 10, 0)


@department
class TestFactImport(ImportCommon):
    """History comes in as a whole or not at all, is flagged for ever, and goes out by reversals of today."""

    def test_row_becomes_a_sealed_fact_of_its_day_flagged_as_imported(self):
        source = self.env["utm.source"].create({"name": "Fair"})
        record = self.booked(self.table(ROW, head=WIDE))
        [fact] = self.facts_of(record)
        self.assertTrue(fact.is_imported)
        self.assertFalse(fact.is_backfilled)
        self.assertEqual(
            (fact.metric_id.code, fact.happened_on), ("contract_amount", date(2017, 3, 31))
        )
        self.assertEqual(fact.happened_at, datetime(2017, 3, 31))
        self.assertEqual(
            (fact.user_id, fact.role, fact.team_id), (self.hunter, "farmer", self.team)
        )
        self.assertEqual((fact.partner_id, fact.product_id), (self.client, self.product))
        self.assertEqual((fact.source_id, fact.reference), (source, "A-1"))
        self.assertEqual(
            (fact.quantity, fact.amount, fact.origin_amount, fact.rate), (2, 1250.5, 1250.5, 1)
        )
        self.assertEqual(
            (fact.cohort_on, fact.days_held, fact.days_open), (date(2017, 3, 1), 30, 31)
        )
        self.assertEqual((fact.origin_id, fact.line_id, fact.res_id), (record.id, 2, record.id))
        self.assertEqual((record.row_count, record.fact_count, record.user_id), (1, 1, self.head))
        self.assertFalse(self.check())
        self.assertFalse(self.check("rebuild"))
        self.tamper(fact, "amount", 9)
        self.assertEqual({kind for kind, *_rest in self.check()}, {"tampered", "sum"})

    def test_what_a_row_leaves_out_comes_from_person_and_company(self):
        record = self.booked(self.table("Deals won,31.03.2017,Hunter"))
        [fact] = self.facts_of(record)
        self.assertEqual(
            (fact.user_id, fact.team_id, fact.role), (self.hunter, self.team, "hunter")
        )
        self.assertEqual((fact.quantity, fact.cohort_on), (1, fact.happened_on))
        self.assertFalse(fact.amount or fact.origin_currency_id or fact.client_id or fact.days_open)
        self.assertFalse(self.check())

    def test_business_day_holds_in_every_time_zone(self):
        for zone in (
            "Asia/Novosibirsk",
            "America/Sao_Paulo",
            "Pacific/Kiritimati",
            "Pacific/Pago_Pago",
        ):
            self.env.company.conveyor_tz = zone
            # In Brazil there was no midnight on this day: clocks went from 23:59 to 01:00.
            record = self.booked(
                self.table(f"call,2018-11-04,t_scout,{zone}", head=f"{HEAD},reference")
            )
            [fact] = self.facts_of(record)
            self.assertEqual(fact.happened_on, date(2018, 11, 4))
            self.assertEqual(
                self.env.company._get_business_day(fact.happened_at), date(2018, 11, 4), zone
            )

    def test_money_in_another_currency_takes_the_rate_of_its_day(self):
        self.env.company.currency_id.rate_ids.unlink()  # without a rate of its own it counts as 1
        other = self.env["res.currency"].create({"name": "TST", "symbol": "t", "rounding": 0.01})
        rates = [("2017-01-01", 4), ("2017-06-01", 8)]
        for day, rate in rates:
            self.env["res.currency.rate"].create(
                {"currency_id": other.id, "name": day, "rate": rate}
            )
        rows = (
            "money_in,2017-05-31,t_hunter,100,TST",
            "money_in,2017-06-01,t_hunter,100,tst",
            "money_in,2016-01-01,t_hunter,10.001,TST",
        )
        record = self.booked(self.table(*rows, head="metric,day,person,amount,currency"))
        facts = self.facts_of(record)
        self.assertEqual(facts.mapped("amount"), [25, 12.5, 2.5])
        self.assertEqual(facts.mapped("origin_amount"), [100, 100, 10])
        self.assertEqual(facts.mapped("rate"), [4, 8, 4])
        self.assertEqual(facts.origin_currency_id, other)

    def test_sums_by_month_follow_the_import_and_its_withdrawal(self):
        record = self.booked(
            self.table(
                "deal_won,2017-03-01,t_hunter,10",
                "deal_won,2017-03-31,t_hunter,5",
                head=f"{HEAD},amount",
            )
        )
        months = [
            ("metric_id.code", "=", "deal_won"),
            ("user_id", "=", self.hunter.id),
            ("month_on", "=", "2017-03-01"),
        ]
        sums = self.env["conveyor.fact.sum"].search(months)
        self.assertEqual((sum(sums.mapped("quantity")), sum(sums.mapped("amount"))), (2, 15))
        record.action_withdraw()
        everything = self.env["conveyor.fact.sum"].search(
            [*months[:2], ("month_on", ">=", "2017-03-01")]
        )
        self.assertEqual(
            (sum(everything.mapped("quantity")), sum(everything.mapped("amount"))), (0, 0)
        )
        self.assertFalse(self.check())

    def test_withdrawal_reverses_every_row_on_its_own_day_and_only_once(self):
        record = self.booked(self.table(ROW.replace("Fair", ""), head=WIDE))
        with at_instant(self.env, NOW):
            record.action_withdraw()
            record.action_withdraw()
        fact, back = self.facts_of(record)
        self.assertEqual((back.reversal_of_id, back.reason), (fact, "withdrawn"))
        self.assertEqual((back.quantity, back.amount, back.origin_amount), (-2, -1250.5, -1250.5))
        self.assertEqual((back.happened_on, back.cohort_on), (date(2026, 5, 20), fact.cohort_on))
        self.assertEqual(
            (back.user_id, back.client_id, back.is_imported), (fact.user_id, fact.client_id, True)
        )
        self.assertEqual(
            (record.state, record.withdrawn_by_id, record.withdrawn_at),
            ("withdrawn", self.head, NOW),
        )
        self.assertFalse(self.check())
        self.assertFalse(self.check("rebuild"))

    def test_pressing_book_twice_books_once(self):
        record = self.booked(self.table("call,2017-03-01,t_scout", "call,2017-03-01,t_scout"))
        record.action_book()
        self.assertEqual(len(self.facts_of(record)), 2)

    def test_same_rows_are_refused_in_whatever_shape_they_come(self):
        first = self.booked(
            self.table(
                "call,2017-03-01,t_scout,1",
                "call,2017-03-02,t_hunter,2.5",
                head="metric,day,person,quantity",
            )
        )
        again = self.upload(
            self.workbook(
                ("Quantity", "Metric", "Day", "Person"),
                (2.5, "call", date(2017, 3, 2), "t_hunter"),
                (1, "call", date(2017, 3, 1), "t_scout"),
            ),
            name="again.xlsx",
        )
        with self.assertRaisesRegex(UserError, "Head booked them on"):
            again.action_book()
        self.assertEqual((again.state, again.fact_count), ("draft", 0))
        first.action_withdraw()
        again.action_book()
        self.assertEqual(len(self.facts_of(again)), 2)
        with self.assertRaisesRegex(UserError, "was withdrawn"):
            first.action_book()
        self.assertFalse(self.check())

    def test_nothing_is_booked_while_one_row_is_bad(self):
        before = self.env["conveyor.fact"].search_count([])
        record = self.upload(self.table("call,2017-03-01,t_scout", "call,2017-03-01,nobody"))
        record.action_book()
        self.assertEqual((record.state, record.error_count, record.row_count), ("draft", 1, 2))
        self.assertEqual(self.env["conveyor.fact"].search_count([]), before)

    def test_fact_of_a_file_never_takes_the_place_of_a_document(self):
        """Orders and files both count from one: the key of an imported row is nobody else's."""
        order = self.order(user_id=self.hunter.id)
        line = order.order_line
        record = self.upload(
            self.table("contract_amount,2017-03-01,t_hunter,5", head="metric,day,person,amount")
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE conveyor_fact_import SET id = %s WHERE id = %s", order.id, record.id)
        )
        record = self.env["conveyor.fact.import"].browse(order.id).with_user(self.head)
        record.file = record.file and self._blank_lines_before(line.id)
        record.action_book()
        [fact] = self.facts_of(record)
        self.assertEqual((fact.origin_id, fact.line_id), (order.id, line.id))
        order.action_confirm()
        self.assertEqual(self.standing("contract_amount", order), (1, 1000))
        self.assertEqual(fact.amount, 5)
        self.assertFalse(self.check())

    def _blank_lines_before(self, line):
        rows = (
            "metric,day,person,amount"
            + "\n" * (line - 1)
            + "contract_amount,2017-03-01,t_hunter,5\n"
        )
        return base64.b64encode(rows.encode())

    def test_facts_say_where_they_come_from(self):
        record = self.booked(self.table("call,2017-03-01,t_scout"))
        [fact] = self.facts_of(record)
        self.assertEqual(fact.action_open_document()["res_model"], "conveyor.fact.import")
        action = record.action_open_facts()
        self.assertEqual(self.env["conveyor.fact"].search(action["domain"]), fact)

    def test_summary_tells_metric_rows_days_and_money_and_shows_names_as_text(self):
        self.env.ref("sales_conveyor.metric_call").name = "<b>Calls</b>"
        record = self.upload(
            self.table(
                "call,2017-03-01,t_scout,2",
                "call,2017-04-30,t_scout,",
                head="metric,day,person,quantity",
            )
        )
        record.action_check()
        self.assertEqual(record.error_count, 0)
        self.assertIn("&lt;b&gt;Calls&lt;/b&gt;", record.summary)
        self.assertNotIn("<b>", record.summary)
        for words in ("<td>2</td>", "03/01/2017", "04/30/2017", "<td>3</td>"):
            self.assertIn(words, record.summary)
        self.assertEqual((record.row_count, record.state), (2, "draft"))

    def test_number_of_statements_does_not_grow_with_rows(self):
        def count(rows):
            start = self.env.cr.sql_log_count
            self.booked(
                self.table(
                    *(f"call,2017-03-01,t_scout,{rows} {n}" for n in range(rows)),
                    head="metric,day,person,reference",
                )
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        count(1)
        self.assertEqual(count(3), count(3000))
