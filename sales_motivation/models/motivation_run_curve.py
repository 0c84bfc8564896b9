from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..const import FACT_KINDS

# Where a fact is looked for: whoever did it, the three people of the card, the team; 0 stands for all teams.
PLACES = {
    "doer": SQL("f.user_id"),
    "scout": SQL("f.scout_id"),
    "hunter": SQL("f.hunter_id"),
    "farmer": SQL("f.farmer_id"),
    "team": SQL("f.team_id"),
    "all": SQL("0"),
}
# What a line of a fact says, beside whose it is.
FACT_COLUMNS = (
    "component_id", "kind", "fact_id", "original_id", "happened_on", "window_on", "base", "before", "after", "target",
    "amount", "held", "trouble",
)  # fmt: skip


class Traits(NamedTuple):
    """What the components in use ask for."""

    places: set  # of `PLACES`
    is_exclusive: bool
    asks_first: bool
    is_narrow: bool
    has_targets: bool
    has_currencies: bool


class MotivationRun(models.Model):
    """Facts on the curves of their components: one statement for everybody."""

    _inherit = "motivation.run"

    # === SQL === #

    def _get_curve_sql(self, closed):
        """What facts pay by the curves of their windows, as table expressions up to ``lines``.

        A line stands where its window has come to: what is settled there, then fact by fact.

        :param closed: person, component and window whose gate is not reached: their lines are held
        """
        traits = self._read_traits()
        return SQL(
            """
            terms AS MATERIALIZED (%(terms)s),
            places AS (%(places)s),
            facts AS MATERIALIZED (%(facts)s),
            settled AS MATERIALIZED (%(settled)s),
            matched AS (%(matched)s),
            rows AS MATERIALIZED (%(rows)s),
            changed AS MATERIALIZED (%(changed)s),
            closed AS (%(closed)s),
            placed AS MATERIALIZED (%(placed)s),
            windows AS MATERIALIZED (%(windows)s),
            lines AS (%(lines)s)
            """,
            terms=self._get_terms_sql(),
            places=self._get_places_sql(),
            facts=self._get_facts_sql(),
            settled=self._get_settled_sql(),
            matched=self._get_matched_sql(traits),
            rows=self._get_rows_sql(),
            changed=self._get_changed_sql(),
            closed=self._get_closed_sql(closed),
            placed=self._get_placed_sql(),
            windows=self._get_windows_sql(traits),
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

    def _get_matched_sql(self, traits):
        """Facts beside the components that pay them; a fact that ends at one component reaches none below.

        A change of a sale that is settled follows the lines of the sale instead, whatever plans say today.
        Here as elsewhere a join is written as a full one, less what has no partner: PostgreSQL, which cannot know how
        many rows a table expression has, would else compare every fact with the terms of everybody. ``OFFSET 0`` and
        ``COALESCE`` keep it from seeing through that.
        """
        names = [name for name in PLACES if name in traits.places]
        keys = SQL(", ").join(SQL("(%s, %s)", name, PLACES[name]) for name in names)
        matched = SQL(
            """
            SELECT f.fact_id, f.original_id, f.happened_on, f.happened_at, f.is_late, f.happened_on - f.pay_on AS age,
                   t.user_id, t.plan_id, t.component_id, t.sequence, t.is_exclusive, t.clawback_days, w.window_on,
                   w.window_on + %(length)s <= %(first)s AS is_closed,
                   round(CASE t.measure WHEN 'amount' THEN f.amount ELSE f.quantity END * t.share, 6) AS base
              FROM facts f
             CROSS JOIN LATERAL (VALUES %(keys)s) AS k(place, key_id)
              FULL JOIN places t ON t.metric_id = f.metric_id AND t.place = k.place AND t.key_id = k.key_id
             CROSS JOIN LATERAL (SELECT date_trunc(t."window", f.pay_on)::date AS window_on) w
             WHERE COALESCE(f.fact_id IS NOT NULL AND t.component_id IS NOT NULL
               AND f.pay_on BETWEEN t.date_from_on AND t.date_to_on
               AND f.pay_on BETWEEN COALESCE(t.first_on, '-infinity') AND COALESCE(t.last_on, 'infinity')
               AND (t.kind != 'override' OR f.user_id != t.user_id)
               AND (f.original_id IS NULL
                    OR (f.original_id, t.target_metric_id) NOT IN (SELECT original_id, metric_id FROM settled))
               AND %(scope)s, FALSE)
            OFFSET 0
            """,
            keys=keys or SQL("('none', 0)"),
            length=self._get_length_sql(SQL('t."window"')),
            first=self.first_on,
            scope=self._get_scope_sql(traits),
        )
        return self._get_untaken_sql(matched) if traits.is_exclusive else matched

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

    def _read_traits(self):
        """What the components in use ask for: whatever none of them has is left out, which planning would pay for."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT COALESCE(array_agg(DISTINCT c.credit), '{}'), bool_or(c.is_exclusive), bool_or(c.sale != 'all'),
                       bool_or(EXISTS (SELECT FROM motivation_pay_component_product_category_rel r
                                        WHERE r.motivation_pay_component_id = c.id)
                            OR EXISTS (SELECT FROM motivation_pay_component_res_partner_rel r
                                        WHERE r.motivation_pay_component_id = c.id)),
                       bool_or(c.tier_on = 'attainment'), bool_or(p.currency_id != o.currency_id)
                  FROM (SELECT DISTINCT plan_id FROM motivation_pay_assignment
                         WHERE company_id = %(company)s AND COALESCE(simulation_id, 0) = %(simulation)s) a
                  JOIN motivation_pay_plan p ON p.id = a.plan_id
                  JOIN motivation_pay_component c ON c.plan_id = p.id AND c.kind IN %(kinds)s
                  JOIN res_company o ON o.id = %(company)s
                """,
                company=self.company_id.id,
                simulation=self.simulation_id.id or 0,
                kinds=FACT_KINDS,
            )
        )
        [[credits_, *traits]] = self.env.cr.fetchall()
        places = set(credits_) | ({"all"} if "team" in credits_ else set())
        return Traits(places, *traits)
