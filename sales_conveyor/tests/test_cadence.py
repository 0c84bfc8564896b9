from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools.clock import at_instant
from .agreements import AgreementCommon, at, on
from .common import department


@department
class TestCadence(AgreementCommon):
    """The more a client brings, the more often he is reached: classes from the ledger, a list for farmers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("Great", "Good", "Fair", "Small", "Silent")
        cls.clients = {
            name: cls.env["res.partner"].create(
                {"name": name, "is_company": True, "farmer_id": cls.farmer.id}
            )
            for name in names
        }
        # Whom the demonstration sold to later has no class yet on these days.
        with at_instant(cls.env, at(10)):
            cls.env["res.partner"]._classify(cls.env.company)

    def sell(self, day=2, month=3, year=2026, **amounts):
        """Confirmed orders of clients."""
        instant = at(day).replace(month=month, year=year)
        with at_instant(self.env, instant):
            for name, amount in amounts.items():
                order = self.order(partner_id=self.clients[name].id, user_id=self.farmer.id)
                order.order_line.price_unit = amount
                order.action_confirm()

    def classify(self, day=10, company=None):
        with self.at(day, hour=1):
            return self.env["res.partner"]._classify(company or self.env.company)

    def classes(self):
        return {name: client.client_class for name, client in self.clients.items()}

    def due(self, day=10, user=None, domain=()):
        """The list of a farmer on a day."""
        own = [("partner_id", "in", [client.id for client in self.clients.values()])]
        with self.at(day, hour=9):
            rows = self.env["conveyor.contact.report"].with_user(user or self.farmer)
            rows = rows.search([*own, *domain])
            rows.invalidate_recordset()
            rows.fetch([name for name, field in rows._fields.items() if field.store])
        return rows

    # === CLASSES === #

    def test_classes_share_the_money_of_twelve_months(self):
        """700 + 200 reach 80 and 90 %: Great begins at 0, Good at 70, Fair at 90, Small at 96 %."""
        self.sell(Great=700, Good=200, Fair=60, Small=40)
        self.assertEqual(self.classify(), 4)
        expected = {"Great": "a", "Good": "a", "Fair": "b", "Small": "c", "Silent": False}
        self.assertEqual(self.classes(), expected)
        self.assertEqual(self.classify(), 0, "run again it finds nothing to change")

    def test_sales_of_more_than_a_year_ago_count_no_more(self):
        self.sell(year=2025, month=2, Small=10000)
        self.sell(Great=100)
        self.classify()
        self.assertEqual(self.classes()["Small"], False)
        self.assertEqual(self.classes()["Great"], "a")

    def test_taken_back_sales_take_the_class_back(self):
        self.sell(Great=900, Fair=100)
        self.classify()
        with self.at(11):
            orders = self.env["sale.order"].search([("partner_id", "=", self.clients["Great"].id)])
            orders._action_cancel()
        self.assertEqual(self.classify(day=12), 2)
        self.assertEqual((self.classes()["Great"], self.classes()["Fair"]), (False, "a"))

    def test_contacts_buy_for_their_company(self):
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.clients["Great"].id}
        )
        with self.at(2):
            order = self.order(partner_id=buyer.id, user_id=self.farmer.id)
            order.action_confirm()
        self.classify()
        self.assertEqual(self.classes()["Great"], "a")

    def test_shares_are_settings_and_each_company_has_its_own_classes(self):
        self.sell(Great=500, Good=300, Fair=200)
        self.env.company.write({"conveyor_share_a": 0.4, "conveyor_share_b": 0.3})
        self.classify()
        classes = self.classes()
        self.assertEqual([classes[name] for name in ("Great", "Good", "Fair")], ["a", "b", "c"])
        branch = self.env["res.company"].create({"name": "Branch"})
        self.assertEqual(self.classify(company=branch), 0)
        self.assertFalse(self.clients["Great"].with_company(branch).client_class)

    def test_nobody_types_a_class(self):
        for user in (self.farmer, self.head, self.env.user):
            with self.assertRaises(AccessError):
                self.clients["Great"].with_user(user).client_class = "a"
        made = self.env["res.partner"].with_context(default_client_class="a").create({"name": "X"})
        self.assertFalse(made.client_class)

    def test_settings_are_numbers_that_make_sense(self):
        company = self.env.company
        for values in (
            {"conveyor_cadence_a": 0},
            {"conveyor_cadence_b": -5},
            {"conveyor_cadence_c": 10**12},
            {"conveyor_share_a": 1.5},
            {"conveyor_share_a": float("nan")},
            {"conveyor_share_a": 0.9, "conveyor_share_b": 0.2},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                company.write(values)

    # === CLIENTS TO CONTACT === #

    def reach(self, name, day):
        card = self.card(
            name,
            owner=self.farmer,
            stage=self.stage_growth,
            partner_id=self.clients[name].id,
            farmer_id=self.farmer.id,
        )
        self.do(self.plan(card, due=day, day=day, user=self.farmer), day=day, user=self.farmer)
        return card

    def test_who_is_due_by_his_class(self):
        """Reached on the 2nd: an A of 14 days is due on the 16th, a C of 90 days is not; never reached: now."""
        self.sell(Great=900, Small=10)
        self.classify()
        self.reach("Great", 2)
        self.reach("Small", 2)
        rows = {row.partner_id.name: row for row in self.due(day=20)}
        great, small, silent = rows["Great"], rows["Small"], rows["Silent"]
        self.assertEqual((great.cadence, great.due_on, great.overdue_days), (14, on(16), 4))
        self.assertEqual((small.cadence, small.overdue_days), (90, 0))
        self.assertEqual(
            (silent.cadence, silent.due_on, silent.last_contact_at), (90, on(20), False)
        )
        self.assertEqual(great.last_contact_at, at(2))
        due = self.due(day=20, domain=[("due_on", "<=", on(20)), ("next_contact_on", "=", False)])
        self.assertIn("Great", due.partner_id.mapped("name"))
        self.assertNotIn("Small", due.partner_id.mapped("name"))

    def test_task_done_on_the_client_himself_is_contact(self):
        with self.at(3):
            call = self.clients["Good"].activity_schedule(
                "mail.mail_activity_data_call", user_id=self.farmer.id
            )
        self.do(call, day=4, user=self.farmer)
        row = self.due(day=10).filtered(lambda row: row.partner_id.name == "Good")
        self.assertEqual(row.last_contact_at, at(4))

    def test_one_button_plans_ordinary_activities_once(self):
        card = self.reach("Great", 2)
        rows = self.due(day=20)
        self.assertEqual(len(rows), 5)
        with self.at(20, hour=9):
            action = rows.action_plan_contacts()
        self.assertIn("5", action["params"]["message"])
        calls = self.env["mail.activity"].search([("summary", "=like", "Keep in touch:%")])
        self.assertEqual(calls.user_id, self.farmer)
        self.assertEqual(set(calls.mapped("date_deadline")), {on(20)})
        on_card = calls.filtered(lambda call: call.res_model == "crm.lead")
        self.assertEqual(on_card.mapped("res_id"), card.ids)
        self.assertEqual(self.told(on_card)[0], "open")
        self.assertEqual(card.next_contact_on, on(20))
        with self.at(20, hour=10):
            again = self.due(day=20)
            message = again.action_plan_contacts()["params"]["message"]
        self.assertEqual(message, "Each of these clients has a contact planned already.")
        self.assertEqual(set(again.mapped("next_contact_on")), {on(20)})
        with self.assertRaises(UserError):
            rows.browse().action_plan_contacts()

    def test_contacts_are_planned_for_days_of_work(self):
        self.env.company.resource_calendar_id = self.env.ref("resource.resource_calendar_std")
        rows = self.due(day=21)  # a Saturday
        with self.at(21, hour=9):
            rows.action_plan_contacts()
        calls = self.env["mail.activity"].search([("summary", "=like", "Keep in touch:%")])
        self.assertEqual(set(calls.mapped("date_deadline")), {on(23)})

    def test_own_clients_those_of_the_teams_led_and_everybody_for_the_head(self):
        for user, count in (
            (self.farmer, 5),
            (self.farmer2, 0),
            (self.leader, 5),
            (self.head, 5),
            (self.owner, 5),
            (self.stranger, 0),
        ):
            self.assertEqual(len(self.due(user=user)), count, user.name)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.due(user=self.owner).action_plan_contacts()
