from odoo import api, fields, models
from odoo.fields import Domain

from ..const import NAME_LENGTH, NOTE_LENGTH
from .conveyor_incident_category import KINDS

STATES = [("reported", "Reported"), ("confirmed", "Confirmed"), ("dismissed", "Dismissed")]
TEXT_LENGTH = NOTE_LENGTH * 5
# Colours of the kanban: red and yellow.
LATE, DISPUTED = 1, 3
KEPT = {"readonly": True, "copy": False}
PERSON = {"comodel_name": "res.users", "ondelete": "restrict", **KEPT}


class ConveyorIncident(models.Model):
    """What went wrong: a complaint of a client, or a breach of what was agreed or asked for.

    Reported → confirmed or dismissed, by the leader of the team, the head of sales or the owner, never by the
    person whom it is about. That person may dispute it once; then somebody else than the reporter decides. A
    breach is booked by a rule with its evidence, once for each origin, and becomes confirmed by itself where
    nobody disputes it in time. Nothing of it is ever deleted.
    """

    _name = "conveyor.incident"
    _description = "Incident"
    _inherit = ["mail.thread"]
    _order = "reported_at desc, id desc"
    _rec_name = "number"
    _primary_email = "reporter_email"
    _mail_post_access = "read"

    # what
    number = fields.Char(compute="_compute_number", search="_search_number")
    category_id = fields.Many2one(
        "conveyor.incident.category",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('kind', '=', kind)]",
        default=lambda self: self.env.ref("sales_conveyor.incident_category_other", False),
        tracking=True,
    )
    kind = fields.Selection(KINDS, required=True, default="complaint", **KEPT)
    severity = fields.Selection(related="category_id.severity")
    description = fields.Text(string="What Happened", copy=False)
    evidence = fields.Text(copy=False, help="What shows it: words, dates, documents.")
    happened_on = fields.Date(
        string="Day",
        required=True,
        copy=False,
        default=lambda self: self.env.company._get_business_day(),
        help="The business day on which it happened.",
    )
    origin = fields.Char(help="What the rule saw: booked once.", **KEPT)
    # whom
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        index=True,
        copy=False,
        ondelete="restrict",
        tracking=True,
        help="Whom it is about; of a complaint maybe not known yet.",
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", index=True, ondelete="restrict", **KEPT
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict", **KEPT
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Card", index="btree_not_null", copy=False, ondelete="set null"
    )
    lead_name = fields.Char(string="Name of the Card", size=NAME_LENGTH, **KEPT)
    partner_id = fields.Many2one(
        "res.partner", string="Client", index="btree_not_null", copy=False, ondelete="set null"
    )
    partner_name = fields.Char(string="Name of the Client", size=NAME_LENGTH, **KEPT)
    # by whom
    reporter_id = fields.Many2one(string="Reported By", index="btree_not_null", **PERSON)
    reporter_email = fields.Char(
        string="E-mail of the Reporter",
        groups="sales_team.group_sale_salesman_all_leads,sales_conveyor.sales_conveyor_group_owner",
        **KEPT,
    )
    reporter = fields.Char(compute="_compute_reporter")
    reported_at = fields.Datetime(string="Reported", required=True, index=True, **KEPT)
    due_at = fields.Datetime(
        string="Decide By",
        help="A complaint or a dispute is decided by then; a breach that nobody disputes is confirmed by itself then.",
        **KEPT,
    )
    # the verdict
    state = fields.Selection(
        STATES,
        required=True,
        default="reported",
        group_expand=True,
        index=True,
        tracking=True,
        **KEPT,
    )
    root_cause = fields.Text(
        copy=False, help="Why it could happen, so that it does not happen again."
    )
    verdict = fields.Text(help="The words of whoever decided.", **KEPT)
    verdict_by_id = fields.Many2one(string="Decided By", **PERSON)
    verdict_at = fields.Datetime(string="Decided", **KEPT)
    confirmed_at = fields.Datetime(string="Confirmed", **KEPT)
    # the dispute
    dispute_until_at = fields.Datetime(string="Dispute Until", **KEPT)
    disputed_at = fields.Datetime(string="Disputed", **KEPT)
    dispute_words = fields.Text(string="Words of the Person", **KEPT)
    dispute_decided_at = fields.Datetime(string="Dispute Decided", **KEPT)
    told_on = fields.Date(string="Person Told", **KEPT)
    is_disputed = fields.Boolean(
        string="Dispute Is Open", compute="_compute_is_disputed", search="_search_is_disputed"
    )
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    color = fields.Integer(compute="_compute_is_late", export_string_translation=False)
    can_decide = fields.Boolean(compute="_compute_deeds")
    can_dispute = fields.Boolean(compute="_compute_deeds")
    can_name = fields.Boolean(compute="_compute_deeds")

    _unique_origin = models.UniqueIndex(
        "(category_id, origin) WHERE origin IS NOT NULL", "This was booked already."
    )
    _due_idx = models.Index("(due_at) WHERE state = 'reported'")
    _untold_idx = models.Index("(user_id) WHERE told_on IS NULL AND origin IS NOT NULL")
    _check_texts = models.Constraint(
        f"CHECK (length(description) <= {TEXT_LENGTH} AND length(evidence) <= {TEXT_LENGTH}"
        f" AND length(root_cause) <= {NOTE_LENGTH} AND length(verdict) <= {NOTE_LENGTH}"
        f" AND length(dispute_words) <= {NOTE_LENGTH})",
        "A text of the incident is too long.",
    )
    _check_confirmed = models.Constraint(
        "CHECK (state != 'confirmed' OR (user_id IS NOT NULL AND confirmed_at IS NOT NULL))",
        "A confirmed incident is somebody's.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind")
    def _compute_number(self):
        for incident in self:
            sign = "B" if incident.kind == "breach" else "C"
            number = incident._origin.id
            incident.number = f"{sign}-{number:05d}" if number else self.env._("New")

    @api.model
    def _search_number(self, operator, value):
        """Found by the digits of its number, as it is told on the telephone."""
        values = [value] if isinstance(value, str) else value or ()
        digits = {"".join(sign for sign in str(text) if sign in "0123456789") for text in values}
        found = Domain("id", "in", [int(text) for text in digits if text and len(text) < 10])
        return ~found if operator in Domain.NEGATIVE_OPERATORS else found

    @api.depends("number", "category_id.name")
    def _compute_display_name(self):
        for incident in self:
            # The name of a category is no secret.
            name = incident.category_id.sudo().name
            incident.display_name = f"{incident.number} {name}" if name else incident.number

    @api.depends("reporter_id", "origin")
    @api.depends_context("uid")
    def _compute_reporter(self):
        """Who reported it; the address of a client only for those who decide."""
        for incident in self:
            secret = incident.sudo()  # who may read the address is decided here
            name = secret.reporter_id.name
            if not name and secret.origin:
                name = self.env._("A rule of the department")
            may_read = incident._is_judge() or incident.reporter_id == self.env.user
            address = secret.reporter_email if may_read else self.env._("By e-mail")
            incident.reporter = name or (secret.reporter_email and address)

    @api.depends("disputed_at", "dispute_decided_at")
    def _compute_is_disputed(self):
        for incident in self:
            incident.is_disputed = incident.disputed_at and not incident.dispute_decided_at

    def _search_is_disputed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("disputed_at", "!=", False) & Domain("dispute_decided_at", "=", False)

    @api.depends("state", "kind", "due_at", "is_disputed")
    def _compute_is_late(self):
        now = self.env.cr.now()
        for incident in self:
            waits = incident.is_disputed or (incident.state, incident.kind) == (
                "reported",
                "complaint",
            )
            incident.is_late = bool(waits and incident.due_at and incident.due_at < now)
            incident.color = LATE if incident.is_late else DISPUTED if incident.is_disputed else 0

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        complaint = Domain("state", "=", "reported") & Domain("kind", "=", "complaint")
        waits = complaint | Domain(self._search_is_disputed("in", [True]))
        return waits & Domain("due_at", "<", self.env.cr.now())

    @api.depends(
        "state", "is_disputed", "user_id", "reporter_id", "team_id.user_id", "dispute_until_at"
    )
    @api.depends_context("uid")
    def _compute_deeds(self):
        for incident in self:
            incident.can_decide = incident._can_decide()
            incident.can_dispute = incident._can_dispute()
            incident.can_name = incident.state == "reported" and incident._is_judge()
