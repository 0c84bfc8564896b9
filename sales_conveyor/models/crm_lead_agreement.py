from odoo import models
from odoo.tools import SQL

# A write without any of these neither closes a card nor changes whose agreements its are.
AGREED = frozenset(
    {
        "stage_id",
        "probability",
        "active",
        "won_status",
        "partner_id",
        "user_id",
        "team_id",
    }
)


class CrmLead(models.Model):
    """Agreements follow their cards: closed deals have none left to keep, merged cards join theirs."""

    _inherit = "crm.lead"

    # === CRUD METHODS === #

    def write(self, vals):
        if AGREED & vals.keys():
            self.env["conveyor.agreement"]._touch("cards", self.ids)
        return super().write(vals)

    def unlink(self):
        """The agreements of a deleted card are known only before it is gone."""
        agreements = self.env["conveyor.agreement"]
        if self.ids:
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM conveyor_agreement WHERE lead_id IN %s AND state IN ('open', 'broken')",
                    self._ids,
                )
            )
            agreements._touch("rows", [row for (row,) in rows])
        return super().unlink()

    # === BUSINESS METHODS === #

    def _merge_dependences(self, opportunities):
        res = super()._merge_dependences(opportunities)
        self.env["conveyor.agreement"]._follow_merged(opportunities, self)
        return res

    # === MESSAGE METHODS === #

    def _message_post_after_hook(self, message, msg_vals):
        # A note among colleagues is no contact with the client.
        reached = message.message_type in ("comment", "email", "email_outgoing")
        if reached and not message.subtype_id.internal:
            contacts = dict.fromkeys(self.ids, self.env.cr.now())
            self.env["conveyor.agreement"]._touch_contacts(contacts)
        return super()._message_post_after_hook(message, msg_vals)
