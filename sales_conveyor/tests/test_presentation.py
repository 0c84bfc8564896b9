import doctest
from datetime import date

from odoo.tests import HttpCase

from ..tools import svg, verdicts
from ..tools.clock import at_instant
from .common import department
from .planning import TODAY, PlanningCommon

DOCUMENT = "sales_conveyor.conveyor_presentation_report_document"


@department
class TestPresentation(PlanningCommon, HttpCase):
    """The head's page: what the cockpit and the evening tell, on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan((3, cls.hunter, 1000), (3, cls.hunter2, 1000))
        cls.sell(cls.hunter, 500, date(2026, 3, 3))
        cls.sell(cls.hunter2, 700, date(2026, 3, 4))

    def page(self, user, **values):
        wizard = self.env["conveyor.presentation"].with_user(user)
        return wizard.create({"kind": "month", "day_on": "2026-03-11", **values})

    def compose(self, user):
        with at_instant(self.env, TODAY):
            return self.page(user)._compose()

    def test_page_tells_the_plan_of_the_month(self):
        page = self.compose(self.head)
        [_name, fact, plan, share, *_rest] = page["plan"][0]
        self.assertIn("1,200", fact)
        self.assertIn("2,000", plan)
        self.assertEqual(share, "60 %")
        self.assertIn("<svg", page["curve"])
        self.assertIn("Hunter", page["ranking"])

    def test_page_tells_of_calls_and_of_what_went_wrong(self):
        with at_instant(self.env, TODAY):
            card = self.card(owner=self.hunter)
            self.env["conveyor.call"].with_user(self.hunter).log_call(
                {"lead_id": card.id, "outcome": "talked", "talk_seconds": 180}
            )
            self.env["conveyor.incident"].with_user(self.hunter).create(
                {"description": "Late", "lead_id": card.id}
            )
        page = self.compose(self.head)
        self.assertIn(["Hunter", "1", "1", "100 %", 0, "—"], page["calls"])
        self.assertEqual([row[1:] for row in page["incidents"]], [[1, 0, 0]])
        self.assertEqual([text for _name, text in page["tiles"][-2:]], ["1", "1"])

    def test_names_are_escaped_everywhere(self):
        self.hunter.name = "<script>alert(1)</script>"
        report = self.env["ir.actions.report"].with_user(self.head)
        with at_instant(self.env, TODAY):
            html, _kind = report._render_qweb_html(DOCUMENT, self.page(self.head).ids)
        self.assertNotIn(b"<script>alert", html)
        self.assertIn(b"&lt;script&gt;alert", html)

    def test_seller_prints_his_own_only(self):
        page = self.compose(self.hunter)
        self.assertIn("Hunter", page["ranking"])
        self.assertNotIn("Hunter2", page["ranking"])

    def test_page_is_printed(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with at_instant(self.env, TODAY):
            pdf, kind = report._render_qweb_pdf(DOCUMENT, self.page(self.head).ids)
        self.assertEqual((kind, pdf[:4]), ("pdf", b"%PDF"))

    def test_examples_of_the_tools_hold(self):
        for module in (svg, verdicts):
            self.assertFalse(doctest.testmod(module).failed)
