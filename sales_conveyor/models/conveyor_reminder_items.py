from collections import namedtuple
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

AGREEMENT, INCIDENT = "conveyor.agreement", "conveyor.incident"
REPORT, REVIEW = "conveyor.daily.report", "conveyor.call.review"
# A part of the note: what it is, how many, the records, and whether it is worth a note by itself.
Item = namedtuple("Item", "part count records calls", defaults=(True,))


class ConveyorReminder(models.Model):
    """What waits for people, in a number of questions that does not grow with them."""

    _inherit = "conveyor.reminder"

    # === BUSINESS METHODS === #

    @api.model
    def _get_parts(self):
        """The parts of a note in their order, exceptions first: each is ``_find_<part>(people, company, day)``.

        For a module to add a part, it must extend this list, define that method and the words of `_get_words`.
        """
        return [
            "report",
            "breaches",
            "verdicts",
            "disputes",
            "reports",
            "overdue",
            "answers",
            "handovers",
            "today",
            "queue",
            "standup",
        ]

    @api.model
    def _find_items(self, people, company, day):
        """What waits for each of these people.

        :return: ``{user: [Item]}``
        """
        found = {user: [] for user in people}
        for part in self._get_parts():
            for user, records in getattr(self, f"_find_{part}")(people, company, day).items():
                if user in found and records:
                    calls = part != "standup"
                    found[user].append(Item(part, len(records), records, calls))
        return found

    @api.model
    def _find_of(self, model, domain, people, field="user_id", order=None):
        """Records of people, by the person.

        :return: ``{user: records}``
        """
        domain = Domain(domain) & Domain(field, "in", people.ids)
        return self.env[model].search(domain, order=order).grouped(field)

    @api.model
    def _find_of_deciders(self, model, domain, company):
        """Records by who decides of them: the leader of the team, unless it is about him, else the heads of sales.

        :return: ``{user: records}``
        """
        records = self.env[model].search(Domain(domain) & Domain("company_id", "=", company.id))
        found = {}
        for (team, guilty), group in records.grouped(
            lambda one: (one.team_id, one.user_id)
        ).items():
            judges = team.user_id - guilty or self.env[INCIDENT]._find_heads(company) - guilty
            for judge in judges:
                found[judge] = found.get(judge, records.browse()) | group
        return found

    # === EXCEPTIONS === #

    @api.model
    def _find_report(self, people, company, day):
        """Evening reports that may still be told before their day is frozen."""
        domain = [
            ("company_id", "=", company.id),
            ("day_on", "<", day),
            ("state", "in", ("open", "returned")),
            ("frozen_at", "=", False),
            ("freeze_at", ">", self.env.cr.now()),
        ]
        return self._find_of(REPORT, domain, people)

    @api.model
    def _find_breaches(self, people, company, day):
        """Breaches that rules have booked since the last note."""
        untold = self.env[INCIDENT]._find_untold(company, people)
        return untold.filtered(lambda one: one.state == "reported").grouped("user_id")

    @api.model
    def _find_verdicts(self, people, company, day):
        """Complaints and disputes that wait for a verdict."""
        domain = Domain("state", "=", "reported") & Domain("kind", "=", "complaint")
        return self._find_of_deciders(INCIDENT, domain | Domain("is_disputed", "=", True), company)

    @api.model
    def _find_disputes(self, people, company, day):
        """Reviews that their sellers dispute, for somebody else than their reviewer."""
        found = self._find_of_deciders(REVIEW, [("state", "=", "disputed")], company)
        return {
            judge: reviews.filtered(lambda one, judge=judge: one.reviewer_id != judge)
            for judge, reviews in found.items()
        }

    @api.model
    def _find_reports(self, people, company, day):
        """Evening reports to accept or to return."""
        domain = [("state", "=", "submitted"), ("day_on", "<", day)]
        return self._find_of_deciders(REPORT, domain, company)

    @api.model
    def _find_overdue(self, people, company, day):
        """What was agreed with clients for days that are over."""
        return self._find_agreed(people, company, Domain("due_on", "<", day))

    # === THE DAY === #

    @api.model
    def _find_answers(self, people, company, day):
        """Reviews of one's calls to acknowledge or to dispute."""
        domain = [("company_id", "=", company.id), ("state", "=", "published")]
        return self._find_of(REVIEW, [*domain, ("is_calibration", "=", False)], people)

    @api.model
    def _find_handovers(self, people, company, day):
        """Cards and clients that wait for one's yes."""
        domain = [("company_id", "=", company.id), ("state", "=", "offered")]
        return self._find_of("conveyor.handover", domain, people, "to_user_id", "deadline_at, id")

    @api.model
    def _find_today(self, people, company, day):
        """What was agreed with clients for today."""
        return self._find_agreed(people, company, Domain("due_on", "=", day))

    @api.model
    def _find_agreed(self, people, company, due):
        domain = due & Domain("company_id", "=", company.id) & Domain("is_pending", "=", True)
        return self._find_of(AGREEMENT, domain, people, order="due_on, id")

    @api.model
    def _find_queue(self, people, company, day):
        """Calls to review."""
        domain = [("company_id", "=", company.id), ("state", "=", "todo")]
        return self._find_of(REVIEW, domain, people, "reviewer_id")

    @api.model
    def _find_standup(self, people, company, day):
        """The stand-ups of today; a word beside all else, no note by itself."""
        domain = [("day_on", "=", day), ("state", "=", "expected")]
        rows = self._find_of("conveyor.standup.attendance", domain, people)
        soonest = self.env.cr.now() - timedelta(minutes=15)
        return {
            user: row.standup_id.filtered(lambda one: one.starts_at >= soonest)
            for user, row in rows.items()
        }
