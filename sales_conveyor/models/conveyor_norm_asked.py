from odoo import api, models


class ConveyorNorm(models.Model):
    """What the norms ask of people: by the day and over a period."""

    _inherit = "conveyor.norm"

    # === BUSINESS METHODS === #

    @api.model
    def _get_day_norms(self, day, members):
        """What is asked of people on one day; nothing on a day off.

        :param members: ``crm.team.member`` records
        :return: ``{member: {metric: norm}}``
        """
        return self._get_norms(day, day, members)

    @api.model
    def _get_norms(self, first, last, members, until=None):
        """What is asked of people over a period: the norm of a day × their working days.

        A day of which a part is off asks for the rest of it. A newcomer works by lighter norms, day by day,
        until his ramp ends. The questions to the database do not grow with the people.

        :param date first: included
        :param date last: included
        :param members: ``crm.team.member`` records
        :param datetime until: naive, in UTC: what comes after it is not asked yet
        :return: ``{member: {metric: norm}}``; what is not asked is left out
        """
        days = members._get_working_days(first, last, until)
        per_day = self._get_per_day(members)
        norms = {}
        for member in members:
            weight = member._weigh_days(days[member])
            asked = {metric: number * weight for metric, number in per_day[member].items()}
            norms[member] = {metric: norm for metric, norm in asked.items() if norm}
        return norms

    @api.model
    def _get_per_day(self, members):
        """The norm of a full day, by the norm that is meant for each person most of all.

        :return: ``{member: {metric: number}}``
        """
        people = members.sudo()  # who works where and by which norms is told to whoever may ask
        companies = people.env["res.company"].union(*(one._get_company() for one in people))
        found = self.sudo().search_fetch([("company_id", "in", [*companies.ids, False])])
        # All metrics are read together, once somebody asks for their names.
        metrics = {
            metric.id: metric for metric in self.env["conveyor.metric"].browse(found.metric_id.ids)
        }
        numbers, of_role = {}, {}
        for norm in found:
            key = (norm.user_id.id, norm.team_id.id, norm.company_id.id)
            numbers[(norm.role, norm.metric_id.id, *key)] = norm.per_day
            of_role.setdefault(norm.role, {})[norm.metric_id.id] = metrics[norm.metric_id.id]
        return {
            member: {
                metric: number
                for metric_id, metric in of_role.get(member._get_norm_role(), {}).items()
                if (number := member._choose_norm(numbers, metric_id)) is not None
            }
            for member in members
        }
