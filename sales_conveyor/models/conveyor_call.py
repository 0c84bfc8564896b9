from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime

from ..const import NAME_LENGTH, NOTE_LENGTH, RelayKey

# A context value that lets a call be booked, cancelled, or its recording be touched: only its own deeds do.
CALL = RelayKey("call")

LONGEST_CALL = 24 * 60 * 60
PHONE_LENGTH = 64
LINK_LENGTH = 2000

OUTCOMES = [
    ("talked", "Talked"),
    ("no_answer", "No Answer"),
    ("busy", "Busy"),
    ("wrong_number", "Wrong Number"),
    ("refused", "Refused"),
    ("call_back", "Call Back"),
]


class ConveyorCall(models.Model):
    """A phone call with a client: logged by hand in two clicks, or told by telephony.

    A call is evidence. It is logged through ``log_call`` alone, corrected by its caller until its day is over,
    never deleted; a mistake is cancelled with a reason, and the ledger takes it back.
    """

    _name = "conveyor.call"
    _description = "Call"
    _order = "started_at desc, id desc"
    _rec_name = "phone"

    user_id = fields.Many2one(
        "res.users", string="Caller", required=True, readonly=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    direction = fields.Selection(
        [("outgoing", "Outgoing"), ("incoming", "Incoming")], required=True, readonly=True
    )
    started_at = fields.Datetime(string="Began", required=True, readonly=True)
    called_on = fields.Date(
        string="Day",
        required=True,
        readonly=True,
        help="The business day in the company's time zone.",
    )
    talk_seconds = fields.Integer(string="Talk Time, Seconds", required=True)
    talk_minutes = fields.Float(
        string="Talk Time", compute="_compute_talk_minutes", aggregator=None, digits=(16, 2)
    )
    outcome = fields.Selection(OUTCOMES, required=True)
    is_conversation = fields.Boolean(
        string="Conversation",
        readonly=True,
        help="The client was reached: talked, or for as long as the settings say.",
    )
    phone = fields.Char(readonly=True, size=PHONE_LENGTH)
    lead_id = fields.Many2one(
        "crm.lead", string="Card", index="btree_not_null", ondelete="set null"
    )
    lead_name = fields.Char(string="Name of the Card", readonly=True, size=NAME_LENGTH)
    partner_id = fields.Many2one(
        "res.partner", string="Client", index="btree_not_null", ondelete="set null"
    )
    partner_name = fields.Char(string="Name of the Client", readonly=True, size=NAME_LENGTH)
    activity_id = fields.Many2one(
        "mail.activity",
        string="Planned Call",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The activity that this call has done: both are one call.",
    )
    note = fields.Text()
    source = fields.Selection(
        [("hand", "By Hand"), ("telephony", "Telephony")],
        string="Logged",
        required=True,
        readonly=True,
    )
    external_id = fields.Char(
        string="Id in Telephony", readonly=True, size=NAME_LENGTH, help="Unique in the company."
    )
    is_suspicious = fields.Boolean(
        string="In a Burst",
        readonly=True,
        help="One of more than twenty that one person logged by hand within a minute.",
    )
    logged_by_id = fields.Many2one("res.users", readonly=True, required=True, ondelete="restrict")
    logged_at = fields.Datetime(readonly=True, required=True)
    cancelled_at = fields.Datetime(string="Cancelled", readonly=True)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    cancel_reason = fields.Char(string="Why Cancelled", readonly=True, size=NOTE_LENGTH)
    can_correct = fields.Boolean(compute="_compute_can_correct")
    can_cancel = fields.Boolean(compute="_compute_can_correct")

    _unique_external = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "Telephony has told of this call already.",
    )
    _person_idx = models.Index("(user_id, called_on)")
    _day_idx = models.Index("(company_id, called_on)")
    _check_talk = models.Constraint(
        f"CHECK (talk_seconds BETWEEN 0 AND {LONGEST_CALL})",
        "The talk time of a call is between nothing and a day.",
    )
    _check_texts = models.Constraint(
        f"CHECK (length(note) <= {NOTE_LENGTH})",
        "Please keep the note under 2,000 characters.",
    )

    # What its caller may correct until the day is over; of a call told by telephony no talk time.
    _CORRECTED = frozenset({"outcome", "talk_seconds", "lead_id", "partner_id", "note"})

    # === COMPUTE METHODS === #

    @api.depends("talk_seconds")
    def _compute_talk_minutes(self):
        for call in self:
            call.talk_minutes = call.talk_seconds / 60

    @api.depends("user_id", "called_on", "cancelled_at")
    @api.depends_context("uid")
    def _compute_can_correct(self):
        for call in self:
            is_own = call.user_id == self.env.user and not call.cancelled_at
            call.can_correct = is_own and call._is_of_today()
            call.can_cancel = bool(
                call.can_correct or (not call.cancelled_at and call._is_watched_by_me())
            )

    @api.depends("partner_name", "lead_name", "phone", "started_at")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for call in self:
            whom = call.partner_name or call.lead_name or call.phone or self.env._("Call")
            call.display_name = f"{whom}, {call._get_clock()}"

    # === CONSTRAINT METHODS === #

    @api.constrains("talk_seconds", "note")
    def _check_limits_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        for call in self:
            if not 0 <= call.talk_seconds <= LONGEST_CALL:
                raise UserError(self.env._("The talk time of a call is between nothing and a day."))
            if len(call.note or "") > NOTE_LENGTH:
                raise UserError(
                    self.env._("Please keep the note under %s characters.", NOTE_LENGTH)
                )

    # === CRUD METHODS === #

    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(
            self.env._("A call is logged with its button on the card, or by telephony.")
        )

    def write(self, vals):
        if self.env.context.get("conveyor_call") is CALL:
            return super().write(vals)
        self._check_correction(vals)
        res = super().write(self._complete_correction(vals))
        self._recount()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A call is never deleted: cancel it with a reason."))

    # === BUSINESS METHODS === #

    def _is_of_today(self):
        self.ensure_one()
        company = self.company_id.sudo()  # the clock of a company is no secret
        return self.called_on == company._get_business_day()

    def _is_watched_by_me(self):
        """Whether the present person answers for this caller: his leader or the head of sales, not himself."""
        self.ensure_one()
        if self.user_id == self.env.user:
            return False
        # Who leads is no secret.
        leader = self.team_id.sudo().user_id
        return leader == self.env.user or self.env.user.has_group("sales_team.group_sale_manager")

    def _get_clock(self):
        """When it began, by the clock of its company."""
        zone = self.company_id.sudo().conveyor_tz or "UTC"  # the clock of a company is no secret
        if not self.started_at:
            return ""
        return format_datetime(self.env, self.started_at, tz=zone, dt_format="d MMM y, HH:mm")
