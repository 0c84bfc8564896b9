from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, date_utils

from ..const import HAT_FIELD, ROLES

PASSAGE, HANDOVER, LEAD = "conveyor.passage", "conveyor.handover", "crm.lead"
PERIODS = ("week", "month", "quarter", "year", "all")
# How a card leaves a section for good; the rest (given to a colleague, merged) is no result.
LEFT = ["passed", "won", "lost", "returned"]
# From so many decisions on, a section whose offers are nearly all accepted is asked whether its bar is too low.
BAR_DECISIONS, BAR_SHARE = 20, 0.97


def of_team(team, field):
    """The domain of one team; of all where it is empty."""
    return [(field, "=", team.id)] if team else []


def within(start, field):
    """The domain of what happened since an instant; of all that happened where it is empty."""
    return [(field, ">=", start)] if start else [(field, "!=", False)]


class CrmTeam(models.Model):
    """The conveyor strip: what goes in and out of each section, and what waits, in a constant number of queries.

    A figure is ``{"count": int, "model": str, "domain": list}``; the domain finds exactly what was counted. Money
    is blank (False) where the chosen companies count in several currencies. The dict for the screen::

        {"teams": [{"id", "name"}], "team_id": int | False, "period": str, "since": "YYYY-MM-DD HH:MM:SS" | False,
         "is_partial": bool,    # the person reads only a part of the cards
         "can_configure": bool, "currency_id": int | False,
         "sections": [{
             "role", "people": [{"id", "name"}], "warning": str | False, "is_bottleneck", "is_bar_low": bool,
             "oldest_hours", "average_hours", "waited_hours": float,   # of the cards in the queue; the last of all
             "queue_hours_before": float,                 # and how long those of then waited when the period began
             "queue_grows": bool,
             "average_days": float | False, "conversion": float | False,
             "norm": float | False, "norm_people": int,   # what its people should do in the period so far
             "utilisation": float | False,                # inflow ÷ norm
             "lost_amount", "waiting_amount": float | False,
             "figures": {"entered", "passed", "won", "lost", "given_back", "in_work", "waiting", "free", "inflow",
                         "offered", "accepted", "returned"},   # the last three: to the next section
         }],
         "totals": {"in_work", "won", "lost": figure, "win_rate", "won_amount": float | False},
         "bottleneck": {"role": str | False, "kind": "overloaded" | "starving" | "waiting" | False,
                        "words", "hint": str | False, "amount": float | False, "currency_id": int | False}}
    """

    _inherit = "crm.team"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_conveyor_strip(self, team_id=False, period="month"):
        """The relay at a glance, over the cards that the present person may read.

        :param team_id: one team, or False for all
        :param str period: ``week``, ``month``, ``quarter`` or ``year`` of the company's calendar, or ``all``
        :return: dict for the screen, as above
        """
        teams = self.search([("use_conveyor", "=", True)])
        team = teams.filtered(lambda one: one.id == team_id)
        since = self._get_strip_start(period)
        counts = self._count_strip_figures(self._get_strip_specs(team, since))
        sections = [self._get_strip_section(role, team or teams, counts) for role, _label in ROLES]
        totals = self._get_strip_totals(sections)
        strip = {
            "teams": [{"id": one.id, "name": one.name} for one in teams],
            "team_id": team.id,
            "period": period,
            "since": fields.Datetime.to_string(since),
            "is_partial": not self._reads_all_cards(),
            "can_configure": self.has_access("write"),
            "currency_id": self._get_strip_currency().id,
            "sections": sections,
            "totals": totals,
        }
        self._add_strip_times(strip, team, since)
        self._add_strip_norms(strip, team or teams, since)
        strip["bottleneck"] = self._find_bottleneck(strip, team)
        return strip

    @api.model
    def _get_strip_currency(self):
        """The one currency that the chosen companies count in, or none."""
        currencies = self.env.companies.sudo().currency_id  # what a company counts in is no secret
        return currencies if len(currencies) == 1 else currencies.browse()

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
        company = self.env.company.sudo()  # its clock is no secret
        first = date_utils.start_of(company._get_business_day(), period)
        return company._get_end_of_day(first - timedelta(days=1))

    @api.model
    def _get_strip_specs(self, team, since):
        """What is counted.

        :return: ``{key: (model, domain, field that tells the section)}``
        """
        own, start = of_team(team, "team_id"), fields.Datetime.to_string(since)
        entered = [*own, ("is_section_entry", "=", True), *within(start, "entered_at")]
        specs = {
            "entered": (PASSAGE, entered, "role"),
            "in_work": (PASSAGE, [*own, ("left_at", "=", False)], "role"),
            "free": (LEAD, [*own, *self._get_free_domain()], "conveyor_role"),
        }
        left = [*own, *within(start, "left_at")]
        for outcome in LEFT:
            key = "given_back" if outcome == "returned" else outcome
            specs[key] = (PASSAGE, [*left, ("outcome", "=", outcome)], "role")
        return {**specs, **self._get_strip_handover_specs(team, start)}

    @api.model
    def _get_strip_handover_specs(self, team, start):
        sent = of_team(team, "from_team_id")
        waiting = [*of_team(team, "to_team_id"), ("state", "=", "offered")]
        returned = [*sent, ("state", "=", "returned"), *within(start, "decided_at")]
        return {
            "waiting": (HANDOVER, waiting, "to_role"),
            "offered": (HANDOVER, [*sent, *within(start, "offered_at")], "from_role"),
            "accepted": (HANDOVER, [*sent, *within(start, "accepted_at")], "from_role"),
            "returned": (HANDOVER, returned, "from_role"),
        }

    @api.model
    def _get_free_domain(self):
        teams = sorted(self._get_conveyor_team_ids())
        return [("team_id", "in", teams), ("user_id", "=", False), ("won_status", "=", "pending")]

    @api.model
    def _count_strip_figures(self, specs):
        """Count all of it by section, in one statement.

        :param dict specs: of `_get_strip_specs`
        :return: ``{key: {role: figure}}``
        """
        queries = []
        for key, (model, domain, role_field) in specs.items():
            query = self.env[model]._search(domain)
            query.groupby = self.env[model]._field_to_sql(query.table, role_field, query)
            queries.append(query.select(SQL("%s", key), query.groupby, SQL("COUNT(*)")))
        rows = self.env.execute_query(SQL(" UNION ALL ").join(queries))
        counts = {(key, role): count for key, role, count in rows}
        return {
            key: {
                role: {
                    "count": counts.get((key, role), 0),
                    "model": model,
                    "domain": [*domain, (role_field, "=", role)],
                }
                for role, _label in ROLES
            }
            for key, (model, domain, role_field) in specs.items()
        }

    @api.model
    def _get_strip_section(self, role, teams, counts):
        figures = {key: by_role[role] for key, by_role in counts.items()}
        accepted, returned = figures["accepted"]["count"], figures["returned"]["count"]
        done = figures["passed"]["count"] + figures["won"]["count"]
        left = done + figures["lost"]["count"] + figures["given_back"]["count"]
        # Names of colleagues and their roles are no secret inside the company.
        teams = teams.sudo()
        people = teams.crm_team_member_ids.user_id  # read once for all sections
        members = teams.crm_team_member_ids.filtered(HAT_FIELD[role])
        return {
            "role": role,
            "people": [
                {"id": user.id, "name": user.name}
                for user in members.user_id.with_prefetch(people.ids)
            ],
            "warning": "\n".join(teams._get_strip_warnings(role)) or False,
            "conversion": done / left if left else False,
            "is_bar_low": accepted >= max(BAR_DECISIONS, BAR_SHARE * (accepted + returned)),
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
