import doctest

from odoo.tests import HttpCase

from ..tools import svg, verdicts
from .common import department
from .planning import PlanningCommon


@department
class TestPresentation(PlanningCommon, HttpCase):
    """The head's page: what the cockpit and the evening tell, on paper."""

    def page(self, user, **values):
        wizard = self.env["conveyor.presentation"].with_user(user)
        return wizard.create({"kind": "month", "day_on": "2026-03-11", **values})

    def test_page_tells_the_plan_of_the_month(self):
        page = self.page(self.head)._compose()
        [name, fact, plan, share, *_rest] = page["plan"][0]
        self.assertTrue(all((name, fact, plan, share)))
        self.assertIn("<svg", page["curve"])
        self.assertIn("Hunter", page["ranking"])

    def test_names_are_escaped_everywhere(self):
        self.hunter.name = "<script>alert(1)</script>"
        report = self.env["ir.actions.report"].with_user(self.head)
        html, _kind = report._render_qweb_html(
            "sales_conveyor.conveyor_presentation_report_document", self.page(self.head).ids
        )
        self.assertNotIn(b"<script>alert", html)
        self.assertIn(b"&lt;script&gt;alert", html)

    def test_seller_prints_his_own_only(self):
        page = self.page(self.hunter)._compose()
        self.assertNotIn("Hunter2", page["ranking"])

    def test_page_is_printed(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf, kind = report._render_qweb_pdf(
            "sales_conveyor.conveyor_presentation_report_document", self.page(self.head).ids
        )
        self.assertEqual((kind, pdf[:4]), ("pdf", b"%PDF"))

    def test_examples_of_the_tools_hold(self):
        for module in (svg, verdicts):
            self.assertFalse(doctest.testmod(module).failed)
