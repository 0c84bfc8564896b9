from odoo.tests import Form

from .common import department
from .incidents import IncidentCommon

REPORTS = ("conveyor.incident.report", "conveyor.hygiene.report", "conveyor.task.report")


@department
class TestIncidentScreens(IncidentCommon):
    """The screens of incidents and of cards in order ask the server for nothing that it refuses."""

    def views(self, model, person, *kinds):
        return self.env[model].with_user(person).get_views([(False, kind) for kind in kinds])

    def test_every_screen_opens_for_everybody(self):
        for person in (self.hunter, self.leader, self.head, self.owner):
            self.views(
                "conveyor.incident", person, "kanban", "list", "form", "search", "pivot", "graph"
            )
            for report in REPORTS:
                self.views(report, person, "pivot", "graph", "list", "search")
            self.views("conveyor.incident.verdict", person, "form")
        self.views("conveyor.incident.category", self.head, "list", "search")
        self.views("conveyor.card.requirement", self.head, "list")

    def test_the_kanban_has_a_column_for_each_state_and_counts_the_gravest(self):
        self.complaint(code="rude")
        self.breach()
        incidents = self.Incident.with_user(self.head).with_context(read_group_expand=True)
        domain = [("id", ">", self.last_incident)]
        groups = incidents.web_read_group(domain, ["state"], ["__count"])["groups"]
        self.assertEqual(
            [group["state"] for group in groups], ["reported", "confirmed", "dismissed"]
        )
        bar = {
            "field": "severity",
            "colors": {"high": "danger", "medium": "warning", "low": "muted"},
        }
        told = incidents.read_progress_bar(domain, "state", bar)
        self.assertEqual(told["reported"], {"high": 1, "medium": 1, "low": 0})

    def test_colours_tell_what_is_late_and_what_is_disputed(self):
        late, disputed = self.complaint(), self.complaint()
        with self.at(10):
            self.do("dispute", disputed, self.hunter)
            self.assertEqual((late.color, disputed.color), (1, 3))

    def test_the_forms_of_card_client_and_settings_show_what_is_new(self):
        card = self.accepted(partner_id=self.client.id)
        with Form(card.with_user(self.hunter)) as form:
            self.assertIn("not filled", form.card_faults)
        with Form(self.env["res.config.settings"]) as settings:
            settings.conveyor_dispute_days = 5
        settings.record.execute()
        self.assertEqual(self.env.company.conveyor_dispute_days, 5)

    def test_pivots_of_every_report_add_up_every_measure(self):
        card = self.accepted(partner_id=self.client.id)
        self.activity(card)
        self.env["conveyor.fact"]._book_expected()
        self.breach("dates,1", rule="dates_broken")
        for report in REPORTS:
            model = self.env[report].with_user(self.owner)
            measures = [
                f"{name}:{field.aggregator}"
                for name, field in model._fields.items()
                if field.aggregator and field.type in ("integer", "float") and name != "id"
            ]
            rows = model.formatted_read_group([], ["user_id", "company_id"], measures)
            self.assertTrue(rows, report)

    def test_settings_have_bounds(self):
        for values in (
            {"conveyor_incident_hours": 0},
            {"conveyor_incident_hours": float("nan")},
            {"conveyor_dispute_days": -1},
            {"conveyor_card_days": 366},
            {"conveyor_card_days": 2**31},
        ):
            with self.subTest(values=values), self.assertRaises(Exception):  # noqa: B017
                self.env.company.write(values)
                self.env.flush_all()
