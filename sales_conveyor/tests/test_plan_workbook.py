import io

import openpyxl

from odoo.tests import HttpCase, new_test_user

from .common import SELLER, department
from .plans import YEAR
from .test_plan_import import MONTHS, PlanFileCommon

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODD = ("=1+1", "+7", "-5", "@SUM(A1)")


@department
class TestPlanWorkbook(PlanFileCommon, HttpCase):
    """The workbook of a plan: text and numbers only, for whoever may read it, and it can be brought in again."""

    def table(self, content):
        """The cells of the first sheet; and none of them is a formula or a link."""
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        self.assertFalse([cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink])
        return sheet, [[cell.value for cell in row] for row in sheet.iter_rows()]

    def fetch(self, user, plan=None):
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        return self.url_open((plan or self.plan).with_user(user).action_export()["url"])

    # === WHAT IT HOLDS === #

    def test_row_is_whom_and_of_what_and_column_is_a_month(self):
        for month in (1, 2, 12):
            self.target(5.5, month=month)
        self.target(1200.0, user=False, metric_id=self.money.id)
        sheet, table = self.table(self.plan._make_workbook())
        self.assertEqual(
            table[0], ["Metric", "Sales Team", "Person", "Product Category", *MONTHS, "Total"]
        )
        blank = [None] * 9
        self.assertEqual(
            table[1:],
            [
                ["Contract amount", None, None, None, 1200, None, None, *blank[1:], None, 1200],
                ["Contracts", "Department", "Hunter", None, 5.5, 5.5, *blank, 5.5, 16.5],
            ],
        )
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual(
            (sheet["E2"].number_format, sheet["E3"].number_format), ("#,##0", "#,##0.00##")
        )

    def test_what_looks_like_a_formula_is_text(self):
        for name in ODD:
            team = self.env["crm.team"].create({"name": name})
            self.target(user=False, team_id=team.id)
        _sheet, table = self.table(self.plan._make_workbook())
        self.assertEqual({row[1] for row in table[1:]}, {f"'{name}" for name in ODD})

    def test_namesakes_are_told_by_login(self):
        twins = self.env["res.users"].create(
            [{"name": "Twin", "login": "t_twin1"}, {"name": "Twin", "login": "t_twin2"}]
        )
        self.target(user=twins[0])
        _sheet, table = self.table(self.plan._make_workbook())
        self.assertEqual(table[1][2], "t_twin1")

    def test_empty_plan_is_a_head(self):
        self.assertEqual(len(self.table(self.plan._make_workbook())[1]), 1)

    # === ROUND TRIP === #

    def test_what_comes_out_goes_in_again(self):
        """Zeros, gaps, halves, odd names and namesakes included; in both languages."""
        self.env["res.lang"]._activate_lang("ru_RU")
        category = self.env["product.category"].create({"name": "=Audits"})
        for number, name in enumerate(ODD):
            team = self.env["crm.team"].create({"name": name})
            self.target(0.3333 * number, user=False, team_id=team.id, month=number + 1)
        twins = self.env["res.users"].create(
            [{"name": "Twin", "login": "t_twin1"}, {"name": "Twin", "login": "t_twin2"}]
        )
        for user in twins | self.hunter:
            self.target(0.0, user=user)
            self.target(1234.5678, user=user, month=7, categ_id=category.id)
            self.target(99.99, user=user, month=12, metric_id=self.money.id)
        self.target(5.0, user=False)
        for lang in ("en_US", "ru_RU"):
            content = self.plan.with_user(self.head).with_context(lang=lang)._make_workbook()
            copy = self._make_plan()
            wizard = self.bring(content, plan_id=copy.id).with_context(lang=lang)
            wizard.action_import()
            self.assertEqual(wizard.state, "right", wizard.errors)
            self.assertEqual(self.kept(copy), self.kept())
            self.bring(content, is_whole_plan=True).with_context(lang=lang).action_import()
            self.assertEqual(self.kept(copy), self.kept())

    def test_names_with_unseen_characters_go_in_again(self):
        """A space at the end of a name is seen by nobody, so it makes no other name."""
        for number, name in enumerate((" Spaced ", "Tab\tinside", "Turned\u202e"), start=1):
            team = self.env["crm.team"].create({"name": name})
            category = self.env["product.category"].create({"name": name})
            person = new_test_user(self.env, f"t_odd{number}", groups=SELLER, name=name)
            self.target(user=person, month=number, team_id=team.id, categ_id=category.id)
        content = self.plan.with_user(self.head)._make_workbook()
        copy = self._make_plan()
        wizard = self.bring(content, plan_id=copy.id)
        wizard.action_import()
        self.assertEqual(wizard.state, "right", wizard.errors)
        self.assertEqual(self.kept(copy), self.kept())

    # === WHO GETS IT === #

    def test_workbook_is_handed_out_as_a_file(self):
        self.target()
        response = self.fetch(self.head)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], TYPE)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(len(self.table(response.content)[1]), 2)

    def test_everybody_gets_what_he_may_read(self):
        self.target()
        self.target(user=self.scout)
        self.target(user=False)
        self.approve()
        for user, rows in ((self.head, 3), (self.owner, 3), (self.leader, 2), (self.hunter, 1)):
            with self.subTest(user=user.login):
                self.assertEqual(len(self.table(self.fetch(user).content)[1]), rows + 1)
        self.assertEqual(len(self.table(self.fetch(self.stranger).content)[1]), 1)

    def test_drafts_and_plans_of_others_are_not_there(self):
        self.target()
        url = f"/conveyor/plan/{self.plan.id}/workbook"
        for user in (self.hunter, self.leader, self.guest):
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(url).status_code, 404, user.login)
        for missing in (0, 2**31 - 1):
            answer = self.url_open(f"/conveyor/plan/{missing}/workbook")
            self.assertEqual(answer.status_code, 404)
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(url, allow_redirects=False).status_code, 200)
        self.assertEqual(self.plan.year, YEAR)
