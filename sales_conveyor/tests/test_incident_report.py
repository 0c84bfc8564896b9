from .common import department
from .incidents import IncidentCommon

MEASURES = ("complaints", "confirmed", "broken_dates", "breaches", "dismissed", "waiting", "late")


@department
class TestIncidentReport(IncidentCommon):
    """The owner's one report of complaints and broken dates, per person and client."""

    def setUp(self):
        super().setUp()
        self.Report = self.env["conveyor.incident.report"]
        office = self.env["res.partner"].create({"name": "Office", "parent_id": self.client.id})
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self.do("confirm", self.complaint(partner_id=self.client.id), self.leader)
        self.do("dismiss", self.complaint(partner_id=office.id), self.leader)
        self.complaint(partner_id=other.id)
        self.breach("dates,1", rule="dates_broken", partner_id=self.client.id)
        self.breach("report,1", user=self.hunter2)
        self.env.flush_all()

    def totals(self, user=None, **equal):
        domain = [("incident_id", "in", self.booked().ids)] + [
            (name, "=", value) for name, value in equal.items()
        ]
        report = self.Report.with_user(user) if user else self.Report
        [row] = report._read_group(domain, [], [f"{name}:sum" for name in MEASURES])
        return dict(zip(MEASURES, row, strict=True))

    def test_totals_of_a_person_and_a_client(self):
        self.assertEqual(
            self.totals(user_id=self.hunter.id),
            {
                "complaints": 2,
                "confirmed": 1,
                "broken_dates": 1,
                "breaches": 1,
                "dismissed": 1,
                "waiting": 2,
                "late": 0,
            },
        )
        told = self.totals(partner_id=self.client.id)
        self.assertEqual((told["complaints"], told["broken_dates"], told["dismissed"]), (1, 1, 1))

    def test_what_is_not_decided_in_time_is_late(self):
        with self.at(6):
            self.assertEqual(self.totals()["late"], 1)

    def test_each_sees_his_own(self):
        for person, count in (
            (self.hunter, 4),
            (self.hunter2, 1),
            (self.farmer, 0),
            (self.leader, 5),
            (self.head, 5),
            (self.owner, 5),
            (self.stranger, 0),
        ):
            rows = self.Report.with_user(person).search_count(
                [("incident_id", "in", self.booked().ids)]
            )
            self.assertEqual(rows, count, person.name)

    def test_a_row_opens_what_it_stands_for(self):
        row = self.Report.search([("incident_id", "in", self.booked().ids)], limit=1)
        action = row.action_open_incident()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("conveyor.incident", row.incident_id.id)
        )

    def test_a_broken_agreement_is_told_once_as_agreement(self):
        card = self.accepted(partner_id=self.client.id)
        with self.at(3, 10):
            card.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.hunter.id, date_deadline="2026-03-04"
            )
            self.env["conveyor.fact"]._book_expected()
        with self.at(6):
            self.env["conveyor.agreement"]._decide(self.env.company)
            rows = self.Report.search([("agreement_id.lead_id", "=", card.id)])
            self.assertEqual(
                (rows.broken_agreements, rows.breaches, rows.user_id, rows.partner_id),
                (1, 0, self.hunter, self.client),
            )
