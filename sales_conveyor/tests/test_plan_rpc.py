from .common import department
from .plans import YEAR, PlanCommon
from .rpc import CAST, RpcCommon

PLAN, TARGET, ROW, CHANGE = (
    "conveyor.plan",
    "conveyor.target",
    "conveyor.target.row",
    "conveyor.target.change",
)
SPREAD, IMPORT = "conveyor.plan.spread", "conveyor.plan.import"
FORGED = {
    "state": "approved",
    "version": 7,
    "approved_by_id": 2,
    "approved_at": "2017-01-01 00:00:00",
    "previous_id": 1,
}
DEEDS = ("action_approve", "action_close", "action_new_version")


@department
class TestPlanRpc(PlanCommon, RpcCommon):
    """What the screens of plans hide is tried by hand, as every person of the cast."""

    def leaf(self, **values):
        defaults = {"plan_id": self.plan.id, "metric_id": self.metric.id, "value": 5.0}
        return {**defaults, "month_on": f"{YEAR}-03-01", **values}

    def tries(self, target):
        """Calls that change a plan or its targets: model, method and what is sent."""
        create = {
            "target_ids": [[0, 0, {"metric_id": self.metric.id, "month_on": f"{YEAR}-05-01"}]]
        }
        row = {"plan_id": self.plan.id, "metric_id": self.money.id, "month_01": 5}
        return [
            (PLAN, "write", {"ids": self.plan.ids, "vals": {"reason": "x"}}),
            (PLAN, "write", {"ids": self.plan.ids, "vals": create}),
            (PLAN, "write", {"ids": self.plan.ids, "vals": {"target_ids": [[5, 0, 0]]}}),
            (PLAN, "write", {"ids": self.plan.ids, "vals": {"target_ids": [[2, target.id, 0]]}}),
            (PLAN, "write", {"ids": self.plan.ids, "vals": {"row_ids": [[0, 0, row]]}}),
            (PLAN, "web_save", {"ids": self.plan.ids, "vals": {"year": 2020}, "specification": {}}),
            (PLAN, "unlink", {"ids": self.plan.ids}),
            (TARGET, "write", {"ids": target.ids, "vals": {"value": 99}}),
            (TARGET, "create", {"vals_list": [self.leaf()]}),
            (TARGET, "copy", {"ids": target.ids, "default": {"month_on": f"{YEAR}-07-01"}}),
            (TARGET, "unlink", {"ids": target.ids}),
            (TARGET, "web_save", {"ids": [], "vals": self.leaf(), "specification": {}}),
            (ROW, "write", {"ids": target.ids, "vals": {"month_01": 99}}),
            (ROW, "create", {"vals_list": [row]}),
            (ROW, "unlink", {"ids": target.ids}),
            (ROW, "web_save", {"ids": [], "vals": row, "specification": {}}),
        ]

    def test_approved_plan_takes_nothing_from_anybody(self):
        target = self.target()
        self.approve()
        for person in CAST:
            for model, method, body in self.tries(target):
                self.refused(person, model, method, **body)

    def test_draft_takes_nothing_but_from_the_head(self):
        target = self.target()
        for person in set(CAST) - {"head"}:
            for model, method, body in self.tries(target):
                self.refused(person, model, method, **body)

    def test_head_writes_a_draft(self):
        target = self.target()
        self.allowed("head", TARGET, "write", ids=target.ids, vals={"value": 7.5})
        self.allowed("head", TARGET, "create", vals_list=[self.leaf()])
        [row] = self.allowed(
            "head",
            ROW,
            "web_save",
            ids=[],
            vals={"plan_id": self.plan.id, "metric_id": self.money.id, "month_02": 8},
            specification={"total": {}, "q1": {}, "last_total": {}},
        )
        self.assertEqual((row["total"], row["q1"]), (8.0, 8.0))
        self.allowed("head", ROW, "write", ids=[row["id"]], vals={"month_02": 9})
        self.assertEqual(len(self.plan.target_ids), 14)

    def test_nobody_writes_what_the_deeds_write(self):
        self.target()
        for name, value in FORGED.items():
            vals = {name: value}
            self.refused("head", PLAN, "write", ids=self.plan.ids, vals=vals)
            self.refused("head", PLAN, "create", vals_list=[{"year": YEAR, **vals}])
            self.refused("head", PLAN, "copy", ids=self.plan.ids, default=vals)
            self.refused("head", PLAN, "web_save", ids=[], vals=vals, specification={})

    def test_no_default_of_a_context_or_a_person_speaks_for_a_plan(self):
        """Nor does the word by which the deeds know each other."""
        context = {f"default_{name}": value for name, value in FORGED.items()}
        context["conveyor_plan"] = "plan"
        self.allowed(
            "head",
            "ir.default",
            "set",
            model_name=PLAN,
            field_name="version",
            value=7,
            user_id=True,
        )
        [plan_id] = self.allowed(
            "head", PLAN, "create", vals_list=[{"year": YEAR}], context=context
        )
        plan = self.env[PLAN].browse(plan_id)
        self.assertEqual((plan.state, plan.version, plan.approved_by_id.id), ("draft", 1, False))
        self.target()
        self.approve()
        body = {"ids": self.plan.ids, "vals": {"state": "draft"}, "context": context}
        self.refused("head", PLAN, "write", **body)

    def test_import_by_import_takes_no_deed_either(self):
        answer = self.rpc(
            "head", PLAN, "load", fields=["year", "state"], data=[["2019", "approved"]]
        )
        self.assertFalse(answer.value.get("ids"))
        self.assertFalse(self.env[PLAN].search([("year", "=", 2019)]))

    def test_who_decides(self):
        self.target()
        for person in set(CAST) - {"head", "owner"}:
            for method in DEEDS:
                self.refused(person, PLAN, method, ids=self.plan.ids)
        self.allowed("owner", PLAN, "action_approve", ids=self.plan.ids)
        self.refused("owner", PLAN, "action_new_version", ids=self.plan.ids)
        self.refused("head", PLAN, "action_approve", ids=self.plan.ids)
        self.allowed("owner", PLAN, "action_close", ids=self.plan.ids)
        self.refused("head", PLAN, "action_new_version", ids=self.plan.ids)

    def test_bad_values_are_told_and_stay_out(self):
        target = self.target()
        for vals in (
            {"value": "NaN"},
            {"value": "abc"},
            {"value": -1},
            {"value": 1e300},
            {"value": None},
            {"team_id": "abc"},
            {"team_id": [1, "x"]},
            {"user_id": {}},
            {"metric_id": True},
            {"month_on": f"{YEAR}-03-02"},
            {"month_on": "0001-01-01"},
            {"month_on": "9999-12-01"},
            {"plan_id": self._make_plan().id},
        ):
            self.refused("head", TARGET, "write", ids=target.ids, vals=vals)
            if "plan_id" not in vals:
                self.refused("head", TARGET, "create", vals_list=[self.leaf(**vals)])
        for year in (1999, 2101, 2**31, -(2**31)):
            self.refused("head", PLAN, "create", vals_list=[{"year": year}])

    def test_nobody_else_opens_the_wizards(self):
        spread = {"plan_id": self.plan.id, "metric_id": self.metric.id, "amount": 100}
        for person in set(CAST) - {"head"}:
            self.refused(person, SPREAD, "create", vals_list=[spread])
            self.refused(person, IMPORT, "create", vals_list=[{"plan_id": self.plan.id}])
            for method in ("action_open_spread", "action_open_import"):
                self.refused(person, PLAN, method, ids=self.plan.ids)

    def test_a_form_of_a_colleague_stays_his(self):
        """It holds amounts, and his colleague may be one of another company."""
        spread = {"plan_id": self.plan.id, "metric_id": self.metric.id, "amount": 100}
        spread = self.env[SPREAD].with_user(self.head).create(spread)
        bring = self.env[IMPORT].with_user(self.head).create({"plan_id": self.plan.id})
        forms = (spread, spread.month_ids, spread.person_ids, bring)
        self.assertTrue(all(forms))
        for form in forms:
            self.assertTrue(form.has_access("write"))
            for operation in ("read", "write", "unlink"):
                self.assertFalse(form.with_user(self.guest).has_access(operation))
            self.assertFalse(form.with_user(self.guest).search([("id", "in", form.ids)]))

    def test_changes_are_read_by_whose_they_are(self):
        self.target()
        self.approve()
        draft = self.replace()
        draft.target_ids.value = 11.0
        draft.reason = "More"
        self.approve(draft)
        domain = [["plan_id", "=", draft.id]]
        for person, count in (
            ("hunter", 1),
            ("leader", 1),
            ("owner", 1),
            ("scout", 0),
            ("stranger", 0),
        ):
            self.assertEqual(self.allowed(person, CHANGE, "search_count", domain=domain), count)
        self.refused("portal", CHANGE, "search_count", domain=domain)
        for person in CAST:
            self.refused(person, CHANGE, "create", vals_list=[{"plan_id": draft.id}])

    def test_the_machine_room_is_closed(self):
        for model, methods in {
            TARGET: ("_set_leaves", "_copy_to", "_check_number", "_settle"),
            PLAN: ("_begin", "_hold_draft", "_make_workbook", "_read_facts"),
        }.items():
            for method in methods:
                for person in ("scout", "head"):
                    self.refused(person, model, method, ids=[1])
