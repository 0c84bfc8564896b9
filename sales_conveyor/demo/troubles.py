"""What went wrong in the replay: complaints in every state, dates put off, and what people said to it."""

from collections import namedtuple

from ..const import INCIDENT, RELAY
from ..tools.clock import at_instant
from .calendar import DAY

Complaint = namedtuple(
    "Complaint", "days_ago category guilty words verdict dispute", defaults=(None, None)
)
# Whom it is about: section and place in it. The verdict: what the head said, and the root cause.
COMPLAINTS = [
    Complaint(
        40,
        "promise_not_kept",
        ("hunter", 1),
        "The offer was promised for Monday and came on Thursday.",
        (
            "confirm",
            "Three days late, and nobody called.",
            "Offers wait for the engineer's price: ask him first.",
        ),
    ),
    Complaint(
        33,
        "wrong_information",
        ("farmer", 0),
        "We were told that training is included; the invoice says otherwise.",
        ("dismiss", "The contract says it in clause 4, and the client was shown it.", None),
    ),
    Complaint(
        26,
        "rude",
        ("scout", 1),
        "He called three times in one morning and did not let our secretary finish.",
        ("confirm", "Heard on the recording.", "Calls go on after a clear no."),
        (
            "I called twice, and the second time they asked me to.",
            "confirm",
            "The recording has three calls.",
        ),
    ),
    Complaint(
        19,
        "goods_quality",
        ("farmer", 1),
        "The report has somebody else's figures on page 7.",
        ("confirm", "Page 7 was copied from another client.", None),
        (
            "The page came from the laboratory, I only sent it.",
            "dismiss",
            "Right: it is the laboratory's.",
        ),
    ),
    Complaint(
        12,
        "late_answer",
        ("hunter", 0),
        "Two letters about the term of delivery are without an answer.",
        ("confirm", "Answered after six days.", "Letters come to a box that is read once a week."),
        ("I was ill on four of these days, the box was not passed on.", None, None),
    ),
    Complaint(6, "late_answer", ("hunter", 1), "We wait for a call since last week."),
    Complaint(
        2,
        "promise_not_kept",
        ("farmer", 0),
        "The visit was moved twice.",
        None,
        ("Both times the client asked for it; the letters are on the card.", None, None),
    ),
    Complaint(1, "other", None, "Somebody of yours parks in front of our gate."),
    Complaint(0, "wrong_information", None, "The price on your page is not the one we were told."),
]


class Troubles:
    """Tells what went wrong, as the people themselves would."""

    def __init__(self, replay):
        """Take over after everything else has happened; nobody is told of the past."""
        self.env = replay.env(context={**replay.env.context, "conveyor_quiet": RELAY})
        self.replay, self.cast = replay, replay.cast

    def run(self):
        """Report, decide and dispute, on the days on which it happened."""
        rule = self.env["conveyor.incident"]
        company = self.cast.team.company_id or self.env.company
        began_at, last = self.replay.calendar.instant(0), len(self.replay.calendar) - 1
        with at_instant(self.env, self.replay.calendar.instant(last)):
            rule._book_broken_dates(company, company._get_business_day(), since=began_at)
        clients = self.cast.clients.sorted("id")
        for number, complaint in enumerate(COMPLAINTS):
            moment = max(last - complaint.days_ago * DAY, 0)
            with at_instant(self.env, self.replay.calendar.instant(moment, minutes=13)):
                incident = self._report(complaint, clients[number % len(clients)])
            with at_instant(
                self.env, self.replay.calendar.instant(min(moment + 3, last), minutes=14)
            ):
                self._go_on(complaint, incident)

    def _person(self, place):
        section, number = place
        people = self.cast.people(section)
        return people[number % len(people)]

    def _report(self, complaint, client):
        """A colleague writes down what the client said."""
        guilty = self._person(complaint.guilty) if complaint.guilty else self.env["res.users"]
        colleagues = self.cast.people("farmer") - guilty
        card = self.env["crm.lead"].search(
            [("team_id", "=", self.cast.team.id), ("user_id", "in", guilty.ids)],
            order="id desc",
            limit=1,
        )
        category = self.env.ref(f"sales_conveyor.incident_category_{complaint.category}")
        incidents = self.env["conveyor.incident"]
        vals = incidents._prepare_vals(
            {
                "category_id": category.id,
                "user_id": guilty.id,
                "lead_id": card.id,
                "partner_id": card.partner_id.id or client.id,
                "company_id": (self.cast.team.company_id or self.env.company).id,
                "description": complaint.words,
            },
            reporter_id=colleagues[:1].id,
        )
        return incidents.with_context(conveyor_incident=INCIDENT).create(
            {**vals, "team_id": self.cast.team.id}
        )

    def _go_on(self, complaint, incident):
        head = incident.with_context(conveyor_incident=None).with_user(self.cast.team.user_id)
        if complaint.verdict:
            self._decide(head, *complaint.verdict)
        if complaint.dispute:
            words, verdict, answer = complaint.dispute
            head.with_user(incident.user_id)._dispute(words)
            if verdict:
                self._decide(head, verdict, answer, None)

    def _decide(self, incident, verdict, words, root_cause):
        deed = incident._confirm if verdict == "confirm" else incident._dismiss
        deed(words, root_cause=root_cause)
