from odoo import api, models

from ..const import PERSON_FIELD
from ..exceptions import HandoverError


class ConveyorHandover(models.Model):
    _inherit = "conveyor.handover"

    # === ACTION METHODS === #

    def action_accept(self):
        """Take the cards: user, team and stage change in one write, open activities move along.

        :raise HandoverError: one of them was decided by somebody else meanwhile
        """
        self._check_party("to_user_id", "to_team_id")
        self._lock_waiting()
        self._check_receivers_are_active()
        handovers = self.sudo()  # the receiver has no right to write the card before he owns it
        leads = handovers.filtered(lambda handover: handover.kind == "lead")
        leads._accept_leads()
        (handovers - leads)._accept_clients()
        handovers._toast_accepted()
        return True

    def action_open_return(self):
        """Ask for the reason of a return."""
        self._check_party("to_user_id", "to_team_id")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_handover_return_action"
        )
        return {**action, "context": {"default_handover_ids": self.ids}}

    def action_withdraw(self):
        """Take the offers back while they wait."""
        self._check_party("from_user_id", "from_team_id")
        self._lock_waiting()
        self.sudo()._withdraw()  # the check above is the right
        return True

    def action_open_lead(self):
        """Open the card, or the client where the handover is about a client."""
        self.ensure_one()
        record = self.lead_id if self.kind == "lead" else self.partner_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _lock_waiting(self):
        """Hold the handovers and their cards; tell who was faster where one is decided already."""
        self._lock_or_tell(self)
        decided = self.filtered(lambda handover: handover.state != "offered")
        if decided:
            labels = dict(self._fields["state"]._description_selection(self.env))
            # Who was faster may be read by whoever was slower.
            first = decided[0].sudo()
            raise HandoverError(
                self.env._(
                    "“%(card)s” no longer waits: %(state)s, %(person)s.",
                    card=first.name,
                    state=labels[first.state].lower(),
                    person=first.decided_by_id.name,
                )
            )
        self._lock_or_tell(self.lead_id)

    def _check_receivers_are_active(self):
        for user in self.sudo().to_user_id:
            if not user.active:
                raise HandoverError(
                    self.env._("%s no longer works here; offer the card anew.", user.name)
                )

    def _accept_leads(self):
        self.lead_id._convert_passed()
        for team, handovers in self.grouped("to_team_id").items():
            due = team._plan_deadline(team.contact_hours)
            handovers._decide("accepted", accepted_at=self.env.cr.now(), contact_due_at=due)
            groups = handovers.grouped(lambda handover: (handover.to_user_id, handover.to_stage_id))
            for (user, stage), group in groups.items():
                group.lead_id._move_to(user, team, stage, contact_due_at=due)
        self._pass_activities()
        self.lead_id._sync_relay(outcome="passed")
        self._log_on_cards(self.env._("Accepted by {to} from {from}."))

    def _decide(self, state, **values):
        """Write the decision and free the cards from waiting."""
        decision = {"state": state, "decided_at": self.env.cr.now(), "decided_by_id": self.env.uid}
        self.write({**decision, **values})
        self.lead_id._sync_waiting()

    def _pass_activities(self):
        """What the sender still had planned on the card is the receiver's now."""
        domain = [("res_model", "=", "crm.lead"), ("res_id", "in", self.lead_id.ids)]
        activities = self.env["mail.activity"].search(
            [*domain, ("user_id", "in", self.from_user_id.ids)]
        )
        receivers = {handover.lead_id.id: handover.to_user_id for handover in self}
        groups = activities.grouped(lambda activity: receivers[activity.res_id])
        for user, group in groups.items():
            group.with_context(mail_activity_quick_update=True).write({"user_id": user.id})

    def _return(self, reason, note):
        """Give cards back to their senders; a card accepted before travels back, a waiting one never left.

        :param reason: ``conveyor.return.reason`` record
        :param note: free words, or False
        """
        self._check_party("to_user_id", "to_team_id")
        self._lock_or_tell(self)
        self._lock_or_tell(self.lead_id)
        handovers = self.sudo()  # the check above is the right
        for handover in handovers.filtered(lambda handover: not handover._can_be_returned()):
            raise HandoverError(self.env._("“%s” was decided already.", handover.name))
        moved = handovers.filtered(lambda handover: handover.state == "accepted")
        handovers._decide("returned", reason_id=reason.id, return_note=note)
        leads = moved.filtered(lambda handover: handover.kind == "lead")
        leads._travel_back()
        (moved - leads)._release_clients()
        handovers._log_on_cards(self.env._("Returned to {from}: {reason}"))
        handovers._tell("from_user_id", self.env._("Returned"))

    def _can_be_returned(self):
        """Whether it waits, or what was accepted is still with the receiver and not closed."""
        self.ensure_one()
        if self.state == "accepted" and self.kind == "client":
            client = self.partner_id.with_company(self.company_id)
            return client.farmer_id == self.to_user_id
        if self.state == "accepted":
            lead = self.lead_id
            is_open = lead.won_status == "pending" and lead.active
            return is_open and self in lead._get_own_handovers()
        return self.state == "offered"

    def _travel_back(self):
        self.lead_id._get_open_handovers()._withdraw()
        for handover in self.filtered("lead_id"):
            lead = handover.lead_id
            lead._move_to(
                handover._get_sender(),
                handover.from_team_id,
                handover.from_stage_id or lead.stage_id,
                contact_due_at=False,
                **{PERSON_FIELD[handover.to_role]: False},
            )
        self.lead_id._sync_relay(outcome="returned")

    def _get_sender(self):
        """The sender; where he has left, the freest person of his section, else the leader of the team."""
        if self.from_user_id.active:
            return self.from_user_id
        section = self.from_team_id._find_section(self.from_role)
        try:
            return section._propose(1, self.from_role)[0].user_id
        except HandoverError:
            return self.from_team_id.user_id or self.env.user

    def _withdraw(self):
        if self:
            self._decide("withdrawn")
            self._log_on_cards(self.env._("The offer to {to} is withdrawn."))

    def _filter_orphans(self):
        """The offers whose receiver is no longer in the section they were made to."""
        return self.filtered(
            lambda handover: (
                handover.to_user_id
                not in handover.to_team_id._find_section(handover.to_role).user_id
            )
        )

    def _repoint(self):
        """Deal what waits for people who go to others of the section; withdraw where nobody is free."""
        groups = self.grouped(lambda h: (h.to_team_id, h.to_role, h.from_user_id | h.to_user_id))
        for (team, role, parties), handovers in groups.items():
            section = team._find_section(role)
            section = section.filtered(lambda m, parties=parties: m.user_id not in parties)
            members = section._deal(len(handovers), section._get_absent_user_ids())
            dealt = dict(zip(handovers, members, strict=False))
            for member in set(members):
                handovers.filtered(lambda h, m=member, d=dealt: d.get(h) == m)._redirect(member)
            handovers[len(members) :]._withdraw()

    def _redirect(self, member):
        team = member.crm_team_id
        self.write(
            {
                "to_user_id": member.user_id.id,
                "to_team_id": team.id,
                "deadline_at": team._plan_deadline(team.decision_hours),
            }
        )
        self.lead_id._sync_waiting()
        self._log_on_cards(self.env._("Offered to {to} instead."))
        self._tell("to_user_id", self.env._("Waiting for you"))

    # === CRON METHODS === #

    @api.model
    def _cron_expire(self, limit=1000):
        """Let offers expire whose time to decide is over; tell the leaders of the teams."""
        domain = [("state", "=", "offered"), ("deadline_at", "<", self.env.cr.now())]
        overdue = self.search(domain, limit=limit).try_lock_for_update(allow_referencing=True)
        overdue._expire()
        self.env["ir.cron"]._commit_progress(len(overdue), remaining=self.search_count(domain))

    def _expire(self):
        if not self:
            return
        self._decide("expired")
        self._log_on_cards(self.env._("{to} did not decide in time; the card may be offered anew."))
        self._tell("from_user_id", self.env._("Not decided in time"))
        for team, handovers in self.grouped("to_team_id").items():
            if team.user_id:
                handovers._tell_leader(team.user_id)

    def _tell_leader(self, leader):
        people = ", ".join(self.to_user_id.mapped("name"))
        self.env["mail.thread"].message_notify(
            partner_ids=leader.partner_id.ids,
            subject=self.env._("%s cards were not decided in time", len(self)),
            body=self.env._("They waited for: %s", people),
        )
