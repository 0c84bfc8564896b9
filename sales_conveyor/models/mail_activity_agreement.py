from odoo import api, models

# What an agreement takes from its activity.
AGREED = frozenset(
    {
        "date_deadline",
        "active",
        "user_id",
        "res_id",
        "res_model_id",
        "calendar_event_id",
        "summary",
    }
)


class MailActivity(models.Model):
    """An activity on a card is an agreement with its client."""

    _inherit = "mail.activity"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._touch_agreements()
        return activities

    def write(self, vals):
        if AGREED & vals.keys():
            self._touch_agreements()
        res = super().write(vals)
        if {"res_id", "res_model_id"} & vals.keys():
            self._touch_agreements()
        return res

    def unlink(self):
        # What is done or archived has made of its agreement what it is. Whoever deletes one need not read all of it.
        self.sudo().filtered("active")._touch_agreements()
        return super().unlink()

    # === BUSINESS METHODS === #

    def _find_agreed(self):
        # Whoever may touch an activity need not read all of it.
        return self.sudo().filtered(lambda activity: activity.res_model == "crm.lead")

    def _touch_agreements(self):
        self.env["conveyor.agreement"]._touch("activities", self._find_agreed().ids)

    def _action_done(self, feedback=False, attachment_ids=None):
        """Done is done, and contact with the client; an activity that is merely archived is not."""
        agreed = self._find_agreed()
        contacts = dict.fromkeys(agreed.mapped("res_id"), self.env.cr.now())
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        self.env["conveyor.agreement"]._touch("done", agreed.ids)
        self.env["conveyor.agreement"]._touch_contacts(contacts)
        return res
