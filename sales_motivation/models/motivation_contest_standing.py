from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_conveyor.const import ROLES

NUMBER = {"digits": (16, 6), "readonly": True, "aggregator": None}


class MotivationContestStanding(models.Model):
    """Where everybody stands in a race: by the ledger while it runs, as it was frozen once it is closed.

    What happened on the days of the race counts, and what of it was taken back until now counts no more. Whoever
    has nothing yet, or no target to be weighed by, has no place.
    """

    _name = "motivation.contest.standing"
    _description = "Standing of a Contest"
    _auto = False
    _order = "contest_id, place, score desc, user_id"
    _rec_name = "user_id"
    _depends = {
        "motivation.contest": [
            "state", "metric_id", "measure", "first_on", "last_on", "company_id",
        ],
        "motivation.contest.entry": [
            "contest_id", "user_id", "team_id", "role", "goal", "value", "score", "place",
        ],
        "conveyor.metric": ["aggregation", "numerator_id", "denominator_id", "basis_id"],
    }  # fmt: skip

    contest_id = fields.Many2one("motivation.contest", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    role = fields.Selection(ROLES, string="Section", readonly=True)
    place = fields.Integer(readonly=True, aggregator=None)
    value = fields.Float(string="Reached", **NUMBER)
    goal = fields.Float(string="Own Goal", **NUMBER)
    score = fields.Float(help="What the places are given by.", **NUMBER)
    words = fields.Char(string="So Far", compute="_compute_words")

    # === COMPUTE METHODS === #

    @api.depends("value", "score", "contest_id")
    @api.depends_context("lang")
    def _compute_words(self):
        for row in self:
            row.words = row.contest_id._tell_score(row)

    # === QUERY === #

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT e.id, e.contest_id, c.company_id, e.user_id, e.team_id, e.role, e.goal, e.value, e.score,
                   NULLIF(e.place, 0) AS place
              FROM motivation_contest_entry e
              JOIN motivation_contest c ON c.id = e.contest_id AND c.state = 'closed'
             UNION ALL %s
            """,
            self._live_query(),
        )

    @api.model
    def _live_query(self):
        """Everybody in a race that runs, with his place; equal scores share it."""
        return SQL(
            """
            SELECT s.id, s.contest_id, s.company_id, s.user_id, s.team_id, s.role, s.goal, s.value, s.score,
                   CASE WHEN s.is_placed THEN rank() OVER (PARTITION BY s.contest_id, s.is_placed
                        ORDER BY CASE WHEN s.is_less_better THEN s.score ELSE -s.score END)::int4 END AS place
              FROM (SELECT v.*, x.score, COALESCE(v.is_less_better OR x.score > 0, FALSE) AND x.score IS NOT NULL
                           AS is_placed
                      FROM (%s) v
                     CROSS JOIN LATERAL (SELECT round(CASE v.measure WHEN 'total' THEN v.value
                                                ELSE v.value / NULLIF(v.goal, 0) END, 6) AS score) x) s
            """,
            self._values_query(),
        )

    def _values_query(self):
        """What everybody in a race has reached, sums and ratios alike."""
        day = SQL(
            "CASE WHEN m.is_cohort THEN f.cohort_on ELSE COALESCE(o.happened_on, f.happened_on) END"
        )
        return SQL(
            """
            SELECT e.id, e.contest_id, c.company_id, e.user_id, e.team_id, e.role, e.goal, c.measure, m.is_less_better,
                   CASE WHEN m.aggregation != 'ratio' THEN COALESCE(n.num, 0)
                        ELSE COALESCE(n.num, 0) / NULLIF(COALESCE(n.den, 0)
                             + CASE WHEN m.is_complement THEN COALESCE(n.num, 0) ELSE 0 END, 0) END AS value
              FROM motivation_contest c
              JOIN conveyor_metric m ON m.id = c.metric_id
              JOIN motivation_contest_entry e ON e.contest_id = c.id
             CROSS JOIN LATERAL (
                   SELECT CASE m.aggregation WHEN 'ratio' THEN m.numerator_id ELSE COALESCE(m.basis_id, m.id) END AS num_id,
                          CASE m.aggregation WHEN 'ratio' THEN m.denominator_id END AS den_id,
                          CASE m.aggregation WHEN 'ratio' THEN m.numerator_measure ELSE m.measure END AS num_measure) k
              LEFT JOIN LATERAL (
                   SELECT sum(CASE k.num_measure WHEN 'amount' THEN f.amount ELSE f.quantity END)
                          FILTER (WHERE f.metric_id = k.num_id) AS num,
                          sum(CASE m.denominator_measure WHEN 'amount' THEN f.amount ELSE f.quantity END)
                          FILTER (WHERE f.metric_id = k.den_id) AS den
                     FROM conveyor_fact f
                     LEFT JOIN conveyor_fact o ON o.id = f.reversal_of_id
                    WHERE f.user_id = e.user_id AND f.company_id = c.company_id AND f.metric_id IN (k.num_id, k.den_id)
                      AND f.happened_on >= c.first_on AND %(day)s BETWEEN c.first_on AND c.last_on
                      AND f.is_imported IS NOT TRUE) n ON TRUE
             WHERE c.state = 'running'
            """,
            day=day,
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """What this very transaction has done is in the ledger when it looks."""
        self.env["conveyor.fact"]._book_expected()
        return super()._search(domain, *args, **kwargs)
