from odoo import api, models
from odoo.tools import SQL


class ConveyorAgreement(models.Model):
    """What a card shows of its agreements, written by the statement that keeps them."""

    _inherit = "conveyor.agreement"

    # === SQL === #

    @api.model
    def _get_further_sql(self, touched):
        """The next and the last contact of the cards concerned.

        ``concerned`` are the cards, with the instant at which their client was reached; ``following`` what is
        agreed on them as it will stand: as planned, or as it is; ``upcoming`` the next contact of each, and where
        it is not to be done any more at least that there is something.
        """
        return [
            *super()._get_further_sql(touched),
            SQL("concerned AS (%s)", self._get_concerned_sql()),
            SQL("following AS (%s)", self._get_standing_sql()),
            SQL("upcoming AS (%s)", self._get_upcoming_sql()),
            SQL("carded AS (%s)", self._get_card_sql()),
        ]

    @api.model
    def _get_concerned_sql(self):
        return SQL(
            """
            SELECT x.id, max(x.at) AS at
              FROM (SELECT lead_id, NULL::timestamp FROM plan UNION ALL SELECT old_lead_id, NULL FROM plan
                     UNION ALL SELECT id, at FROM contacts) x (id, at)
             WHERE x.id IS NOT NULL GROUP BY x.id
            """
        )

    @api.model
    def _get_standing_sql(self):
        columns = SQL(
            "a.id, a.lead_id, a.due_on, a.move_count, a.is_pending, a.activity_key, a.event_key, a.user_id"
        )
        return SQL(
            """
            SELECT %(columns)s FROM conveyor_agreement a
             WHERE a.lead_id IN (SELECT id FROM concerned) AND %(following)s
               AND NOT EXISTS (SELECT FROM plan p WHERE p.id = a.id)
             UNION ALL
            SELECT %(columns)s FROM plan a
             WHERE a.lead_id IS NOT NULL AND %(following)s AND (a.id IS NOT NULL OR a.state = 'open')
            """,
            columns=columns,
            following=self._get_following_sql(),
        )

    @api.model
    def _get_upcoming_sql(self):
        return SQL(
            """
            SELECT f.lead_id, CASE WHEN f.is_pending THEN f.due_on END AS due_on,
                   CASE WHEN f.is_pending THEN COALESCE(
                        (SELECT m.user_id FROM mail_activity m WHERE m.id = f.activity_key),
                        (SELECT e.user_id FROM calendar_event e WHERE e.id = f.event_key), f.user_id) END AS user_id,
                   CASE WHEN f.is_pending THEN f.move_count END AS move_count
              FROM (SELECT DISTINCT ON (lead_id) * FROM following ORDER BY lead_id, is_pending DESC, due_on, id) f
            """
        )

    @api.model
    def _get_card_sql(self):
        return SQL(
            """
            UPDATE crm_lead l
               SET next_contact_on = u.due_on, next_contact_user_id = u.user_id,
                   next_contact_moves = COALESCE(u.move_count, 0), has_agreements = u.lead_id IS NOT NULL,
                   last_contact_at = GREATEST(l.last_contact_at, c.at)
              FROM concerned c LEFT JOIN upcoming u ON u.lead_id = c.id
             WHERE l.id = c.id
               AND (l.next_contact_on, l.next_contact_user_id, COALESCE(l.next_contact_moves, 0),
                    COALESCE(l.has_agreements, FALSE), l.last_contact_at)
                   IS DISTINCT FROM
                   (u.due_on, u.user_id, COALESCE(u.move_count, 0), u.lead_id IS NOT NULL,
                    GREATEST(l.last_contact_at, c.at))
            """
        )
