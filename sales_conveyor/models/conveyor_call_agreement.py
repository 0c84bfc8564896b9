from odoo import api, models


class ConveyorCall(models.Model):
    """A conversation is contact with the client of its card, at the instant it began."""

    _inherit = "conveyor.call"

    # === BUSINESS METHODS === #

    @api.model
    def _follow(self, calls, rows):
        res = super()._follow(calls, rows)
        # One's own calls may be of cards passed on.
        talks = calls.sudo().filtered(lambda call: call.is_conversation and call.lead_id)
        for talk in talks:
            self.env["conveyor.agreement"]._touch_contacts({talk.lead_id.id: talk.started_at})
        return res
