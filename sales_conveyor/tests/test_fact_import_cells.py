from datetime import date

from odoo import Command

from .common import department
from .imports import HEAD, ImportCommon

GOOD = "call,2017-03-01,t_scout"


@department
class TestFactImportCells(ImportCommon):
    """A cell means one thing of the company, or the file is refused with its words."""

    def complaint(self, row, head=HEAD):
        """The one thing that is wrong with a row: ``(column, message)``."""
        [(line, column, message)] = self.complaints(self.table(row, head=head))
        self.assertEqual(line, 2)
        return column, message

    # === NAMES === #

    def test_metric_must_be_known_summed_and_in_use(self):
        self.env.ref("sales_conveyor.metric_shipment").active = False
        for code, words in (
            ("unheard", "is unknown"),
            ("win_rate", "worked out"),
            ("Win rate", "worked out"),
            ("deals_in_work", "worked out"),
            ("days_to_close", "worked out"),
            ("won_amount", "worked out"),
            ("shipment", "switched off"),
        ):
            column, message = self.complaint(f"{code},2017-03-01,t_scout")
            self.assertEqual(column, "Metric")
            self.assertIn(words, message)
            self.assertIn(f"“{code}”", message)

    def test_person_is_found_by_login_mail_or_name_also_when_he_left(self):
        self.hunter.email = "Hunter@Example.com"
        self.hunter2.name = "Hunter Who Left"
        self.hunter2.action_archive()
        for name, person in (
            ("t_hunter", self.hunter),
            ("T_HUNTER", self.hunter),
            ("hunter@example.com", self.hunter),
            ("Hunter", self.hunter),
            ("Hunter Who Left", self.hunter2),
        ):
            [fact] = self.facts_of(self.booked(self.table(f"call,2017-03-01,{name}")))
            self.assertEqual(fact.user_id, person, name)

    def test_person_must_be_one_of_the_company_and_only_one(self):
        self.hunter2.name = self.hunter.name
        self.assertEqual(
            self.complaint("call,2017-03-01,Hunter"), ("Person", "“Hunter” is the name of several.")
        )
        portal = self.env["res.users"].create(
            {
                "name": "Guest",
                "login": "guest",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        other = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self.env["res.users"].create(
            {
                "name": "Foreign",
                "login": "foreign",
                "company_id": other.id,
                "company_ids": [Command.set(other.ids)],
            }
        )
        for login in ("nobody", "__system__", portal.login, foreign.login, "Scou", "scout "):
            column, message = self.complaint(f"call,2017-03-01,{login}")
            self.assertEqual((column, message), ("Person", f"“{login.strip()}” is unknown."))

    def test_team_client_product_and_source_must_be_known_and_only_one(self):
        self.env["res.partner"].create([{"name": "Twin"}, {"name": "Twin"}])
        for key, name, words in (
            ("team", "Nowhere", "unknown"),
            ("client", "Nowhere", "unknown"),
            ("client", "Twin", "several"),
            ("product", "Nothing", "unknown"),
            ("source", "Nothing", "unknown"),
            ("role", "boss", "unknown"),
        ):
            column, message = self.complaint(f"{GOOD},{name}", head=f"{HEAD},{key}")
            self.assertEqual(column, key.capitalize())
            self.assertIn(words, message)

    def test_client_in_use_wins_over_an_archived_one_and_a_contact_means_its_company(self):
        old = self.env["res.partner"].create({"name": "Northern Mill", "active": False})
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.client.id})
        gone = self.env["res.partner"].create({"name": "Gone", "active": False})
        head = f"{HEAD},client"
        for name, client in (
            ("Northern Mill", self.client),
            ("C-7", self.client),
            ("Ann", contact.parent_id),
            ("Gone", gone),
        ):
            [fact] = self.facts_of(
                self.booked(self.table(f"{GOOD},{name}", head=head)).with_context(lang="en_US")
            )
            self.assertEqual(fact.partner_id, client, name)
            self.assertNotEqual(fact.partner_id, old)
            fact.env["conveyor.fact.import"].browse(fact.res_id).action_withdraw()

    # === DAYS, NUMBERS, TEXTS === #

    def test_day_must_be_a_date_of_our_time_and_in_the_order_of_the_story(self):
        today = self.env.company._get_business_day()
        for day, words in (
            ("2017-02-30", "not a date"),
            ("03/31/2017", "not a date"),
            ("42000", "not a date"),
            ("now", "not a date"),
            ("1999-12-31", "before the year 2000"),
            ("9999-12-31", "in the future"),
            ("0001-01-01", "before"),
        ):
            column, message = self.complaint(f"call,{day},t_scout")
            self.assertEqual(column, "Day")
            self.assertIn(words, message)
        self.assertEqual(
            self.complaints(self.table(f"call,{today},t_scout", "call,2000-01-01,t_scout")), []
        )
        for key in ("cohort day", "created day"):
            column, message = self.complaint(f"{GOOD},2017-03-02", head=f"{HEAD},{key}")
            self.assertEqual(
                (column.lower(), message), (key, "2017-03-02 is after the day itself, 2017-03-01.")
            )

    def test_number_must_be_finite_small_enough_and_clear(self):
        head = f"{HEAD};quantity;amount".replace(",", ";")
        for text, words in (
            ("nan", "not a number"),
            ("inf", "not a number"),
            ("1e400", "not a number"),
            ("0x10", "not a number"),
            ("ten", "not a number"),
            ("1.2.3", "not a number"),
            ("1000000000000", "too large"),
            ("-1000000000000", "too large"),
            ("1,234", "two ways"),
            ("٣", "not a number"),
        ):
            column, message = self.complaint(
                f"{GOOD};1;{text}".replace(GOOD, GOOD.replace(",", ";")), head=head
            )
            self.assertEqual(column, "Amount", text)
            self.assertIn(words, message)
        self.assertEqual(
            self.complaint(f"{GOOD};0;".replace(",", ";"), head=head),
            ("Quantity", "Neither a number nor money."),
        )

    def test_number_is_read_the_way_people_type_it(self):
        texts = {
            "1234.5": 1234.5,
            "1 234,50": 1234.5,
            "1\u00a0234\u00a0567,8": 1234567.8,
            "-7": -7,
            "+3,5": 3.5,
            "999999999999.99": 999999999999.99,
        }
        rows = [f"money_in;2017-03-01;t_scout;{text}" for text in texts]
        facts = self.facts_of(self.booked(self.table(*rows, head="metric;day;person;amount")))
        self.assertEqual(facts.mapped("amount"), list(texts.values()))

    def test_workbook_with_numbers_that_are_none_is_refused(self):
        for cell in (1e300, True, date(2017, 3, 1)):
            found = self.complaints(
                self.workbook(
                    ("metric", "day", "person", "amount"), ("call", "2017-03-01", "t_scout", cell)
                ),
                name="x.xlsx",
            )
            self.assertEqual(
                [(line, column) for line, column, _message in found], [(2, "Amount")], cell
            )

    def test_currency_must_be_known_and_have_a_rate(self):
        self.env["res.currency"].create({"name": "NRT", "symbol": "n"})
        head = f"{HEAD},amount,currency"
        for name, words in (("QQQ", "is unknown"), ("NRT", "has no exchange rate")):
            column, message = self.complaint(f"{GOOD},5,{name}", head=head)
            self.assertEqual(column, "Currency")
            self.assertIn(words, message)

    def test_money_that_grows_beyond_the_ledger_by_its_rate_is_refused(self):
        tiny = self.env["res.currency"].create({"name": "TNY", "symbol": "t"})
        self.env["res.currency.rate"].create(
            {"currency_id": tiny.id, "name": "2017-01-01", "rate": 0.000001}
        )
        column, message = self.complaint(f"{GOOD},900000000000,TNY", head=f"{HEAD},amount,currency")
        self.assertEqual(column, "Amount")
        self.assertIn("too large", message)

    def test_marks_that_nobody_sees_are_taken_out_and_long_texts_refused(self):
        [fact] = self.facts_of(
            self.booked(self.table(f"{GOOD},\u202eevil\u200b\x07", head=f"{HEAD},reference"))
        )
        self.assertEqual(fact.reference, "evil")
        column, message = self.complaint(f"{GOOD},{'x' * 201}", head=f"{HEAD},reference")
        self.assertEqual(
            (column, message), ("Reference", "The text is longer than 200 characters.")
        )
