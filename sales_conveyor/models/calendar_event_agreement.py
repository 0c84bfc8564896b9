from odoo import api, models

# What an agreement takes from its meeting.
AGREED = frozenset({"start", "start_date", "allday", "active", "user_id", "opportunity_id", "name"})
# Also of meetings that are known by their activity alone.
ALWAYS = frozenset({"held_state", "active", "opportunity_id"})


class CalendarEvent(models.Model):
    """A meeting about a card is an agreement with its client."""

    _inherit = "calendar.event"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._touch_agreements()
        return events

    def write(self, vals):
        before = set(vals)  # Odoo itself takes values out while it writes
        if ALWAYS & before:
            self.env["conveyor.agreement"]._touch("events", self.ids)
        elif AGREED & before:
            self._touch_agreements()
        res = super().write(vals)
        if vals.get("held_state") == "held":
            self._touch_contacts()
        return res

    def unlink(self):
        self.env["conveyor.agreement"]._touch("events", self.ids)
        return super().unlink()

    # === BUSINESS METHODS === #

    def _touch_agreements(self):
        # Whoever may touch a meeting need not read all of it.
        about = self.sudo().filtered(
            lambda event: event.opportunity_id or event.res_model == "crm.lead"
        )
        self.env["conveyor.agreement"]._touch("events", about.ids)

    def _touch_contacts(self):
        """The client was reached when the meeting began."""
        # Who marks a meeting need not read its card.
        contacts = {
            event.opportunity_id.id: min(event.start, self.env.cr.now())
            for event in self.sudo()
            if event.opportunity_id
        }
        self.env["conveyor.agreement"]._touch_contacts(contacts)
