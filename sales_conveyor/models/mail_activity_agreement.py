from odoo import api, fields, models

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

    has_agreement = fields.Boolean(
        compute="_compute_has_agreement",
        export_string_translation=False,
        help="Agreed with a client on a card of the conveyor, and still to do.",
    )

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "active")
    def _compute_has_agreement(self):
        agreed = set(self._find_pending().mapped("activity_key"))
        for activity in self:
            activity.has_agreement = activity._origin.id in agreed

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
        if {"res_id", "res_model_id", "calendar_event_id"} & vals.keys():
            self._touch_agreements()
        return res

    def unlink(self):
        # What is done or archived has made of its agreement what it is. Whoever deletes one need not read all of it.
        self.sudo().filtered("active")._touch_agreements()
        return super().unlink()

    # === ACTION METHODS === #

    def action_cancel_agreement(self):
        """Ask why what was agreed is cancelled.

        :return: the action that asks, or False where nothing was agreed: Odoo cancels it as ever
        """
        pending = self._find_pending()
        return pending.action_open_cancel() if pending else False

    # === BUSINESS METHODS === #

    def _find_pending(self):
        """The agreements behind these activities, as far as the present person may look at them."""
        agreements = self.env["conveyor.agreement"]
        if not self.ids or not agreements.has_access("read"):
            return agreements  # nobody of the sales department
        return agreements.search(
            [
                ("activity_key", "in", self.ids),
                ("is_pending", "=", True),
                ("team_id", "in", list(self.env["crm.team"]._get_conveyor_team_ids())),
            ]
        )

    def _find_agreed(self):
        # Whoever may touch an activity need not read all of it.
        return self.sudo().filtered(lambda activity: activity.res_model == "crm.lead")

    def _touch_agreements(self):
        agreed = self._find_agreed()
        self.env["conveyor.agreement"]._touch("activities", agreed.ids)
        self.env["conveyor.agreement"]._touch("events", agreed.calendar_event_id.ids)

    def _action_done(self, feedback=False, attachment_ids=None):
        """Done is done, and contact with the client; an activity that is merely archived is not."""
        agreed = self._find_agreed()
        contacts = dict.fromkeys(agreed.mapped("res_id"), self.env.cr.now())
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        self.env["conveyor.agreement"]._touch("done", agreed.ids)
        self.env["conveyor.agreement"]._touch_contacts(contacts)
        return res
