from odoo import api, models
from odoo.tools import SQL

from .conveyor_fact_rules import CARD_PEOPLE

# The documents on which a deed is work with a client.
DEED_MODELS = ("crm.lead", "res.partner", "sale.order")


class ConveyorFact(models.Model):
    """The rules of deeds: activities and meetings. They stay when their document is deleted."""

    _inherit = "conveyor.fact"

    # === RULES === #

    @api.model
    def _truth_mail_activity(self, scope):
        """Calls, and other tasks done, credited to whoever did them.

        Odoo archives a done activity, and looks the same when somebody just archives one: only the message
        that it leaves on the document tells them apart, and who wrote it when, in columns nobody can forge.
        """
        return self._compose_truth(
            SQL(
                """mail_activity a
                   LEFT JOIN mail_activity_type k ON k.id = a.activity_type_id
                   LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
                   LEFT JOIN sale_order o ON a.res_model = 'sale.order' AND o.id = a.res_id
                   LEFT JOIN crm_team t ON t.id = COALESCE(l.team_id, o.team_id)
                   LEFT JOIN res_partner p ON p.id = COALESCE(
                        l.partner_id, o.partner_id, CASE a.res_model WHEN 'res.partner' THEN a.res_id END)
                   JOIN LATERAL (%s) m ON TRUE
                   JOIN res_users u ON u.id = CASE WHEN m.create_uid = 1 THEN a.user_id ELSE m.create_uid END""",
                self._get_proof_sql(),
            ),
            SQL(
                "a.res_model IN %s AND NOT a.active AND a.date_done IS NOT NULL AND %s",
                DEED_MODELS,
                scope(SQL("a.id")),
            ),
            metric=SQL("CASE k.category WHEN 'phonecall' THEN 'call' ELSE 'activity_done' END"),
            origin_id=SQL("a.id"),
            res_model=SQL("a.res_model"),
            res_id=SQL("a.res_id"),
            own_at=SQL("m.at"),
            user_id=SQL("u.id"),
            **CARD_PEOPLE,
            team_id=SQL("COALESCE(l.team_id, o.team_id)"),
            company_id=SQL("COALESCE(l.company_id, o.company_id, t.company_id, u.company_id)"),
            partner_id=SQL("p.commercial_partner_id"),
            source_id=SQL("COALESCE(l.source_id, o.source_id)"),
            quantity=SQL("(NOT %s)::int", self._get_told_by_call_sql()),
        )

    @api.model
    def _get_proof_sql(self):
        """The message that proves that an activity ``a`` was done.

        Both are written at one instant; where the activity was touched later, a message of that day which
        is no other activity's will do.
        """
        return SQL(
            """
            SELECT m.create_date AS at, m.create_uid FROM mail_message m
             WHERE m.model = a.res_model AND m.res_id = a.res_id AND m.mail_activity_type_id = a.activity_type_id
               AND (m.create_date = a.write_date
                    OR (m.create_date::date - a.date_done BETWEEN -1 AND 1
                        AND NOT EXISTS (
                            SELECT FROM mail_activity b
                             WHERE b.res_model = a.res_model AND b.res_id = a.res_id AND b.id != a.id
                               AND b.activity_type_id = a.activity_type_id AND NOT b.active
                               AND b.write_date = m.create_date)))
             ORDER BY m.create_date = a.write_date DESC, m.id DESC LIMIT 1
            """
        )

    @api.model
    def _truth_calendar_event(self, scope):
        """Meetings marked as held, credited to whoever marked them, on the day they took place."""
        return self._compose_truth(
            SQL(
                """calendar_event e
                   LEFT JOIN crm_lead l ON l.id = e.opportunity_id
                   LEFT JOIN crm_team t ON t.id = l.team_id
                   JOIN res_users u ON u.id = e.held_by_id
                   LEFT JOIN res_partner p ON p.id = COALESCE(
                        l.partner_id, (SELECT g.res_partner_id FROM calendar_event_res_partner_rel g
                                         JOIN res_partner q ON q.id = g.res_partner_id AND q.partner_share
                                        WHERE g.calendar_event_id = e.id ORDER BY q.id LIMIT 1))"""
            ),
            SQL(
                "e.held_by_id IS NOT NULL AND (e.opportunity_id IS NOT NULL OR p.id IS NOT NULL) AND %s",
                scope(SQL("e.id")),
            ),
            metric=SQL("'meeting_held'"),
            origin_id=SQL("e.id"),
            res_model=SQL("'calendar.event'"),
            res_id=SQL("e.id"),
            fixed_at=SQL("e.start"),
            user_id=SQL("u.id"),
            **CARD_PEOPLE,
            team_id=SQL("l.team_id"),
            company_id=SQL("COALESCE(l.company_id, t.company_id, u.company_id)"),
            partner_id=SQL("p.commercial_partner_id"),
            source_id=SQL("l.source_id"),
            quantity=SQL("(e.held_state = 'held')::int"),
        )
