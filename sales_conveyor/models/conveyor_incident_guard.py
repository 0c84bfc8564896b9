from datetime import date, timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..const import INCIDENT, NOTE_LENGTH
from ..tools.told import is_id, is_text
from .conveyor_incident import TEXT_LENGTH

FIRST_DAY = date(2000, 1, 1)
TEXTS = {
    "description": TEXT_LENGTH,
    "evidence": TEXT_LENGTH,
    "root_cause": NOTE_LENGTH,
    "verdict": NOTE_LENGTH,
    "dispute_words": NOTE_LENGTH,
}
# What people write by hand while nothing is decided; whom it is about only when they report it.
WRITTEN = frozenset(
    {"category_id", "lead_id", "partner_id", "happened_on", "description", "evidence", "root_cause"}
)
REPORTED = WRITTEN | {"user_id"}
# How every complaint begins.
BEGIN = {"kind": "complaint", "state": "reported"}
# What may be learnt of it later.
LEARNT = frozenset({"root_cause"})


class ConveyorIncident(models.Model):
    """What people may write of an incident, and what only its deeds do."""

    _inherit = "conveyor.incident"

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """No default, of a context or of a person, speaks for an incident."""
        told = super().default_get([name for name in fields if name in REPORTED])
        return {**told, **{name: BEGIN[name] for name in BEGIN.keys() & set(fields)}}

    @api.model_create_multi
    def create(self, vals_list):
        by_hand = not self._is_deed()
        if by_hand:
            vals_list = [self._prepare_reported_vals(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_vals(vals)
        incidents = super().create([{**vals, **self._get_kept_names(vals)} for vals in vals_list])
        if by_hand:
            incidents._tell_reported()
        return incidents

    def write(self, vals):
        if not self._is_deed():
            self._refuse_written(vals)
        self._check_vals(vals)
        return super().write({**vals, **self._get_kept_names(vals)})

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("An incident is never deleted; it is dismissed, with the reason.")
        )

    # pylint: disable=method-required-super
    def copy(self, default=None):
        """What happened once is reported once."""
        raise UserError(self.env._("An incident is reported, not copied."))

    # === GUARD === #

    def _is_deed(self):
        return self.env.context.get("conveyor_incident") is INCIDENT

    @api.model
    def _prepare_reported_vals(self, vals):
        """A complaint as a person reports it, with what the server adds.

        :raises AccessError: about a card or client that the person may not read
        """
        self._refuse_kept(vals, REPORTED)
        self._check_ids(vals)
        values = {**self.default_get(list(REPORTED)), **vals}
        category = self.env["conveyor.incident.category"].browse(values.get("category_id")).exists()
        if category.kind != "complaint":
            raise ValidationError(
                self.env._("Breaches are booked by their rules; report a complaint here.")
            )
        lead = self.env["crm.lead"].browse(values.get("lead_id") or ())
        client = self.env["res.partner"].browse(values.get("partner_id") or ())
        for record in (lead, client):
            record.check_access("read")
        return self._prepare_vals({**values, "category_id": category.id}, reporter_id=self.env.uid)

    @api.model
    def _prepare_vals(self, values, **kept):
        """Everything that the server knows of a complaint.

        :param dict values: what is told of it
        """
        # Whoever reports a complaint need not read the teams and hours of the department.
        server = self.sudo()
        lead = server.env["crm.lead"].browse(values.get("lead_id") or ())
        user = server.env["res.users"].browse(values.get("user_id") or ())
        company = server.env["res.company"].browse(values.get("company_id") or ())
        company = company or lead.company_id or lead.team_id.company_id or server.env.company
        self._check_person(user, company)
        client = values.get("partner_id") or lead.partner_id.id
        farmer = server.env["res.partner"].browse(client or ()).with_company(company).farmer_id
        team = (
            lead.team_id or server._find_team(user, company) or server._find_team(farmer, company)
        )
        category = server.env["conveyor.incident.category"].browse(values["category_id"])
        return {
            **values,
            **BEGIN,
            "partner_id": client,
            "team_id": team.id,
            "company_id": company.id,
            "reported_at": self.env.cr.now(),
            "due_at": server._plan_verdict(category, team, company),
            "happened_on": values.get("happened_on") or company._get_business_day(),
            **kept,
        }

    def _refuse_written(self, vals):
        """While it is reported its words may be put right; a breach and what is decided only teach."""
        self.check_access("write")
        decided = any(one.state != "reported" or one.kind == "breach" for one in self)
        self._refuse_kept(vals, LEARNT if decided else WRITTEN)
        self._check_ids(vals)
        if "category_id" in vals:
            category = self.env["conveyor.incident.category"].browse(vals["category_id"]).exists()
            if category.kind != "complaint":
                raise ValidationError(self.env._("A complaint stays a complaint."))
        for name, model in (("lead_id", "crm.lead"), ("partner_id", "res.partner")):
            if vals.get(name):
                self.env[model].browse(vals[name]).check_access("read")

    @api.model
    def _refuse_kept(self, vals, written):
        """Nobody writes what the deeds of an incident write."""
        kept = {
            name for name in vals if name in self._fields and self._fields[name].store
        } - written
        kept = {name for name in kept if not name.startswith(("message_", "website_message"))}
        if kept:
            labels = ", ".join(
                sorted(self._fields[name]._description_string(self.env) for name in kept)
            )
            raise AccessError(
                self.env._("These fields change by the buttons of the incident only: %s.", labels)
            )

    @api.model
    def _check_ids(self, vals):
        """What is no number of a record is told, not taken as empty."""
        for name in REPORTED & vals.keys():
            value = vals[name]
            if self._fields[name].type == "many2one" and value and not is_id(value):
                label = self._fields[name]._description_string(self.env)
                raise ValidationError(self.env._("“%s” is no record that could be chosen.", label))

    @api.model
    def _check_vals(self, vals):
        """Tell in words what PostgreSQL would refuse, and what cannot be."""
        for name in TEXTS.keys() & vals.keys():
            text = str(vals[name] or "")
            label = self._fields[name]._description_string(self.env)
            if not is_text(text):
                raise ValidationError(self.env._("“%s” holds signs that are no text.", label))
            if len(text) > TEXTS[name]:
                raise ValidationError(
                    self.env._(
                        "Please keep “%(text)s” under %(length)s characters.",
                        text=label,
                        length=TEXTS[name],
                    )
                )
        if "happened_on" in vals:
            day = self._read_day(vals["happened_on"])
            # The day of whoever writes may begin before that of the company.
            last = self.env.company._get_business_day() + timedelta(days=1)
            if not day or not FIRST_DAY <= day <= last:
                raise ValidationError(
                    self.env._("An incident has happened already, and not before the year 2000.")
                )

    @api.model
    def _read_day(self, value):
        """The day that was told; None where it is no day."""
        try:
            return self._fields["happened_on"].convert_to_cache(value, self)
        except (TypeError, ValueError):
            return None

    @api.model
    def _check_person(self, user, company):
        """Incidents are about colleagues of the company."""
        known = user.exists()
        if user and (not known or known.share or company not in known.company_ids):
            raise ValidationError(
                self.env._("The person is a colleague who works in %s.", company.name)
            )

    @api.model
    def _get_kept_names(self, vals):
        """The names of card and client, kept for the day when these are deleted."""
        names = {}
        for name, model in (("lead", "crm.lead"), ("partner", "res.partner")):
            if vals.get(f"{name}_id"):
                # Whoever reports may read it: that was checked; a rule reads everything.
                record = self.env[model].sudo().browse(vals[f"{name}_id"]).exists()
                label = record.display_name or ""
                names[f"{name}_name"] = label and self.env["conveyor.handover"]._get_plain_name(
                    label
                )
        return names
