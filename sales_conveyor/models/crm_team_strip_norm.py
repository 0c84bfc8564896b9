from odoo import api, models

from ..const import FARMER, HUNTER, SCOUT
from .conveyor_norm import SECTION_METRIC
from .crm_team_strip import HANDOVER, of_team, within

# Less than one whole card asked of a section is no norm to judge by.
LEAST_NORM = 1.0


class CrmTeam(models.Model):
    """The norms of the strip: what comes into each section beside what its people should do."""

    _inherit = "crm.team"

    # === BUSINESS METHODS === #

    @api.model
    def _get_strip_specs(self, team, since):
        """Beside the other figures what comes into each section: for hunters the cards that are offered to them."""
        specs = super()._get_strip_specs(team, since)
        offered = [
            ("kind", "=", "lead"),
            ("state", "!=", "withdrawn"),
            *of_team(team, "to_team_id"),
            *within(since, "offered_at"),
        ]
        return {**specs, "inflow": (HANDOVER, offered, "to_role")}

    @api.model
    def _get_strip_section(self, role, teams, counts):
        section = super()._get_strip_section(role, teams, counts)
        if role in (SCOUT, FARMER):
            section["figures"]["inflow"] = section["figures"]["entered"]
        return section

    @api.model
    def _add_strip_norms(self, strip, teams, since):
        """What the people of each section should have done in the period so far, and how full that makes it.

        Today counts as far as its hours have passed. Who reads only a part of the cards sees the norms of those
        people whose work he sees.
        """
        norms = self._get_section_norms(teams, since) if since else {}
        for section in strip["sections"]:
            norm, people = norms.get(section["role"], (0.0, 0))
            is_told = norm >= LEAST_NORM
            inflow = section["figures"]["inflow"]["count"]
            section |= {
                "norm": is_told and norm,
                "norm_people": people,
                "utilisation": is_told and inflow / norm,
            }

    @api.model
    def _get_section_norms(self, teams, since):
        """The norms of the sections over the period so far.

        :return: ``{role: (norm, number of people who have one)}``
        """
        company, now = self.env.company.sudo(), self.env.cr.now()  # its clock is no secret
        members = self._filter_strip_members(teams.sudo().crm_team_member_ids)  # as the faces shown
        first, last = company._get_business_day(since), company._get_business_day()
        found = self.env["conveyor.norm"]._get_norms(first, last, members, until=now)
        norms = {role: [] for role in (SCOUT, HUNTER, FARMER)}
        for member, asked in found.items():
            role = member._get_norm_role()
            norms.get(role, []).extend(
                norm for metric, norm in asked.items() if metric.code == SECTION_METRIC[role]
            )
        return {role: (sum(each), len(each)) for role, each in norms.items()}

    @api.model
    def _filter_strip_members(self, members):
        """The people whose cards the present person counts."""
        if self._reads_all_cards():
            return members
        me = self.env.user
        return members.filtered(lambda one: me in (one.user_id, one.crm_team_id.user_id))
