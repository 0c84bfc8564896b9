from collections import defaultdict

from pytz import UTC, timezone

from odoo import api, fields, models
from odoo.tools import SQL, date_utils

from ..const import HAT_FIELD, ROLES

PASSAGE, HANDOVER, LEAD = "conveyor.passage", "conveyor.handover", "crm.lead"
PERIODS = ("week", "month", "quarter", "year", "all")
# How a card leaves a section for good; the rest (given to a colleague, merged) is no result.
LEFT = ["passed", "won", "lost", "returned"]


class CrmTeam(models.Model):
    """The conveyor strip: what goes in and out of each section, and what waits, in a constant number of queries."""

    _inherit = "crm.team"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_conveyor_strip(self, team_id=False, period="month"):
        """The relay at a glance, over the cards that the present person may read.

        A figure is ``{"count": int, "model": str, "domain": list}``; the domain finds exactly what was counted.

        :param team_id: one team, or False for all
        :param str period: ``week``, ``month``, ``quarter`` or ``year`` of the company's calendar, or ``all``
        :return: dict for the screen::

            {"teams": [{"id", "name"}], "team_id": int | False, "period": str, "since": "YYYY-MM-DD HH:MM:SS" | False,
             "is_partial": bool,    # the person reads only a part of the cards
             "can_configure": bool,
             "sections": [{
                 "role", "people": [{"id", "name"}], "warning": str | False, "is_bottleneck": bool,
                 "oldest_hours", "average_hours": float,      # how long the cards in the queue wait
                 "average_days": float | False, "conversion": float | False,
                 "figures": {"entered", "passed", "won", "lost", "given_back", "in_work", "waiting", "free",
                             "offered", "accepted", "returned"},   # the last three: to the next section
             }],
             "totals": {"in_work", "won", "lost": figure, "win_rate": float | False}}
        """
        teams = self.search([("use_conveyor", "=", True)])
        team = teams.filtered(lambda one: one.id == team_id)
        since = self._get_strip_start(period)
        counts = {
            key: self._count_strip_figure(*spec)
            for key, spec in self._get_strip_specs(team, since).items()
        }
        sections = [self._get_strip_section(role, team or teams, counts) for role, _label in ROLES]
        self._add_strip_times(sections, team, since)
        return {
            "teams": [{"id": one.id, "name": one.name} for one in teams],
            "team_id": team.id,
            "period": period,
            "since": fields.Datetime.to_string(since),
            "is_partial": not self._reads_all_cards(),
            "can_configure": self.has_access("write"),
            "sections": sections,
            "totals": self._get_strip_totals(sections),
        }

    @api.model
    def _reads_all_cards(self):
        groups = (
            "sales_team.group_sale_salesman_all_leads",
            "sales_conveyor.sales_conveyor_group_owner",
        )
        return any(self.env.user.has_group(group) for group in groups)

    @api.model
    def _get_strip_start(self, period):
        """The first instant (naive UTC) of the present period where the company works."""
        if period not in PERIODS or period == "all":
            return False
        tz = timezone(
            self.env.company.sudo().resource_calendar_id.tz or "UTC"
        )  # a seller need not read calendars
        today = (
            UTC.localize(self.env.cr.now())
            .astimezone(tz)
            .replace(hour=0, minute=0, second=0, microsecond=0)
        )
        start = date_utils.start_of(today.replace(tzinfo=None), period)
        return tz.localize(start).astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _get_strip_specs(self, team, since):
        """What is counted.

        :return: ``{key: (model, domain, field that tells the section)}``
        """
        start = fields.Datetime.to_string(since)

        def within(field):
            return [(field, ">=", start)] if start else [(field, "!=", False)]

        def of(field):
            return [(field, "=", team.id)] if team else []

        sent = of("from_team_id")
        specs = {
            "entered": (
                PASSAGE,
                [*of("team_id"), ("is_section_entry", "=", True), *within("entered_at")],
                "role",
            ),
            "in_work": (PASSAGE, [*of("team_id"), ("left_at", "=", False)], "role"),
            "free": (LEAD, [*of("team_id"), *self._get_free_domain()], "conveyor_role"),
            "waiting": (HANDOVER, [*of("to_team_id"), ("state", "=", "offered")], "to_role"),
            "offered": (HANDOVER, [*sent, *within("offered_at")], "from_role"),
            "accepted": (HANDOVER, [*sent, *within("accepted_at")], "from_role"),
            "returned": (
                HANDOVER,
                [*sent, ("state", "=", "returned"), *within("decided_at")],
                "from_role",
            ),
        }
        keys = {"given_back" if outcome == "returned" else outcome: outcome for outcome in LEFT}
        for key, outcome in keys.items():
            specs[key] = (
                PASSAGE,
                [*of("team_id"), ("outcome", "=", outcome), *within("left_at")],
                "role",
            )
        return specs

    @api.model
    def _get_free_domain(self):
        teams = sorted(self._get_conveyor_team_ids())
        return [("team_id", "in", teams), ("user_id", "=", False), ("won_status", "=", "pending")]

    @api.model
    def _count_strip_figure(self, model, domain, role_field):
        counts = dict(self.env[model]._read_group(domain, [role_field], ["__count"]))
        return {
            role: {
                "count": counts.get(role, 0),
                "model": model,
                "domain": [*domain, (role_field, "=", role)],
            }
            for role, _label in ROLES
        }

    @api.model
    def _get_strip_section(self, role, teams, counts):
        figures = {key: by_role[role] for key, by_role in counts.items()}
        done = figures["passed"]["count"] + figures["won"]["count"]
        left = done + figures["lost"]["count"] + figures["given_back"]["count"]
        # Names of colleagues and their roles are no secret inside the company.
        members = teams.sudo().crm_team_member_ids.filtered(HAT_FIELD[role])
        return {
            "role": role,
            "people": [{"id": user.id, "name": user.name} for user in members.user_id],
            "warning": "\n".join(teams.sudo()._get_strip_warnings(role)) or False,
            "conversion": done / left if left else False,
            "figures": figures,
        }

    def _get_strip_warnings(self, role):
        for team in self:
            members = team._get_section_members().get(role)
            if members is not None and len(members) < team.section_minimum:
                yield self.env._(
                    "%(team)s: %(count)s of %(minimum)s people",
                    team=team.name,
                    count=len(members),
                    minimum=team.section_minimum,
                )

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
        domain = [
            ("outcome", "in", LEFT),
            ("left_at", ">=", since) if since else ("left_at", "!=", False),
        ]
        query = Passage._search(domain + ([("team_id", "=", team.id)] if team else []))
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

    @api.model
    def _get_strip_totals(self, sections):
        totals = {
            key: self._sum_strip_figures([s["figures"][key] for s in sections])
            for key in ("in_work", "won", "lost")
        }
        won, lost = totals["won"]["count"], totals["lost"]["count"]
        return {**totals, "win_rate": won / (won + lost) if won + lost else False}

    @api.model
    def _sum_strip_figures(self, figures):
        """One figure over all sections: the same domain without the section."""
        *domain, _role = figures[0]["domain"]
        return {**figures[0], "domain": domain, "count": sum(figure["count"] for figure in figures)}
