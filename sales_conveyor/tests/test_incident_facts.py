from datetime import date

from .common import department
from .incidents import IncidentCommon


@department
class TestIncidentFacts(IncidentCommon):
    """Confirmed incidents are facts of the day of the verdict; a dispute that is won takes them back."""

    def booked_facts(self, code="complaint_confirmed"):
        self.env["conveyor.fact"]._book_expected()
        return [
            (fact.happened_on, fact.user_id, fact.team_id, fact.quantity)
            for fact in self.facts(code)
        ]

    def test_a_verdict_books_a_fact_of_the_person(self):
        card = self.accepted(partner_id=self.client.id)
        incident = self.complaint(reporter=self.hunter, lead_id=card.id)
        self.assertEqual(self.booked_facts(), [])
        with self.at(4):
            self.do("confirm", incident, self.leader)
            self.env["conveyor.fact"]._book_expected()
        self.assertEqual(self.booked_facts(), [(date(2026, 3, 4), self.hunter, self.team, 1.0)])
        fact = self.facts("complaint_confirmed")
        self.assertEqual((fact.scout_id, fact.partner_id), (self.scout, self.client))

    def test_a_dismissed_complaint_is_no_fact(self):
        self.do("dismiss", self.complaint(), self.leader)
        self.assertEqual(self.booked_facts(), [])

    def test_a_dispute_that_is_won_takes_it_back_on_its_own_day(self):
        incident = self.complaint()
        self.do("confirm", incident, self.leader)
        self.env["conveyor.fact"]._book_expected()
        with self.at(5):
            self.do("dispute", incident, self.hunter)
            self.do("dismiss", incident, self.head)
            self.env["conveyor.fact"]._book_expected()
        self.assertEqual(
            self.booked_facts(),
            [
                (date(2026, 3, 3), self.hunter, self.team, 1.0),
                (date(2026, 3, 5), self.hunter, self.team, -1.0),
            ],
        )

    def test_a_dispute_that_is_lost_changes_nothing(self):
        incident = self.complaint()
        self.do("confirm", incident, self.leader)
        with self.at(5):
            self.do("dispute", incident, self.hunter)
            self.do("confirm", incident, self.head)
            self.env["conveyor.fact"]._book_expected()
        self.assertEqual(self.booked_facts(), [(date(2026, 3, 3), self.hunter, self.team, 1.0)])

    def test_a_breach_confirmed_by_time_is_a_fact_of_that_day(self):
        self.breach()
        with self.at(7, 1):
            self.run_cron("conveyor.incident", "_cron_confirm")
            self.env["conveyor.fact"]._book_expected()
        self.assertEqual(
            self.booked_facts("breach_confirmed"), [(date(2026, 3, 7), self.hunter, self.team, 1.0)]
        )

    def test_the_day_is_that_of_the_company(self):
        """20:30 UTC is tomorrow in Novosibirsk."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        incident = self.complaint()
        with self.at(4, 20):
            self.do("confirm", incident, self.leader)
            self.env["conveyor.fact"]._book_expected()
        self.assertEqual(self.booked_facts()[0][0], date(2026, 3, 5))

    def test_the_ledger_agrees_with_its_documents(self):
        lost, kept = self.complaint(), self.complaint(guilty=self.hunter2)
        for incident in (lost, kept):
            self.do("confirm", incident, self.leader)
        self.do("dispute", lost, self.hunter)
        self.do("dismiss", lost, self.head)
        self.breach()
        self.assertEqual(self.check(), [])

    def test_metrics_tell_less_is_better(self):
        for code in ("complaint_confirmed", "breach_confirmed"):
            metric = self.env["conveyor.metric"]._get(code)
            self.assertEqual((metric.aggregation, metric.is_less_better), ("sum", True))
