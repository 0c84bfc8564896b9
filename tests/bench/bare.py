"""The least that PostgreSQL needs for the same facts: an owner, a ledger row and a note per card."""

from operations import Offer


class BareHandover(Offer):
    """Three set-based statements, no rights, no recomputation, no mail."""

    def prepare(self, env, team):
        """The cards and who gets them."""
        return super().prepare(env, team), self._sellers(env, team, "hunter")[-1]

    def run(self, prepared):
        """Write all in SQL."""
        cards, user = prepared
        values = {"user": user, "ids": cards._ids, "stage": cards.env.ref("crm.stage_lead2").id}
        cards.env.cr.execute(
            """
            UPDATE crm_lead SET user_id = %(user)s, stage_id = %(stage)s, write_date = now()
             WHERE id IN %(ids)s
            """,
            values,
        )
        cards.env.cr.execute(
            """
            INSERT INTO conveyor_handover (name, kind, state, lead_id, company_id, from_user_id,
                                           to_user_id, from_role, to_role, offered_at, deadline_at)
            SELECT name, 'lead', 'accepted', id, company_id, create_uid, user_id, 'scout',
                   'hunter', now(), now() FROM crm_lead WHERE id IN %(ids)s AND create_uid != user_id
            """,
            values,
        )
        cards.env.cr.execute(
            """
            INSERT INTO mail_message (model, res_id, message_type, body, date, create_date)
            SELECT 'crm.lead', id, 'notification', 'Accepted', now(), now()
              FROM crm_lead WHERE id IN %(ids)s
            """,
            values,
        )
