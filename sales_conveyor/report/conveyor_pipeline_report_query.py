from odoo import models
from odoo.tools import SQL

from .conveyor_pipeline_report import CARD, FACT, NUMBERS

# The columns of a row in their order, and their types; what a part of the query leaves out is empty.
COLUMNS = {
    "id": "int8",
    "name": "varchar",
    "kind": "varchar",
    "happened_on": "date",
    "company_id": "int4",
    "currency_id": "int4",
    "team_id": "int4",
    "user_id": "int4",
    "source_id": "int4",
    "partner_id": "int4",
    "product_id": "int4",
    "categ_id": "int4",
    "lead_id": "int4",
    "in_work": "int4",
    "pipeline": "numeric",
    "won": "int4",
    "lost": "int4",
    "won_amount": "numeric",
    "lost_amount": "numeric",
    "average_deal": "numeric",
    "win_rate": "float8",
    "win_rate_amount": "float8",
    "days_open": "int4",
    "days_held": "int4",
    "is_now": "bool",
    "row_count": "int8",
}


class ConveyorPipelineReport(models.Model):
    """The query: closed deals of the ledger, open cards, levels of past months.

    What costs a look at another table is a scalar sub-query: where nobody asks for it, PostgreSQL drops it.
    """

    _inherit = "conveyor.pipeline.report"
    _depends = {
        "crm.lead": [
            "name", "type", "active", "won_status", "expected_revenue", "user_id", "team_id", "company_id",
            "partner_id", "source_id",
        ],
        "crm.team": ["company_id"],
        "res.users": ["company_id"],
        "res.company": ["conveyor_tz", "currency_id"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": ["opportunity_id", "state", "currency_rate"],
        "sale.order.line": ["order_id", "product_id", "price_subtotal", "is_downpayment"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
    }  # fmt: skip

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            [self._closed_query(), self._open_query(), self._level_query()]
        )

    def _compose(self, tables, **columns):
        """One part of the query, with all columns in their order."""
        values = SQL(", ").join(
            SQL("(%s)::%s AS %s", columns.get(name, SQL("NULL")), SQL(kind), SQL.identifier(name))
            for name, kind in COLUMNS.items()
        )
        return SQL("SELECT %s FROM %s", values, tables)

    # === CLOSED DEALS === #

    def _closed_query(self):
        """Facts of deals won and lost, reversals included."""
        won, lost = self._get_metric_id("deal_won"), self._get_metric_id("deal_lost")
        is_won = SQL("f.metric_id = %s", won)
        product = SQL(
            "COALESCE(f.product_id, %s)",
            self._get_main_product_sql(SQL("CASE f.res_model WHEN 'crm.lead' THEN f.res_id END")),
        )
        card = SQL("FROM crm_lead l WHERE l.id = f.res_id AND f.res_model = 'crm.lead'")
        return self._compose(
            SQL(
                """conveyor_fact f JOIN res_company c ON c.id = f.company_id
                    WHERE f.metric_id IN (%s, %s) AND %s""",
                won,
                lost,
                self._get_rows_sql(FACT, SQL("f.id")),
            ),
            id=SQL("f.id::int8 * %s + %s", NUMBERS, FACT),
            name=SQL("COALESCE((SELECT l.name %s), f.reference)", card),
            kind=SQL("CASE WHEN %s THEN 'won' ELSE 'lost' END", is_won),
            happened_on=SQL("f.happened_on"),
            company_id=SQL("f.company_id"),
            currency_id=SQL("c.currency_id"),
            team_id=SQL("f.team_id"),
            user_id=SQL("f.user_id"),
            source_id=SQL("f.source_id"),
            partner_id=SQL("SELECT k.partner_id FROM conveyor_client k WHERE k.id = f.client_id"),
            product_id=product,
            categ_id=self._get_category_sql(product),
            lead_id=SQL("SELECT l.id %s", card),
            is_now=SQL("FALSE"),
            row_count=SQL("1"),
            **self._get_closed_measures(is_won),
        )

    def _get_closed_measures(self, is_won):
        stands = SQL("%s AND %s", is_won, self._get_standing_sql(self._get_metric_id("deal_won")))
        win_rate = SQL("CASE WHEN f.quantity = 0 THEN NULL WHEN %s THEN 1 ELSE 0 END", is_won)
        return {
            "won": SQL("CASE WHEN %s THEN f.quantity ELSE 0 END", is_won),
            "lost": SQL("CASE WHEN %s THEN 0 ELSE f.quantity END", is_won),
            "won_amount": SQL("CASE WHEN %s THEN f.amount END", is_won),
            "lost_amount": SQL("CASE WHEN NOT %s THEN f.amount END", is_won),
            "average_deal": SQL("CASE WHEN %s THEN f.amount END", is_won),
            "win_rate": win_rate,
            "win_rate_amount": win_rate,
            "days_open": SQL("CASE WHEN %s THEN f.days_open END", stands),
            "days_held": SQL("CASE WHEN %s THEN f.days_held END", stands),
        }

    # === OPEN CARDS === #

    def _open_query(self):
        """The open cards of this moment, dated the business day of their company."""
        by_person = self._is_by_person()
        product = self._get_main_product_sql(SQL("l.id"))
        one_by_one = {
            "id": SQL("l.id::int8 * %s + %s", NUMBERS, CARD),
            "name": SQL("l.name"),
            "source_id": SQL("l.source_id"),
            "partner_id": SQL(
                "SELECT p.commercial_partner_id FROM res_partner p WHERE p.id = l.partner_id"
            ),
            "product_id": product,
            "categ_id": self._get_category_sql(product),
            "lead_id": SQL("l.id"),
        }
        return self._compose(
            SQL(
                """(%s) l
                   LEFT JOIN crm_team t ON t.id = l.team_id
                   LEFT JOIN res_users u ON u.id = l.user_id
                   JOIN %s d ON d.company_id = COALESCE(l.company_id, t.company_id, u.company_id)""",
                self._get_cards_sql(by_person),
                self._get_today_sql(),
            ),
            kind=SQL("'open'"),
            happened_on=SQL("d.today"),
            company_id=SQL("d.company_id"),
            currency_id=SQL("d.currency_id"),
            team_id=SQL("l.team_id"),
            user_id=SQL("l.user_id"),
            in_work=SQL("l.cards"),
            pipeline=SQL("l.revenue"),
            is_now=SQL("TRUE"),
            row_count=SQL("l.cards"),
            **({} if by_person else one_by_one),
        )

    def _get_cards_sql(self, by_person):
        """Open opportunities, each by itself or counted by company, team and person."""
        revenue = SQL("CASE WHEN abs(expected_revenue) < 1e12 THEN expected_revenue END")
        people = SQL("company_id, team_id, user_id")
        return SQL(
            """SELECT %s, %s FROM crm_lead
                WHERE won_status = 'pending' AND active AND type = 'opportunity' AND %s %s""",
            people if by_person else SQL("id, name, source_id, partner_id, %s", people),
            SQL("count(*) AS cards, sum(%s) AS revenue", revenue)
            if by_person
            else SQL("1 AS cards, %s AS revenue", revenue),
            self._get_rows_sql(CARD, SQL("id")),
            SQL("GROUP BY %s", people) if by_person else SQL(),
        )

    def _get_today_sql(self):
        """The companies with their present business day, worked out once for each, not for each card."""
        return SQL(
            """(SELECT c.id AS company_id, c.currency_id,
                       (%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date AS today
                  FROM res_company c OFFSET 0)""",
            SQL("%s::timestamp", self.env.cr.now()),
        )

    # === PRODUCTS === #

    def _get_main_product_sql(self, lead_id):
        """The product of the dearest line among the orders of a card, cancelled ones left out."""
        return SQL(
            """(SELECT sl.product_id
                  FROM sale_order so JOIN sale_order_line sl ON sl.order_id = so.id
                 WHERE so.opportunity_id = %s AND so.state != 'cancel' AND sl.product_id IS NOT NULL
                   AND sl.is_downpayment IS NOT TRUE
                 ORDER BY sl.price_subtotal / COALESCE(NULLIF(so.currency_rate, 0), 1) DESC NULLS LAST, sl.id
                 LIMIT 1)""",
            lead_id,
        )

    def _get_category_sql(self, product):
        return SQL(
            """(SELECT pt.categ_id FROM product_product pp JOIN product_template pt ON pt.id = pp.product_tmpl_id
                 WHERE pp.id = %s)""",
            product,
        )
