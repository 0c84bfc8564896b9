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
    """Agreements follow their cards: closed deals have none left to keep, merged cards join theirs.

    A card on which nothing was agreed asks nothing for it: whether there is something, it knows itself.
    """

    _inherit = "crm.lead"

    # === CRUD METHODS === #

    def write(self, vals):
        if AGREED & vals.keys():
            agreed = self.filtered("has_agreements")
            self.env["conveyor.agreement"]._touch("cards", agreed.ids)
        return super().write(vals)

    def unlink(self):
        """The agreements of a deleted card are known only before it is gone."""
        agreements = self.env["conveyor.agreement"]
        if agreed := self.filtered("has_agreements"):
            rows = self.env.execute_query(
                SQL(
                    "SELECT a.id FROM conveyor_agreement a WHERE a.lead_id IN %s AND %s",
                    agreed._ids,
                    agreements._get_following_sql(),
                )
            )
            agreements._touch("rows", [row for (row,) in rows])
        return super().unlink()

    # === BUSINESS METHODS === #

    def _take_history(self, opportunities):
        """Agreements join those of the card that stays."""
        is_agreed = any(opportunities.mapped("has_agreements"))
        res = super()._take_history(opportunities)
        names = ("last_contact_at", "silent_days", "last_agreement", "last_agreement_state")
        self.invalidate_recordset(names, flush=False)
        if is_agreed:
            self.env["conveyor.agreement"]._touch("cards", self.ids)
        return res

    def _get_history_sql(self, opportunities):
        reached = SQL(
            """
            UPDATE crm_lead h SET last_contact_at = o.at
              FROM (SELECT max(last_contact_at) AS at FROM crm_lead WHERE id IN %(merged)s) o
             WHERE h.id = %(head)s AND o.at > COALESCE(h.last_contact_at, '-infinity')
            """,
            head=self.id,
            merged=opportunities._ids,
        )
        return [*super()._get_history_sql(opportunities), reached]

    # === MESSAGE METHODS === #

    def _message_post_after_hook(self, message, msg_vals):
        # A note among colleagues is no contact with the client.
        reached = message.message_type in ("comment", "email", "email_outgoing")
        if reached and not message.subtype_id.internal:
            contacts = dict.fromkeys(self.ids, self.env.cr.now())
            self.env["conveyor.agreement"]._touch_contacts(contacts)
        return super()._message_post_after_hook(message, msg_vals)
