from unicodedata import category

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..const import HANDOVER_STATES, NAME_LENGTH, NOTE_LENGTH, ROLES
from ..exceptions import HandoverError


class ConveyorHandover(models.Model):
    """A pass of a card, or of a client, from one section to the next: offered, then decided by its receiver.

    Nobody writes it: rights are read-only for all, every change goes through the actions below.
    It outlives its card: when the card is merged it follows, when the card is deleted the name stays.
    """

    _name = "conveyor.handover"
    _description = "Handover"
    _order = "offered_at desc, id desc"
    _rec_name = "name"

    name = fields.Char(string="Card", required=True, size=NAME_LENGTH)
    kind = fields.Selection(
        selection=[("lead", "Card"), ("client", "Client")], required=True, default="lead"
    )
    state = fields.Selection(
        selection=HANDOVER_STATES, required=True, default="offered", index=True
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", index="btree_not_null", ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Client", index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    # The people stay named for ever: an account with history is archived, never deleted.
    from_user_id = fields.Many2one(
        "res.users", string="From", required=True, index=True, ondelete="restrict"
    )
    to_user_id = fields.Many2one("res.users", string="To", required=True, ondelete="restrict")
    from_role = fields.Selection(selection=ROLES, string="From Section", required=True)
    to_role = fields.Selection(selection=ROLES, string="To Section", required=True)
    from_team_id = fields.Many2one("crm.team", index=True, ondelete="restrict")
    to_team_id = fields.Many2one("crm.team", index=True, ondelete="restrict")
    from_stage_id = fields.Many2one("crm.stage", ondelete="set null")
    to_stage_id = fields.Many2one("crm.stage", index=True, ondelete="set null")
    attempt = fields.Integer(
        default=1,
        aggregator=None,
        help="1 for the first offer of the card to this section, 2 when offered anew.",
    )
    note = fields.Text(help="What the sender tells the receiver.")
    offered_at = fields.Datetime(string="Offered", required=True, index=True)
    deadline_at = fields.Datetime(string="Decide By", required=True)
    accepted_at = fields.Datetime(string="Accepted")
    decided_at = fields.Datetime(string="Decided")
    decided_by_id = fields.Many2one("res.users", ondelete="restrict")
    contact_due_at = fields.Datetime(string="First Contact By")
    contacted_at = fields.Datetime(string="First Contact")
    reason_id = fields.Many2one(
        "conveyor.return.reason", string="Return Reason", ondelete="restrict"
    )
    return_note = fields.Text()
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_withdraw = fields.Boolean(compute="_compute_can_decide")

    _unique_waiting_lead = models.UniqueIndex(
        "(lead_id) WHERE state = 'offered' AND kind = 'lead'",
        "This card already waits for somebody.",
    )
    _unique_waiting_client = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'offered' AND kind = 'client'",
        "This client is already offered to a farmer.",
    )
    _waiting_idx = models.Index("(to_user_id, deadline_at) WHERE state = 'offered'")
    _accepted_idx = models.Index("(accepted_at) INCLUDE (company_id, from_team_id, from_role)")
    _history_idx = models.Index("(to_user_id, offered_at)")
    _check_note = models.Constraint(
        f"CHECK (length(note) <= {NOTE_LENGTH} AND length(return_note) <= {NOTE_LENGTH})",
        f"Please keep the note under {NOTE_LENGTH} characters.",
    )
    _check_persons = models.Constraint(
        "CHECK (from_user_id != to_user_id)", "Nobody can pass a card to himself."
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "deadline_at")
    def _compute_is_overdue(self):
        now = self.env.cr.now()
        for handover in self:
            handover.is_overdue = handover.state == "offered" and handover.deadline_at < now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "offered") & Domain("deadline_at", "<", self.env.cr.now())

    @api.depends_context("uid")
    @api.depends(
        "state", "to_user_id", "from_user_id", "to_team_id.user_id", "from_team_id.user_id"
    )
    def _compute_can_decide(self):
        for handover in self:
            waiting = handover.state == "offered"
            handover.can_decide = waiting and handover._is_party(
                handover.to_user_id, handover.to_team_id
            )
            handover.can_withdraw = waiting and handover._is_party(
                handover.from_user_id, handover.from_team_id
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        self.env["conveyor.fact"]._expect("conveyor.handover", handovers.ids, happened=True)
        return handovers

    def write(self, vals):
        if "state" in vals:
            self.env["conveyor.fact"]._expect("conveyor.handover", self.ids, happened=True)
        return super().write(vals)

    # === BUSINESS METHODS === #

    @api.model
    def _get_plain_name(self, name):
        """A name of a length to be read, without signs that are not seen or turn the line around."""
        seen = "".join(sign for sign in name if not category(sign).startswith("C"))
        return (seen or name)[:NAME_LENGTH]

    def _is_party(self, user, team):
        """Whether the present person is this one, the leader of the team, or the head of sales."""
        me = self.env.user
        # Who leads a team is no secret.
        return me in (user, team.sudo().user_id) or me.has_group("sales_team.group_sale_manager")

    def _check_party(self, user_field, team_field):
        """Refuse the decision of a person who has no say in it."""
        if self.env.su:
            return
        for handover in self:
            if not handover._is_party(handover[user_field], handover[team_field]):
                raise AccessError(
                    self.env._(
                        "Only %(person)s or the leader of the team can decide about “%(card)s”.",
                        person=handover[user_field].name,
                        card=handover.name,
                    )
                )

    @api.model
    def _refuse_if_waiting(self, domain):
        """Refuse to take away what waiting cards need, with the list of those cards."""
        # The list must be whole, also of cards that the person may not read.
        waiting = self.sudo().search(Domain("state", "=", "offered") & Domain(domain), limit=10)
        if waiting:
            lines = "\n".join(
                f"• {handover.name} → {handover.to_user_id.name}" for handover in waiting
            )
            raise HandoverError(
                self.env._(
                    "Cards wait here for a decision. Accept, return or withdraw them first:\n%s",
                    lines,
                )
            )
