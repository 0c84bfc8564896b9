from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from ..const import INCIDENT, RELAY

SHOWN = 10


class ConveyorIncident(models.Model):
    """What people are told of incidents: of complaints at once, of what rules have booked in the note of the morning."""

    _inherit = "conveyor.incident"

    # === RIGHTS === #

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Letters about an incident are for those who decide of it and for who reported it.

        Whom it is about reads the incident itself, not the letters: they tell the addresses of clients.
        """
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        for incident in self:
            server = incident.sudo()  # only who it is about is looked at
            if server.user_id == self.env.user and not self.env.su:
                operations[incident] = "unlink"  # which nobody may
        return operations

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Whom it is about follows no letters: they tell the addresses of clients."""
        return []

    # === MESSAGE METHODS === #

    def _is_quiet(self):
        """A past that is only replayed is news to nobody."""
        return self.env.context.get("conveyor_quiet") is RELAY

    def _tell_reported(self):
        """A complaint was written down: those who decide know, and whom it is about may tell his side."""
        self._tell_judges(self.env._("A complaint was reported"))
        self._tell_person(self.env._("A complaint is about your work"))

    def _tell_person(self, subject):
        """Tell the people whom it is about, each in one message."""
        for user, incidents in self.grouped("user_id").items():
            if user and user != self.env.user and user.active:
                incidents._notify(user, subject)

    def _tell_judges(self, subject):
        """Tell those who decide: the leaders of the teams, else the heads of sales of the company."""
        for (team, company), incidents in self.grouped(
            lambda one: (one.team_id, one.company_id)
        ).items():
            # Who decides is no secret.
            leader = team.sudo().user_id
            for judge in leader if leader not in incidents.user_id else self._find_heads(company):
                if judge.active and judge != self.env.user:
                    incidents._notify(judge, subject)

    @api.model
    def _find_heads(self, company):
        heads = (
            self.env.ref("sales_team.group_sale_manager").sudo().all_user_ids
        )  # who heads sales is no secret
        return heads.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )

    def _notify(self, user, subject):
        if self._is_quiet():
            return
        subject, body = self._prepare_note(subject)
        # A notice of the department: the person need not have a right to write to the other.
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=body,
            author_id=self.env.user.partner_id.id,
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _prepare_note(self, subject):
        """What a person is told of these incidents, the gravest first.

        :return: ``(subject, body)``
        """
        shown = self.sorted(lambda one: ("high", "medium", "low").index(one.severity))[:SHOWN]
        rows = Markup().join(
            Markup("<li>%s</li>")
            % Markup(" — ").join(
                [
                    one._get_html_link(),
                    *(
                        text
                        for text in (one.partner_name or one.lead_name, one._get_words())
                        if text
                    ),
                ]
            )
            for one in shown
        )
        more = len(self) - len(shown)
        tail = Markup("<p>%s</p>") % self.env._("and %s more", more) if more else Markup()
        subject = self.env._("%(subject)s: %(count)s", subject=subject, count=len(self))
        return subject, Markup("<ul>%s</ul>%s") % (rows, tail)

    def _get_words(self):
        """One line of what happened, without the address of whoever wrote it."""
        words = " ".join((self.evidence or self.description or "").split())
        return words[:200]

    # === THE NOTE OF THE MORNING === #

    @api.model
    def _find_untold(self, company, people=None):
        """What rules have booked and nobody was told of yet; people learn of it by their note of the morning.

        :param people: ``res.users`` records, everybody without
        """
        domain = Domain("told_on", "=", False) & Domain("origin", "!=", False)
        domain &= Domain("company_id", "=", company.id)
        domain &= Domain("user_id", "in", people.ids) if people else Domain("user_id", "!=", False)
        grave = {"high": 0, "medium": 1}
        # Each person's own breaches are told to him.
        found = self.sudo().search(domain, order="id")
        return found.sorted(lambda one: grave.get(one.severity, 2))

    def _mark_told(self, day):
        """These are no news any more."""
        self.with_context(conveyor_incident=INCIDENT, mail_notrack=True).write({"told_on": day})
