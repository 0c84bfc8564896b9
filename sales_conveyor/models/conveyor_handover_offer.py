from odoo import api, models
from odoo.exceptions import LockError

from ..const import FARMER, ROLE_ORDER
from ..exceptions import HandoverError


class ConveyorHandover(models.Model):
    _inherit = "conveyor.handover"

    # === BUSINESS METHODS === #

    @api.model
    def _offer_leads(self, leads, stages, receiver=None, note=False):
        """Offer cards to the people of the next section; the cards stay with their owners until accepted.

        Either all are offered or none.

        :param leads: ``crm.lead`` records that the present person may write
        :param dict stages: the stage each card is to reach, ``{lead: crm.stage}``
        :param receiver: the person chosen by hand; proposed by load where empty
        :param note: what the sender tells the receiver
        :return: the new handovers
        :raise HandoverError: with the reason, in words
        """
        leads.check_access("write")
        self._lock_or_tell(leads)
        self._check_leads_can_be_offered(leads, stages)
        members = self._choose_members(leads, stages, receiver)
        # Handovers are read-only for everybody; the checks above are the right to make one.
        handovers = self.sudo().create(self._prepare_offer_vals(leads, stages, members, note))
        leads._sync_waiting()
        handovers._log_on_cards(self.env._("Offered to {to}."))
        handovers._tell("to_user_id", self.env._("Waiting for you"))
        return handovers

    @api.model
    def _lock_or_tell(self, records):
        """Hold the rows until the end of the transaction, or tell at once that somebody else holds them."""
        try:
            # A lock changes nothing; rights were checked by the caller.
            records.sudo().lock_for_update(allow_referencing=True)
        except LockError:
            raise HandoverError(
                self.env._(
                    "Somebody else is moving this card right now. Please try again in a moment."
                )
            ) from None
        records.invalidate_recordset()

    @api.model
    def _check_leads_can_be_offered(self, leads, stages):
        for lead in leads:
            if not lead._filter_relay():
                raise HandoverError(
                    self.env._("“%s” is in no team that uses the conveyor.", lead.name)
                )
            if lead.waiting_user_id:
                # The names of colleagues are no secret.
                raise HandoverError(
                    self.env._(
                        "“%(card)s” already waits for %(person)s. Withdraw that offer first.",
                        card=lead.name,
                        person=lead.sudo().waiting_user_id.name,
                    )
                )
            if not lead.user_id:
                raise HandoverError(self.env._("“%s” has no owner yet: take it first.", lead.name))
            if lead.won_status != "pending" or not lead.active:
                raise HandoverError(
                    self.env._("“%s” is closed and cannot be passed on.", lead.name)
                )
            if stages[lead].is_won or not lead._is_next_section(stages[lead]):
                raise HandoverError(
                    self.env._(
                        "“%s” passes to the next section only: choose one of its stages.", lead.name
                    )
                )
        farming = leads.filtered(lambda lead: lead._get_stage_role(stages[lead]) == FARMER)
        for lead in farming - farming._filter_with_first_sale():
            raise HandoverError(
                self.env._(
                    "A farmer takes over after the first sale; “%s” has none yet.", lead.name
                )
            )

    @api.model
    def _choose_members(self, leads, stages, receiver):
        """Who gets which card.

        :return: ``{lead: crm.team.member}``
        """
        groups = leads.grouped(
            lambda lead: (
                lead.team_id,
                lead._get_stage_role(stages[lead]),
                lead.user_id,
                lead._get_relay_company(),
            )
        )
        chosen = {}
        for (team, role, owner, company), group in groups.items():
            section = team._find_section(role)._filter_receivers(owner, company)
            if receiver:
                members = [self._check_receiver(section, receiver, role)] * len(group)
            else:
                members = section._propose(len(group), role)
            chosen.update(zip(group, members, strict=True))
        return chosen

    @api.model
    def _check_receiver(self, section, receiver, role):
        member = section.filtered(lambda member: member.user_id == receiver)
        if not member:
            # The name of the chosen person is known to whoever chose him.
            labels = dict(self._fields["to_role"]._description_selection(self.env))
            raise HandoverError(
                self.env._(
                    "%(person)s cannot take this card: choose another active person of the section %(section)s.",
                    person=receiver.sudo().name,
                    section=labels[role],
                )
            )
        return member[0]

    @api.model
    def _prepare_offer_vals(self, leads, stages, members, note):
        now = self.env.cr.now()
        teams = {member.crm_team_id for member in members.values()}
        deadlines = {team: team._plan_deadline(team.decision_hours) for team in teams}
        attempts = self._count_attempts(leads)
        return [
            {
                "name": self._get_plain_name(lead.name),
                "lead_id": lead.id,
                "partner_id": lead.partner_id.commercial_partner_id.id,
                "company_id": lead._get_relay_company().id,
                "from_user_id": lead.user_id.id,
                "to_user_id": members[lead].user_id.id,
                "from_role": lead.conveyor_role,
                "to_role": lead._get_stage_role(stages[lead]),
                "from_team_id": lead.team_id.id,
                "to_team_id": members[lead].crm_team_id.id,
                "from_stage_id": lead.stage_id.id,
                "to_stage_id": self._get_arrival_stage(lead, stages[lead], members[lead]).id,
                "attempt": attempts.get((lead.id, lead._get_stage_role(stages[lead])), 0) + 1,
                "note": note,
                "offered_at": now,
                "deadline_at": deadlines[members[lead].crm_team_id],
            }
            for lead in leads
        ]

    @api.model
    def _count_attempts(self, leads):
        """Earlier offers by card and section; one withdrawn was never decided, so it was no attempt."""
        domain = [("lead_id", "in", leads.ids), ("kind", "=", "lead"), ("state", "!=", "withdrawn")]
        # Counts only: earlier offers may be a colleague's.
        groups = self.sudo()._read_group(
            domain,
            ["lead_id", "to_role"],
            ["__count"],
        )
        return {(lead.id, role): count for lead, role, count in groups}

    @api.model
    def _get_arrival_stage(self, lead, stage, member):
        """The stage asked for where the receiver's team has it, else the first of his section there."""
        team = member.crm_team_id
        if not stage.team_ids or team in stage.team_ids:
            return stage
        return team._find_first_stage(lead._get_stage_role(stage)) or stage

    def _is_stale(self):
        """Whether a waiting offer no longer holds: its card is closed, has another owner or another section."""
        lead = self.lead_id
        closed = self.kind == "lead" and (lead.won_status != "pending" or not lead.active)
        moved = (
            lead.user_id != self.from_user_id
            or lead.conveyor_role != self.from_role
            or lead.team_id != self.from_team_id
        )
        return closed or (self.kind == "lead" and moved)

    @api.model
    def _get_next_role(self, role, roles):
        """The first section after this one among those the team has stages for."""
        later = [other for other in roles if ROLE_ORDER[other] > ROLE_ORDER[role]]
        return min(later, key=ROLE_ORDER.get, default=None)
