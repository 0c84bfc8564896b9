from datetime import date

from .common import department
from .rpc import RpcCommon

DAY = date(2026, 3, 2)


@department
class TestNormRpc(RpcCommon):
    """What screens hide is tried by hand: norms, past days, loads and the weights behind them."""

    def setUp(self):
        super().setUp()
        self.metric = self.env["conveyor.metric"]._get("contact_delivered")
        self.env["conveyor.norm"].search([("metric_id", "=", self.metric.id)]).unlink()
        values = {"role": "scout", "metric_id": self.metric.id, "per_day": 2}
        self.norm = self.env["conveyor.norm"].create(values)
        days = self.env["conveyor.norm.day"]
        self.rows = days.browse(
            days._book_day(self.env.company, DAY, self.team.crm_team_member_ids)
        )
        self.env["conveyor.fact"]._book_expected()
        self.mine = self.rows.filtered(
            lambda row: row.user_id == self.scout and row.metric_id == self.metric
        )

    def test_no_wrong_number_becomes_a_norm(self):
        for number in (-1, 1e6, 1e300, float("nan"), float("inf"), 2**63):
            for method, body in (
                ("write", {"ids": self.norm.ids, "vals": {"per_day": number}}),
                (
                    "create",
                    {
                        "vals_list": [
                            {"role": "hunter", "metric_id": self.metric.id, "per_day": number}
                        ]
                    },
                ),
            ):
                answer = self.refused("head", "conveyor.norm", method, **body)
                self.assertIn("from 0 to 1,000,000", answer.message, (method, number))

    def test_what_is_no_number_at_all_does_not_get_in(self):
        for value in ("abc", [1], {"a": 1}):
            body = {"ids": self.norm.ids, "vals": {"per_day": value}}
            answer = self.rpc("head", "conveyor.norm", "write", **body)
            self.assertNotEqual(answer.status, 200, value)
        self.assertEqual(self.norm.per_day, 2)

    def test_a_second_norm_of_the_same_is_told_in_words(self):
        values = {"role": "scout", "metric_id": self.metric.id, "per_day": 3}
        answer = self.refused("head", "conveyor.norm", "create", vals_list=[values])
        self.assertIn("There is a norm of this already", answer.message)

    def test_only_the_head_writes_norms_and_weights(self):
        stage, member = self.stage_talk, self.team.crm_team_member_ids[0]
        for person in ("scout", "hunter", "leader", "owner", "stranger", "portal"):
            self.refused(person, "conveyor.norm", "write", ids=self.norm.ids, vals={"per_day": 0})
            self.refused(person, "conveyor.norm", "unlink", ids=self.norm.ids)
            self.refused(person, "crm.stage", "write", ids=stage.ids, vals={"load_weight": 0})
            self.refused(person, "crm.team.member", "write", ids=member.ids, vals={"capacity": 1})
            body = {"ids": self.env.company.ids, "vals": {"conveyor_ramp_share": 0}}
            self.refused(person, "res.company", "write", **body)
        self.refused("head", "crm.stage", "write", ids=stage.ids, vals={"load_weight": -1})

    def test_nobody_writes_a_past_day_nor_a_load(self):
        loads = self.env["conveyor.load.report"].search([("team_id", "=", self.team.id)])
        for person in ("scout", "leader", "head", "owner", "portal"):
            for model, ids in (
                ("conveyor.norm.day", self.mine.ids),
                ("conveyor.load.report", loads.ids[:1]),
            ):
                self.refused(person, model, "write", ids=ids, vals={"role": "farmer"})
                self.refused(person, model, "unlink", ids=ids)
                self.refused(person, model, "create", vals_list=[{"user_id": self.scout.id}])
        for method in ("_book_day", "_cron_book", "_insert"):
            self.refused("head", "conveyor.norm.day", method, ids=[])

    def test_days_and_loads_of_others_are_not_told(self):
        loads = self.env["conveyor.load.report"].search([("user_id", "=", self.scout.id)])
        for person in ("hunter2", "stranger", "portal"):
            for model, ids in (
                ("conveyor.norm.day", self.mine.ids),
                ("conveyor.load.report", loads.ids),
            ):
                answer = self.rpc(person, model, "read", ids=ids, fields=["user_id"])
                self.assertFalse(answer.status == 200 and answer.value, (person, model, answer))
                body = {"groupby": ["user_id"], "aggregates": ["__count"]}
                domain = [["user_id", "=", self.scout.id]]
                answer = self.rpc(person, model, "formatted_read_group", domain=domain, **body)
                self.assertFalse(answer.status == 200 and answer.value, (person, model, answer))
            self.refused(person, "conveyor.norm.day", "action_open_facts", ids=self.mine.ids)
            self.refused(person, "conveyor.load.report", "action_open_cards", ids=loads.ids)
        found = self.allowed(
            "scout", "conveyor.norm.day", "read", ids=self.mine.ids, fields=["norm"]
        )
        self.assertEqual(found[0]["norm"], 2)
