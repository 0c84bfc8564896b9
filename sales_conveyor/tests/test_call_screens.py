from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form

from .calls import CallCommon
from .common import department

MODELS = {
    "conveyor.call": ("list", "kanban", "form", "pivot", "graph", "search"),
    "conveyor.call.review": ("list", "kanban", "form", "pivot", "graph", "search"),
    "conveyor.call.review.line": ("list", "pivot", "graph", "search"),
    "conveyor.call.sample": ("list", "form"),
    "conveyor.scorecard": ("list", "form", "search"),
    "conveyor.hour.report": ("pivot", "graph", "search"),
}


@department
class TestCallScreens(CallCommon):
    """Every screen of calls opens for everybody who has it, with all that it shows."""

    def setUp(self):
        super().setUp()
        review = self.published("1", "1", "5")
        review.with_user(self.hunter)._dispute("I did ask.")
        self.review(call=self.talk(prefix="todo"))
        self.env["conveyor.call.sample"]._draw_day(self.env.company, self.env.cr.now().date())
        self.env["conveyor.fact"]._book_expected()

    def read_screen(self, person, model, arch):
        """Read every record with the fields of a view, as the screen does."""
        records = self.env[model].with_user(person)
        names = {node.get("name") for node in etree.fromstring(arch).iter("field")}
        shown = {name: {} for name in names if name in records._fields}
        return records.web_search_read([], shown, limit=80)["records"]

    def test_screens_open_for_everybody(self):
        for person in (self.hunter, self.leader, self.head, self.owner, self.reviewer):
            for model, kinds in MODELS.items():
                if not self.env[model].with_user(person).has_access("read"):
                    self.assertEqual((person, model), (self.reviewer, "conveyor.hour.report"))
                    continue
                for kind in kinds:
                    view = self.env[model].with_user(person).get_view(view_type=kind)
                    if kind in ("list", "kanban", "form"):
                        self.read_screen(person, model, view["arch"])

    def test_reviewer_finds_his_queue(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_call_review_action_mine"
        )
        self.assertEqual(action["res_model"], "conveyor.call.review")
        domain = [("reviewer_id", "=", self.reviewer.id), ("state", "=", "todo")]
        self.assertTrue(self.env["conveyor.call.review"].with_user(self.reviewer).search(domain))

    def test_sheet_of_the_reviewer_is_open_to_him_alone(self):
        review = self.review(call=self.talk(prefix="sheet"))
        sheet = review.sheet
        self.assertTrue(sheet["open"] and review.can_judge)
        self.assertEqual(
            [section["name"] for section in sheet["sections"]], ["Opening", "Needs", "End"]
        )
        self.assertEqual([c["best"] for s in sheet["sections"] for c in s["criteria"]], [1, 5, 5])
        self.assertFalse(review.with_user(self.leader).sheet["open"])

    def test_dialog_of_a_call_opens_on_the_card(self):
        card = self.card(owner=self.hunter, stage=self.stage_talk, partner_id=self.client.id)
        self.activity(card)
        action = card.with_user(self.hunter).action_log_call()
        form = Form(
            self.env["conveyor.call.log"].with_user(self.hunter).with_context(**action["context"])
        )
        form.minutes = 1.5
        dialog = form.save()
        dialog.action_talked()
        self.assertEqual(dialog.call_id.talk_seconds, 90)
        self.assertEqual(dialog.call_id.activity_id.res_id, card.id)

    def test_settings_have_limits(self):
        company = self.env.company
        for name, wrong in (
            ("conveyor_sample_share", 1.5),
            ("conveyor_sample_share", -0.1),
            ("conveyor_sample_share", float("nan")),
            ("conveyor_sample_minimum", -1),
            ("conveyor_sample_threshold", 10**6),
            ("conveyor_conversation_seconds", 0),
            ("conveyor_review_days", 0),
            ("conveyor_recording_months", 0),
        ):
            with self.assertRaises(Exception, msg=name) as caught, self.env.cr.savepoint():
                company.write({name: wrong})
            self.assertIsInstance(caught.exception, ValidationError, name)

    def test_settings_are_the_heads(self):
        settings = self.env["res.config.settings"].with_user(self.env.ref("base.user_admin"))
        settings.create({"conveyor_sample_share": 0.25, "conveyor_shows_hours": False}).execute()
        self.assertEqual(self.env.company.conveyor_sample_share, 0.25)
        self.assertFalse(self.env.company.conveyor_shows_hours)
