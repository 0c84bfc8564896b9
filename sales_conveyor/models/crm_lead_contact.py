from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

# Columns of a card that agreements alone write.
CONTACT_FIELDS = frozenset(
    {
        "next_contact_on",
        "next_contact_user_id",
        "next_contact_moves",
        "last_contact_at",
        "has_agreements",
    }
)
LONGEST = 36500
CONTACT_STATES = [
    ("none", "Nothing planned"),
    ("overdue", "Overdue"),
    ("moved", "Moved twice"),
    ("today", "Today"),
    ("planned", "Planned"),
]


class CrmLead(models.Model):
    """When the client was reached last, when he will be next, and by whom: kept from agreements."""

    _inherit = "crm.lead"

    next_contact_on = fields.Date(string="Next Contact", readonly=True, copy=False)
    next_contact_user_id = fields.Many2one(
        "res.users",
        string="Next Contact By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    next_contact_moves = fields.Integer(
        string="Next Contact Moved", readonly=True, copy=False, aggregator=None
    )
    last_contact_at = fields.Datetime(
        string="Last Contact",
        readonly=True,
        copy=False,
        help="A task done, a meeting held, a message to or from the client, a call.",
    )
    has_agreements = fields.Boolean(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Something agreed on it is open or broken, or ended with the deal: it follows the card.",
    )
    silent_days = fields.Integer(
        compute="_compute_silent_days",
        search="_search_silent_days",
        help="Days since the last contact; where there was none, since the card was made.",
    )
    contact_state = fields.Selection(
        CONTACT_STATES,
        string="State of Contact",
        compute="_compute_contact_state",
        search="_search_contact_state",
    )
    agreement_ids = fields.One2many("conveyor.agreement", "lead_id", string="Agreements")

    _contact_idx = models.Index(
        "(next_contact_on, id) INCLUDE (team_id, user_id) WHERE won_status = 'pending' AND active IS TRUE"
    )
    _contact_person_idx = models.Index(
        "(user_id, next_contact_on, id) WHERE won_status = 'pending' AND active IS TRUE"
    )

    # === COMPUTE METHODS === #

    @api.depends("last_contact_at", "create_date")
    def _compute_silent_days(self):
        company = self.env.company
        today = company._get_business_day()
        for lead in self:
            last = lead.last_contact_at or lead.create_date
            lead.silent_days = (today - company._get_business_day(last)).days if last else 0

    def _search_silent_days(self, operator, value):
        """Silent for so many days: reached last, or made, before the day that far back was over."""
        if operator not in (">", ">=", "<", "<="):
            return NotImplemented
        days = min(max(int(value), 0), LONGEST) - (operator in (">=", "<"))
        day = self.env.company._get_business_day() - timedelta(days=days)
        # More than n days: before the day n days ago began.
        border = self.env.company._get_end_of_day(day - timedelta(days=1))
        sign = "<" if operator in (">", ">=") else ">="
        reached = Domain("last_contact_at", sign, border)
        born = Domain("last_contact_at", "=", False) & Domain("create_date", sign, border)
        return reached | born

    @api.depends("next_contact_on", "next_contact_moves", "won_status", "active")
    def _compute_contact_state(self):
        today = self.env.company._get_business_day()
        for lead in self:
            lead.contact_state = lead._get_contact_state(today)

    def _get_contact_state(self, today):
        if self.won_status != "pending" or not self.active:
            return False
        if not self.next_contact_on:
            return "none"
        if self.next_contact_on < today:
            return "overdue"
        if self.next_contact_moves > 1:
            return "moved"
        return "today" if self.next_contact_on == today else "planned"

    def _search_contact_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._get_business_day()
        due, steady = "next_contact_on", Domain("next_contact_moves", "<", 2)
        domains = {
            "none": Domain(due, "=", False),
            "overdue": Domain(due, "<", today),
            "moved": Domain(due, ">=", today) & Domain("next_contact_moves", ">", 1),
            "today": Domain(due, "=", today) & steady,
            "planned": Domain(due, ">", today) & steady,
        }
        pending = Domain("won_status", "=", "pending") & Domain("active", "=", True)
        found = pending & Domain.OR(domains[state] for state in value if state in domains)
        return found | ~pending if False in value else found

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """No default, of a context or of a person, says that a client was reached."""
        return super().default_get([name for name in fields if name not in CONTACT_FIELDS])

    @api.model
    def _check_relay_fields(self, vals):
        """Only agreements write the contacts of a card, whoever asks."""
        if forbidden := CONTACT_FIELDS & vals.keys():
            labels = ", ".join(
                sorted(self._fields[name]._description_string(self.env) for name in forbidden)
            )
            raise AccessError(
                self.env._("Agreements keep these fields: %s. Plan an activity instead.", labels)
            )
        return super()._check_relay_fields(vals)

    # === ACTION METHODS === #

    def action_open_agreements(self):
        """Open what was agreed on this card."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_agreement_action"
        )
        return {**action, "domain": [("lead_id", "in", self.ids)], "context": {}}

    def action_cancel_agreements(self):
        """Cancel what is still to do on this card, with a reason."""
        domain = [("lead_id", "in", self.ids), ("is_pending", "=", True)]
        return self.env["conveyor.agreement"].search(domain).action_open_cancel()

    # === BUSINESS METHODS === #

    @api.model
    def _invalidate_contacts(self):
        names = [*CONTACT_FIELDS, "silent_days", "contact_state", "last_agreement"]
        self.invalidate_model([*names, "last_agreement_state"], flush=False)

    # === GROUPING === #

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        """By what calls for somebody: worked out by the day of today."""
        if groupby_spec != "contact_state":
            return super()._read_group_groupby(alias, groupby_spec, query)
        column = {
            name: self._field_to_sql(alias, name, query)
            for name in ("next_contact_on", "next_contact_moves", "won_status", "active")
        }
        return SQL(
            """
            CASE WHEN NOT (%(won_status)s = 'pending' AND %(active)s) THEN NULL
                 WHEN %(next_contact_on)s IS NULL THEN 'none' WHEN %(next_contact_on)s < %(today)s THEN 'overdue'
                 WHEN %(next_contact_moves)s > 1 THEN 'moved'
                 WHEN %(next_contact_on)s = %(today)s THEN 'today' ELSE 'planned' END
            """,
            today=self.env.company._get_business_day(),
            **column,
        )
