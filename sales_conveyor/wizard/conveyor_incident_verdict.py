from odoo import api, fields, models
from odoo.exceptions import UserError

DEEDS = [
    ("confirm", "Confirm"),
    ("dismiss", "Dismiss"),
    ("dispute", "Dispute"),
    ("name", "Name the Person"),
]


class ConveyorIncidentVerdict(models.TransientModel):
    """A deed with incidents, with the words of whoever does it."""

    _name = "conveyor.incident.verdict"
    _description = "Verdict on Incidents"

    incident_ids = fields.Many2many(
        "conveyor.incident", string="Incidents", required=True, readonly=True
    )
    deed = fields.Selection(DEEDS, required=True, readonly=True)
    words = fields.Text(help="What the others should know of it.")
    user_id = fields.Many2one(
        "res.users", string="Person", domain="[('share', '=', False)]", help="Whom it is about."
    )
    root_cause = fields.Text(help="Why it could happen, so that it does not happen again.")
    is_person_asked = fields.Boolean(compute="_compute_is_person_asked")

    # === COMPUTE METHODS === #

    @api.depends("incident_ids", "deed")
    def _compute_is_person_asked(self):
        for form in self:
            complaints = form.incident_ids.filtered(lambda one: one.kind == "complaint")
            nameless = any(not incident.user_id for incident in form.incident_ids)
            form.is_person_asked = bool(complaints) and (
                form.deed == "name" or (form.deed == "confirm" and nameless)
            )

    # === ACTION METHODS === #

    def action_apply(self):
        """Do what was asked for; who may do it is decided by the incidents."""
        self.ensure_one()
        incidents, deed = self.incident_ids, self.deed
        if deed == "confirm":
            incidents._confirm(self.words, user=self._get_named(), root_cause=self.root_cause)
        elif deed == "dismiss":
            incidents._dismiss(self.words, root_cause=self.root_cause)
        elif deed == "dispute":
            incidents._dispute(self.words)
        else:
            incidents._name_person(self._get_named() or self._ask_for_person())
        return {"type": "ir.actions.act_window_close"}

    def _get_named(self):
        """The person whom the form names, where it asks for one."""
        return self.user_id if self.is_person_asked else self.user_id.browse()

    def _ask_for_person(self):
        raise UserError(self.env._("Choose the person whom it is about."))
