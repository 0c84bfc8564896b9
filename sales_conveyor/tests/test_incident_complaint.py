from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .common import department
from .incidents import TODAY, IncidentCommon


@department
class TestIncidentComplaint(IncidentCommon):
    """A complaint is written down in two clicks, decided in time, and disputed at most once."""

    # === REPORTED === #

    def test_from_the_card_two_clicks_tell_all_that_the_card_knows(self):
        card = self.accepted(partner_id=self.client.id)
        action = card.with_user(self.hunter).action_report_complaint()
        form = self.Incident.with_user(self.hunter).with_context(**action["context"])
        with Form(form, view="sales_conveyor.conveyor_incident_view_form_report") as report:
            report.description = "No answer."
        incident = report.record.sudo()
        self.assertEqual(
            (incident.lead_id, incident.partner_id, incident.user_id, incident.team_id),
            (card, self.client, self.hunter, self.team),
        )
        self.assertEqual(
            (incident.state, incident.kind, incident.happened_on), ("reported", "complaint", TODAY)
        )
        self.assertEqual(
            (incident.reporter_id, incident.company_id), (self.hunter, self.env.company)
        )

    def test_from_the_client_it_is_about_his_farmer(self):
        self.client.farmer_id = self.farmer
        action = self.client.with_user(self.hunter).action_report_complaint()
        form = self.Incident.with_user(self.hunter).with_context(**action["context"])
        incident = (
            Form(form, view="sales_conveyor.conveyor_incident_view_form_report").save().sudo()
        )
        self.assertEqual((incident.partner_id, incident.user_id), (self.client, self.farmer))
        self.assertEqual(self.client.with_user(self.head).incident_count, 1)
        found = self.Incident.search(
            self.client.with_user(self.head).action_open_incidents()["domain"]
        )
        self.assertEqual(found, incident)

    def test_the_verdict_is_due_after_sixteen_working_hours(self):
        """Tuesday 9:00: three hours, four hours, then nine of Wednesday and Thursday morning."""
        incident = self.complaint()
        self.assertEqual(incident.due_at, datetime(2026, 3, 5, 9))
        self.assertFalse(incident.is_late)
        with self.at(5, 10):
            incident.invalidate_recordset(["is_late"])
            self.assertTrue(incident.is_late)
            self.assertIn(incident, self.Incident.search([("is_late", "=", True)]))
        self.assertNotIn(incident, self.Incident.search([("is_late", "=", True)]))

    def test_a_category_or_a_team_has_hours_of_its_own(self):
        self.category("rude").sla_hours = 2
        self.assertEqual(self.complaint(code="rude").due_at, datetime(2026, 3, 3, 11))
        late = self.env.company.resource_calendar_id.copy({"tz": "Asia/Novosibirsk"})
        self.team.conveyor_calendar_id = late
        # 9:00 UTC is 16:00 there: one hour today, one tomorrow from 8:00, which is 1:00 UTC.
        self.assertEqual(self.complaint(code="rude").due_at, datetime(2026, 3, 4, 2))

    def test_names_stay_when_card_and_client_are_gone(self):
        client = self.env["res.partner"].create({"name": "Gone Ltd"})
        card = self.card("Gone card", partner_id=client.id)
        incident = self.complaint(self.scout, lead_id=card.id)
        card.unlink()
        client.unlink()
        incident.invalidate_recordset()
        self.assertFalse(incident.lead_id or incident.partner_id)
        self.assertEqual((incident.lead_name, incident.partner_name), ("Gone card", "Gone Ltd"))

    def test_a_merged_card_leaves_its_incidents_to_the_one_that_stays(self):
        cards = self.card("One", expected_revenue=10) | self.card("Two")
        incidents = self.Incident.concat(
            *(self.complaint(self.scout, lead_id=card.id) for card in cards)
        )
        stays = cards.merge_opportunity()
        self.assertEqual(incidents.lead_id, stays)

    # === DECIDED === #

    def test_leader_head_and_owner_decide(self):
        for person in (self.leader, self.head, self.owner):
            incident = self.complaint()
            self.do("confirm", incident, person)
            self.assertEqual((incident.state, incident.verdict_by_id), ("confirmed", person))
            incident = self.complaint()
            self.do("dismiss", incident, person)
            self.assertEqual(
                (incident.state, incident.verdict), ("dismissed", "Heard on the recording.")
            )

    def test_nobody_else_decides_least_of_all_the_person(self):
        incident = self.complaint(guilty=self.hunter)
        for person in (self.hunter, self.hunter2, self.farmer, self.stranger):
            for deed in ("confirm", "dismiss"):
                with self.assertRaises(AccessError, msg=person.name):
                    self.do(deed, incident, person)
        own = self.complaint(guilty=self.leader)
        with self.assertRaises(AccessError):
            self.do("dismiss", own, self.leader)
        self.do("dismiss", own, self.head)

    def test_a_verdict_is_given_once(self):
        incident = self.complaint()
        self.do("dismiss", incident, self.leader)
        for deed in ("confirm", "dismiss", "dispute"):
            with self.assertRaises(AccessError):
                self.do(deed, incident, self.head)

    def test_dismissing_and_disputing_need_words(self):
        incident = self.complaint()
        for words in (False, "", "  "):
            with self.assertRaisesRegex(UserError, "Write why"):
                self.do("dismiss", incident, self.leader, words=words)
            with self.assertRaisesRegex(UserError, "your side"):
                self.do("dispute", incident, self.hunter, words=words)

    def test_a_complaint_about_nobody_is_confirmed_with_a_name(self):
        incident = self.complaint(guilty=self.env["res.users"])
        self.assertFalse(incident.team_id)
        with self.assertRaisesRegex(UserError, "Name the person"):
            self.do("confirm", incident, self.head)
        self.do("name", incident, self.head, user_id=self.hunter.id)
        self.assertEqual(
            (incident.user_id, incident.team_id, incident.state),
            (self.hunter, self.team, "reported"),
        )
        other = self.complaint(guilty=self.env["res.users"])
        with self.assertRaisesRegex(UserError, "Nobody is the judge"):
            self.do("confirm", other, self.head, user_id=self.head.id)
        self.do("confirm", other, self.head, user_id=self.hunter2.id, root_cause="No deputy.")
        self.assertEqual(
            (other.user_id, other.state, other.root_cause),
            (self.hunter2, "confirmed", "No deputy."),
        )

    # === DISPUTED === #

    def test_a_dispute_before_the_verdict_asks_for_one(self):
        incident = self.complaint(reporter=self.leader)
        self.do("dispute", incident, self.hunter, words="I answered by phone.")
        self.assertTrue(incident.is_disputed)
        with self.assertRaises(AccessError):
            self.do("dismiss", incident, self.leader)  # he reported it
        self.do("dismiss", incident, self.head)
        self.assertEqual((incident.state, incident.is_disputed), ("dismissed", False))

    def test_a_dispute_within_three_working_days_of_the_verdict(self):
        """Confirmed on Tuesday: until the end of Friday."""
        incident = self.complaint()
        self.do("confirm", incident, self.leader)
        self.assertEqual(incident.dispute_until_at, datetime(2026, 3, 7))
        with self.at(6, 20):
            self.do("dispute", incident, self.hunter, words="I was ill.")
            self.assertEqual((incident.state, incident.is_disputed), ("confirmed", True))
            self.assertEqual(incident.due_at, datetime(2026, 3, 10, 17))
            self.do("confirm", incident, self.head)
        self.assertEqual((incident.state, incident.is_disputed), ("confirmed", False))
        with self.assertRaises(AccessError):
            self.do("dispute", incident, self.hunter)  # once

    def test_a_dispute_comes_too_late(self):
        incident = self.complaint()
        self.do("confirm", incident, self.leader)
        with self.at(7, 1), self.assertRaises(AccessError):
            self.do("dispute", incident, self.hunter)

    def test_only_the_person_disputes(self):
        incident = self.complaint()
        for person in (self.leader, self.head, self.owner, self.farmer, self.hunter2):
            with self.assertRaises(AccessError):
                self.do("dispute", incident, person)

    # === BAD INPUT === #

    def test_a_breach_is_not_reported_by_hand(self):
        with self.assertRaisesRegex(ValidationError, "booked by their rules"):
            self.complaint(code="report_missing")
        incident = self.complaint()
        with self.assertRaisesRegex(ValidationError, "stays a complaint"):
            incident.with_user(self.leader).category_id = self.category("report_missing")

    def test_what_cannot_be_is_told_in_words(self):
        for values, words in (
            ({"happened_on": date(1999, 12, 31)}, "happened already"),
            ({"happened_on": date(2026, 3, 6)}, "happened already"),
            ({"happened_on": date(9999, 12, 31)}, "happened already"),
            ({"description": "x" * 10001}, "under 10000"),
            ({"evidence": "a\0b"}, "no text"),
            ({"root_cause": "x" * 2001}, "under 2000"),
            ({"lead_id": "abc"}, "no record"),
            ({"partner_id": [1, "x"]}, "no record"),
            ({"user_id": True}, "no record"),
            ({"user_id": self.env.ref("base.public_user").id}, "colleague"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, words):
                self.complaint(**values)
