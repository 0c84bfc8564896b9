"""The least that PostgreSQL needs for each of our pivots: a statement by hand, without rights, names and domains."""

# What several statements share, by the name that it has in them.
PIECES = {
    "<open cards>": "l.won_status = 'pending' AND l.active AND l.type = 'opportunity'",
    "<closed deals>": """conveyor_fact f
         WHERE f.metric_id IN (%(deal_won)s, %(deal_lost)s) AND f.company_id = %(company)s""",
    "<norms>": "conveyor_norm_day d WHERE d.company_id = %(company)s AND d.day_on >= %(today)s::date - 30",
    "<outcomes>": """sum(p.is_section_entry::int), count(*) FILTER (WHERE p.outcome = 'passed'),
    count(*) FILTER (WHERE p.outcome = 'won'), count(*) FILTER (WHERE p.outcome = 'lost'),
    count(*) FILTER (WHERE p.outcome = 'returned'), count(*) FILTER (WHERE p.left_at IS NULL),
    sum(EXTRACT(EPOCH FROM COALESCE(p.left_at, now() AT TIME ZONE 'UTC') - p.entered_at))""",
    "<profit>": """FROM (
    SELECT s.month_on, s.product_id, s.metric_id, s.quantity, s.amount, FALSE AS past FROM conveyor_fact_sum s
     WHERE s.company_id = %(company)s AND s.month_on >= date_trunc('year', %(today)s::date)
       AND s.metric_id IN (%(contract)s, %(contract_amount)s, %(margin)s)
     UNION ALL
    SELECT (s.month_on + interval '1 year')::date, s.product_id, s.metric_id, s.quantity, s.amount, TRUE
      FROM conveyor_fact_sum s
     WHERE s.company_id = %(company)s AND s.month_on >= date_trunc('year', %(today)s::date) - interval '1 year'
       AND s.month_on <= %(today)s::date - interval '1 year' AND s.metric_id = %(contract_amount)s) s""",
    "<profit figures>": """sum(s.amount) FILTER (WHERE s.metric_id = %(contract_amount)s AND NOT s.past),
    sum(s.amount) FILTER (WHERE s.past), sum(s.amount) FILTER (WHERE s.metric_id = %(margin)s),
    sum(s.quantity) FILTER (WHERE s.metric_id = %(contract)s)""",
}
# By the name of our action.
STATEMENTS = {
    "conveyor_fact_action": """
        SELECT f.metric_id, date_trunc('month', f.happened_on), sum(f.quantity), sum(f.amount) FROM conveyor_fact f
         WHERE f.metric_id IN (SELECT id FROM conveyor_metric WHERE aggregation = 'sum') AND f.happened_on >= date_trunc('month', %(today)s::date)
           AND f.happened_on < date_trunc('month', %(today)s::date) + interval '1 month'
         GROUP BY CUBE (1, 2)""",
    "conveyor_fact_sum_action": """
        SELECT s.user_id, date_trunc('quarter', s.month_on), sum(s.quantity), sum(s.amount) FROM conveyor_fact_sum s
         WHERE s.metric_id = %(deal_won)s GROUP BY CUBE (1, 2)""",
    "conveyor_fact_action_level": """
        SELECT metric_id, month, sum(quantity) FROM (
               SELECT f.metric_id, date_trunc('month', f.happened_on) AS month, f.happened_on,
                      sum(f.quantity) AS quantity,
                      max(f.happened_on) OVER (PARTITION BY date_trunc('month', f.happened_on)) AS last
                 FROM conveyor_fact f WHERE f.is_level AND f.metric_id = %(deals_in_work)s GROUP BY 1, 2, 3) d
         WHERE happened_on = last GROUP BY CUBE (1, 2)""",
    "conveyor_attainment_report_action": """
        WITH goals AS (SELECT DISTINCT t.metric_id FROM conveyor_target t JOIN conveyor_plan p ON p.id = t.plan_id
                        WHERE p.state IN ('approved', 'closed') AND t.company_id = %(company)s),
             q AS (SELECT date_trunc('quarter', %(today)s::date)::date AS first),
             m AS (SELECT date_trunc('month', %(today)s::date)::date AS first)
        SELECT metric_id, sum(fact), sum(fact_amount), sum(plan), sum(past), sum(past_amount), sum(pace), sum(ahead)
          FROM (
            SELECT metric_id, sum(quantity) FILTER (WHERE month_on >= q.first) AS fact,
                   sum(amount) FILTER (WHERE month_on >= q.first) AS fact_amount, 0 AS plan,
                   sum(quantity) FILTER (WHERE month_on < q.first - 180) AS past,
                   sum(amount) FILTER (WHERE month_on < q.first - 180) AS past_amount,
                   sum(amount) FILTER (WHERE month_on >= m.first - interval '3 months') AS pace, 0 AS ahead
              FROM conveyor_fact_sum, q, m
             WHERE metric_id IN (SELECT metric_id FROM goals) AND company_id = %(company)s
               AND (month_on >= least(q.first, m.first - interval '3 months')
                    OR month_on >= q.first - interval '1 year' AND month_on < q.first - interval '9 months')
             GROUP BY 1
             UNION ALL
            SELECT t.metric_id, 0, 0, sum(t.value), 0, 0, 0, 0
              FROM conveyor_target t JOIN conveyor_plan p ON p.id = t.plan_id, q
             WHERE p.state IN ('approved', 'closed') AND t.company_id = %(company)s AND t.month_on >= q.first
               AND t.month_on < q.first + interval '3 months' GROUP BY 1
             UNION ALL
            SELECT %(contract_amount)s, 0, 0, 0, 0, 0, 0, sum(l.probability * l.expected_revenue) FROM crm_lead l, q
             WHERE <open cards> AND l.date_deadline < q.first + interval '3 months') x
         GROUP BY ROLLUP (1)""",
    "conveyor_attainment_report_action_product": """
        SELECT c.categ_id, s.product_id, s.user_id, sum(s.amount) FROM conveyor_fact_sum s
          LEFT JOIN (SELECT p.id, t.categ_id FROM product_product p
                       JOIN product_template t ON t.id = p.product_tmpl_id) c
                 ON c.id = s.product_id
         WHERE s.metric_id = %(contract_amount)s AND s.company_id = %(company)s
           AND s.month_on = date_trunc('month', %(today)s::date)
         GROUP BY ROLLUP (1, 2), ROLLUP (3)""",
    "conveyor_pipeline_report_action": """
        SELECT user_id, date_trunc('quarter', day), sum(in_work), avg(amount), avg(won), avg(days) FROM (
            SELECT f.user_id, f.happened_on AS day, 0 AS in_work, f.days_open AS days,
                   CASE f.metric_id WHEN %(deal_won)s THEN f.amount END AS amount,
                   (f.metric_id = %(deal_won)s)::int AS won
              FROM <closed deals> AND f.happened_on >= date_trunc('quarter', %(today)s::date) - interval '3 months'
             UNION ALL
            SELECT l.user_id, %(today)s::date, count(*), NULL, NULL, NULL FROM crm_lead l
             WHERE <open cards> GROUP BY 1) x
         GROUP BY CUBE (1, 2)""",
    "conveyor_portrait_report_action": """
        SELECT p.industry_id, count(*), avg((f.metric_id = %(deal_won)s)::int), sum(f.amount),
               sum(sum(f.amount)) OVER ()
          FROM (SELECT * FROM <closed deals> AND f.happened_on > %(today)s::date - 365) f
          LEFT JOIN conveyor_client k ON k.id = f.client_id
          LEFT JOIN res_partner p ON p.id = k.partner_id
         GROUP BY ROLLUP (1)""",
    "conveyor_shift_report_action": """
        SELECT m.owner_id, date_trunc('month', m.moved_on), count(*), sum(m.amount) FROM conveyor_deadline_move m
         WHERE m.moved_on > %(today)s::date - interval '6 months' AND m.company_id = %(company)s AND m.days_left <= 5
         GROUP BY CUBE (1, 2)""",
    "conveyor_profit_report_action": "SELECT s.month_on, <profit figures> <profit> GROUP BY ROLLUP (1)",
    "conveyor_profit_report_action_rank": "SELECT s.product_id, <profit figures> <profit> GROUP BY ROLLUP (1)",
    "conveyor_target_action_pivot": """
        SELECT t.metric_id, t.user_id, date_trunc('quarter', t.month_on), sum(t.value)
          FROM conveyor_target t JOIN conveyor_plan p ON p.id = t.plan_id WHERE p.state IN ('approved', 'closed')
         GROUP BY ROLLUP (1, 2), ROLLUP (3)""",
    "conveyor_passage_report_action": """
        SELECT p.role, <outcomes> FROM conveyor_passage p
         WHERE p.entered_at > %(today)s::date - 89 GROUP BY ROLLUP (1)""",
    "conveyor_passage_report_action_win": """
        SELECT t.user_id, p.user_id, count(*) FILTER (WHERE p.outcome = 'won'), sum(l.expected_revenue), count(*)
          FROM conveyor_passage p
          LEFT JOIN crm_team t ON t.id = p.team_id
          LEFT JOIN crm_lead l ON l.id = p.lead_id
         WHERE p.left_at > %(today)s::date - 89 AND p.outcome IN ('won', 'lost') AND p.role IN ('hunter', 'farmer')
         GROUP BY ROLLUP (1, 2)""",
    "conveyor_passage_report_action_loss": """
        SELECT p.lost_reason_id, p.role, count(*), sum(l.expected_revenue) FROM conveyor_passage p
          LEFT JOIN crm_lead l ON l.id = p.lead_id
         WHERE p.left_at > %(today)s::date - 89 AND p.outcome = 'lost' GROUP BY CUBE (1, 2)""",
    "conveyor_passage_report_action_speed": """
        SELECT p.role, p.user_id, <outcomes> FROM conveyor_passage p
         WHERE p.entered_at > %(today)s::date - 89 GROUP BY ROLLUP (1, 2)""",
    "conveyor_handover_report_action": """
        SELECT h.from_user_id, count(*), count(*) FILTER (WHERE h.state = 'accepted'),
               count(*) FILTER (WHERE h.state = 'returned'), avg(COALESCE(h.accepted_at, h.decided_at) - h.offered_at)
          FROM conveyor_handover h
         WHERE h.offered_at > %(today)s::date - 89 AND h.from_role = 'scout' AND h.kind = 'lead' GROUP BY ROLLUP (1)""",
    "conveyor_handover_action": """
        SELECT h.from_user_id, h.state, count(*) FROM conveyor_handover h GROUP BY CUBE (1, 2)""",
    "conveyor_norm_day_action": """
        SELECT d.user_id, d.metric_id, sum(d.done), sum(d.norm), count(*), count(*) FILTER (WHERE d.is_met)
          FROM <norms> GROUP BY ROLLUP (1, 2)""",
    "conveyor_norm_day_action_rank": """
        SELECT d.role, d.user_id, sum(d.done), sum(d.norm), count(*), count(*) FILTER (WHERE d.is_met)
          FROM <norms> AND (d.role, d.metric_id) IN (('scout', %(contact_delivered)s), ('hunter', %(contact_taken)s),
                                                      ('farmer', %(contract)s)) GROUP BY ROLLUP (1, 2)""",
    "conveyor_load_report_action": """
        SELECT m.role, m.user_id, sum(c.cards), sum(a.overdue), sum(a.today), sum(m.capacity) FROM crm_team_member m
          JOIN crm_team t ON t.id = m.crm_team_id AND t.use_conveyor
          LEFT JOIN (SELECT l.user_id, l.team_id, count(*) AS cards FROM crm_lead l WHERE <open cards> GROUP BY 1, 2) c
                 ON c.user_id = m.user_id AND c.team_id = m.crm_team_id
          LEFT JOIN (SELECT v.user_id, count(*) FILTER (WHERE v.date_deadline < %(today)s) AS overdue,
                            count(*) FILTER (WHERE v.date_deadline = %(today)s) AS today FROM mail_activity v
                      WHERE v.res_model = 'crm.lead' AND v.active AND v.date_deadline <= %(today)s GROUP BY 1) a
                 ON a.user_id = m.user_id
         WHERE m.active GROUP BY ROLLUP (1, 2)""",
}


def find(name):
    """The statement for an action, or None."""
    statement = STATEMENTS.get(name)
    for piece, text in PIECES.items():
        statement = statement and statement.replace(piece, text)
    return statement
