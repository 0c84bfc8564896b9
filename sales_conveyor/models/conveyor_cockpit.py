from dataclasses import dataclass
from datetime import date

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.periods import MONTHS, Period, period_of

REPORT = "conveyor.attainment.report"
MAX_BACK = 120


@dataclass(frozen=True)
class Scope:
    """What a cockpit looks at: a company, maybe a team, maybe a person, and a period with its working days.

    ``report`` is that of plan and fact, which knows the calendars already.
    """

    company: models.Model
    team: models.Model
    user: models.Model
    period: Period
    days: list
    today: date
    report: models.Model

    @property
    def is_present(self):
        """Whether the period is running."""
        return self.period.first <= self.today <= self.period.last

    def of(self, team="team_id", user="user_id", company="company_id"):
        """The condition of this company, team and person on the fields of some model."""
        domain = Domain(company, "=", self.company.id)
        if self.team and team:
            domain &= Domain(team, "=", self.team.id)
        if self.user and user:
            domain &= Domain(user, "=", self.user.id)
        return domain

    def within(self, name, period=None):
        """The condition that a day lies in the period."""
        period = period or self.period
        return Domain(name, ">=", period.first) & Domain(name, "<=", period.last)


class ConveyorCockpit(models.AbstractModel):
    """The page of the owner and the head: where the plan stands, where the belt stops, what to do today.

    It stores nothing: plans and facts are read from the attainment analysis, work in progress from the strip,
    all of it as the present person, so that a seller sees his own. A figure is ``{"value", "model", "domain"}``;
    the domain finds exactly the records that it was counted or summed from.
    """

    _name = "conveyor.cockpit"
    _description = "Cockpit"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_cockpit(self, period="month", back=0, team_id=False, user_id=False):
        """All data of the cockpit by one call.

        :param str period: ``month``, ``quarter`` or ``year`` of the company's calendar
        :param int back: how many periods ago, 0 for the present one
        :param team_id: one team, or False for all that the person may see
        :param user_id: one person, or False for everybody whom the person may see
        :return: dict for the screen, of the parts named in `_get_parts`
        :raises AccessError: for whoever has no part in sales, and for a person whom one may not look at
        """
        _scope, data = self._look(period, back, team_id, user_id)
        return data

    @api.model
    def _look(self, period="month", back=0, team_id=False, user_id=False):
        """What a cockpit looks at, and all its data; see `get_cockpit`."""
        self.env["conveyor.fact"].check_access("read")
        is_period = isinstance(period, str) and period in MONTHS
        is_choice = all(one is False or type(one) is int for one in (team_id, user_id))
        if not (is_period and is_choice and type(back) is int and 0 <= back <= MAX_BACK):
            raise UserError(
                self.env._("A cockpit shows a month, a quarter or a year of the past ten years.")
            )
        self.env["conveyor.metric"].search_fetch(Domain.TRUE)  # every part names some of them
        teams, people = self._get_choice()
        scope = self._get_scope(period, back, team_id, user_id, teams)
        data = self._describe_scope(scope, teams, people)
        for part in self._get_parts():
            data[part] = getattr(self, f"_get_{part}")(scope, data)
        return scope, data

    @api.model
    def _get_parts(self):
        """The parts of the cockpit, each worked out by ``_get_<part>(scope, data)`` from what came before.

        For a module to add a part, it must extend this list and define that method.
        """
        return ["plan", "strip", "pipeline", "counts", "signs", "exceptions"]

    # === SCOPE === #

    @api.model
    def _get_choice(self):
        """Whom the present person may look at.

        :return: ``crm.team`` records and ``crm.team.member`` records
        """
        company = self.env.company
        domain = [("company_id", "in", (company.id, False))]
        if not self.env["crm.team"]._reads_all_cards():
            domain.append(("user_id", "=", self.env.uid))
        teams = self.env["crm.team"].search_fetch(domain)
        # Names of colleagues and their teams are no secret inside the company.
        members = teams.sudo().crm_team_member_ids
        return teams, members.filtered(lambda member: member.user_id.active)

    @api.model
    def _get_scope(self, period, back, team_id, user_id, teams):
        company = self.env.company
        today = company._get_business_day()
        team = teams.filtered(lambda one: one.id == team_id)
        if not teams:
            user_id = user_id or self.env.uid  # a seller looks at himself
        if (team_id and not team) or not self._may_look_at(user_id, teams):
            raise AccessError(
                self.env._("You may look at your own figures and at those of your teams.")
            )
        shown = period_of(today, period).back(back)
        return Scope(
            company=company,
            team=team,
            user=self.env["res.users"].browse(user_id or []),
            period=shown,
            days=company._get_working_days(shown.first, shown.last),
            today=today,
            report=self.env[REPORT]._share_horizons(),
        )

    @api.model
    def _may_look_at(self, user_id, teams):
        """Whether the figures of a person are open to the present one: also of somebody who left his team."""
        if not user_id or user_id == self.env.uid:
            return True
        if self.env["crm.team"]._reads_all_cards():
            return bool(self.env["res.users"].browse(user_id).exists())
        # Who is in a team is no secret inside the company.
        return user_id in teams.sudo().crm_team_member_all_ids.user_id.ids

    @api.model
    def _describe_scope(self, scope, teams, people):
        chosen = people.filtered(lambda member: not scope.team or member.crm_team_id == scope.team)
        users = chosen.user_id.sorted("name")
        return {
            "company": scope.company.name,
            "currency_id": scope.company.currency_id.id,
            "teams": [{"id": team.id, "name": team.name} for team in teams],
            "people": [{"id": user.id, "name": user.name} for user in users],
            "team_id": scope.team.id,
            "user_id": scope.user.id,
            "user_name": scope.user.name or False,
            "is_self": scope.user.id == self.env.uid,
            "can_plan": self.env["conveyor.plan"].has_access("create"),
            "period": {
                "kind": scope.period.kind,
                "first": scope.period.first,
                "last": scope.period.last,
                "is_present": scope.is_present,
                "working_days": len(scope.days),
                "days_done": sum(day < scope.today for day in scope.days),
            },
        }

    # === FIGURES === #

    @api.model
    def _figure(self, value, model, domain, **more):
        """A number that opens what it was made of."""
        return {"value": value, "model": model, "domain": list(domain), **more}

    @api.model
    def _figure_of_facts(self, value, metric, scope, domain=Domain.TRUE):
        """The value of a metric over the period, which opens the facts that it is the sum of."""
        facts = Domain("metric_id", "in", metric._get_booked().ids)
        facts &= scope.within("happened_on") & scope.of() & domain
        return self._figure(value, "conveyor.fact", facts)
