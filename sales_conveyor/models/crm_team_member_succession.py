from markupsafe import Markup

from odoo import api, models

from ..const import RELAY


class CrmTeamMember(models.Model):
    _inherit = "crm.team.member"

    # === BUSINESS METHODS === #

    def _get_successor(self):
        """Who takes over from a leaver: the leader of the team, or whoever sees him off."""
        leader = self.crm_team_id.user_id
        return leader if leader.active and leader != self.user_id else self.env.user

    def _hand_over_everything(self, leader):
        moved = {
            self.env._("Cards"): self._pass_cards(leader),
            self.env._("Clients"): self._pass_clients(leader),
            self.env._("Activities"): self._pass_planned_activities(leader),
            self.env._("Meetings"): self._pass_meetings(leader),
        }
        if any(moved.values()):
            self._tell_successor(leader, moved)

    def _pass_cards(self, leader):
        domain = [("user_id", "=", self.user_id.id), ("team_id", "=", self.crm_team_id.id)]
        leads = self.env["crm.lead"].search([*domain, ("won_status", "=", "pending")])
        leads._get_open_handovers().filtered(lambda h: h.from_user_id == self.user_id)._withdraw()
        for stage, group in leads.grouped("stage_id").items():
            group._move_to(leader, self.crm_team_id, stage)
        leads._sync_relay(outcome="reassigned")
        return leads

    def _pass_clients(self, leader):
        company = self.crm_team_id.company_id or self.user_id.company_id
        Partner = self.env["res.partner"].with_company(company).with_context(conveyor_relay=RELAY)
        clients = Partner.search([("farmer_id", "=", self.user_id.id)])
        # A key client waits with the leader for his next key farmer.
        clients.write({"farmer_id": leader.id, "is_key_client": False})
        return clients

    def _pass_planned_activities(self, leader):
        activities = self.env["mail.activity"].search([("user_id", "=", self.user_id.id)])
        activities.with_context(mail_activity_quick_update=True).write({"user_id": leader.id})
        return activities

    def _pass_meetings(self, leader):
        domain = [("user_id", "=", self.user_id.id), ("stop", ">", self.env.cr.now())]
        meetings = self.env["calendar.event"].search(domain)
        quiet = meetings.with_context(no_mail_to_attendees=True, mail_notify_author=False)
        for meeting in quiet:
            partners = meeting.partner_ids - self.user_id.partner_id | leader.partner_id
            meeting.write({"user_id": leader.id, "partner_ids": [(6, 0, partners.ids)]})
        return meetings

    @api.model
    def _get_list(self, title, records):
        items = Markup().join(Markup("<li>%s</li>") % record._get_html_link() for record in records)
        return (
            Markup("<h4>%s: %s</h4><ul>%s</ul>") % (title, len(records), items)
            if records
            else Markup()
        )

    def _tell_successor(self, leader, moved):
        title = self.env._("%s leaves: what you take over", self.user_id.name)
        body = Markup().join(self._get_list(name, records) for name, records in moved.items())
        self.crm_team_id.message_post(
            subject=title,
            body=Markup("<p>%s</p>%s") % (title, body),
            partner_ids=leader.partner_id.ids,
        )
