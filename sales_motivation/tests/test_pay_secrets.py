import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .pay_words import FLAT, PayWords, day

SALARY = 77777
# The salary, the sale, its commission and the adjustment of the hunter, however they are written.
SECRET = re.compile(r"(?<!\d)(77\W?777|1\W?333\W?200|66\W?660|44\W?444|Why 66)(?!\d)")
PAID = {
    "motivation.statement": ("salary", "payable", "variable"),
    "motivation.statement.line": ("amount", "base", "after"),
    "motivation.pay.assignment": ("salary",),
    "motivation.adjustment": ("amount",),
    "motivation.inquiry": ("question", "about"),
}
STEPS = ("motivation.", "res.users", "crm.team", "conveyor.fact")
DEPTH = 3


@tagged("post_install", "-at_install")
class TestPaySecrets(PayWords):
    """What the hunter is paid is told to nobody but his leader, heads and owner: by no field, path or form."""

    def setUp(self):
        super().setUp()
        plan = self.put(self.hunter, FLAT, {"kind": "salary"}, salary=SALARY)
        for user in (self.hunter2, self.scout):
            self.pay_by(user, plan, salary=1000)
        self.sell(day(1), 1333200)
        self.adjust(44444, 1)
        self.run_ = self.settle(1)
        self.mine = self.statement(self.run_, self.hunter)
        asked = self.env["motivation.inquiry"].with_user(self.hunter)
        self.asked = asked.create({"line_id": self.mine.line_ids[0].id, "question": "Why 66660?"})
        portal = new_test_user(self.env, "t_portal", groups="base.group_portal")
        self.others = self.hunter2 | self.scout | self.farmer | self.stranger | portal
        self.env.invalidate_all()

    def assert_secret(self, told, *about):
        words = repr(told).replace("\\xa0", " ").replace("\\u202f", " ")
        self.assertIsNone(SECRET.search(words), (*about, words[:400]))

    def readable(self, user, *names):
        """The models of pay that a person may read, and what stands next to them."""
        for name in self.env:
            model = self.env[name].with_user(user)
            if name.startswith(names) and not model._abstract and model.has_access("read"):
                yield model

    def test_no_field_of_any_record_tells_it(self):
        """Nor a message, a follower or a task beside it."""
        for user in self.others:
            for model in self.readable(user, "motivation.", "crm.team.member", "mail."):
                records = model.search([], limit=200, order="id desc")
                for name in model._fields:
                    with self.subTest(user=user.name, model=model._name, field=name):
                        try:
                            told = records.read([name])
                        except (AccessError, UserError):
                            continue
                        self.assert_secret(told)

    def test_no_search_by_a_path_tells_it(self):
        """Whether something is found by a salary tells the salary."""
        for user in self.others:
            for model in self.readable(user, "motivation.", "crm.team"):
                for path in self.find_paths(model._name):
                    known = {"salary": SALARY, "question": "Why 66660?"}.get(path.split(".")[-1])
                    values = [known] if known else [66660, 44444, 1333200, 188881, 111104]
                    with self.subTest(user=user.name, model=model._name, path=path):
                        try:
                            self.assertFalse(model.search([(path, "in", values)], limit=1))
                        except AccessError:
                            continue

    def find_paths(self, name, depth=DEPTH):
        """The ways from a model to amounts of pay."""
        for field in self.env[name]._fields.values():
            if depth < DEPTH and field.name in PAID.get(name, ()):
                yield field.name
            is_way = field.comodel_name and field.comodel_name.startswith(STEPS)
            if depth and is_way and field._description_searchable:
                for path in self.find_paths(field.comodel_name, depth - 1):
                    yield f"{field.name}.{path}"

    def test_no_form_that_names_his_records_tells_it(self):
        """A form computes before it is saved: who names a line of somebody else is told nothing of it."""
        records = {
            name: self.env[name].search([]).filtered(lambda one: one.user_id == self.hunter)
            for name in PAID
        }
        for user in self.others | self.leader:
            for model in self.readable(user, "motivation."):
                form = {
                    name: {"fields": {"display_name": {}}} if field.comodel_name else {}
                    for name, field in model._fields.items()
                }
                for field in model._fields.values():
                    for record in records.get(field.comodel_name, ()):
                        if record.with_user(user).has_access("read"):
                            continue
                        with self.subTest(user=user.name, model=model._name, field=field.name):
                            self.assert_secret(self.name_it(model, field, record, form))

    def name_it(self, model, field, record, form):
        """What a form tells that names a record."""
        value = [(6, 0, record.ids)] if field.type.endswith("2many") else record.id
        try:
            return model.onchange({field.name: value}, [field.name], form)
        except (AccessError, UserError):
            return None

    def test_forms_of_heads_name_nothing_of_other_companies(self):
        """The head of another company answers no question of this one, and reads none in its dialog."""
        there = self.env["res.company"].create({"name": "Other"})
        head = new_test_user(
            self.env, "t_head_there", groups="sales_team.group_sale_manager",
            company_id=there.id, company_ids=[(6, 0, there.ids)],
        )  # fmt: skip
        for name, values in (
            ("motivation.inquiry.answer", {"inquiry_id": self.asked.id, "state": "answered", "words": "?"}),
            ("motivation.refund.choice", {"fact_id": self.mine.line_ids.fact_id.id}),
        ):  # fmt: skip
            with self.subTest(name):
                with self.assertRaises(AccessError):
                    self.env[name].with_user(head).create(values)
                form = {field: {} for field in self.env[name]._fields}
                with self.assertRaises(AccessError):
                    self.env[name].with_user(head).onchange(values, list(values), form)

    def test_a_leader_looks_at_the_pay_of_his_own_company_only(self):
        """He leads the hunter here; what the hunter gets in another company is no business of his."""
        there = self.env["res.company"].create({"name": "Other"})
        (self.hunter | self.leader).company_ids += there
        looks = self.env["motivation.my.pay"].with_user(self.leader)
        self.assertTrue(looks.get_my_pay(self.hunter.id))
        with self.assertRaises(AccessError):
            looks.with_company(there).get_my_pay(self.hunter.id)
