from odoo import fields
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.sales_conveyor.tests.rpc import CAST, CLEAR, RpcCommon

from .pay_words import FLAT, PayWords, day

MODELS = ("motivation.statement", "motivation.statement.line", "motivation.run")
VALUES = {
    "integer": 7,
    "float": 7.5,
    "monetary": 7.5,
    "char": "7",
    "text": "7",
    "html": "<p>7</p>",
    "boolean": True,
    "date": "2026-07-07",
    "datetime": "2026-07-07 07:07:07",
    "many2one": 1,
    "one2many": [[5, 0, 0]],
    "many2many": [[5, 0, 0]],
}


@tagged("post_install", "-at_install")
class TestPayRpc(PayWords, RpcCommon):
    """Nobody rewrites what was paid by bare calls: no person, no field, no method of Odoo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        payroll = "sales_motivation.sales_motivation_group_payroll"
        everything = f"sales_team.group_sale_manager,base.group_system,{payroll}"
        groups = {"payroll": payroll, "admin": everything}
        for login, names in groups.items():
            user = new_test_user(cls.env, f"t_{login}", groups=names, name=login.capitalize())
            setattr(cls, login, user)
            cls.keys[login] = cls._make_key(user)

    def setUp(self):
        super().setUp()
        self.put(self.hunter, FLAT, {"kind": "salary"}, salary=1000)
        self.sell(day(1), 1000)
        run = self.settle(1)
        self.paid = self.statement(run, self.hunter)
        self.paid.with_user(self.owner).action_pay()
        self.records = {
            "motivation.statement": self.paid,
            "motivation.statement.line": self.paid.line_ids[0],
            "motivation.run": run,
        }

    def stored(self):
        """Every row of the tables of pay."""
        self.env.flush_all()
        found = []
        for model in MODELS:
            table = SQL.identifier(self.env[model]._table)
            self.env.cr.execute(SQL("SELECT * FROM %s ORDER BY id", table))
            found.append(self.env.cr.fetchall())
        return found

    def refuse(self, person, model, method, **body):
        """The call fails in a sentence, never in a fault of the machine room."""
        answer = self.rpc(person, model, method, **body)
        self.assertNotEqual(answer.status, 200, (person, model, method, body))
        self.assertIn(answer.fault, CLEAR, (person, model, method, body, answer))

    def get_value(self, field):
        """A value of another kind than what is there."""
        if field.type == "selection":
            return field.get_values(self.env)[0]
        return VALUES.get(field.type)

    def test_a_paid_statement_is_not_rewritten_by_rpc(self):
        """Every field of a paid statement, of its lines and of its month, by every person."""
        before = self.stored()
        for person in (*CAST, "payroll", "admin"):
            for model, record in self.records.items():
                for name in record._fields.keys() - {"id", "display_name"}:
                    vals = {name: self.get_value(record._fields[name])}
                    self.refuse(person, model, "write", ids=record.ids, vals=vals)
        self.assertEqual(self.stored(), before)

    def test_nothing_is_created_copied_or_deleted_by_rpc(self):
        """Nor put in by the forms, or by an import."""
        before = self.stored()
        for person in (*CAST, "payroll", "admin"):
            for model in MODELS[:2]:
                record = self.records[model]
                vals = {"user_id": self.scout.id, "run_id": self.records["motivation.run"].id}
                vals |= {"company_id": self.company.id, "currency_id": self.company.currency_id.id}
                if model == MODELS[1]:
                    vals = {"statement_id": self.paid.id, "kind": "bonus", "amount": 5.0}
                self.refuse(person, model, "create", vals_list=[vals])
                self.refuse(person, model, "unlink", ids=record.ids)
                self.refuse(person, model, "copy", ids=record.ids)
                form = {"vals": {"amount": 5.0}, "specification": {}}
                self.refuse(person, model, "web_save", ids=record.ids, **form)
            self.refuse(person, "motivation.run", "unlink", ids=self.records["motivation.run"].ids)
        self.assertEqual(self.stored(), before)

    def test_a_month_that_is_approved_is_not_computed_otherwise(self):
        """A kept field in a new month is dropped, and computing again changes nothing that is paid."""
        values = {"first_on": "2025-07-01", "is_frozen": True, "computed_at": fields.Datetime.now()}
        run = self.env["motivation.run"].with_user(self.head).create(values)
        self.assertFalse(run.is_frozen or run.computed_at)
        run.sudo().unlink()
        before = self.stored()[1]
        self.allowed(
            "head", "motivation.run", "action_compute", ids=self.records["motivation.run"].ids
        )
        self.assertEqual(self.stored()[1], before)
