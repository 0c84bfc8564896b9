from odoo import models
from odoo.tools import SQL

# Where a fact is looked for: whoever did it, the three people of the card, the team; 0 stands for all teams.
PLACES = {
    "doer": SQL("f.user_id"),
    "scout": SQL("f.scout_id"),
    "hunter": SQL("f.hunter_id"),
    "farmer": SQL("f.farmer_id"),
    "team": SQL("f.team_id"),
    "all": SQL("0"),
}
WINDOW = SQL("w")
# What a line of a fact says, beside whose it is.
FACT_COLUMNS = (
    "component_id", "kind", "fact_id", "original_id", "happened_on", "window_on", "base", "before", "after", "target",
    "amount", "held", "trouble",
)  # fmt: skip


class MotivationRun(models.Model):
    """Facts on the curves of their components: one statement for everybody."""

    _inherit = "motivation.run"

    # === SQL === #

    def _get_curve_sql(self, closed):
        """What facts pay by the curves of their windows, as table expressions up to ``lines``.

        A line stands where its window has come to: what is settled there, then fact by fact.

        :param closed: person, component and window whose gate is not reached: their lines are held
        """
        return SQL(
            """
            terms AS MATERIALIZED (%(terms)s),
            places AS (%(places)s),
            facts AS MATERIALIZED (%(facts)s),
            settled AS MATERIALIZED (%(settled)s),
            matched AS (%(matched)s),
            rows AS MATERIALIZED (%(rows)s),
            changed AS MATERIALIZED (%(changed)s),
            windows AS MATERIALIZED (%(windows)s),
            placed AS (%(placed)s),
            closed AS (%(closed)s),
            lines AS (%(lines)s)
            """,
            terms=self._get_terms_sql(),
            places=self._get_places_sql(),
            facts=self._get_facts_sql(),
            settled=self._get_settled_sql(),
            matched=self._get_matched_sql(),
            rows=self._get_rows_sql(),
            changed=self._get_changed_sql(),
            windows=self._get_windows_sql(),
            placed=self._get_placed_sql(),
            closed=self._get_closed_sql(closed),
            lines=self._get_lines_sql(),
        )

    def _get_closed_sql(self, closed):
        """Person, component and window whose gate is not reached, as rows."""
        users, components, windows = (
            map(list, zip(*closed, strict=True)) if closed else ([], [], [])
        )
        return SQL(
            "SELECT * FROM unnest(%s::int4[], %s::int4[], %s::date[]) AS g(user_id, component_id, window_on)",
            users,
            components,
            windows,
        )

    def _get_places_sql(self):
        """Where the facts of a person are found: by himself, or by each of his teams."""
        return SQL(
            """
            SELECT t.*, CASE WHEN t.credit = 'team' AND r.crm_team_id IS NULL THEN 'all' ELSE t.credit END AS place,
                   CASE WHEN t.credit = 'team' THEN COALESCE(r.crm_team_id, 0) ELSE t.user_id END AS key_id
              FROM terms t
              LEFT JOIN crm_team_motivation_pay_assignment_rel r
                     ON t.credit = 'team' AND r.motivation_pay_assignment_id = t.assignment_id
            """
        )

    def _get_matched_sql(self):
        """Facts beside the components that pay them; a fact that ends at one component reaches none below.

        A change of a sale that is settled follows the lines of the sale instead, whatever plans say today.
        """
        asked, is_exclusive = self._get_traits()
        names = [name for name in PLACES if name in asked]
        keys = SQL(", ").join(SQL("(%s, %s)", name, PLACES[name]) for name in names)
        matched = SQL(
            """
            SELECT f.fact_id, f.original_id, f.happened_on, f.happened_at, f.is_late, f.happened_on - f.pay_on AS age,
                   t.user_id, t.plan_id, t.component_id, t.sequence, t.is_exclusive, t.clawback_days, w.window_on,
                   w.window_on + %(length)s <= %(first)s AS is_closed,
                   round(CASE t.measure WHEN 'amount' THEN f.amount ELSE f.quantity END * t.share, 6) AS base
              FROM facts f
             CROSS JOIN LATERAL (VALUES %(keys)s) AS k(place, key_id)
              JOIN places t ON t.metric_id = f.metric_id AND t.place = k.place AND t.key_id = k.key_id
             CROSS JOIN LATERAL (SELECT date_trunc(t."window", f.pay_on)::date AS window_on) w
             WHERE f.pay_on BETWEEN t.date_from_on AND t.date_to_on
               AND f.pay_on BETWEEN COALESCE(t.first_on, '-infinity') AND COALESCE(t.last_on, 'infinity')
               AND (t.kind != 'override' OR f.user_id != t.user_id)
               AND (f.original_id IS NULL
                    OR (f.original_id, t.target_metric_id) NOT IN (SELECT original_id, metric_id FROM settled))
               AND %(scope)s
            """,
            keys=keys or SQL("('none', 0)"),
            length=self._get_length_sql(SQL('t."window"')),
            first=self.first_on,
            scope=self._get_scope_sql(),
        )
        return self._get_untaken_sql(matched) if is_exclusive else matched

    def _get_untaken_sql(self, matched):
        """Facts that no component above has ended."""
        return SQL(
            """
            SELECT * FROM (
                SELECT m.*, bool_or(m.is_exclusive) OVER (
                       PARTITION BY m.user_id, m.plan_id, m.fact_id ORDER BY m.sequence, m.component_id
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_taken
                  FROM (%s) m) m
             WHERE m.is_taken IS NOT TRUE
            """,
            matched,
        )

    def _get_windows_sql(self):
        """The windows that facts fall into, each with its facts in order, what is settled there, and its target.

        Facts are gathered by window and laid out again afterwards: however many there are, they are never
        compared with windows that are not theirs. What a closed window loses is taken back elsewhere.
        """
        return SQL(
            """
            SELECT w.*, t.kind, t.currency_id, t.first_rate, t.starts, t.steps, t.tier_on, x.exchange, cu.rounding,
                   %(before)s AS before,
                   CASE WHEN t.tier_on = 'attainment' AND t.starts IS NOT NULL THEN %(target)s END AS target
              FROM (SELECT m.user_id, m.component_id, m.window_on, array_agg(m.fact_id ORDER BY %(order)s) AS fact_ids,
                           array_agg(m.original_id ORDER BY %(order)s) AS original_ids,
                           array_agg(m.happened_on ORDER BY %(order)s) AS days,
                           array_agg(m.base ORDER BY %(order)s) AS bases, array_agg(m.owed ORDER BY %(order)s) AS owed
                      FROM (SELECT user_id, component_id, window_on, fact_id, original_id, happened_on, happened_at, base,
                                   0::numeric AS owed
                              FROM rows WHERE sale_id NOT IN (SELECT sale_id FROM changed)
                             UNION ALL
                            SELECT user_id, component_id, window_on, fact_id, original_id, happened_on, happened_at,
                                   left_after - left_before, owed
                              FROM changed WHERE NOT is_back AND left_before != left_after) m
                     GROUP BY m.user_id, m.component_id, m.window_on) w
              JOIN terms t ON t.user_id = w.user_id AND t.component_id = w.component_id AND t.is_last
              JOIN res_currency cu ON cu.id = t.currency_id
              JOIN res_company c ON c.id = %(company)s
             CROSS JOIN LATERAL (SELECT CASE t.unit WHEN 'percent' THEN %(exchange)s ELSE 1 END AS exchange) x
            """,
            order=SQL("m.happened_at, m.fact_id"),
            before=self._get_before_sql(),
            target=self._get_target_sql(),
            company=self.company_id.id,
            exchange=self._get_exchange_sql(SQL("t.currency_id")),
        )

    def _get_before_sql(self, column="base", row=WINDOW):
        """What the window of a row has come to in the settled statements of the person, or has paid him."""
        return SQL(
            """
            COALESCE((SELECT sum(l.%(column)s) FROM motivation_statement s
                        JOIN motivation_statement_line l ON l.statement_id = s.id
                         AND l.component_id = %(row)s.component_id AND l.window_on = %(row)s.window_on
                       WHERE s.user_id = %(row)s.user_id AND %(chain)s), 0)
            """,
            column=SQL.identifier(column),
            row=row,
            chain=self._get_chain_sql("s"),
        )

    def _get_placed_sql(self):
        """Each fact in its window: what is reached with it."""
        return SQL(
            """
            SELECT w.user_id, w.component_id, w.window_on, w.kind, w.currency_id, w.first_rate, w.starts, w.steps,
                   w.tier_on, w.exchange, w.rounding, w.target, f.fact_id, f.original_id, f.happened_on, f.base, f.owed,
                   w.before + sum(f.base) OVER (PARTITION BY w.user_id, w.component_id, w.window_on
                              ORDER BY f.place ROWS UNBOUNDED PRECEDING) AS reached
              FROM windows w
             CROSS JOIN LATERAL unnest(w.fact_ids, w.original_ids, w.days, w.bases, w.owed)
                   WITH ORDINALITY AS f(fact_id, original_id, happened_on, base, owed, place)
            """
        )

    def _get_lines_sql(self):
        """round(F(after)) − round(F(before)) of each fact, in the currency of pay; money for each is in it already."""
        return SQL(
            """
            SELECT p.user_id, p.currency_id, p.component_id, p.kind, p.fact_id, p.original_id, p.happened_on,
                   p.window_on, p.base, p.reached - p.base AS before, p.reached AS after, p.target,
                   CASE WHEN g.user_id IS NULL THEN a.amount ELSE greatest(least(0, a.amount), -p.owed) END AS amount,
                   CASE WHEN g.user_id IS NULL THEN 0 ELSE a.amount - greatest(least(0, a.amount), -p.owed) END AS held,
                   CASE WHEN p.exchange IS NULL THEN 'rate'
                        WHEN p.tier_on = 'attainment' AND p.starts IS NOT NULL AND COALESCE(p.target, 0) = 0
                        THEN 'target' END AS trouble
              FROM placed p
             CROSS JOIN LATERAL (SELECT COALESCE(
                   round(%(after)s * p.exchange / p.rounding) * p.rounding
                 - round(%(before)s * p.exchange / p.rounding) * p.rounding, 0) AS amount) a
              LEFT JOIN closed g ON g.user_id = p.user_id AND g.component_id = p.component_id AND g.window_on = p.window_on
            """,
            after=self._get_earned_sql(SQL("p.reached")),
            before=self._get_earned_sql(SQL("(p.reached - p.base)")),
        )

    def _get_earned_sql(self, total):
        """F of a total, as `tools.commission.earn` has it; nothing where a target is needed and there is none."""
        return SQL(
            """
            CASE WHEN p.starts IS NULL THEN p.first_rate * %(total)s
                 ELSE p.first_rate * %(total)s + (
                      SELECT sum(d.step * greatest(0, %(total)s - d.start
                                 * CASE p.tier_on WHEN 'attainment' THEN NULLIF(p.target, 0) ELSE 1 END))
                             FILTER (WHERE p.tier_on != 'attainment' OR p.target > 0)
                        FROM unnest(p.starts, p.steps) AS d(start, step)) END
            """,
            total=total,
        )

    def _get_traits(self):
        """What the components ask for: whose facts, and whether one of them ends at a component."""
        self.env["motivation.pay.component"].flush_model(["credit", "is_exclusive"])
        self.env.cr.execute(
            SQL(
                """
                SELECT array_agg(DISTINCT c.credit), bool_or(c.is_exclusive)
                  FROM motivation_pay_component c JOIN motivation_pay_plan p ON p.id = c.plan_id
                 WHERE p.company_id = %s
                """,
                self.company_id.id,
            )
        )
        [[asked, is_exclusive]] = self.env.cr.fetchall()
        asked = set(asked or ())
        return asked | ({"all"} if "team" in asked else set()), is_exclusive
