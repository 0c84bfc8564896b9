from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_team_strip import HANDOVER, LEFT, PASSAGE, of_team, within

WITHOUT_QUEUE = {
    "oldest": 0.0,
    "average": 0.0,
    "total": 0.0,
    "before": 0.0,
    "amount": 0.0,
}


class CrmTeam(models.Model):
    """The times and the money of the strip: how long the queues wait, how long a card stays, what is lost."""

    _inherit = "crm.team"

    # === BUSINESS METHODS === #

    @api.model
    def _add_strip_times(self, strip, team, since):
        """How long the queues wait and waited, how long a card stays; money waiting, lost and won."""
        queues = self._get_strip_queues(team, since)
        stays = self._get_strip_stays(team, since)
        has_money = bool(strip["currency_id"])
        strip["totals"]["won_amount"] = has_money and sum(won for *_rest, won in stays.values())
        for section in strip["sections"]:
            queue = queues.get(section["role"], WITHOUT_QUEUE)
            days, lost, _won = stays.get(section["role"], (False, 0.0, 0.0))
            section |= {
                "oldest_hours": queue["oldest"],
                "average_hours": queue["average"],
                "queue_hours_before": queue["before"],
                "queue_grows": bool(since) and queue["average"] > queue["before"],
                "waited_hours": queue["total"],
                "average_days": days,
                "lost_amount": has_money and lost,
                "waiting_amount": has_money and queue["amount"],
            }

    @api.model
    def _get_strip_queues(self, team, since):
        """What waits for each section, now and when the period began, in one query.

        :return: ``{role: {"oldest", "average", "total", "before": hours, "amount"}}``
        """
        Handover = self.env[HANDOVER]
        waiting = Domain("state", "=", "offered")
        past = Domain("offered_at", "<", since) & Domain("decided_at", ">=", since)
        query = Handover._search(
            Domain(of_team(team, "to_team_id")) & (waiting | past if since else waiting)
        )
        columns = {
            name: Handover._field_to_sql(query.table, name, query)
            for name in (
                "to_role",
                "state",
                "kind",
                "lead_id",
                "offered_at",
                "accepted_at",
                "decided_at",
            )
        }
        query.groupby = columns["to_role"]
        numbers = self._get_queue_numbers(since or None, **columns)
        rows = self.env.execute_query(query.select(query.groupby, *numbers.values()))
        return {
            role: {name: float(number or 0) for name, number in zip(numbers, row, strict=True)}
            for role, *row in rows
        }

    @api.model
    def _get_queue_numbers(
        self, since, state, kind, lead_id, offered_at, accepted_at, decided_at, **_role
    ):
        """The numbers of `_get_strip_queues` as SQL, of columns of handovers that wait now or waited then."""
        waits = SQL("%s = 'offered'", state)
        waited = SQL(
            "%s < %s AND (%s OR COALESCE(%s, %s) >= %s)",
            offered_at,
            since,
            waits,
            accepted_at,
            decided_at,
            since,
        )
        age = SQL("EXTRACT(EPOCH FROM %s - %s) / 3600", self.env.cr.now(), offered_at)
        age_then = SQL("EXTRACT(EPOCH FROM %s::timestamp - %s) / 3600", since, offered_at)
        return {
            "oldest": SQL("MAX(%s) FILTER (WHERE %s)", age, waits),
            "average": SQL("AVG(%s) FILTER (WHERE %s)", age, waits),
            "total": SQL("SUM(%s) FILTER (WHERE %s)", age, waits),
            "before": SQL("AVG(%s) FILTER (WHERE %s)", age_then, waited),
            "amount": SQL(
                "SUM(%s) FILTER (WHERE %s AND %s = 'lead')",
                self._get_revenue_sql(lead_id),
                waits,
                kind,
            ),
        }

    @api.model
    def _get_strip_stays(self, team, since):
        """How many days a card was in a section, over those that left it in the period, and their money.

        :return: ``{role: (days or False, expected revenue lost, won)}``
        """
        Passage = self.env[PASSAGE]
        domain = [("outcome", "in", LEFT), *within(since, "left_at"), *of_team(team, "team_id")]
        query = Passage._search(domain)

        def column(name):
            """A column of the passages that ended."""
            return Passage._field_to_sql(query.table, name, query)

        role = query.groupby = column("role")
        entry = SQL(
            """CASE WHEN %(own)s THEN %(entered)s ELSE COALESCE((
                SELECT MAX(e.entered_at) FROM conveyor_passage e
                 WHERE e.lead_id = %(lead)s AND e.role = %(role)s AND e.is_section_entry AND e.entered_at <= %(entered)s
            ), %(entered)s) END""",
            own=column("is_section_entry"),
            entered=column("entered_at"),
            lead=column("lead_id"),
            role=role,
        )
        days = SQL("AVG(EXTRACT(EPOCH FROM %s - %s))::float / 86400", column("left_at"), entry)
        money = [
            SQL(
                "COALESCE(SUM(CASE %s WHEN %s THEN %s END), 0)::float",
                column("outcome"),
                outcome,
                self._get_revenue_sql(column("lead_id")),
            )
            for outcome in ("lost", "won")
        ]
        rows = self.env.execute_query(query.select(role, days, *money))
        return {row_role: tuple(numbers) for row_role, *numbers in rows}

    @api.model
    def _get_revenue_sql(self, lead):
        """What a card is worth; looked up card by card, for the few that are asked for."""
        return SQL(
            "(SELECT CASE WHEN abs(l.expected_revenue) < 1e12 THEN l.expected_revenue END FROM crm_lead l WHERE l.id = %s)",
            lead,
        )
