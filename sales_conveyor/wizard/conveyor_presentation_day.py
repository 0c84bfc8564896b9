from odoo import models
from odoo.fields import Domain

from ..tools.svg import BAD, FACT, FAIR, GOOD, PLAN, draw_parts
from .conveyor_presentation import PEOPLE, SHARE, WIDTH

# So many claims that differ are told one by one.
CLAIMS = 5
STATE_COLOURS = {"accepted": GOOD, "submitted": FACT, "returned": FAIR, "missing": BAD}


class ConveyorPresentation(models.TransientModel):
    """What people did in the days of the page, what went wrong, what comes next."""

    _inherit = "conveyor.presentation"

    # === BUSINESS METHODS === #

    def _compose_people(self, first, last):
        """What everybody did in the days of the page, by the metrics of the evening report.

        :return: ``{"metrics": [name], "rows": [[name, text]]}``
        """
        metrics = self.env["conveyor.metric"].search([("is_reported", "=", True)])
        measured = metrics._measure(self._get_domain(first, last), ("user_id",))
        users = {user for groups in measured.values() for (user,) in groups}
        rows = [
            [
                user.name,
                *(
                    self._tell({"is_money": metric.measure == "amount"}, groups.get((user,), 0.0))
                    for metric, groups in measured.items()
                ),
            ]
            for user in sorted(users, key=lambda user: user.name)
        ]
        return {"metrics": metrics.mapped("name"), "rows": rows}

    def _compose_calls(self, first, last):
        """Calls, conversations and what reviews say of them: ``[[name, calls, talked, share, reviewed, score]]``."""
        metrics = self.env["conveyor.metric"]
        calls, talks = (metrics._get(code) for code in ("call", "conversation"))
        measured = (calls | talks)._measure(self._get_domain(first, last), ("user_id",))
        made, talked = measured.get(calls, {}), measured.get(talks, {})
        domain = self._get_domain(first, last, "called_on") & Domain("is_counted", "=", True)
        groups = self.env["conveyor.call.review"]._read_group(
            domain, ["user_id"], ["__count", "score:avg"]
        )
        judged = {user: (count, score) for user, count, score in groups}
        users = {user for (user,) in (*made, *talked)} | judged.keys()
        rows = []
        for user in sorted(users, key=lambda user: user.name):
            called, spoken = made.get((user,), 0.0), talked.get((user,), 0.0)
            count, score = judged.get(user, (0, None))
            share = self._tell(SHARE, spoken / called if called else None)
            numbers = [self._tell({}, number) for number in (called, spoken)]
            rows.append([user.name, *numbers, share, count, self._tell(SHARE, score)])
        return rows

    def _compose_incidents(self, first, last):
        """What went wrong, by category: ``[[name, reported, confirmed, dismissed]]``."""
        groups = self.env["conveyor.incident"]._read_group(
            self._get_domain(first, last), ["category_id", "state"], ["__count"]
        )
        counts = {}
        for category, state, count in groups:
            counts.setdefault(category, {})[state] = count
        states = ("reported", "confirmed", "dismissed")
        return [
            [category.name, *(found.get(state, 0) for state in states)]
            for category, found in sorted(counts.items(), key=lambda item: -sum(item[1].values()))
        ]

    def _compose_reports(self, first, last):
        """How the evening reports of these days stand, and which claims differ from CRM.

        :return: ``{"chart": Markup, "differing": [(name, text, comment)], "more": text}``, or False without any
        """
        reports = self.env["conveyor.daily.report"]
        domain = self._get_domain(first, last, "day_on")
        states = dict(reports._fields["state"]._description_selection(self.env))
        groups = reports._read_group(domain, ["state"], ["__count"])
        if not groups:
            return False
        parts = [(states[state], count, STATE_COLOURS.get(state, PLAN)) for state, count in groups]
        differing = reports.search(domain & Domain("difference_count", ">", 0))
        more = len(differing) - CLAIMS
        return {
            "chart": draw_parts(parts, width=WIDTH),
            "differing": [
                (report.user_id.name, report.differences, report.head_comment)
                for report in differing[:CLAIMS]
            ],
            "more": self.env._("and %s more", more) if more > 0 else "",
        }

    def _compose_tomorrow(self, first, last):
        """What people plan for the day after the last evening of the page: ``[(name, text)]``."""
        domain = self._get_domain(first, last, "day_on") & Domain("tomorrow", "!=", False)
        reports = self.env["conveyor.daily.report"].search(domain, limit=PEOPLE)
        return [
            (report.user_id.name, report.tomorrow)
            for report in reports
            if report.day_on == reports[0].day_on
        ]
