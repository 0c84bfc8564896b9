from odoo import api, fields, models
from odoo.tools import SQL

KEY = ("metric_id", "origin_id", "line_id", "part_id", "company_id", "product_id")


class ConveyorLedgerCopy(models.Model):
    """The ledger derived anew, without a look at the ledger itself; there only while the two are compared.

    Documents tell how much of what in which company; who gets the credit and on which day only the ledger
    knows, and its seals keep that. Deeds, levels and imported history are copied: no document tells them.
    """

    _name = "conveyor.ledger.copy"
    _description = "Copy of the Ledger"
    _log_access = False

    source = fields.Char(readonly=True)
    metric_id = fields.Many2one("conveyor.metric", readonly=True, ondelete="cascade")
    origin_id = fields.Integer(readonly=True)
    line_id = fields.Integer(readonly=True)
    part_id = fields.Integer(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", readonly=True, ondelete="cascade")
    quantity = fields.Float(digits=(16, 4), readonly=True)
    origin_amount = fields.Float(digits=0, readonly=True)

    # === BUSINESS METHODS === #

    @api.model
    def _clear(self):
        self.env.cr.execute("DELETE FROM conveyor_ledger_copy")

    @api.model
    def _derive(self, source, scope):
        """Copy what the documents of a scope say."""
        ledger = self.env["conveyor.fact"]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH truth AS (%(truth)s), keyed AS (%(keyed)s)
                INSERT INTO conveyor_ledger_copy (source, %(key)s, quantity, origin_amount)
                SELECT %(source)s, %(key)s, k.quantity, k.origin_amount
                  FROM keyed k
                 WHERE k.is_deed IS NOT TRUE
                """,
                truth=ledger._get_truth(source, scope),
                keyed=ledger._get_keyed_sql(SQL("FALSE")),
                key=self._get_key_sql(),
                source=source,
            )
        )

    @api.model
    def _copy_evidence(self, ids):
        """Copy the rows that no document tells any more.

        :param SQL ids: condition that follows the column of a fact's id
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_ledger_copy (%(key)s, quantity, origin_amount)
                SELECT %(columns)s, f.quantity, f.origin_amount
                  FROM conveyor_fact f
                  JOIN conveyor_metric m ON m.id = f.metric_id
                 WHERE (m.is_deed OR f.is_imported OR NOT m.active) AND f.id %(ids)s
                """,
                key=self._get_key_sql(),
                columns=SQL(", ").join(SQL("f.%s", SQL.identifier(name)) for name in KEY),
                ids=ids,
            )
        )

    @api.model
    def _compare(self, run):
        """Name every key of which the copy and the ledger say different things.

        :param run: ``conveyor.ledger.run`` record that gets the differences
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_ledger_difference (run_id, kind, source, origin_id, metric_id, company_id, quantity,
                                                        amount)
                SELECT %(run)s, 'changed', m.source, x.origin_id, x.metric_id, x.company_id, sum(x.quantity),
                       sum(x.origin_amount)
                  FROM (SELECT %(key)s, quantity, COALESCE(origin_amount, 0) AS origin_amount
                          FROM conveyor_ledger_copy
                         UNION ALL
                        SELECT %(key)s, -quantity, -COALESCE(origin_amount, 0) FROM conveyor_fact) x
                  JOIN conveyor_metric m ON m.id = x.metric_id
                 GROUP BY m.source, %(qualified)s
                HAVING sum(x.quantity) != 0 OR sum(x.origin_amount) != 0
                """,
                run=run.id,
                key=self._get_key_sql(),
                qualified=SQL(", ").join(SQL("x.%s", SQL.identifier(name)) for name in KEY),
            )
        )

    @api.model
    def _get_key_sql(self):
        return SQL(", ").join(map(SQL.identifier, KEY))
