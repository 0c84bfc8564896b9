from pytz import UTC

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import HAT_FIELD, ROLES


class CrmTeam(models.Model):
    _inherit = "crm.team"

    staffing_warning = fields.Text(
        compute="_compute_staffing_warning",
        help="The sections with fewer people than the team needs, with the names of those they have.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "use_conveyor",
        "section_minimum",
        "next_team_id",
        "crm_team_member_ids.user_id",
        *(f"crm_team_member_ids.{hat}" for hat in HAT_FIELD.values()),
    )
    def _compute_staffing_warning(self):
        for team in self:
            lines = team._get_understaffed_lines() if team.use_conveyor else []
            team.staffing_warning = "\n".join(lines) or False

    def _get_understaffed_lines(self):
        """One line per section that is too small.

        A team that is one section answers for itself only, and so does one that passes cards on: for its own.
        """
        labels = dict(self._fields["conveyor_role"]._description_selection(self.env))
        lines = []
        for role, members in self._get_section_members().items():
            if len(members) < self.section_minimum:
                names = ", ".join(members.user_id.mapped("name")) or self.env._("nobody")
                lines.append(
                    self.env._(
                        "%(section)s: %(names)s. At least %(minimum)s people are needed here.",
                        section=labels[role],
                        names=names,
                        minimum=self.section_minimum,
                    )
                )
        return lines

    def _get_section_members(self):
        """The active members of each section that this team answers for.

        :return: ``{role: crm.team.member}`` in the order of the relay
        """
        self.ensure_one()
        roles = [self.conveyor_role] if self.conveyor_role else [role for role, _label in ROLES]
        members = self.crm_team_member_ids
        sections = {role: members.filtered(HAT_FIELD[role]) for role in roles}
        if self.next_team_id:
            sections = {role: people for role, people in sections.items() if people}
        return sections

    # === BUSINESS METHODS === #

    def _start_conveyor(self):
        """Take over the cards that the teams already have: their section, their people, their passages.

        What Odoo still knows is one stay per card (its present stage and owner); it is marked as back-filled.
        """
        members = self.with_context(active_test=False).crm_team_member_ids
        members._put_on_hats()
        self.env["crm.lead"].flush_model()
        self.env["crm.lead"]._sync_sections(SQL("x.team_id IN %s", self._ids))
        self.env["conveyor.passage"]._backfill(self)

    def _stop_conveyor(self):
        """Withdraw what waits and close the open passages; the history stays."""
        waiting = [("state", "=", "offered"), ("from_team_id", "in", self.ids)]
        # The switch is a right of the head of sales; handovers have no writer of their own.
        self.env["conveyor.handover"].sudo().search(waiting)._withdraw()
        self.env["conveyor.passage"]._close_for_teams(self)

    def _plan_deadline(self, hours):
        """The instant (naive UTC) when so many working hours from now have passed."""
        now = self.env.cr.now()
        calendar = self.sudo()._get_relay_calendar()  # a seller need not read calendars
        due = calendar and calendar.plan_hours(hours, UTC.localize(now), compute_leaves=True)
        return (
            due.astimezone(UTC).replace(tzinfo=None)
            if due
            else fields.Datetime.add(now, hours=hours)
        )

    def _find_section(self, role):
        """The people of a section: of this team, or of the team that it passes cards to.

        :return: active ``crm.team.member`` records, all of one team, maybe empty
        """
        self.ensure_one()
        # Members are public inside the company; reading them must not depend on the seller's rules.
        for team in (self.sudo(), self.sudo().next_team_id):
            members = team.crm_team_member_ids.filtered(
                lambda member: member.active and member.user_id.active and member[HAT_FIELD[role]]
            )
            if members:
                return members
        # As above, only nobody.
        return self.env["crm.team.member"].sudo()
