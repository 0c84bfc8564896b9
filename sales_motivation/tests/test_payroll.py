import io
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .pay_words import PayWords, day

FLAT = {"kind": "commission", "name": "Commission", "metric": "money_in", "tiers": [(0, 0.05)]}
SALARY = {"kind": "salary", "name": "Salary"}
SLIP = "sales_motivation.motivation_statement_report_document"
PAYROLL = "sales_motivation.sales_motivation_group_payroll"


@tagged("post_install", "-at_install")
class TestPayroll(PayWords, HttpCase):
    """What leaves Odoo: the workbook of payroll and the slip of a person, each for whoever may have it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payroll = new_test_user(cls.env, "t_payroll", groups=PAYROLL, name="Payroll")

    def setUp(self):
        super().setUp()
        self.put(self.hunter, SALARY, FLAT, salary=60000)
        self.put(self.hunter2, SALARY, FLAT, salary=50000)
        self.sell(day(1, 5), 10000, reference="INV/1")
        self.sell(day(1, 6), 333.33, self.hunter2, reference="INV/2")
        self.run = self.compute(1)

    def approve(self, *users):
        for user in users or (self.hunter, self.hunter2):
            self.statement(self.run, user).with_user(self.owner)._approve()

    def workbook(self, user):
        """The sheets of the workbook as a person gets it: ``{name: rows}``."""
        content = self.run.with_user(user)._make_workbook()
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in load_workbook(io.BytesIO(content))
        }

    def rows(self, sheet):
        """The rows of a table by the first cell."""
        return {row[0]: row for row in sheet if row[0]}

    # === WORKBOOK === #

    def test_the_workbook_sums_up_to_the_statements(self):
        self.approve()
        people, components = self.workbook(self.payroll).values()
        rows = self.rows(people)
        head = rows["Person"]
        paid = head.index("To Be Paid")
        self.assertEqual(rows["Hunter"][paid], 60500)
        self.assertEqual(rows["Hunter2"][paid], 50016.67)
        self.assertEqual(rows["Total"][paid], round(60500 + 50016.67, 2))
        self.assertEqual(rows["Hunter"][head.index("Salary")], 60000)
        self.assertEqual(rows["Hunter"][head.index("Commission")], 500)
        told = [row for row in components if row[0] == "Hunter"]
        self.assertEqual(
            [(row[2], row[4]) for row in told], [("Salary", 60000), ("Commission", 500)]
        )
        self.assertEqual(self.rows(components)["Total"][4], rows["Total"][paid])
        self.assertEqual(
            rows["Total"][paid], round(sum(self.run.statement_ids.mapped("payable")), 2)
        )

    def test_the_heads_of_its_tables_stay_in_sight(self):
        book = load_workbook(io.BytesIO(self.run.with_user(self.head)._make_workbook()))
        for sheet in book:
            head = sheet[int(sheet.freeze_panes[1:]) - 1]
            self.assertEqual(head[0].value, "Person")
            self.assertEqual(sheet.print_title_rows, f"${head[0].row}:${head[0].row}")

    def test_payroll_gets_what_is_approved_only(self):
        self.approve(self.hunter)
        self.assertNotIn("Hunter2", self.rows(self.workbook(self.payroll)["Pay USD"]))
        self.assertIn("Hunter2", self.rows(self.workbook(self.head)["Pay USD"]))

    def test_nothing_in_it_is_a_formula(self):
        self.hunter.name = '=HYPERLINK("http://x")'
        self.approve()
        content = self.run.with_user(self.head)._make_workbook()
        for sheet in load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.value)
        names = [row[0] for row in self.workbook(self.head)["Pay USD"]]
        self.assertIn('\'=HYPERLINK("http://x")', names)

    def test_two_currencies_are_never_added(self):
        euro = (
            self.env["res.currency"].with_context(active_test=False).search([("name", "=", "EUR")])
        )
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "name": "2025-12-31",
                "rate": 0.5,
                "company_id": self.company.id,
            }
        )
        self.put(self.scout, FLAT, currency_id=euro.id)
        self.sell(day(1, 7), 1000, self.scout)
        self.compute(1)
        book = self.workbook(self.owner)
        self.assertEqual(self.rows(book["Pay EUR"])["Total"][3], 25)
        self.assertNotIn("Scout", self.rows(book["Pay USD"]))

    def test_the_door_opens_for_those_who_pay(self):
        self.approve()
        url = f"/motivation/run/{self.run.id}/workbook"
        for login in ("t_head", "t_owner", "t_payroll"):
            self.authenticate(login, login)
            answer = self.url_open(url)
            self.assertEqual((login, answer.status_code), (login, 200))
            self.assertEqual(answer.content[:2], b"PK")
        for login in ("t_hunter", "t_leader", "t_stranger"):
            self.authenticate(login, login)
            self.assertEqual((login, self.url_open(url).status_code), (login, 404))
        self.authenticate("t_head", "t_head")
        for number in (0, 10**6, 10**20):
            answer = self.url_open(f"/motivation/run/{number}/workbook")
            self.assertEqual(answer.status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(url, allow_redirects=False)
        self.assertIn(answer.status_code, (303, 302))

    # === SLIP === #

    def slip(self, user, statement):
        report = self.env["ir.actions.report"].with_user(user)
        html, _kind = report._render_qweb_html(SLIP, statement.ids)
        return html.decode()

    def test_the_slip_tells_every_line(self):
        self.approve()
        html = self.slip(self.hunter, self.statement(self.run, self.hunter)).replace("\xa0", " ")
        for words in ("Hunter", "January 2026", "60,500.00", "INV/1", "in the chain of approved"):
            self.assertIn(words, html)

    def test_names_on_the_slip_are_text(self):
        self.hunter.name = "<script>alert(1)</script>"
        html = self.slip(self.head, self.statement(self.run, self.hunter))
        self.assertNotIn("<script>alert", html)
        self.assertIn("&lt;script&gt;alert", html)

    def test_the_slip_is_printed_in_russian(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.hunter.name = "Пётр Охотников"
        self.approve()
        report = self.env["ir.actions.report"].with_user(self.head)
        report = report.with_context(lang="ru_RU", force_report_rendering=True)
        pdf, kind = report._render_qweb_pdf(SLIP, self.statement(self.run, self.hunter).ids)
        self.assertEqual((kind, pdf[:4]), ("pdf", b"%PDF"))
        self.assertIn(b"DejaVu", pdf)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_the_slip_of_somebody_else_is_refused_at_every_door(self):
        """Over the report itself, its address, and an export of the fields."""
        self.approve()
        theirs = self.statement(self.run, self.hunter2)
        (self.hunter | self.stranger).group_ids += self.env.ref("base.group_allow_export")
        for user in (self.hunter, self.stranger):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self.slip(user, theirs)
                with self.assertRaises(AccessError):
                    theirs.with_user(user).export_data(["user_id/name", "payable"])
                with self.assertRaises(AccessError):
                    theirs.with_user(user).get_groups()
                with self.assertRaises(AccessError):
                    theirs.with_user(user).web_read({"payable": {}})
        self.authenticate("t_hunter", "t_hunter")
        for kind in ("html", "pdf", "text"):
            answer = self.url_open(f"/report/{kind}/{SLIP}/{theirs.id}")
            self.assertNotIn("50,016.67", answer.text)
            self.assertNotIn(b"%PDF", answer.content[:10])

    def test_a_statement_is_shared_with_nobody(self):
        """No link opens it: it has no token, and no page of the portal."""
        fields = self.env["motivation.statement"]._fields
        self.assertFalse({"access_token", "access_url"} & fields.keys())

    # === ANALYSIS === #

    def test_the_analysis_adds_up_by_product_and_role(self):
        product = self.product
        self.sell(day(1, 8), 1000, product_id=product.id)
        self.compute(1)
        lines = self.env["motivation.statement.line"].with_user(self.head)
        mine = [("statement_id.run_id", "=", self.run.id), ("user_id", "=", self.hunter.id)]
        for group, expected in (
            ("product_id", {product: 50, product.browse(): 60500}),
            ("role", {"hunter": 60550}),
            ("kind", {"salary": 60000, "commission": 550}),
            ("first_on:month", {date(2026, 1, 1): 60550}),
        ):
            with self.subTest(group):
                found = dict(lines._read_group(mine, [group], ["amount:sum"]))
                found = {
                    getattr(key, "with_env", lambda _env, k=key: k)(self.env): value
                    for key, value in found.items()
                }
                self.assertEqual(found, expected)
        seen = self.env["motivation.statement.line"].with_user(self.hunter2)
        self.assertFalse(seen._read_group(mine, ["product_id"], ["amount:sum"]))
