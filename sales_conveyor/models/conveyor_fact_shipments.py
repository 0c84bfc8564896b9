from odoo import api, models
from odoo.tools import SQL


class ConveyorFact(models.Model):
    """The rule of shipments, where Inventory is installed: it is used when it is there, never required."""

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _has_inventory(self):
        return "stock.picking" in self.env and "sale_line_id" in self.env["stock.move"]._fields

    @api.model
    def _get_sources(self):
        sources = super()._get_sources()
        return {**sources, "stock.picking": "stock_picking"} if self._has_inventory() else sources

    def _register_hook(self):
        """Listen to Inventory, whose class this addon cannot extend: the way Odoo's own automation rules do."""
        super()._register_hook()
        if not self._has_inventory():
            return
        picking_class = self.env.registry["stock.picking"]
        if "_action_done" in vars(picking_class):
            return
        done = picking_class._action_done

        def _action_done(self):
            res = done(self)
            returned = self.move_ids.origin_returned_move_id.picking_id
            self.env["conveyor.fact"]._expect("stock.picking", (self | returned).ids, happened=True)
            return res

        picking_class._action_done = _action_done

    def _unregister_hook(self):
        res = super()._unregister_hook()
        picking_class = self.env.registry.get("stock.picking")
        if picking_class and "_action_done" in vars(picking_class):
            del picking_class._action_done
        return res

    # === RULES === #

    @api.model
    def _truth_stock_picking(self, scope):
        """Deliveries done, with the value of the goods at the price of the order; returned goods count no more."""
        lines = SQL(
            """(SELECT v.picking_id, 'shipment' AS metric, 0 AS line_id, NULL::int4 AS product_id,
                       min(v.order_id) AS order_id,
                       1::numeric AS quantity, NULL::numeric AS amount
                  FROM (%(moves)s) v GROUP BY v.picking_id HAVING sum(v.quantity) > 0
                 UNION ALL
                SELECT v.picking_id, 'shipment_amount', v.id, v.product_id, v.order_id, v.quantity, v.amount
                  FROM (%(moves)s) v) v
               JOIN stock_picking k ON k.id = v.picking_id
               JOIN stock_picking_type t ON t.id = k.picking_type_id
               JOIN sale_order o ON o.id = v.order_id""",
            moves=self._get_moves_sql(scope),
        )
        return self._compose_order_truth(
            lines,
            SQL(),
            SQL("k.state = 'done' AND t.code = 'outgoing'"),
            metric=SQL("v.metric"),
            origin_id=SQL("k.id"),
            line_id=SQL("v.line_id"),
            res_model=SQL("'stock.picking'"),
            res_id=SQL("k.id"),
            reference=SQL("k.name"),
            own_at=SQL("k.date_done"),
            user_id=SQL("COALESCE(o.user_id, l.user_id)"),
            product_id=SQL("v.product_id"),
            quantity=SQL("v.quantity"),
            currency_id=SQL("CASE WHEN v.amount IS NOT NULL THEN o.currency_id END"),
            origin_amount=SQL("v.amount"),
        )

    @api.model
    def _get_moves_sql(self, scope):
        """What left and did not come back, in the unit of the order's line."""
        return SQL(
            """
            SELECT v.picking_id, v.id, v.product_id, s.order_id, q.sent - q.returned AS quantity,
                   CASE WHEN s.product_uom_qty != 0
                        THEN s.price_subtotal / s.product_uom_qty * (q.sent - q.returned) END AS amount
              FROM stock_move v
              JOIN sale_order_line s ON s.id = v.sale_line_id
              JOIN uom_uom su ON su.id = s.product_uom_id
              JOIN uom_uom vu ON vu.id = v.product_uom
             CROSS JOIN LATERAL (SELECT
                   v.quantity::numeric * vu.factor / su.factor AS sent,
                   COALESCE((SELECT sum(b.quantity::numeric * bu.factor / su.factor)
                               FROM stock_move b JOIN uom_uom bu ON bu.id = b.product_uom
                              WHERE b.origin_returned_move_id = v.id AND b.state = 'done'), 0) AS returned) q
             WHERE v.state = 'done' AND %s
            """,
            scope(SQL("v.picking_id")),
        )
