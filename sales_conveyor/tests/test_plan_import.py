import base64
import io

import openpyxl
import xlsxwriter

from odoo import Command
from odoo.exceptions import AccessError, UserError

from .common import department
from .plans import YEAR, PlanCommon

MONTHS = [f"{YEAR}-{month:02}" for month in range(1, 13)]


class PlanFileCommon(PlanCommon):
    """Words for tables of targets."""

    def sheet(self, *rows, write=None):
        """A workbook with these rows."""
        output = io.BytesIO()
        with xlsxwriter.Workbook(output) as book:
            sheet = book.add_worksheet()
            for line, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    sheet.write(line, place, cell)
            if write:
                write(sheet)
        return output.getvalue()

    def bring(self, content, **values):
        """The form of the head of sales with a file."""
        if isinstance(content, str):
            content = content.encode()
        file = base64.b64encode(content)
        wizards = self.env["conveyor.plan.import"].with_user(self.head)
        return wizards.create(
            {"plan_id": self.plan.id, "file": file, "file_name": "plan.csv", **values}
        )

    def errors(self, content):
        """What is wrong with a file, cell by cell; and nothing is written."""
        wizard = self.bring(content)
        before = self.kept()
        wizard.action_import()
        self.assertEqual(wizard.state, "wrong", wizard.summary)
        self.assertEqual(self.kept(), before)
        text = (
            str(wizard.errors)
            .replace("<b>", "")
            .replace("</b>", "")
            .replace('<ul class="mb-0">', "")
        )
        return [
            line.replace("<li>", "") for line in text.replace("</ul>", "").split("</li>") if line
        ]

    def kept(self, plan=None):
        """The targets of a plan, as they are told apart."""
        self.env.invalidate_all()
        return {(*target._get_leaf(), target.value) for target in (plan or self.plan).target_ids}

    def values(self, user, metric=None):
        """The months of a person that have a target."""
        targets = self.plan.target_ids.filtered(
            lambda t: t.user_id == user and t.metric_id == (metric or self.metric)
        )
        return {target.month_on.month: target.value for target in targets}


@department
class TestPlanImport(PlanFileCommon):
    """A table becomes the targets of a plan; what it does not name stays, unless it is the whole plan."""

    # === MONTHS, QUARTERS, THE YEAR === #

    def test_months_of_a_person(self):
        wizard = self.bring(f"Metric;Person;{YEAR}-01;02.{YEAR};Mar\ncontract;t_hunter;5;6,5;7\n")
        wizard.action_import()
        self.assertEqual(self.values(self.hunter), {1: 5.0, 2: 6.5, 3: 7.0})
        self.assertEqual(self.plan.target_ids.team_id, self.team)
        self.assertIn("3 targets written", self.plan.message_ids[0].body)

    def test_months_as_spreadsheet_programs_and_people_write_them(self):
        titles = ("January", f"Feb {YEAR}", f"{YEAR}-3", f"04.{YEAR}", "MAY", "jun.")
        wizard = self.bring(self.sheet(["Metric", *titles], ["Contracts", 1, 2, 3, 4, 5, 6]))
        wizard.action_import()
        self.assertEqual(self.values(self.env["res.users"]), {n: float(n) for n in range(1, 7)})

    def test_date_in_the_head_is_its_month(self):
        book = openpyxl.Workbook()
        book.active.append(["Metric", self.plan._get_month(5)])
        book.active.append(["contract", 5])
        output = io.BytesIO()
        book.save(output)
        self.bring(output.getvalue()).action_import()
        self.assertEqual(self.values(self.env["res.users"]), {5: 5.0})

    def test_quarters_are_spread_by_working_days(self):
        """65 contracts in the first quarter of 2017: 22, 20 and 23 working days."""
        self.env.company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Five days", "tz": "UTC"}
        )
        self.bring(f"Metric,Person,Q1,Q3 {YEAR}\ncontract,t_hunter,65,\n").action_import()
        self.assertEqual(self.values(self.hunter), {1: 22.0, 2: 20.0, 3: 23.0})

    def test_year_is_spread_to_the_last_coin(self):
        self.bring("Metric,Person,Year\ncontract_amount,t_hunter,1000.01\n").action_import()
        values = self.values(self.hunter, self.money)
        self.assertEqual(len(values), 12)
        self.assertEqual(round(sum(values.values()), 2), 1000.01)
        self.assertEqual({round(v, 2) for v in values.values()}, set(values.values()))

    def test_year_may_be_told_by_its_number(self):
        self.bring(self.sheet(["Metric", YEAR], ["contract", 100])).action_import()
        values = self.values(self.env["res.users"])
        self.assertEqual((sum(values.values()), {v % 1 for v in values.values()}), (100, {0.0}))

    def test_quarter_without_working_days_is_spread_evenly(self):
        calendar = self.env["resource.calendar"].create({"name": "Never", "attendance_ids": False})
        self.env.company.resource_calendar_id = calendar
        self.bring("Metric,Q2\ncontract,10\n").action_import()
        self.assertEqual(self.values(self.env["res.users"]), {4: 4.0, 5: 3.0, 6: 3.0})

    # === WHAT STAYS === #

    def test_empty_cells_and_what_is_not_named_stay(self):
        self.target(5.0)
        self.target(6.0, month=2)
        self.target(7.0, user=self.scout)
        content = f"Metric,Person,{YEAR}-01,{YEAR}-02,{YEAR}-03\ncontract,t_hunter,,60,0\n"
        self.bring(content).action_import()
        self.assertEqual(self.values(self.hunter), {1: 5.0, 2: 60.0, 3: 0.0})
        self.assertEqual(self.values(self.scout), {1: 7.0})

    def test_whole_plan_is_what_the_file_says(self):
        self.target(5.0)
        kept = self.target(6.0, month=2)
        self.target(7.0, user=self.scout)
        wizard = self.bring(
            f"Metric,Person,{YEAR}-01,{YEAR}-02\ncontract,t_hunter,,60\n", is_whole_plan=True
        )
        wizard.action_import()
        self.assertEqual(self.plan.target_ids, kept)
        self.assertEqual(kept.value, 60.0)

    def test_import_is_previewed_before_it_is_written(self):
        wizard = self.bring(
            "Metric,Person,Q1,Q2\nContracts,t_hunter,65,35\ncontract_amount,,1000,\n"
        )
        action = wizard.action_check()
        self.assertEqual((action["res_id"], wizard.state), (wizard.id, "right"))
        for words in ("Rows: 2. Targets: 9.", "Contracts", "100", "Contract amount", "1,000"):
            self.assertIn(words, wizard.summary)
        self.assertFalse(self.plan.target_ids)

    # === NAMES === #

    def test_everything_may_be_named_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.metric.with_context(lang="ru_RU").name = "Договоры"
        self.team.with_context(lang="ru_RU").name = "Отдел"
        content = "Metric,Team,Person,Январь,февр.\nДоговоры,Отдел,Hunter,5,6\nContracts,Department,t_SCOUT,7,\n"
        self.bring(content).with_context(lang="ru_RU").action_import()
        self.assertEqual(self.values(self.hunter), {1: 5.0, 2: 6.0})
        self.assertEqual(self.values(self.scout), {1: 7.0})

    def test_months_are_read_as_the_grid_writes_them(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        field = self.env["ir.model.fields"]._get("conveyor.target.row", "month_02")
        field.with_context(lang="ru_RU").field_description = "Фев"
        self.bring("Metric,Person,Фев\ncontract,t_hunter,6\n").with_context(
            lang="ru_RU"
        ).action_import()
        self.assertEqual(self.values(self.hunter), {2: 6.0})

    def test_category_is_named_whole(self):
        parent = self.env["product.category"].create({"name": "Services"})
        child = self.env["product.category"].create({"name": "Audits", "parent_id": parent.id})
        self.bring("Metric,Product Category,Q1\ncontract,Services / Audits,3\n").action_import()
        self.assertEqual(self.plan.target_ids.categ_id, child)

    def test_archived_namesake_does_not_disturb(self):
        self.env["res.users"].create({"name": "Hunter", "login": "t_old", "active": False})
        self.env["crm.team"].create({"name": "Department", "active": False})
        self.bring("Metric,Sales Team,Person,Q1\ncontract,Department,Hunter,3\n").action_import()
        self.assertEqual(sum(self.values(self.hunter).values()), 3)

    # === RIGHTS === #

    def test_nobody_but_the_head_imports(self):
        for user in (self.hunter, self.leader, self.owner, self.guest):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizard = (
                    self.env["conveyor.plan.import"]
                    .with_user(user)
                    .create(
                        {
                            "plan_id": self.plan.id,
                            "file": base64.b64encode(b"Metric,Q1\ncontract,3\n"),
                        }
                    )
                )
                wizard.action_import()
        self.assertFalse(self.plan.target_ids)

    def test_approved_plan_is_not_imported_into(self):
        self.target()
        wizard = self.bring("Metric,Q1\ncontract,3\n")
        self.approve()
        for deed in (wizard.action_check, wizard.action_import):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                deed()

    def test_file_that_did_not_arrive_is_told(self):
        for file, words in ((False, "Choose a file"), (b"???", "did not arrive whole")):
            with self.assertRaisesRegex(UserError, words):
                self.bring("x", file=file).action_check()
        with self.assertRaisesRegex(UserError, "larger than 20 MB"):
            self.bring(b"x" * (20 * 1024 * 1024 + 1)).action_check()

    def test_person_of_two_teams_is_given_a_team_in_the_file(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        self.stock_team.crm_team_member_ids = [Command.create({"user_id": self.hunter.id})]
        content = "Metric,Sales Team,Person,Q1\ncontract,Stock,Hunter,3\ncontract,,Hunter,6\n"
        self.bring(content).action_import()
        teams = self.plan.target_ids.grouped("team_id")
        self.assertEqual(teams.keys(), {self.stock_team, self.env["crm.team"]})
