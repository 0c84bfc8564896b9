from datetime import date

from odoo.tests import tagged

from odoo.addons.sales_conveyor.tests.rpc import RpcCommon

from .motivate import MotivateCommon

BOSSES = {"head", "owner"}
TEAM = {"hunter", "leader", *BOSSES}
CAST = ("scout", "hunter", "leader", "head", "owner", "stranger", "portal")
NOBODY = frozenset()
MONEY = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03)]}


@tagged("post_install", "-at_install")
class TestMotivateRpc(RpcCommon, MotivateCommon):
    """Each person tries each door over bare RPC: what the screens hide is refused by the server."""

    def setUp(self):
        super().setUp()
        self.draft = self.plan(MONEY, approve=False)
        self.sell(date(2026, 2, 5), 1000)
        self.fact("contract_amount", date(2026, 2, 5), self.hunter, amount=1000)
        self.simulation = self.simulate(self.draft, months=(2,), people=self.hunter)
        self.simulation.person_ids.filtered(lambda one: one.user_id != self.hunter).unlink()
        self.race = self.contest(people=self.hunter)
        self.member = self.team.crm_team_member_ids.filtered(lambda one: one.user_id == self.hunter)
        self.env["motivation.grade"].search([]).active = False
        metric = self.env["conveyor.metric"]._get("money_in")
        criterion = {"metric_id": metric.id, "goal": 10**9, "months": 2}
        self.grade = self.env["motivation.grade"].create(
            {"name": "Hunter", "role": "hunter", "criterion_ids": [(0, 0, criterion)]}
        )
        self.change = (
            self.env["motivation.grade.change"]
            .with_user(self.head)
            .create({"member_id": self.member.id, "to_grade_id": self.grade.id, "reason": "Merit"})
        )
        self.env["motivation.prompt"]._insert_cards(
            self.company, date(2026, 3, 11), [(self.hunter.id, self.team.id, "help", 1, "[]")]
        )
        self.card_of_day = self.env["motivation.prompt"].search([("user_id", "=", self.hunter.id)])

    def who(self, model, method, **body):
        """Those whom the server lets do it; nothing of it stays."""
        allowed = set()
        self.env.flush_all()
        for person in CAST:
            with self.cr.savepoint(flush=False) as savepoint:
                answer = self.rpc(person, model, method, **body)
                savepoint.rollback()
            self.env.invalidate_all()
            if answer.status == 200 and answer.value != []:
                allowed.add(person)
        return allowed

    def check(self, record, read, write=NOBODY, values=None, unlink=NOBODY):
        """Who reads, writes and deletes a record."""
        found = {"domain": [["id", "=", record.id]], "fields": ["id"]}
        self.assertEqual(self.who(record._name, "search_read", **found), set(read))
        vals = values or {"id": record.id}
        self.assertEqual(self.who(record._name, "write", ids=record.ids, vals=vals), set(write))
        self.assertEqual(self.who(record._name, "unlink", ids=record.ids), set(unlink))

    def creators(self, model, **values):
        return self.who(model, "create", vals_list=[values])

    # === SIMULATIONS === #

    def test_simulations(self):
        self.check(self.simulation, BOSSES, BOSSES, {"name": "Other"}, BOSSES)
        self.check(self.simulation.person_ids, BOSSES, BOSSES, {"salary": 5}, BOSSES)
        values = {"plan_id": self.draft.id, "first_on": "2026-02-01", "last_on": "2026-02-01"}
        self.assertEqual(self.creators("motivation.simulation", **values), BOSSES)
        for name in ("action_start", "action_find_people", "action_reset"):
            self.assertEqual(
                self.who("motivation.simulation", name, ids=self.simulation.ids), BOSSES
            )
        self.compute_simulation(self.simulation)
        row = self.env["motivation.simulation.report"].search([("pay", ">", 0)], limit=1)
        self.check(row, BOSSES)
        for values in ({"state": "draft"}, {"last_on": "2026-01-01"}, {"compared_in_id": 1}):
            self.refused(
                "head", "motivation.simulation", "write", ids=self.simulation.ids, vals=values
            )
        self.refused(
            "owner",
            "motivation.simulation.person",
            "write",
            ids=self.simulation.person_ids.ids,
            vals={"pay": 1},
        )

    def test_borders(self):
        row = self.env["motivation.boundary.report"].search(
            [("user_id", "=", self.hunter.id)], limit=1
        )
        self.check(row, {"leader", *BOSSES})

    # === CONTESTS === #

    def test_contests(self):
        self.check(self.race, TEAM, {"head"}, {"prize": "Applause"})
        self.check(self.race.entry_ids, TEAM, values={"place": 1})
        self.check(self.race.prize_ids[:1], TEAM)
        self.check(self.race.standing_ids, TEAM, values={"place": 1})
        draft = self.contest(people=self.hunter, start=False)
        self.check(draft, BOSSES, {"head"}, {"name": "Other"}, {"head"})
        self.check(draft.prize_ids[:1], BOSSES, {"head"}, {"name": "Cup"}, {"head"})
        values = {"name": "Mine", "metric_id": self.race.metric_id.id, "last_on": "2026-04-01"}
        self.assertEqual(
            self.creators("motivation.contest", first_on="2026-03-12", **values), {"head"}
        )
        entry = {"contest_id": draft.id, "user_id": self.hunter.id}
        self.assertEqual(self.creators("motivation.contest.entry", **entry), set())
        self.assertEqual(self.creators("motivation.contest.standing", **entry), set())
        for name in ("action_close", "action_enroll", "action_start"):
            self.assertEqual(self.who("motivation.contest", name, ids=self.race.ids), {"head"})

    # === CAREERS === #

    def test_grades(self):
        everybody = {"scout", "hunter", "leader", "stranger", *BOSSES}
        self.check(self.grade, everybody, {"head"}, {"name": "Other"})
        self.check(self.grade.criterion_ids, everybody, {"head"}, {"goal": 1}, {"head"})
        self.assertEqual(self.creators("motivation.grade", name="X", role="scout"), {"head"})
        for person in ("hunter", "leader", "head", "owner"):
            for values in ({"grade_id": self.grade.id}, {"grade_since_on": "2020-01-01"}):
                self.refused(person, "crm.team.member", "write", ids=self.member.ids, vals=values)

    def test_changes_of_grades(self):
        self.check(self.change, {"leader", *BOSSES}, values={"reason": "Other"})
        self.change.with_user(self.owner).action_refuse()
        values = {"member_id": self.member.id, "to_grade_id": self.grade.id, "reason": "Merit"}
        self.assertEqual(self.creators("motivation.grade.change", **values), BOSSES)
        self.assertEqual(self.who("crm.team.member", "action_promote", ids=self.member.ids), set())

    def test_an_exception_is_decided_by_the_second_person_alone(self):
        for name in ("action_approve", "action_refuse"):
            people = self.who("motivation.grade.change", name, ids=self.change.ids)
            self.assertEqual(people, {"owner"})

    # === PROMPTS === #

    def test_prompts(self):
        self.check(self.card_of_day, {"leader", *BOSSES}, {"leader", "head"}, {"note": "Talked."})
        who = self.who("motivation.prompt", "action_done", ids=self.card_of_day.ids)
        self.assertEqual(who, {"leader", "head"})
        for name in ("action_open_today", "action_look_anew"):
            self.assertEqual(self.who("motivation.prompt", name), {"leader", *BOSSES})
        values = {"user_id": self.scout.id, "day_on": "2026-03-11", "kind": "help"}
        self.assertEqual(self.creators("motivation.prompt", **values), set())

    # === PRIVATE WORDS === #

    def test_what_the_server_does_for_itself_nobody_calls(self):
        calls = {
            "motivation.simulation": ("_advance", "_discard", "_sum_up", "_cron_compute"),
            "motivation.contest": ("_close", "_freeze", "_reward", "_cron_close"),
            "motivation.grade.change": ("_settle", "_decide"),
            "crm.team.member": ("_leave_ladder", "_weigh_career"),
            "motivation.prompt": ("_make_cards", "_insert_cards"),
        }
        for model, names in calls.items():
            for name in names:
                with self.subTest(model=model, name=name):
                    self.assertNotEqual(self.rpc("head", model, name).status, 200)
