import io

import openpyxl

from ..tools.formulas import find_bare_formulas
from .common import department
from .plans import YEAR
from .test_plan_import import PlanFileCommon


@department
class TestPlanImportCells(PlanFileCommon):
    """Everything that is wrong with a table is told at once, cell by cell, and nothing is written."""

    # === HEAD === #

    def test_wrong_heads_are_told(self):
        cases = {
            f"Metric,Person,{YEAR - 1}-12\ncontract,t_hunter,3\n": [
                "C1: “2016-12” is of another year: the plan is of 2017."
            ],
            "Metric,Q1 2018\ncontract,3\n": [
                "B1: “Q1 2018” is of another year: the plan is of 2017."
            ],
            "Metric,2016\ncontract,3\n": ["B1: “2016” is of another year: the plan is of 2017."],
            "Metric,Colour,Q1\ncontract,red,3\n": ["B1: “Colour” is no column of a plan."],
            f"Metric,{YEAR}-13\ncontract,3\n": [f"B1: “{YEAR}-13” is no column of a plan."],
            "Metric,Q1,q1\ncontract,3,4\n": ["C1: This column is there twice."],
            f"Metric,Jan,{YEAR}-01\ncontract,3,4\n": ["C1: This column is there twice."],
            "Person,Q1\nt_hunter,3\n": [" The column “Metric” is missing."],
            "Metric,Person\ncontract,t_hunter\n": [
                " There is no column of months, quarters or the year."
            ],
            "Metric,Total\ncontract,3\n": [" There is no column of months, quarters or the year."],
            "Metric,Q1,Jan\ncontract,3,4\n": [
                " Give months, quarters or the year, not several of them."
            ],
            "Metric,Q1\n": [" The file has no rows under its head."],
        }
        for content, told in cases.items():
            with self.subTest(content=content):
                self.assertEqual(self.errors(content), told)

    def test_wrong_head_does_not_hide_wrong_cells(self):
        content = f"Metric,Colour,{YEAR}-01,{YEAR - 1}-02\nnothing,red,x,y\n"
        self.assertEqual(
            self.errors(content),
            [
                "B1: “Colour” is no column of a plan.",
                "D1: “2016-02” is of another year: the plan is of 2017.",
                "A2: “nothing” is unknown.",
                "C2: “x” is not a number.",
            ],
        )

    def test_file_that_is_no_table_is_told(self):
        self.assertIn("cannot be read", self.errors(b"PK\x03\x04 nothing")[0])
        self.assertIn("is empty", self.errors(b"\n\n")[0])
        self.assertIn("more than 40 columns", self.errors(",".join(["x"] * 41))[0])
        self.assertIn(
            "more than 20,000 rows", self.errors("Metric,Q1\n" + "contract,1\n" * 20_001)[0]
        )

    # === NUMBERS === #

    def test_wrong_numbers_are_told_by_cell(self):
        rows = {
            "-1": "below zero",
            "NaN": "not a number",
            "inf": "not a number",
            "1e5": "not a number",
            "five": "not a number",
            "1000000000000": "too large",
            "#REF!": "not a number",
            "12:30": "not a number",
        }
        content = "Metric;Person;Q1;Q2\n"
        content += "".join(f"contract;t_hunter;1;{number}\n" for number in rows)
        content += "contract;t_hunter;1,234;1\n"
        told = self.errors(content)
        self.assertEqual(
            [line.split(":")[0] for line in told], [f"D{n}" for n in range(2, 10)] + ["C10"]
        )
        for line, words in zip(told, [*rows.values(), "in two ways"], strict=True):
            self.assertIn(words, line)

    def test_formula_without_its_value_is_told(self):
        """Such cells look empty, and are not."""
        book = openpyxl.Workbook()
        book.active.append(["Metric", "Q1", "Q2", "Total"])
        book.active.append(["contract", "=1+1", 3, "=B2+C2"])
        book.active.append(["=A2", None, None, None])
        output = io.BytesIO()
        book.save(output)
        told = self.errors(output.getvalue())
        self.assertEqual([line.split(":")[0] for line in told], ["B2", "A3"])
        self.assertIn("The formula has no value", told[0])

    def test_formula_beyond_the_columns_of_a_plan_makes_no_row_wider(self):
        book = openpyxl.Workbook()
        book.active.append(["Metric", "Q1"])
        book.active.append(["contract", 3])
        book.active.cell(3, 2**14, "=1+1")
        output = io.BytesIO()
        book.save(output)
        self.assertFalse(find_bare_formulas(output.getvalue()))

    def test_formula_with_its_value_is_read(self):
        content = self.sheet(
            ["Metric", "Q1"],
            ["contract"],
            write=lambda sheet: sheet.write_formula(1, 1, "=3+3", None, 6),
        )
        self.bring(content).action_import()
        self.assertEqual(sum(self.plan.target_ids.mapped("value")), 6)

    def test_number_that_rounding_makes_too_large_is_told(self):
        wizard = self.bring("Metric,Jan\ncontract,999999999999.99999\n")
        with self.assertRaisesRegex(Exception, "1,000,000,000,000"):
            wizard.action_import()

    # === NAMES === #

    def test_wrong_names_are_told_by_cell(self):
        self.env["res.users"].create(
            [
                {"name": "Left", "login": "t_left", "active": False},
                {"name": "Twin", "login": "t_twin1"},
                {"name": "Twin", "login": "t_twin2"},
            ]
        )
        teams = self.env["crm.team"]
        teams.create({"name": "Of old", "active": False})
        teams.create({"name": "Abroad", "company_id": self.elsewhere.id})
        teams.create([{"name": "Pair"}, {"name": "Pair"}])
        self.head.company_ids |= self.elsewhere
        self.env["conveyor.metric"]._get("shipment").active = False
        rows = {
            "win_rate,,,": "A2: “win_rate” does not add up: plan what it is made of.",
            "nothing,,,": "A3: “nothing” is unknown.",
            "shipment,,,": "A4: “shipment” is switched off.",
            ",,,": "A5: The cell is empty.",
            "contract,Nowhere,,": "B6: “Nowhere” is unknown.",
            "contract,Of old,,": "B7: The team “Of old” is archived.",
            "contract,Abroad,,": "B8: “Abroad” is a team of another company.",
            "contract,Pair,,": "B9: “Pair” is the name of several.",
            "contract,,nobody,": "C10: “nobody” is unknown.",
            "contract,,t_left,": "C11: “t_left” is archived.",
            "contract,,Left,": "C12: “Left” is archived.",
            "contract,,Twin,": "C13: “Twin” is the name of several.",
            "contract,,t_guest,": "C14: “t_guest” does not work for this company.",
            "contract,,,Nothing such": "D15: “Nothing such” is unknown.",
        }
        content = "Metric,Sales Team,Person,Product Category,Q1\n"
        content += "".join(f"{row},1\n" for row in rows)
        content += f"contract,{'x' * 201},,,1\n"
        told = self.errors(content)
        self.assertEqual(told, [*rows.values(), "B16: The text is longer than 200 characters."])

    def test_team_of_a_company_that_one_does_not_see_is_unknown(self):
        self.env["crm.team"].create({"name": "Abroad", "company_id": self.elsewhere.id})
        self.assertEqual(
            self.errors("Metric,Team,Q1\ncontract,Abroad,1\n"), ["B2: “Abroad” is unknown."]
        )

    def test_same_target_twice_is_told(self):
        """By login and by name, with the team and without: it is the same."""
        content = "Metric,Team,Person,Q1\ncontract,,t_hunter,1\nContracts,Department,Hunter,2\n"
        content += "contract,,,1\ncontract,,t_hunter,3\n"
        self.assertEqual(
            self.errors(content),
            [
                "A3: The same target is in row 2 already.",
                "A5: The same target is in row 2 already.",
            ],
        )

    def test_row_without_a_number_is_told(self):
        self.assertEqual(
            self.errors("Metric,Person,Q1,Q2\ncontract,t_hunter,,\n"),
            ["A2: The row has no target."],
        )

    def test_all_is_told_at_once_and_a_hundred_are_shown(self):
        content = "Metric,Person,Q1\n" + "nothing,nobody,-1\n" * 60
        wizard = self.bring(content)
        wizard.action_check()
        self.assertEqual(wizard.error_count, 180)
        self.assertEqual(str(wizard.errors).count("<li>"), 100)

    def test_what_a_file_says_is_shown_as_text(self):
        content = "Metric,Q1\n<script>alert(1)</script>,1\n"
        told = self.errors(content)
        self.assertIn("&lt;script&gt;", told[0])
