from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .attainment import AttainmentCommon
from .common import department


@department
class TestAttainmentRights(AttainmentCommon):
    """Everybody sees what he sees of facts, targets and deals: his own, his teams', or everything of his companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free = cls.env["crm.team"].create({"name": "Free", "company_id": cls.works.id})
        cls.clerk = new_test_user(
            cls.env,
            "t_clerk",
            groups="base.group_user",
            company_id=cls.works.id,
            company_ids=cls.works.ids,
        )

    def setUp(self):
        super().setUp()
        people = self.scout | self.hunter | self.hunter2 | self.stranger
        teams = {self.stranger: self.stock_team}
        # 100, 10, 1 and 1,000: every sum tells whose numbers it is made of.
        self.sizes = dict(zip(people, (100, 10, 1, 1000), strict=True))
        self.plan(
            *(
                ("deal_won", 5, 2 * size, {"user": user, "team": teams.get(user, self.team)})
                for user, size in self.sizes.items()
            ),
            ("deal_won", 5, 40000, {"team": self.team}),
            ("deal_won", 5, 500000),
        )
        self.book(*(("deal_won", "2026-05-04", user, size) for user, size in self.sizes.items()))
        self.book(
            *(("deal_won", "2025-05-04", user, 3 * size) for user, size in self.sizes.items())
        )
        for user, size in self.sizes.items():
            self.deal("2026-06-10", size, 50, owner=user, team_id=teams.get(user, self.team).id)

    def test_everybody_sees_his_part_of_facts_and_targets(self):
        """The scout's is 100, the hunters' 10 and 1, the stranger's 1,000; team 40,000, company 500,000."""
        everything = (1111, 2222 + 540000, 3333)
        for user, (fact, plan, last_year) in {
            self.scout: (100, 200, 300),
            self.hunter: (10, 20, 30),
            self.stranger: (1000, 2000, 3000),
            self.leader: (111, 222 + 40000, 333),
            self.head: everything,
            self.owner: everything,
        }.items():
            figures = self.tell("deal_won", 5, user=user)
            told = (figures["fact"], figures["plan"], figures["last_year"])
            self.assertEqual(told, (fact, plan, last_year), user.name)

    def test_everybody_sees_his_part_of_open_deals(self):
        """Half a deal of each person; for the leader three of them, whoever may read the cards themselves."""
        for user, deals in {
            self.scout: 0.5,
            self.hunter: 0.5,
            self.leader: 1.5,
            self.head: 2.0,
            self.owner: 2.0,
        }.items():
            [[told]] = self.report(user)._read_group(
                [
                    *self.months(6, 6),
                    ("metric_id.code", "=", "deal_won"),
                    ("kind", "=", "deals"),
                ],
                [],
                ["forecast:sum"],
            )
            self.assertAlmostEqual(told, deals * self.works.conveyor_pipeline_weight, 6, user.name)

    def test_whoever_sells_nothing_sees_nothing(self):
        with self.assertRaises(AccessError):
            self.tell("deal_won", 5, user=self.clerk)
        with self.assertRaises(AccessError):
            self.report(self.clerk).search([])

    def test_other_company_is_closed_to_those_who_do_not_work_there(self):
        other = self._create_company("Southern Works")
        self.head.company_ids = [Command.link(other.id)]
        self.hunter.company_ids = [Command.link(other.id)]
        self.plan(("deal_won", 5, 7, {"user": self.hunter}), company=other)
        self.book(("deal_won", "2026-05-04", self.hunter, 7), company=other)
        domain = [*self.months(5, 5), ("metric_id.code", "=", "deal_won")]
        report = self.report(self.head, companies=other)
        [figures] = report._read_attainment(domain)[()].values()
        self.assertEqual((figures["fact"], figures["plan"]), (7, 7))
        self.assertEqual(self.tell("deal_won", 5)["fact"], 1111)
        self.assertEqual(self.tell("deal_won", 5, user=self.leader)["fact"], 111)

    def test_nobody_writes_it(self):
        row = self.report().search(self.months(5, 5), limit=1)
        for deed in (lambda: row.write({"fact": 1}), row.unlink, lambda: row.create({"fact": 1})):
            with self.assertRaises(AccessError):
                deed()

    def test_scope_cannot_be_forged_over_rpc(self):
        """Whatever somebody puts into the context of a call, he reads no more than his own."""
        forged = {
            "attainment_scope": {"columns": []},
            "attainment_rows": True,
            "attainment_columns": [],
        }
        report = self.report(self.scout).with_context(**forged)
        domain = [*self.months(5, 5), ("metric_id.code", "=", "deal_won")]
        [figures] = report._read_attainment(domain)[()].values()
        self.assertEqual((figures["fact"], figures["plan"]), (100, 200))
        self.assertEqual(set(report.search(domain).user_id), {self.scout})

    def test_row_of_another_person_opens_nothing(self):
        rows = self.report().search([*self.months(5, 5), ("user_id", "=", self.hunter2.id)])
        facts = rows.filtered(lambda row: row.kind == "fact")
        with self.assertRaises(AccessError):
            facts.with_user(self.hunter).action_open_facts()
        action = (
            rows.filtered(lambda row: row.kind == "plan").with_user(self.hunter).action_open_facts()
        )
        targets = self.env[action["res_model"]].with_user(self.hunter).search(action["domain"])
        self.assertFalse(targets)
