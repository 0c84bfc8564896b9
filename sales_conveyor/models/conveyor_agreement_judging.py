from odoo import api, models
from odoo.tools import SQL


class ConveyorAgreement(models.Model):
    """What becomes of an agreement: the rules, as parts of the one statement that keeps them.

    ==========  ===================================================================================
    state       when
    ==========  ===================================================================================
    kept        its activity is done, or its meeting marked as held, by the end of its day
    broken      that day is over and nothing was done; this stands, whatever is moved or deleted then
    late        it was broken, and done in the end
    cancelled   its activity or meeting is gone or archived, or its deal closed, before the day was over
    open        all else
    ==========  ===================================================================================
    """

    _inherit = "conveyor.agreement"

    # === SQL === #

    @api.model
    def _get_told_sql(self):
        """What activity, meeting and card say now."""
        return SQL(
            """
            SELECT s.id, s.activity_key, s.event_key, m.id AS activity_id, e.id AS event_id,
                   COALESCE(m.active, FALSE) AS m_live, m.date_deadline,
                   (s.activity_key IN (SELECT id FROM done) AND m.active IS NOT TRUE)
                       OR COALESCE(e.held_state = 'held', FALSE) AS is_done,
                   COALESCE(e.active AND (e.held_state IS NULL OR (e.held_state = 'missed' AND v.day >= z.today)),
                            FALSE) AS e_live,
                   COALESCE(e.active AND e.held_state = 'missed', FALSE) AS is_missed,
                   COALESCE(NOT m.active AND m.date_done IS NOT NULL, FALSE) AS m_over, v.day AS event_on, z.today,
                   COALESCE(e.id IS NOT NULL OR (SELECT k.category = 'meeting' FROM mail_activity_type k
                                                  WHERE k.id = m.activity_type_id), FALSE) AS is_meeting,
                   COALESCE(NULLIF(m.summary, ''), e.name,
                            (SELECT COALESCE(k.name ->> %(lang)s, k.name ->> 'en_US') FROM mail_activity_type k
                              WHERE k.id = m.activity_type_id)) AS name,
                   COALESCE(LEAST(m.create_date, e.create_date), %(now)s) AS made_at, l.id AS lead_id, l.name AS lead_name,
                   COALESCE(l.active AND l.won_status = 'pending', FALSE) AS is_card_open,
                   (SELECT p.commercial_partner_id FROM res_partner p WHERE p.id = l.partner_id) AS partner_id,
                   l.team_id, c.id AS company_id, z.tz,
                   COALESCE(m.user_id, e.user_id, l.user_id, m.create_uid, e.create_uid) AS user_id
              FROM sources s
              LEFT JOIN own o ON o.id = s.id
              LEFT JOIN mail_activity m ON m.id = s.activity_key AND m.res_model = 'crm.lead'
              LEFT JOIN calendar_event e ON e.id = s.event_key
              LEFT JOIN crm_lead l ON l.id = COALESCE(m.res_id, e.opportunity_id, o.lead_id)
              JOIN res_company c
                ON c.id = COALESCE(o.company_id, l.company_id,
                                   (SELECT t.company_id FROM crm_team t WHERE t.id = l.team_id),
                                   (SELECT u.company_id FROM res_users u WHERE u.id = l.user_id), %(company)s)
             CROSS JOIN LATERAL (SELECT COALESCE(c.conveyor_tz, 'UTC') AS tz,
                   (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date AS today) z
             CROSS JOIN LATERAL (SELECT CASE WHEN e.allday THEN COALESCE(e.start_date, e.start::date)
                   ELSE (e.start AT TIME ZONE 'UTC' AT TIME ZONE z.tz)::date END AS day) v
            """,
            lang=self.env.lang or "en_US",
            company=self.env.company.id,
            now=self._get_now_sql(),
        )

    @api.model
    def _get_now_sql(self):
        return SQL("%s::timestamp", self.env.cr.now())

    @api.model
    def _get_judged_sql(self):
        """What that makes of the agreement."""
        return SQL(
            """
            SELECT t.*, x.was_over, x.due_on, y.state,
                   t.m_live OR t.e_live AS is_live,
                   COALESCE(o.is_pending AND (t.m_live OR t.e_live) AND x.due_on != o.due_on
                            AND y.state IN ('open', 'broken'), FALSE) AS is_moved
              FROM told t
              LEFT JOIN own o ON o.id = t.id
             CROSS JOIN LATERAL (SELECT
                   CASE WHEN o.id IS NULL OR o.state = 'cancelled' THEN FALSE
                        WHEN o.state IN ('broken', 'late') THEN TRUE
                        ELSE o.decide_on < t.today END AS was_over,
                   CASE WHEN t.e_live THEN t.event_on WHEN t.m_live THEN t.date_deadline
                        ELSE COALESCE(o.due_on, t.event_on, t.date_deadline) END AS due_on) x
             CROSS JOIN LATERAL (SELECT
                   CASE WHEN o.state IN ('kept', 'late') AND (t.m_over OR NOT t.is_missed) THEN o.state
                        WHEN t.is_done AND o.state = 'cancelled' AND o.decide_on < t.today THEN 'cancelled'
                        WHEN t.is_done THEN CASE WHEN x.was_over THEN 'late' ELSE 'kept' END
                        WHEN x.was_over THEN 'broken'
                        WHEN t.is_card_open AND (t.m_live OR t.e_live OR t.is_missed) THEN 'open'
                        ELSE 'cancelled' END AS state) y
            """
        )

    @api.model
    def _get_plan_sql(self):
        """The rows as they should stand: what was decided keeps its people, words and days."""
        return SQL(
            """
            SELECT j.id, o.lead_id AS old_lead_id, j.was_over, j.today, j.is_moved, o.due_on AS old_due_on,
                   j.is_moved OR (o.state IS DISTINCT FROM j.state
                                  AND (j.state IN ('kept', 'late', 'broken') OR o.state IN ('kept', 'late', 'broken')))
                       AS is_booked,
                   j.made_at AS agreed_at, j.due_on AS promised_on,
                   CASE WHEN j.is_meeting OR o.kind = 'meeting' THEN 'meeting' ELSE 'activity' END AS kind,
                   %(kept)s, j.lead_id, COALESCE(j.lead_name, o.lead_name) AS lead_name, j.company_id,
                   j.activity_key, j.event_key,
                   CASE WHEN o.id IS NULL OR j.state IN ('open', 'broken') THEN j.due_on ELSE o.due_on END AS due_on,
                   CASE WHEN o.id IS NULL OR (j.state = 'open' AND (o.state != 'open' OR j.is_moved))
                        THEN GREATEST(j.due_on, j.today) ELSE o.decide_on END AS decide_on,
                   n.move_count, COALESCE(o.is_flagged, FALSE) OR n.move_count > 1 OR (j.is_moved AND j.was_over)
                       OR (n.cause IS NOT NULL AND n.cause = 'deleted') AS is_flagged,
                   j.state, j.is_live AND j.is_card_open AND j.state IN ('open', 'broken') AS is_pending,
                   %(decided)s, n.cause AS cancel_cause,
                   CASE WHEN j.state != 'open' THEN COALESCE(r.reason, o.reason) END AS reason
              FROM judged j
              LEFT JOIN own o ON o.id = j.id
              LEFT JOIN reasons r ON r.id = j.id
             CROSS JOIN LATERAL (SELECT COALESCE(o.move_count, 0) + j.is_moved::int AS move_count,
                                        %(cause)s AS cause) n
            """,
            kept=SQL(", ").join(
                SQL(
                    "CASE WHEN o.id IS NOT NULL AND j.state != 'open' THEN o.%(name)s ELSE %(new)s END AS %(name)s",
                    name=SQL.identifier(name),
                    new=SQL("COALESCE(j.name, o.name)")
                    if name == "name"
                    else SQL("j.%s", SQL.identifier(name)),
                )
                for name in ("name", "partner_id", "user_id", "team_id")
            ),
            decided=self._get_decided_sql(),
            cause=self._get_cause_sql(),
        )

    @api.model
    def _get_decided_sql(self):
        """When it was decided: now, or at the end of the day that it was due; what stands keeps its instant."""
        return SQL(
            """
            CASE WHEN o.state = j.state THEN o.decided_at
                 WHEN j.state = 'broken' THEN (o.decide_on + 1)::timestamp AT TIME ZONE j.tz AT TIME ZONE 'UTC'
                                              - interval '1 second'
                 WHEN j.state != 'open' THEN %s END AS decided_at,
            CASE WHEN o.state = j.state THEN o.decided_on WHEN j.state = 'broken' THEN o.decide_on
                 WHEN j.state != 'open' THEN j.today END AS decided_on
            """,
            self._get_now_sql(),
        )

    @api.model
    def _get_cause_sql(self):
        """Why it is cancelled."""
        return SQL(
            """
            CASE WHEN j.state != 'cancelled' THEN NULL
                 WHEN r.reason IS NOT NULL THEN 'told'
                 WHEN o.state = 'cancelled' THEN o.cancel_cause
                 WHEN j.lead_id IS NULL THEN 'card'
                 WHEN NOT j.is_card_open THEN 'closed'
                 WHEN j.activity_id IS NOT NULL OR j.event_id IS NOT NULL THEN 'archived'
                 ELSE 'deleted' END
            """
        )

    @api.model
    def _get_moves_sql(self):
        """Write down each move: one per transaction, from the day it began with to the day it ends with."""
        return SQL(
            """
            INSERT INTO conveyor_agreement_move (agreement_id, old_on, new_on, moved_at, moved_on, user_id, owner_id,
                                                 team_id, company_id, is_late)
            SELECT p.id, p.old_due_on, p.due_on, %(now)s, p.today, COALESCE(a.uid, e.uid, %(uid)s), p.user_id,
                   p.team_id, p.company_id, p.was_over
              FROM plan p
              LEFT JOIN activities a ON a.id = p.activity_key
              LEFT JOIN events e ON e.id = p.event_key
             WHERE p.is_moved
            """,
            now=self._get_now_sql(),
            uid=self.env.uid,
        )
