from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import RELAY

HELD_FIELDS = {"held_state", "held_by_id"}


class CalendarEvent(models.Model):
    """A meeting that took place is a fact; Odoo itself does not know whether it did."""

    _inherit = "calendar.event"

    held_state = fields.Selection(
        [("held", "Held"), ("missed", "Did Not Take Place")],
        string="Took Place",
        copy=False,
        readonly=True,
        tracking=True,
        help="Marked by whoever took part; the meeting counts on the day it began.",
    )
    held_by_id = fields.Many2one(
        "res.users", string="Marked By", copy=False, readonly=True, ondelete="restrict"
    )
    can_mark_held = fields.Boolean(compute="_compute_can_mark_held")

    # === COMPUTE METHODS === #

    @api.depends("start", "partner_ids", "user_id", "opportunity_id")
    @api.depends_context("uid")
    def _compute_can_mark_held(self):
        now = self.env.cr.now()
        for event in self:
            event.can_mark_held = bool(
                event.start
                and event.start <= now
                and event._has_client()
                and event._is_participant()
            )

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """No default, of a context or of a person, says that a meeting took place."""
        return super().default_get([name for name in fields if name not in HELD_FIELDS])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_held_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("conveyor_relay") is not RELAY:
            self._check_held_fields(vals)
        return super().write(vals)

    # === ACTION METHODS === #

    def action_mark_held(self):
        """The meeting took place; it counts for whoever marks it."""
        self._mark("held")

    def action_mark_missed(self):
        """The meeting did not take place; if it had counted, it is taken back."""
        self._mark("missed")

    # === BUSINESS METHODS === #

    @api.model
    def _check_held_fields(self, vals):
        """Whether a meeting took place is told by its two buttons only, so that it is known who says so."""
        if HELD_FIELDS & vals.keys():
            raise UserError(
                self.env._("Mark the meeting with its buttons: held, or did not take place.")
            )

    def _has_client(self):
        self.ensure_one()
        # Whether a guest is a client is no secret to who invited him.
        return bool(self.opportunity_id or any(self.sudo().partner_ids.mapped("partner_share")))

    def _is_participant(self):
        return self.env.user == self.user_id or self.env.user.partner_id in self.partner_ids

    def _mark(self, state):
        self.check_access("write")
        for event in self:
            if event.start > self.env.cr.now():
                raise UserError(self.env._("“%s” has not begun yet.", event.name))
            if not event._has_client():
                raise UserError(
                    self.env._(
                        "“%s” is a meeting without a client: it has no opportunity and no guest.",
                        event.name,
                    )
                )
            if not event._is_participant():
                raise UserError(self.env._("Only who took part in “%s” can tell.", event.name))
        marked = self.filtered(lambda event: event.held_state != state)
        for event in marked:
            # Who said first that it was held keeps the meeting, also when it is taken back.
            held_by = event.held_by_id.id or (state == "held" and self.env.uid)
            marks = event.with_context(conveyor_relay=RELAY)
            marks.write({"held_state": state, "held_by_id": held_by})
        self.env["conveyor.fact"]._expect("calendar.event", marked.ids, happened=True)
