from odoo import api, fields, models
from odoo.tools import SQL

from ..const import ROLES

DIMENSIONS = ("month_on", "metric_id", "company_id", "team_id", "user_id", "role", "product_id")


class ConveyorFactSum(models.Model):
    """Facts by month, for long spans: rows that only ever add up.

    The statement that books facts appends their sums here, so both always agree, in every transaction. A
    cron makes one row out of many; two people never wait for each other.
    """

    _name = "conveyor.fact.sum"
    _inherit = ["conveyor.ledger.mixin"]
    _description = "Facts by Month"
    _order = "month_on desc, id desc"
    _rec_name = "metric_id"
    _log_access = False

    month_on = fields.Date(string="Month", required=True, readonly=True)
    metric_id = fields.Many2one(
        "conveyor.metric", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="restrict"
    )
    role = fields.Selection(ROLES, string="Section", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    quantity = fields.Float(digits=(16, 4), required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="In the currency of the company.")
    currency_id = fields.Many2one(related="company_id.currency_id")

    _month_idx = models.Index(
        "(metric_id, month_on) INCLUDE (company_id, team_id, user_id, product_id, quantity, amount)"
    )
    _company_idx = models.Index("(company_id, month_on)")

    # === ACTION METHODS === #

    def action_open_facts(self):
        """Open the facts of these months, people and products."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_fact_action"
        )
        # The page's own period would hide what was asked for.
        return {**action, "domain": list(self._get_facts_domain()), "context": {}}

    # === BUSINESS METHODS === #

    def _get_facts_domain(self):
        """The facts of these months, people and products."""
        domains = [
            [
                ("happened_on", ">=", row.month_on),
                ("happened_on", "<", fields.Date.add(row.month_on, months=1)),
                *((name, "=", row[name].id) for name in ("metric_id", "company_id", "team_id")),
                *((name, "=", row[name].id) for name in ("user_id", "product_id")),
                ("role", "=", row.role),
            ]
            for row in self
        ]
        return fields.Domain.OR(domains)

    # === SQL === #

    @api.model
    def _get_insert_sql(self, facts):
        """Append the sums of these rows of the ledger; levels are never summed.

        :param SQL facts: name of a table or common table expression with the columns of the ledger
        """
        return SQL(
            """
            INSERT INTO conveyor_fact_sum (%(dimensions)s, quantity, amount)
            SELECT date_trunc('month', b.happened_on)::date, %(columns)s, sum(b.quantity), sum(b.amount)
              FROM %(facts)s b
              JOIN conveyor_metric sm ON sm.id = b.metric_id AND sm.aggregation = 'sum'
             GROUP BY 1, %(columns)s
            """,
            dimensions=self._get_dimensions_sql(),
            columns=SQL(", ").join(SQL("b.%s", SQL.identifier(name)) for name in DIMENSIONS[1:]),
            facts=facts,
        )

    @api.model
    def _get_dimensions_sql(self):
        return SQL(", ").join(map(SQL.identifier, DIMENSIONS))

    @api.model
    def _sum_up(self, differences):
        """Take the sums of these months from the facts again.

        :param differences: ``conveyor.ledger.difference`` records of kind ``sum``
        """
        for difference in differences:
            same = SQL(
                "metric_id = %s AND company_id = %s AND user_id = %s",
                difference.metric_id.id,
                difference.company_id.id,
                difference.user_id.id,
            )
            month = difference.month_on
            self.env.cr.execute(
                SQL(
                    """
                    WITH gone AS (DELETE FROM conveyor_fact_sum WHERE %(same)s AND month_on = %(month)s),
                         facts AS (SELECT * FROM conveyor_fact
                                    WHERE %(same)s AND happened_on >= %(month)s
                                      AND happened_on < %(month)s + interval '1 month')
                    %(insert)s
                    """,
                    same=same,
                    month=month,
                    insert=self._get_insert_sql(SQL("facts")),
                )
            )
        self.invalidate_model(flush=False)

    # === CRON === #

    @api.model
    def _cron_compact(self):
        """Make one row out of all that have the same dimensions, a metric at a time.

        One statement per metric takes rows away and puts their sum in place, so a reader or a kill sees
        either all or nothing of it.
        """
        metrics = self.env["conveyor.metric"].with_context(active_test=False)
        metrics = metrics.search([("aggregation", "=", "sum")])
        for done, metric in enumerate(metrics, start=1):
            self._compact(metric)
            self.env["ir.cron"]._commit_progress(1, remaining=len(metrics) - done)

    @api.model
    def _compact(self, metric):
        self.env.cr.execute(
            SQL(
                """
                WITH crowded AS (
                     SELECT %(dimensions)s, array_agg(id) AS ids, sum(quantity) AS quantity, sum(amount) AS amount
                       FROM conveyor_fact_sum WHERE metric_id = %(metric)s
                      GROUP BY %(dimensions)s HAVING count(*) > 1),
                taken AS (
                     DELETE FROM conveyor_fact_sum WHERE id IN (SELECT unnest(ids) FROM crowded))
                INSERT INTO conveyor_fact_sum (%(dimensions)s, quantity, amount)
                SELECT %(dimensions)s, quantity, amount FROM crowded
                 WHERE quantity != 0 OR COALESCE(amount, 0) != 0
                """,
                dimensions=self._get_dimensions_sql(),
                metric=metric.id,
            )
        )
        self.invalidate_model(flush=False)
