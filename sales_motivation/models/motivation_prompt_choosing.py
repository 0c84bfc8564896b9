import json
from collections import defaultdict
from datetime import timedelta

from odoo import api, models

# What a reason weighs, and what one does about it.
REASONS = {
    "complaint": ("help", 90),
    "drop": ("help", 80),
    "behind": ("help", 70),
    "silent": ("help", 60),
    "grade_ready": ("praise", 75),
    "contest_first": ("praise", 58),
    "streak": ("praise", 55),
    "rise": ("praise", 50),
    "norm_over": ("praise", 45),
    "near_tier": ("challenge", 65),
    "near_grade": ("challenge", 52),
    "contest_chase": ("challenge", 48),
}
# A card gives so many reasons; more of them nobody says in one talk.
MOST_REASONS = 3
# What was talked about is not brought up again for so many days.
REST_DAYS = 5


class MotivationPrompt(models.Model):
    """Which card a person gets: the weightiest reason says what kind of talk it is."""

    _inherit = "motivation.prompt"

    # === BUSINESS METHODS === #

    @api.model
    def _choose_cards(self, company, today):
        """The cards of a day, by a handful of questions however many people there are.

        :return: list of ``(user id, team id, kind, weight, reasons as text)``
        """
        people = self._find_people(company, today)
        if not people:
            return []
        found = defaultdict(list)
        for user_id, code, facts in self._find_reasons(company, today, people):
            if user_id in people:
                found[user_id].append({"code": code, **facts})
        rested = self._find_rested(company, today)
        rows = []
        for user_id, reasons in found.items():
            fresh = [one for one in reasons if (user_id, one["code"]) not in rested]
            if fresh:
                rows.append((user_id, people[user_id].crm_team_id.id, *self._compose_card(fresh)))
        return rows

    @api.model
    def _compose_card(self, reasons):
        """What kind of talk it is, its weight, and the reasons of that kind."""
        reasons = sorted(reasons, key=lambda one: -REASONS[one["code"]][1])
        kind, weight = REASONS[reasons[0]["code"]]
        same = [one for one in reasons if REASONS[one["code"]][0] == kind]
        return kind, weight, json.dumps(same[:MOST_REASONS])

    @api.model
    def _find_people(self, company, today):
        """Whoever works today in a team of the conveyor: ``{user id: member}``, the main role first."""
        members = self.env["crm.team.member"].search(
            [
                ("crm_team_id.use_conveyor", "=", True),
                ("crm_team_id.company_id", "in", (company.id, False)),
                ("user_id.active", "=", True),
                ("role", "!=", False),
            ],
            order="id",
        )
        members = members.filtered(lambda member: company in member.user_id.company_ids)
        days = members._get_working_days(today, today)
        people = {}
        for member in members:
            if days[member]:
                people.setdefault(member.user_id.id, member)
        return people

    @api.model
    def _find_rested(self, company, today):
        """What was talked about lately: ``{(user id, code)}``."""
        talked = self.search(
            [
                ("company_id", "=", company.id),
                ("is_done", "=", True),
                ("day_on", ">=", today - timedelta(days=REST_DAYS)),
            ]
        )
        return {
            (prompt.user_id.id, reason["code"])
            for prompt in talked
            for reason in prompt.reasons or ()
        }

    @api.model
    def _find_reasons(self, company, today, people):
        """Everything worth a talk.

        For another reason, override this method, add a code to ``REASONS`` and a sentence to ``_tell_reason``.

        :param dict people: ``{user id: crm.team.member record}``
        :return: iterable of ``(user id, code, facts as plain values)``
        """
        yield from self._find_in_weeks(company, today, people)
        yield from self._find_in_norms(company, today)
        yield from self._find_in_reports(company, today)
        yield from self._find_in_tiers(company, today)
        yield from self._find_in_careers(people)
        yield from self._find_in_contests(company)
