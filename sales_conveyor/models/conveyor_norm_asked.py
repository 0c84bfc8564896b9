from itertools import product

from odoo import api, models


class ConveyorNorm(models.Model):
    """What the norms ask of people: by the day and over a period."""

    _inherit = "conveyor.norm"

    # === BUSINESS METHODS === #

    @api.model
    def _get_day_norms(self, day, members, hours=None):
        """What is asked of people on one day; nothing on a day off.

        :param members: ``crm.team.member`` records
        :param dict hours: of `crm.team.member._get_day_hours`, where they are known
        :return: ``{member: {metric: norm}}``
        """
        return self._get_norms(day, day, members, hours=hours)

    @api.model
    def _get_norms(self, first, last, members, until=None, hours=None):
        """What is asked of people over a period: the norm of a day × their working days.

        A day of which a part is off asks for the rest of it. A newcomer works by lighter norms, day by day,
        until his ramp ends. The questions to the database do not grow with the people.

        :param date first: included
        :param date last: included
        :param members: ``crm.team.member`` records
        :param datetime until: naive, in UTC: what comes after it is not asked yet
        :return: ``{member: {metric: norm}}``; what is not asked is left out
        """
        days = members._get_working_days(first, last, until, hours)
        per_day = self._get_per_day(members)
        norms, weights = {}, {}
        for member in members:
            # Most people work on the same days.
            key = id(days[member]), member.ramp_until_on and member
            if key not in weights:
                weights[key] = member._weigh_days(days[member])
            asked = {metric: number * weights[key] for metric, number in per_day[member].items()}
            norms[member] = {metric: norm for metric, norm in asked.items() if norm}
        return norms

    @api.model
    def _get_per_day(self, members):
        """The norm of a full day, by the norm that is meant for each person most of all.

        :return: ``{member: {metric: number}}``
        """
        people = members.sudo()  # who works where and by which norms is told to whoever may ask
        places = people._get_norm_places()
        companies = {company_id for *_rest, company_id in places.values()}
        found = self.sudo().search_fetch([("company_id", "in", [*companies, False])])
        # All metrics are read together, once somebody asks for their names.
        metrics = self.env["conveyor.metric"].browse(found.metric_id.ids)
        of_role = {role: norms.metric_id.ids for role, norms in found.grouped("role").items()}
        numbers = {
            (
                norm.role,
                norm.metric_id.id,
                norm.user_id.id,
                norm.team_id.id,
                norm.company_id.id,
            ): norm.per_day
            for norm in found
        }
        personal, general = set(found.user_id.ids), {}
        asked = {}
        for member in members:
            role, *place = places[member]
            if place[0] not in personal:
                place[0] = False
            key = role, *place
            if key not in general:
                general[key] = {
                    metric: number
                    for metric in metrics
                    if metric.id in of_role.get(role, ())
                    and (number := self._choose_number(numbers, role, metric.id, place)) is not None
                }
            asked[member] = general[key]
        return asked

    @api.model
    def _choose_number(self, numbers, role, metric_id, place):
        """Of the norms of a metric the one that is meant for a place most of all, or None.

        :param dict numbers: ``{(role, metric id, user id, team id, company id): number}``
        :param place: ids of the user, the team and the company
        """
        places = product(*((part, False) for part in place))
        keys = ((role, metric_id, *each) for each in places)
        return next((numbers[key] for key in keys if key in numbers), None)
