from odoo import api, models
from odoo.tools import SQL

# What a row tells; all but the first two are written again when a document changes.
COLUMNS = (
    "agreed_at", "promised_on", "kind", "name", "lead_id", "lead_name", "partner_id", "user_id", "team_id", "company_id",
    "activity_key", "event_key", "due_on", "decide_on", "move_count", "is_flagged", "state",
    "is_pending", "decided_at", "decided_on", "cancel_cause", "reason",
)  # fmt: skip
CHANGED = COLUMNS[2:]


class ConveyorAgreement(models.Model):
    """The statement that brings agreements in step with their activities, meetings and cards.

    ``sources`` tells which document belongs to which row, ``told`` what the documents say now, ``judged`` what
    that makes of the agreement, ``plan`` the rows as they should stand; the rest writes what differs.

    PostgreSQL takes longer to plan it than to run it. So what was not touched is left out, and what is looked up
    by its id is no join.
    """

    _inherit = "conveyor.agreement"

    # === SQL === #

    @api.model
    def _get_scope_sql(self, touched):
        """Which rows may have changed: of these activities, meetings, cards and rows."""
        following = SQL("%s AND", self._get_following_sql())
        arms = [
            SQL(
                "SELECT a.id FROM conveyor_agreement a WHERE %s %s = ANY(%s)",
                more,
                column,
                list(ids),
            )
            for more, column, ids in (
                (SQL(), SQL("a.activity_key"), touched["activities"] | touched["done"]),
                (SQL(), SQL("a.event_key"), touched["events"]),
                (following, SQL("a.lead_id"), touched["cards"]),
                (SQL(), SQL("a.id"), touched["rows"]),
            )
            if ids
        ]
        return SQL("a.id IN (%s)", SQL(" UNION ALL ").join(arms)) if arms else SQL("FALSE")

    @api.model
    def _get_following_sql(self):
        """The condition that an agreement ``a`` follows its card: open, not made up for, or ended with the deal."""
        return SQL("(a.state IN ('open', 'broken') OR COALESCE(a.cancel_cause = 'closed', FALSE))")

    @api.model
    def _get_keep_sql(self, scope, touched):
        """The whole statement.

        :return: SQL that gives ``(id, whether facts change)`` per row
        """
        columns = SQL(", ").join(map(SQL.identifier, CHANGED))
        planned = SQL(", ").join(SQL("p.%s", SQL.identifier(name)) for name in CHANGED)
        standing = SQL(", ").join(SQL("a.%s", SQL.identifier(name)) for name in CHANGED)
        return SQL(
            """
            WITH %(touched)s, own AS MATERIALIZED (SELECT a.* FROM conveyor_agreement a WHERE %(scope)s),
                 sources AS MATERIALIZED (%(sources)s), told AS MATERIALIZED (%(told)s),
                 judged AS MATERIALIZED (%(judged)s), plan AS MATERIALIZED (%(plan)s),
                 updated AS (
                     UPDATE conveyor_agreement a SET (%(columns)s) = ROW(%(planned)s)
                       FROM plan p WHERE a.id = p.id AND (%(standing)s) IS DISTINCT FROM (%(planned)s)),
                 inserted AS (
                     INSERT INTO conveyor_agreement (%(all)s)
                     SELECT %(all)s FROM plan p
                      WHERE p.id IS NULL AND p.lead_id IS NOT NULL AND p.state IN ('open', 'kept')
                         ON CONFLICT DO NOTHING
                     RETURNING id, state),
                 moved AS (%(moves)s), %(also)s
            SELECT p.id, p.is_booked FROM plan p WHERE p.id IS NOT NULL
             UNION ALL
            SELECT i.id, i.state = 'kept' FROM inserted i
            """,
            touched=self._get_touched_sql(touched),
            scope=scope,
            sources=self._get_sources_sql(touched),
            told=self._get_told_sql(),
            judged=self._get_judged_sql(),
            plan=self._get_plan_sql(),
            columns=columns,
            planned=planned,
            standing=standing,
            all=SQL(", ").join(map(SQL.identifier, COLUMNS)),
            moves=self._get_moves_sql(),
            also=SQL(", ").join(self._get_further_sql(touched)),
        )

    @api.model
    def _get_further_sql(self, touched):
        """What else is written by the same statement, as common table expressions; they see the time before it.

        :return: list of SQL
        """
        return []

    @api.model
    def _get_touched_sql(self, touched):
        """What this transaction has touched, as tables."""
        activities = {**touched["done"], **touched["activities"]}
        return SQL(
            """
            activities(id, uid) AS (SELECT * FROM unnest(%s::int4[], %s::int4[])),
            events(id, uid) AS (SELECT * FROM unnest(%s::int4[], %s::int4[])),
            done(id) AS (SELECT unnest(%s::int4[])),
            reasons(id, reason) AS (SELECT * FROM unnest(%s::int4[], %s::varchar[])),
            contacts(id, at) AS (SELECT * FROM unnest(%s::int4[], %s::timestamp[]))
            """,
            list(activities),
            list(activities.values()),
            list(touched["events"]),
            list(touched["events"].values()),
            list(touched["done"]),
            list(touched["reasons"]),
            list(touched["reasons"].values()),
            list(touched["contacts"]),
            list(touched["contacts"].values()),
        )

    @api.model
    def _get_sources_sql(self, touched):
        """Which activity and which meeting each row tells of; what has no row yet gets a new one.

        A meeting and its activity are one agreement; the meeting it is that counts.
        """
        arms = [self._get_known_sources_sql()]
        if touched["events"]:
            arms.append(self._get_new_meetings_sql())
        if touched["activities"] or touched["done"]:
            arms.append(
                SQL(
                    """
                    SELECT NULL, m.id, NULL
                      FROM activities t
                      JOIN mail_activity m ON m.id = t.id AND m.res_model = 'crm.lead' AND m.calendar_event_id IS NULL
                     WHERE NOT EXISTS (SELECT FROM conveyor_agreement b WHERE b.activity_key = m.id)
                    """
                )
            )
        return SQL(" UNION ALL ").join(arms)

    @api.model
    def _get_known_sources_sql(self):
        return SQL(
            """
            SELECT o.id, COALESCE(o.activity_key, (
                       SELECT m.id FROM mail_activity m
                        WHERE m.calendar_event_id = o.event_key AND m.res_model = 'crm.lead'
                          AND NOT EXISTS (SELECT FROM conveyor_agreement b WHERE b.activity_key = m.id)
                        ORDER BY m.active DESC, m.id LIMIT 1)) AS activity_key,
                   COALESCE(o.event_key, CASE
                       WHEN row_number() OVER (PARTITION BY o.event_key IS NULL, m.calendar_event_id ORDER BY o.id) = 1
                            AND NOT EXISTS (SELECT FROM conveyor_agreement b WHERE b.event_key = m.calendar_event_id)
                       THEN m.calendar_event_id END) AS event_key
              FROM own o
              LEFT JOIN mail_activity m ON m.id = o.activity_key
            """
        )

    @api.model
    def _get_new_meetings_sql(self):
        return SQL(
            """
            SELECT NULL, m.id, e.id
              FROM calendar_event e
              LEFT JOIN LATERAL (SELECT m.id FROM mail_activity m
                                  WHERE m.calendar_event_id = e.id AND m.res_model = 'crm.lead'
                                  ORDER BY m.active DESC, m.id LIMIT 1) m ON TRUE
             WHERE e.id IN (SELECT id FROM events) AND (m.id IS NOT NULL OR e.opportunity_id IS NOT NULL)
               AND NOT EXISTS (SELECT FROM conveyor_agreement b WHERE b.event_key = e.id)
               AND NOT EXISTS (SELECT FROM mail_activity y JOIN conveyor_agreement b ON b.activity_key = y.id
                                WHERE y.calendar_event_id = e.id)
            """
        )
