"""Where a company has Inventory, deliveries are facts; the addon itself does not ask for it."""

import pytest

from serving import copied_database, environment, run_odoo

PRICE = 100.0


@pytest.fixture(scope="module")
def database():
    """A company that installs Inventory after the conveyor."""
    with copied_database("conveyor_goods") as name:
        run_odoo(name, "-i", "sale_stock", "--stop-after-init")
        with environment(name) as env:
            for run in env["conveyor.ledger.run"].search([]):
                while run.state in ("waiting", "running"):
                    run._advance()
        yield name


@pytest.fixture
def shop(database):
    """A shop with a thousand pumps; what a test does there is undone."""
    with environment(database) as env:
        yield Shop(env)
        env.cr.rollback()


class Shop:
    """Words of the warehouse."""

    def __init__(self, env):
        """Fill the shelves."""
        self.env = env
        self.seller, self.client = (
            env.ref("base.user_admin"),
            env["res.partner"].create({"name": "Mill"}),
        )
        self.pump = self.product("Pump")

    def product(self, name, **values):
        """Goods on the shelf."""
        defaults = {
            "name": name,
            "type": "consu",
            "is_storable": True,
            "list_price": PRICE,
            "taxes_id": False,
        }
        product = self.env["product.product"].create({**defaults, **values})
        shelf = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        self.env["stock.quant"]._update_available_quantity(product, shelf, 1000)
        return product

    def sell(self, quantity, product=None, **line):
        """A confirmed order; its delivery waits."""
        values = {
            "product_id": (product or self.pump).id,
            "product_uom_qty": quantity,
            "price_unit": PRICE,
            **line,
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": self.client.id,
                "user_id": self.seller.id,
                "order_line": [(0, 0, values)],
            }
        )
        order.action_confirm()
        assert order.picking_ids
        return order

    def deliver(self, picking, quantity=None):
        """Goods leave; what stays behind waits for another delivery."""
        if quantity is not None:
            picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        assert picking.state == "done"
        return picking

    def give_back(self, picking, quantity):
        """The client sends goods back."""
        context = {
            "active_model": "stock.picking",
            "active_id": picking.id,
            "active_ids": picking.ids,
        }
        wizard = self.env["stock.return.picking"].with_context(**context).create({})
        wizard.product_return_moves.quantity = quantity
        return self.deliver(
            self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        )

    def facts(self, code, pickings=None):
        """The facts of a metric about deliveries."""
        domain = [("metric_id.code", "=", code), ("res_model", "=", "stock.picking")]
        if pickings is not None:
            domain.append(("res_id", "in", pickings.ids))
        return self.env["conveyor.fact"].search(domain, order="id")

    def shipped(self, pickings):
        """Deliveries, quantity of goods and money that stand."""
        goods = self.facts("shipment_amount", pickings)
        count = sum(self.facts("shipment", pickings).mapped("quantity"))
        return count, sum(goods.mapped("quantity")), sum(goods.mapped("amount"))

    def damages(self):
        """What the self-check of the ledger finds."""
        self.env["conveyor.fact"]._book_expected()
        run = self.env["conveyor.ledger.run"].create({"kind": "check"})
        while run.state != "done":
            run._advance()
        self.env.invalidate_all()
        return [
            (row.kind, row.metric_id.code, row.reference, row.amount) for row in run.difference_ids
        ]


def test_delivery_that_is_done_is_a_shipment_of_the_salesperson(shop):
    """Its goods are worth the untaxed price of the order: 4 × 100 less 10 %."""
    order = shop.sell(4, discount=10)
    picking = order.picking_ids
    assert shop.shipped(picking) == (0, 0, 0)
    shop.deliver(picking)
    assert shop.shipped(picking) == (1, 4, 360)
    facts = shop.facts("shipment", picking) | shop.facts("shipment_amount", picking)
    assert facts.user_id == shop.seller
    assert facts.partner_id == shop.client
    assert facts.product_id == shop.pump
    assert not shop.damages()


def test_partial_delivery_and_the_rest_are_two_shipments(shop):
    """Six of ten today, four later."""
    order = shop.sell(10)
    first = shop.deliver(order.picking_ids, 6)
    rest = order.picking_ids - first
    assert shop.shipped(first) == (1, 6, 600)
    assert shop.shipped(rest) == (0, 0, 0)
    shop.deliver(rest)
    assert shop.shipped(order.picking_ids) == (2, 10, 1000)
    assert not shop.damages()


def test_returned_goods_are_taken_back(shop):
    """One of four comes back, then the other three: the delivery counts no more."""
    picking = shop.deliver(shop.sell(4).picking_ids)
    shop.give_back(picking, 1)
    assert shop.shipped(picking) == (1, 3, 300)
    shop.give_back(picking, 3)
    assert shop.shipped(picking) == (0, 0, 0)
    assert not shop.facts("shipment") - shop.facts("shipment", picking), "a return is no shipment"
    assert not shop.damages()


def test_cancelled_delivery_is_none(shop):
    """Though Odoo gives it a day on which it was done."""
    picking = shop.sell(4).picking_ids
    picking.action_cancel()
    assert picking.state == "cancel"
    assert shop.shipped(picking) == (0, 0, 0)
    assert not shop.damages()


def test_goods_are_counted_in_the_unit_of_the_order(shop):
    """Two dozens for 1200 each; twelve pumps leave, then twelve more."""
    dozen = shop.env.ref("uom.product_uom_dozen")
    order = shop.sell(2, product_uom_id=dozen.id, price_unit=1200)
    move = order.picking_ids.move_ids
    half = (
        move.product_uom._compute_quantity(1, move.product_uom) if move.product_uom == dozen else 12
    )
    first = shop.deliver(order.picking_ids, half)
    assert shop.shipped(first) == (1, 1, 1200)
    shop.deliver(order.picking_ids - first)
    assert shop.shipped(order.picking_ids) == (2, 2, 2400)
    assert not shop.damages()


def test_later_changes_of_the_order_reach_its_deliveries(shop):
    """Another price is a difference, another client a reversal and a new row."""
    order = shop.sell(4)
    picking = shop.deliver(order.picking_ids)
    assert shop.shipped(picking) == (1, 4, 400)
    order.order_line.price_unit = 90
    assert shop.shipped(picking) == (1, 4, 360)
    other = shop.env["res.partner"].create({"name": "Southern Mill"})
    order.partner_id = other
    assert shop.facts("shipment", picking)[-1].partner_id == other
    assert shop.shipped(picking) == (1, 4, 360)
    assert not shop.damages()


def test_delivery_of_two_orders_is_one_shipment(shop):
    """Goods of both leave in one van, counted once, for the first of the two clients."""
    one = shop.sell(4)
    first, shop.client = shop.client, shop.env["res.partner"].create({"name": "Southern Mill"})
    two = shop.sell(6)
    picking, spare = one.picking_ids, two.picking_ids
    spare.move_ids.write({"picking_id": picking.id})
    shop.deliver(picking)
    assert shop.shipped(picking) == (1, 10, 1000)
    shop.env["conveyor.fact"]._expect("stock.picking", picking.ids)
    assert shop.facts("shipment", picking).partner_id == first
    assert len(shop.facts("shipment", picking)) == 1, "booked again it stays one row"
    assert not shop.damages()


def test_cost_that_the_delivery_tells_reaches_the_margin(shop):
    """With average costs Odoo writes the cost of a line anew when the goods leave."""
    category = shop.env["product.category"].create(
        {"name": "Average", "property_cost_method": "average"}
    )
    valve = shop.product("Valve", categ_id=category.id, standard_price=40.0)
    order = shop.sell(4, valve)
    shop.facts("shipment")
    valve.standard_price = 55.0
    shop.deliver(order.picking_ids)
    shop.env.flush_all()
    margin = shop.env["conveyor.fact"].search(
        [("metric_id.code", "=", "margin"), ("res_id", "=", order.id)]
    )
    assert sum(margin.mapped("amount")) == order.margin
    assert not shop.damages()
