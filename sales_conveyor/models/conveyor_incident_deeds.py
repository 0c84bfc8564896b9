from odoo import api, models
from odoo.exceptions import AccessError, LockError, UserError

from ..const import INCIDENT

HEAD = "sales_team.group_sale_manager"
OWNER = "sales_conveyor.sales_conveyor_group_owner"


class ConveyorIncident(models.Model):
    """What is done with incidents: a person is named, a verdict given, a verdict disputed."""

    _inherit = "conveyor.incident"

    # === ACTION METHODS === #

    def action_open_confirm(self):
        """Ask for the words of a verdict: it was so."""
        return self._open_verdict("confirm", self.env._("Confirm: It Was So"))

    def action_open_dismiss(self):
        """Ask for the words of a verdict: nobody is to blame."""
        return self._open_verdict("dismiss", self.env._("Dismiss: Nobody Is to Blame"))

    def action_open_dispute(self):
        """Ask the person for his side of it."""
        return self._open_verdict("dispute", self.env._("Dispute: My Side of It"))

    def action_open_name(self):
        """Ask whom a complaint is about."""
        return self._open_verdict("name", self.env._("Name the Person"))

    def action_open_document(self):
        """Open the card, or the client where there is no card."""
        self.ensure_one()
        record = self.lead_id or self.partner_id
        if not record:
            raise UserError(
                self.env._("This incident names no card and no client, or they are gone.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    @api.model
    def _open_report(self, context):
        """A small form to write down a complaint.

        :param dict context: what is known of it already
        """
        view = self.env.ref("sales_conveyor.conveyor_incident_view_form_report")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Went Wrong?"),
            "res_model": self._name,
            "views": [(view.id, "form")],
            "target": "new",
            "context": context,
        }

    def _open_verdict(self, deed, title):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_incident_verdict_action"
        )
        context = {"default_incident_ids": self.ids, "default_deed": deed}
        if len(self) == 1:
            # Who names a person sees the incident already.
            context["default_user_id"] = self.user_id.id
            context["default_root_cause"] = self.root_cause
        return {**action, "name": title, "display_name": title, "context": context}

    # === RIGHTS === #

    def _is_judge(self):
        """Whether the present person decides of incidents of this team: its leader, the head, the owner."""
        self.ensure_one()
        me = self.env.user
        # Who leads a team is no secret.
        leads = self.team_id.sudo().user_id == me
        return me != self.user_id and (leads or me.has_group(HEAD) or me.has_group(OWNER))

    def _can_decide(self):
        """A verdict is given once; a dispute is decided by somebody else than the reporter."""
        if self.is_disputed:
            return self._is_judge() and self.reporter_id != self.env.user
        return self.state == "reported" and self._is_judge()

    def _can_dispute(self):
        """The person himself, once, before the verdict or some working days after it."""
        in_time = self.state == "reported" or (
            self.state == "confirmed"
            and bool(self.dispute_until_at)
            and self.env.cr.now() <= self.dispute_until_at
        )
        return self.user_id == self.env.user and not self.disputed_at and in_time

    # === DEEDS === #

    def _confirm(self, words, user=None, root_cause=None):
        """It was so, and this person answers for it.

        :param str words: of the verdict
        :param user: whom it is about, where nobody was named yet
        """
        incidents = self._begin("_can_decide")
        if user:
            incidents._set_person(user)
        if not all(incident.user_id for incident in incidents):
            raise UserError(self.env._("Name the person whom it is about before you confirm it."))
        for incident in incidents:
            incident.write(
                {
                    **incident._prepare_verdict_vals("confirmed", words, root_cause),
                    "confirmed_at": incident.confirmed_at or self.env.cr.now(),
                    "dispute_until_at": incident._plan_dispute(),
                }
            )
        incidents._follow_verdict(self.env._("An incident is confirmed"))

    def _dismiss(self, words, root_cause=None):
        """Nobody is to blame; a verdict given before is taken back."""
        incidents = self._begin("_can_decide")
        incidents._check_words(words, self.env._("Write why it is dismissed."))
        for incident in incidents:
            incident.write(incident._prepare_verdict_vals("dismissed", words, root_cause))
        incidents._follow_verdict(self.env._("An incident is dismissed"))

    def _dispute(self, words):
        """The person tells his side; from now on the clock of a verdict runs."""
        incidents = self._begin("_can_dispute")
        incidents._check_words(words, self.env._("Write your side of it."))
        for incident in incidents:
            due = self._plan_verdict(incident.category_id, incident.team_id, incident.company_id)
            incident.write(
                {"disputed_at": self.env.cr.now(), "dispute_words": words, "due_at": due}
            )
        incidents._tell_judges(self.env._("An incident is disputed"))

    def _name_person(self, user):
        """Say whom a complaint is about, before it is decided."""
        incidents = self._begin("_is_judge")
        if any(
            incident.state != "reported" or incident.kind != "complaint" for incident in incidents
        ):
            raise UserError(self.env._("The person is named while a complaint is not decided yet."))
        incidents._set_person(user)
        incidents._tell_person(self.env._("A complaint is about your work"))

    # === BUSINESS METHODS === #

    def _begin(self, right):
        """These incidents for a deed, locked, as the server; who may do it is decided here.

        :param str right: the method of an incident that tells whether the present person may
        """
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Choose an incident first."))
        me = self.env.user
        # Who may decide writes nothing else of an incident.
        server = self.sudo().with_context(conveyor_incident=INCIDENT)
        try:
            server.lock_for_update(allow_referencing=True)
        except LockError:
            raise LockError(
                self.env._("Somebody else is at this incident right now. Look again in a moment.")
            )
        server.invalidate_recordset(["state", "disputed_at", "dispute_decided_at", "user_id"])
        for incident in server:
            if not getattr(incident.with_user(me), right)():
                raise AccessError(
                    self.env._(
                        "“%s” is not yours to decide now. Nothing was changed.",
                        incident.display_name,
                    )
                )
        return server

    def _set_person(self, user):
        for incident in self.filtered(lambda one: one.user_id != user):
            if incident.user_id and incident.kind == "breach":
                raise UserError(
                    self.env._("A rule found whose breach it was: dismiss it where that is wrong.")
                )
            if user == self.env.user:
                raise UserError(self.env._("Nobody is the judge of his own work."))
            incident._check_person(user, incident.company_id)
            team = incident.team_id or self._find_team(user, incident.company_id)
            incident.write({"user_id": user.id, "team_id": team.id})

    def _check_words(self, words, sentence):
        if not (words or "").strip():
            raise UserError(sentence)

    def _prepare_verdict_vals(self, state, words, root_cause):
        now = self.env.cr.now()
        return {
            "state": state,
            "verdict": words or False,
            "root_cause": root_cause or self.root_cause,
            "verdict_by_id": self.env.uid,
            "verdict_at": now,
            **({"dispute_decided_at": now} if self.is_disputed else {}),
        }

    def _plan_dispute(self):
        """Until when a person may dispute the verdict given now."""
        days = self.company_id.conveyor_dispute_days
        return self._plan_days(self.team_id, self.company_id, days)

    def _follow_verdict(self, subject):
        """Let the ledger follow, and the person know."""
        self.env["conveyor.fact"]._expect("conveyor.incident", self.ids, happened=True)
        self._tell_person(subject)
