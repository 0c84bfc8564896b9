from odoo import api, models

from .conveyor_agreement_sync import TOLD


class ConveyorAgreement(models.Model):
    """The beginning: what was planned before agreements were kept is taken over once."""

    _inherit = "conveyor.agreement"

    # === INSTALLATION === #

    @api.private
    def init(self):
        """Look for what is planned already, as soon as all tables are there."""
        res = super().init()
        self.pool.post_init(self._begin)
        return res

    @api.model
    def _begin(self):
        """Take over what is planned, unless agreements are kept already."""
        self.env.cr.execute("SELECT EXISTS (SELECT FROM conveyor_agreement)")
        if not self.env.cr.fetchone()[0]:
            self._take_over()

    @api.model
    def _take_over(self):
        """The open activities and meetings ahead of all open cards, and when their clients were last reached.

        What is overdue has until the end of this day.
        """
        touched = {name: {} for name in TOLD}
        self.env.cr.execute(
            """
            SELECT d.kind, d.id FROM mail_activity m
              JOIN crm_lead l ON l.id = m.res_id AND l.active AND l.won_status = 'pending'
             CROSS JOIN LATERAL (VALUES ('activities', m.id), ('events', m.calendar_event_id)) d (kind, id)
             WHERE m.res_model = 'crm.lead' AND m.active AND d.id IS NOT NULL
             UNION ALL
            SELECT 'events', e.id FROM calendar_event e
              JOIN crm_lead l ON l.id = e.opportunity_id AND l.active AND l.won_status = 'pending'
             WHERE e.active AND e.held_state IS NULL AND e.start > now() AT TIME ZONE 'UTC'
            """
        )
        for scope, id_ in self.env.cr.fetchall():
            touched[scope][id_] = self.env.uid
        touched["contacts"] = self._find_past_contacts()
        self._keep(self._get_scope_sql(touched), touched)

    @api.model
    def _find_past_contacts(self):
        """When the clients of cards were last reached: ``{id of a card: instant}``."""
        self.env.cr.execute(
            """
            SELECT m.res_id, max(m.create_date) FROM mail_message m
              LEFT JOIN mail_message_subtype s ON s.id = m.subtype_id
             WHERE m.model = 'crm.lead' AND (m.mail_activity_type_id IS NOT NULL
                   OR (m.message_type IN ('comment', 'email', 'email_outgoing') AND s.internal IS NOT TRUE))
             GROUP BY m.res_id
            """
        )
        return dict(self.env.cr.fetchall())
