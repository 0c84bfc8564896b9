from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..const import FACT_KINDS
from ..tools.commission import earn, round_money
from .motivation_run_curve import PLACES


class MotivationMyPay(models.AbstractModel):
    """What is not paid yet by how certain it is: sold and not paid for, and open deals by their chances."""

    _inherit = "motivation.my.pay"

    # === BUSINESS METHODS === #

    @api.model
    def _foresee(self, look, totals):
        """What would be added if it came in this month, through the same curves.

        :return: ``{"won": {"base", "amount"}, "open": {...}, "estimate": total}``; ``base`` is money of the company
        """
        told = {name: {"base": 0.0, "count": 0.0, "amount": 0.0} for name in ("won", "open")}
        reached = {key: window["reached"] for key, window in look.windows.items()}
        seen = set()
        for certainty, component_id, base, money, count in self._read_foreseen(look):
            component = look.components.browse(component_id)
            window = look.windows.get(component_id)
            if not window or not base:
                continue
            before = reached[component_id]
            base = Decimal(str(round(base, 6)))
            reached[component_id] = before + base
            one = told[certainty]
            one["amount"] += self._earn_between(look, component, window, before, before + base)
            if (certainty, component.credit) not in seen:  # one deal is paid by several components
                seen.add((certainty, component.credit))
                one["base"] = max(one["base"], float(money))
                one["count"] = max(one["count"], float(count))
        for one in told.values():
            one["amount"] = look.currency.round(one["amount"])
            one["base"] = look.company.currency_id.round(one["base"])
        total = totals["payable"] + sum(one["amount"] for one in told.values())
        return {
            **told,
            "estimate": look.currency.round(total),
            "base_currency_id": look.company.currency_id.id,
        }

    @api.model
    def _earn_between(self, look, component, window, before, after):
        """F(after) − F(before), in the currency of pay; nothing while a gate holds it."""
        tiers = self._get_scaled(component, window)
        key = look.user.id, component.id, window["window_on"]
        if not tiers or (look.state and key in look.state.closed):
            return 0.0
        unit = Decimal(str(look.currency.rounding))
        exchange = window["exchange"] or Decimal()
        amounts = [round_money(earn(tiers, total) * exchange, unit) for total in (before, after)]
        return float(amounts[1] - amounts[0])

    # === SQL === #

    @api.model
    def _read_foreseen(self, look):
        """What may still come in until the end of the month, beside the components that would pay it.

        :return: list of ``('won' or 'open', component id, base, money, count)``, what is won first
        """
        paid = look.components.filtered(lambda one: one.kind in FACT_KINDS)
        if not paid:
            return []
        credited = set(paid.mapped("credit"))
        names = [
            name for name in PLACES if name in credited or (name == "all" and "team" in credited)
        ]
        self.env.cr.execute(self._get_foreseen_sql(look, names))
        return self.env.cr.fetchall()

    @api.model
    def _get_foreseen_sql(self, look, names):
        """What is foreseen by component; a fact counts at the places of its people that are named."""
        run = look.run
        return SQL(
            """
            WITH terms AS (%(terms)s), places AS (%(places)s),
            foreseen AS (%(invoiced)s UNION ALL %(ordered)s UNION ALL %(closed)s UNION ALL %(open)s)
            SELECT f.certainty, t.component_id,
                   sum(round(CASE t.measure WHEN 'amount' THEN f.amount ELSE f.quantity END * t.share, 6)),
                   sum(f.amount), sum(f.quantity)
              FROM foreseen f
             CROSS JOIN LATERAL (VALUES %(keys)s) AS k(place, key_id)
              JOIN places t ON t.metric_id = f.metric_id AND t.place = k.place AND t.key_id = k.key_id
             WHERE %(last)s BETWEEN t.date_from_on AND t.date_to_on
               AND %(today)s BETWEEN COALESCE(t.first_on, '-infinity') AND COALESCE(t.last_on, 'infinity')
               AND (t.kind != 'override' OR f.user_id != t.user_id) AND %(narrow)s
               AND (t.sale = 'all' OR (t.sale = 'first') = CASE f.res_model WHEN 'crm.lead'
                    THEN NOT %(is_known)s ELSE %(is_first)s END)
             GROUP BY f.certainty, t.component_id
             ORDER BY f.certainty DESC, t.component_id
            """,
            terms=run._get_terms_sql(),
            places=run._get_places_sql(),
            invoiced=self._get_invoiced_sql(look),
            ordered=self._get_ordered_sql(look),
            closed=self._get_closed_sql(look),
            open=self._get_open_sql(look),
            keys=SQL(", ").join(SQL("(%s, %s)", name, PLACES[name]) for name in names),
            last=look.last,
            today=look.today,
            narrow=run._get_narrow_sql(),
            is_known=self._get_is_known_sql(),
            is_first=run._get_is_first_sql(),
        )

    @api.model
    def _get_is_known_sql(self):
        """Has the client of ``f`` bought before?"""
        return SQL(
            """
            EXISTS (SELECT FROM conveyor_fact s
                     WHERE s.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'first_sale')
                       AND s.client_id = f.client_id)
            """
        )
