from odoo import api, models
from odoo.tools import SQL

# What a document says of a fact beside its key, kept until the row is made.
TOLD = (
    "quantity", "origin_amount", "currency_id", "res_model", "res_id", "reference", "own_at", "fixed_at", "fixed_on",
    "cohort_at", "opened_at", "accepted_at", "user_id", "role", "scout_id", "hunter_id", "farmer_id", "team_id",
    "company_id", "partner_id", "product_id", "source_id", "tz",
)  # fmt: skip


class ConveyorFact(models.Model):
    """The statement behind all booking: ``truth`` beside what stands gives ``changes``."""

    _inherit = "conveyor.fact"

    # === SQL === #

    @api.model
    def _get_changes_sql(self, source, scope, is_now):
        """The rows that the ledger misses, as the common table expression ``changes``.

        :param scope: function of the column of an origin's id, giving the SQL condition of which origins
        :param SQL is_now: whether what does not stand yet happened now
        :return: SQL that begins with ``WITH``
        """
        return SQL(
            """
            WITH truth AS MATERIALIZED (%s),  -- planned by itself, which takes less than half the time
                 keyed AS MATERIALIZED (%s),
                 standing AS (%s), compared AS (%s), changes AS (%s UNION ALL %s)
            """,
            self._get_truth(source, scope),
            self._get_keyed_sql(is_now),
            self._get_standing_sql(source, scope),
            self._get_compared_sql(is_now),
            self._get_differences_sql(source),
            self._get_fresh_sql(),
        )

    @api.model
    def _get_now_sql(self):
        """The present of this transaction."""
        return SQL("%s::timestamp", self.env.cr.now())

    @api.model
    def _get_keyed_sql(self, is_now):
        """What the documents say, completed by company, team and people. No fact without a person or a company."""
        today = SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date",
            self._get_now_sql(),
        )
        day = SQL(
            "CASE WHEN %s THEN %s ELSE COALESCE(t.fixed_on, t.own_at::date) END", is_now, today
        )
        return SQL(
            """
            SELECT t.metric, m.id AS metric_id, m.is_deed, t.origin_id, t.line_id, t.part_id, t.res_model, t.res_id,
                   t.reference, t.own_at, t.fixed_at, t.fixed_on, t.cohort_at, t.opened_at, t.accepted_at,
                   t.user_id, t.scout_id, t.hunter_id, x.farmer_id, x.team_id, t.company_id, t.partner_id,
                   t.product_id, t.source_id, t.currency_id, COALESCE(c.conveyor_tz, 'UTC') AS tz, cc.rounding,
                   CASE WHEN t.currency_id = c.currency_id OR t.currency_id IS NULL THEN 1
                        ELSE %(document)s / COALESCE(%(company)s, 1) END AS rate,
                   COALESCE(CASE WHEN abs(t.quantity) < 1e12 THEN t.quantity END, 0) AS quantity,
                   CASE WHEN abs(t.origin_amount) < 1e12 THEN t.origin_amount END AS origin_amount,
                   CASE WHEN abs(t.amount) < 1e12 THEN t.amount END AS amount,
                   COALESCE(t.role,
                            CASE t.user_id WHEN x.farmer_id THEN 'farmer' WHEN t.hunter_id THEN 'hunter'
                                           WHEN t.scout_id THEN 'scout' END,
                            (SELECT tm.role FROM crm_team_member tm
                              WHERE tm.user_id = t.user_id AND tm.crm_team_id = x.team_id AND tm.active LIMIT 1)
                   ) AS role
              FROM truth t
              JOIN conveyor_metric m ON m.code = t.metric AND m.active
              JOIN res_company c ON c.id = t.company_id
              JOIN res_currency cc ON cc.id = c.currency_id
              LEFT JOIN res_partner p ON p.id = t.partner_id
             CROSS JOIN LATERAL (SELECT
                   COALESCE(t.farmer_id, (p.farmer_id ->> t.company_id::text)::int) AS farmer_id,
                   COALESCE(t.team_id, (SELECT tm.crm_team_id FROM crm_team_member tm
                                         WHERE tm.user_id = t.user_id AND tm.active LIMIT 1)) AS team_id) x
             WHERE t.user_id IS NOT NULL
            """,
            document=self._get_rate_sql(SQL("t.currency_id"), day),
            company=self._get_rate_sql(SQL("c.currency_id"), day),
        )

    @api.model
    def _get_rate_sql(self, currency, day):
        """A currency's rate as ``res.currency._get_rates`` finds it: the last until that day, else the first
        after; but nothing, not 1, where the currency has no rate at all."""
        return SQL(
            """
            (SELECT r.rate FROM res_currency_rate r
              WHERE r.currency_id = %(currency)s
                AND (r.company_id IS NULL OR r.company_id = split_part(c.parent_path, '/', 1)::int)
              ORDER BY r.company_id, r.name > %(day)s, abs(r.name - %(day)s) LIMIT 1)
            """,
            currency=currency,
            day=day,
        )

    @api.model
    def _get_standing_sql(self, source, scope):
        """The keys that the ledger has for these origins, with what they sum up to."""
        return SQL(
            """
            SELECT f.metric_id, f.origin_id, f.line_id, f.part_id, max(f.revision) AS revision,
                   max(f.id) FILTER (WHERE f.reversal_of_id IS NULL) AS head_id,
                   sum(f.quantity) AS quantity, COALESCE(sum(f.amount), 0) AS amount,
                   COALESCE(sum(f.origin_amount), 0) AS origin_amount
              FROM conveyor_metric m
             CROSS JOIN LATERAL (
                   SELECT * FROM conveyor_fact f WHERE f.metric_id = m.id AND f.is_imported IS NOT TRUE
                      AND %(scope)s
                   OFFSET 0) f  -- keeps PostgreSQL on the index of origins, however many it expects
             WHERE %(fed)s AND m.active
             GROUP BY f.metric_id, f.origin_id, f.line_id, f.part_id
            """,
            fed=self._get_fed_sql(source),
            scope=self._get_standing_scope(source, scope),
        )

    @api.model
    def _get_standing_scope(self, source, scope):
        """Which facts belong to the documents of a scope: by origin; first sales by their client."""
        if source != "res.partner":
            return scope(SQL("f.origin_id"))
        return SQL(
            "f.client_id IN (SELECT c.id FROM conveyor_client c WHERE %s)",
            scope(SQL("c.partner_id")),
        )

    @api.model
    def _get_compared_sql(self, is_now):
        """Each key once: what should stand, what stands, and whether it stands for the same thing."""
        return SQL(
            """
            SELECT x.metric_id, x.origin_id, x.line_id, x.part_id, %(told)s, s.revision, h.id AS head_id, h AS head,
                   s.quantity AS stands_quantity, s.amount AS stands_amount,
                   s.origin_amount AS stands_origin_amount, k.metric IS NULL AS is_gone, x.is_moved, x.kept_rate,
                   COALESCE(s.quantity != 0 OR s.amount != 0 OR s.origin_amount != 0, FALSE) AS is_open,
                   %(is_now)s OR bool_or(s.head_id IS NOT NULL) OVER (PARTITION BY x.origin_id) AS is_now,
                   CASE WHEN abs(y.amount) < 1e12 THEN y.amount END AS due_amount
              FROM keyed k
              FULL JOIN standing s ON (s.metric_id, s.origin_id, s.line_id, s.part_id)
                                    = (k.metric_id, k.origin_id, k.line_id, k.part_id)
              LEFT JOIN conveyor_fact h ON h.id = s.head_id
              LEFT JOIN conveyor_client hc ON hc.id = h.client_id
             CROSS JOIN LATERAL (SELECT
                   COALESCE(k.metric_id, s.metric_id) AS metric_id, COALESCE(k.origin_id, s.origin_id) AS origin_id,
                   COALESCE(k.line_id, s.line_id) AS line_id, COALESCE(k.part_id, s.part_id) AS part_id,
                   k.is_deed IS NOT TRUE AND (h.company_id, hc.partner_id, h.product_id, h.res_model, h.res_id,
                                      h.origin_currency_id)
                       IS DISTINCT FROM (k.company_id, k.partner_id, k.product_id, k.res_model, k.res_id,
                                         k.currency_id) AS is_moved,
                   CASE WHEN (h.company_id, h.origin_currency_id)
                                 IS NOT DISTINCT FROM (k.company_id, k.currency_id)
                        THEN COALESCE(h.rate,
                                      (SELECT r.rate FROM conveyor_fact r
                                        WHERE r.reversal_of_id = h.id AND r.rate IS NOT NULL ORDER BY r.id LIMIT 1),
                                      k.rate)
                        ELSE k.rate END AS kept_rate) x
             CROSS JOIN LATERAL (SELECT
                   COALESCE(k.amount, round(k.origin_amount / x.kept_rate / k.rounding) * k.rounding) AS amount) y
             WHERE k.metric IS NOT NULL
                OR (SELECT m.is_deed FROM conveyor_metric m WHERE m.id = s.metric_id) IS NOT TRUE
            """,
            told=SQL(", ").join(SQL.identifier("k", name) for name in TOLD),
            is_now=is_now,
        )

    @api.model
    def _get_differences_sql(self, source):
        """What stands and is no longer so: a difference, or a reversal; people and cohort of the first row."""
        return SQL(
            """
            SELECT c.metric_id, c.origin_id, c.line_id, c.part_id, c.revision + 1 AS revision,
                   %(now)s AS happened_at,
                   (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(hco.conveyor_tz, 'UTC'))::date AS happened_on,
                   h.cohort_on, h.user_id, h.role, h.scout_id, h.hunter_id, h.farmer_id, h.team_id, h.company_id,
                   h.client_id, NULL::int4 AS partner_id, h.product_id, h.source_id, h.origin_currency_id,
                   COALESCE(h.rate, c.kept_rate) AS rate, d.quantity,
                   NULLIF(d.origin_amount, 0) AS origin_amount, NULLIF(d.amount, 0) AS amount,
                   h.days_held, h.days_open, h.res_model, h.res_id, h.reference, h.id AS reversal_of_id,
                   CASE WHEN c.is_gone AND NOT EXISTS (SELECT FROM %(table)s o WHERE o.id = h.res_id)
                        THEN 'deleted'
                        WHEN c.is_gone THEN 'cancelled'
                        WHEN c.is_moved THEN 'moved'
                        WHEN c.quantity = 0 AND COALESCE(c.due_amount, 0) = 0 THEN 'cancelled'
                        ELSE 'changed' END AS reason,
                   h.is_backfilled
              FROM compared c
             CROSS JOIN LATERAL (SELECT (c.head).*) h
              JOIN res_company hco ON hco.id = h.company_id
             CROSS JOIN LATERAL (SELECT
                   CASE WHEN c.is_gone OR c.is_moved THEN 0 ELSE c.quantity END - c.stands_quantity AS quantity,
                   CASE WHEN c.is_gone OR c.is_moved THEN 0 ELSE COALESCE(c.origin_amount, 0) END
                       - c.stands_origin_amount AS origin_amount,
                   CASE WHEN c.is_gone OR c.is_moved THEN 0 ELSE COALESCE(c.due_amount, 0) END
                       - c.stands_amount AS amount) d
             WHERE c.is_open AND (d.quantity != 0 OR d.origin_amount != 0 OR d.amount != 0)
            """,
            now=self._get_now_sql(),
            table=SQL.identifier(self._get_sources()[source]),
        )

    @api.model
    def _get_fresh_sql(self):
        """What does not stand yet, or stands for something else: the people of this moment, or of the first row."""
        return SQL(
            """
            SELECT c.metric_id, c.origin_id, c.line_id, c.part_id,
                   COALESCE(c.revision, -1) + CASE WHEN c.is_open THEN 2 ELSE 1 END, t.happened_at, t.happened_on,
                   CASE WHEN c.is_open THEN h.cohort_on
                        ELSE COALESCE((c.cohort_at AT TIME ZONE 'UTC' AT TIME ZONE c.tz)::date, t.happened_on) END,
                   CASE WHEN c.is_open THEN h.user_id ELSE c.user_id END,
                   CASE WHEN c.is_open THEN h.role ELSE c.role END,
                   CASE WHEN c.is_open THEN h.scout_id ELSE c.scout_id END,
                   CASE WHEN c.is_open THEN h.hunter_id ELSE c.hunter_id END,
                   CASE WHEN c.is_open THEN h.farmer_id ELSE c.farmer_id END,
                   CASE WHEN c.is_open THEN h.team_id ELSE c.team_id END,
                   c.company_id, NULL::int4, c.partner_id, c.product_id, c.source_id, c.currency_id, c.kept_rate,
                   c.quantity, c.origin_amount, c.due_amount,
                   t.happened_on - (c.accepted_at AT TIME ZONE 'UTC' AT TIME ZONE c.tz)::date,
                   t.happened_on - (c.opened_at AT TIME ZONE 'UTC' AT TIME ZONE c.tz)::date,
                   c.res_model, c.res_id, c.reference, NULL::int4, NULL, NOT c.is_now
              FROM compared c
             CROSS JOIN LATERAL (SELECT (c.head).*) h
             CROSS JOIN LATERAL (SELECT
                   CASE WHEN c.is_open OR c.is_now THEN COALESCE(c.fixed_at, %(now)s)
                        ELSE LEAST(COALESCE(c.fixed_at, c.own_at, %(now)s), %(now)s) END AS happened_at) i
             CROSS JOIN LATERAL (SELECT i.happened_at,
                   CASE WHEN c.is_open THEN (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE c.tz)::date
                        ELSE COALESCE(c.fixed_on, (i.happened_at AT TIME ZONE 'UTC' AT TIME ZONE c.tz)::date)
                   END AS happened_on) t
             WHERE NOT c.is_gone AND (NOT c.is_open OR c.is_moved)
               AND (c.quantity != 0 OR c.origin_amount != 0 OR c.due_amount != 0)
            """,
            now=self._get_now_sql(),
        )
