from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from .crm_team_strip import HANDOVER, LEFT, PASSAGE, of_team, within


class CrmTeam(models.Model):
    """The times of the conveyor strip: how long the queues wait, how long a card stays in a section."""

    _inherit = "crm.team"

    # === BUSINESS METHODS === #

    @api.model
    def _add_strip_times(self, sections, team, since):
        """How long the queues wait, how long a card stays; and the section where cards wait the longest."""
        waits = self._get_strip_waits(sections)
        days = self._get_strip_days(sections, team, since)
        for section in sections:
            hours = waits[section["role"]]
            section["oldest_hours"] = max(hours, default=0.0)
            section["average_hours"] = sum(hours) / len(hours) if hours else 0.0
            section["average_days"] = days.get(section["role"], False)
            section["is_bottleneck"] = False
        worst = max(sections, key=lambda section: sum(waits[section["role"]]))
        worst["is_bottleneck"] = worst["oldest_hours"] >= 1

    @api.model
    def _get_strip_waits(self, sections):
        waits = defaultdict(list)
        roles = [section["role"] for section in sections]
        *domain, _role = sections[0]["figures"]["waiting"]["domain"]
        groups = self.env[HANDOVER]._read_group(
            [*domain, ("to_role", "in", roles)], ["to_role"], ["offered_at:array_agg"]
        )
        for role, instants in groups:
            waits[role] = [
                (self.env.cr.now() - instant).total_seconds() / 3600 for instant in instants
            ]
        return waits

    @api.model
    def _get_strip_days(self, sections, team, since):
        """How many days a card was in a section, over those that left it in the period.

        :return: ``{role: days}``
        """
        Passage = self.env[PASSAGE]
        domain = [("outcome", "in", LEFT), *within(since, "left_at"), *of_team(team, "team_id")]
        query = Passage._search(domain)
        role = Passage._field_to_sql(query.table, "role", query)
        entered = Passage._field_to_sql(query.table, "entered_at", query)
        query.groupby = role
        entry = SQL(
            """CASE WHEN %(own)s THEN %(entered)s ELSE COALESCE((
                SELECT MAX(e.entered_at) FROM conveyor_passage e
                 WHERE e.lead_id = %(lead)s AND e.role = %(role)s AND e.is_section_entry AND e.entered_at <= %(entered)s
            ), %(entered)s) END""",
            own=Passage._field_to_sql(query.table, "is_section_entry", query),
            entered=entered,
            lead=Passage._field_to_sql(query.table, "lead_id", query),
            role=role,
        )
        left = Passage._field_to_sql(query.table, "left_at", query)
        days = SQL("AVG(EXTRACT(EPOCH FROM %s - %s))::float / 86400", left, entry)
        return dict(self.env.execute_query(query.select(role, days)))
