from odoo import api, fields, models
from odoo.tools.misc import format_date, formatLang

from ..const import HAT_FIELD


class CrmTeamMember(models.Model):
    """The norms of a person: which of them are his, and how his day stands beside them."""

    _inherit = "crm.team.member"

    norm_summary = fields.Text(
        string="Norms of Today",
        compute="_compute_norm_summary",
        help="What is done today of what is asked today.",
    )

    # === COMPUTE METHODS === #

    @api.depends("user_id", "crm_team_id", "role", "ramp_until_on", *HAT_FIELD.values())
    def _compute_norm_summary(self):
        self.norm_summary = False
        saved = self.filtered(lambda member: member.user_id and member.use_conveyor and member.id)
        for company, members in saved.grouped(lambda member: member._get_company()).items():
            day = company.sudo()._get_business_day()  # the clock of a company is no secret
            norms = self.env["conveyor.norm"]._get_day_norms(day, members)
            done = members._count_done(company, day, norms)
            for member in members:
                member.norm_summary = member._describe_norms(norms[member], done, day)

    def _count_done(self, company, day, norms):
        """What these people did of what is asked of them, as far as the present person may know."""
        metrics = self.env["conveyor.metric"].union(
            *(metric for of in norms.values() for metric in of)
        )
        if not self.env["conveyor.fact"].has_access("read"):
            return {}
        domain = [
            ("company_id", "=", company.id),
            ("happened_on", "=", day),
            ("user_id", "in", self.user_id.ids),
        ]
        return metrics._measure(domain, ("user_id",))

    def _describe_norms(self, norms, done, day):
        """One line per norm of a day."""
        if not norms:
            asked = self.env["conveyor.norm"]._get_per_day(self)[self]
            nothing = not any(asked.values())
            return False if nothing else self.env._("A day off: nothing is asked today.")
        lines = []
        for metric, norm in sorted(norms.items(), key=lambda item: item[0].sequence):
            so_far = done.get(metric, {}).get((self.user_id,), 0.0)
            lines.append(
                self.env._(
                    "%(metric)s: %(done)s of %(norm)s",
                    metric=metric.name,
                    done=self._tell_number(so_far),
                    norm=self._tell_number(norm),
                )
                if done
                else f"{metric.name}: {self._tell_number(norm)}"
            )
        if self._is_on_ramp(day):
            lines.append(
                self.env._(
                    "Lighter norms of a newcomer until %s.",
                    format_date(self.env, self.ramp_until_on),
                )
            )
        return "\n".join(lines)

    def _tell_number(self, number):
        rounded = round(number, 2)
        return formatLang(self.env, rounded, digits=0 if rounded == int(rounded) else 2)

    # === BUSINESS METHODS === #

    def _get_norm_role(self):
        """The section by whose norms this person works: his main role, else his first hat."""
        self.ensure_one()
        hats = (role for role, hat in HAT_FIELD.items() if self[hat])
        return self.role or next(hats, False)

    def _get_norm_places(self):
        """Where the norms of these people are looked for.

        :return: ``{member: (section, id of the person, of the team, of the company)}``
        """
        return {
            member: (member._get_norm_role(), member.user_id.id, member.crm_team_id.id, company.id)
            for company, members in self._group_by_company().items()
            for member in members
        }

    def _is_on_ramp(self, day):
        return bool(self.ramp_until_on and day <= self.ramp_until_on)

    def _weigh_days(self, days):
        """How many full days of norms these working days ask for.

        :param dict days: ``{day: share}`` of `_get_working_days`
        """
        self.ensure_one()
        if not self.ramp_until_on:
            return sum(days.values())
        ramp = self.sudo()._get_company().conveyor_ramp_share  # a setting is no secret
        return sum(share * (ramp if self._is_on_ramp(day) else 1.0) for day, share in days.items())
