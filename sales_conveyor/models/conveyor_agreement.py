from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

KINDS = [("activity", "Activity"), ("meeting", "Meeting")]
STATES = [
    ("open", "Agreed"),
    ("kept", "Kept"),
    ("late", "Late"),
    ("broken", "Broken"),
    ("cancelled", "Cancelled"),
]
CAUSES = [
    ("told", "With a reason"),
    ("deleted", "Deleted without a reason"),
    ("archived", "Archived, not done"),
    ("closed", "Deal closed"),
    ("card", "Card deleted"),
]


class ConveyorAgreement(models.Model):
    """What was agreed with a client on a card: one row per ordinary activity or meeting, nothing typed twice.

    Odoo overwrites the day when an activity is moved and deletes the activity when it is cancelled; here the
    day that was promised, each move and the end of it stay. Done by the end of the due day of the company it is
    kept; still open then it is broken, and late once it is done. Only the server writes here.
    """

    _name = "conveyor.agreement"
    _description = "Agreement"
    _inherit = ["conveyor.ledger.mixin"]
    _order = "due_on desc, id desc"
    _log_access = False
    _ADDED = ()

    name = fields.Char(string="What Was Agreed", readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    # about whom
    lead_id = fields.Many2one(
        "crm.lead", string="Card", readonly=True, index="btree_not_null", ondelete="set null"
    )
    lead_name = fields.Char(string="Name of the Card", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Client", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Whose word it is; once it is kept or broken nobody else takes it over.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    # from where: the numbers stay when what they mean is gone
    activity_id = fields.Many2one(
        "mail.activity", compute="_compute_documents", search="_search_activity_id"
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        compute="_compute_documents",
        search="_search_event_id",
    )
    activity_key = fields.Integer(string="Number of the Activity", readonly=True, aggregator=None)
    event_key = fields.Integer(string="Number of the Meeting", readonly=True, aggregator=None)
    # when
    agreed_at = fields.Datetime(string="Agreed", required=True, readonly=True)
    promised_on = fields.Date(
        string="Promised For", required=True, readonly=True, help="The day first agreed."
    )
    due_on = fields.Date(string="Due", required=True, readonly=True, help="The day as it is now.")
    decide_on = fields.Date(
        string="Decided After",
        required=True,
        readonly=True,
        help="The business day at whose end it is kept or broken; it was never set for a day already over.",
    )
    move_ids = fields.One2many("conveyor.agreement.move", "agreement_id", string="Moves")
    move_count = fields.Integer(string="Times Moved", readonly=True)
    is_flagged = fields.Boolean(
        string="Flagged",
        readonly=True,
        help="Moved twice, moved after its day was over, or deleted without a reason.",
    )
    # what became of it
    state = fields.Selection(STATES, required=True, readonly=True)
    is_pending = fields.Boolean(
        string="Still to Do",
        readonly=True,
        help="Open, or broken and not yet done; nothing of a closed deal is.",
    )
    decided_at = fields.Datetime(string="Decided", readonly=True)
    decided_on = fields.Date(
        string="Day of Decision",
        readonly=True,
        help="The business day in the company's time zone; a broken one is decided on its due day.",
    )
    cancel_cause = fields.Selection(CAUSES, string="Why Cancelled", readonly=True)
    reason = fields.Text(readonly=True)
    days_late = fields.Integer(compute="_compute_days_late", aggregator="avg")

    _unique_activity = models.UniqueIndex("(activity_key)")
    _unique_event = models.UniqueIndex("(event_key)")
    _pending_idx = models.Index("(lead_id, due_on) WHERE is_pending")
    _open_idx = models.Index("(company_id, decide_on) WHERE state = 'open'")
    _decided_idx = models.Index("(company_id, decided_on, user_id)")
    _person_idx = models.Index("(user_id, due_on)")

    # === COMPUTE METHODS === #

    @api.depends("activity_key", "event_key")
    def _compute_documents(self):
        """The activity and the meeting, as long as they are there.

        Odoo deletes both at once: what points to them in the table itself would have PostgreSQL stop it.
        """
        for name, key in (("activity_id", "activity_key"), ("event_id", "event_key")):
            # Whether a document still exists is no secret.
            documents = self.env[self._fields[name].comodel_name].sudo()
            known = set(documents.browse(filter(None, self.mapped(key))).exists().ids)
            for row in self:
                row[name] = row[key] if row[key] in known else False

    def _search_activity_id(self, operator, value):
        return Domain("activity_key", "in", value) if operator == "in" else NotImplemented

    def _search_event_id(self, operator, value):
        return Domain("event_key", "in", value) if operator == "in" else NotImplemented

    @api.depends("state", "decide_on", "decided_on")
    def _compute_days_late(self):
        """How long after the day it was due it was done; of what is still broken, how long it waits."""
        companies = self.company_id.sudo()  # the clock of a company is no secret
        todays = {company: company._get_business_day() for company in companies}
        for row in self:
            end = {"late": row.decided_on, "broken": todays.get(row.company_id)}.get(row.state)
            row.days_late = (end - row.decide_on).days if end else 0

    # === CRUD METHODS === #

    def _refuse(self):
        raise UserError(
            self.env._(
                "Agreements are kept from activities and meetings: plan, move or finish those instead."
            )
        )

    # === ACTION METHODS === #

    def action_open_cancel(self):
        """Ask why these agreements are cancelled."""
        pending = self.filtered("is_pending")
        if not pending:
            raise UserError(self.env._("Nothing of this is still to do."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_agreement_cancel_action"
        )
        return {**action, "context": {"default_agreement_ids": pending.ids}}

    def action_open_card(self):
        """Open the card it was agreed on."""
        self.ensure_one()
        if not self.lead_id:
            raise UserError(self.env._("The card “%s” no longer exists.", self.lead_name or ""))
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _cancel(self, reason):
        """Cancel what is still to do, as the present person: Odoo refuses who may not touch it.

        :param str reason: in the person's own words
        """
        told = self._get_touched()["reasons"]
        told.update(dict.fromkeys(self.ids, reason))
        self._touch("rows", self.ids)
        # The documents are looked up beyond rights, and cancelled with those of the person.
        own = self.sudo()
        activities = self.env["mail.activity"].browse(own.activity_id.ids)
        activities.filtered("active").unlink()
        self.env["calendar.event"].browse(own.event_id.ids).write({"active": False})

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Days late are averaged over what was or is late."""
        if aggregate_spec != "days_late:avg":
            return super()._read_group_select(aggregate_spec, query)
        state = self._field_to_sql(self._table, "state", query)
        return SQL(
            "AVG(CASE WHEN %(state)s = 'late' THEN %(decided)s ELSE %(today)s END - %(due)s)"
            " FILTER (WHERE %(state)s IN ('late', 'broken'))::float8",
            state=state,
            decided=self._field_to_sql(self._table, "decided_on", query),
            due=self._field_to_sql(self._table, "decide_on", query),
            today=self.env.company._get_business_day(),
        )
