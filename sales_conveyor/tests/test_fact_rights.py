from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import department
from .ledger import LedgerCommon

LEDGER = (
    "conveyor.fact",
    "conveyor.fact.sum",
    "conveyor.client",
    "conveyor.ledger.run",
    "conveyor.ledger.difference",
)
PEOPLE = ("scout", "hunter", "hunter2", "farmer", "leader", "head", "owner", "stranger")


@department
class TestFactRights(LedgerCommon):
    """A seller sees his own facts, a leader his teams', head and owner all of the company; nobody writes."""

    def setUp(self):
        super().setUp()
        self.deal = self.accepted(expected_revenue=700.0, partner_id=self.client.id)
        self.deal.action_set_won()
        self.elsewhere = self.card(
            owner=self.stranger, team_id=self.stock_team.id, stage=self.stage_talk
        )
        self.elsewhere.action_set_won()
        self.won, self.delivered = (
            self.facts("deal_won", self.deal),
            self.facts("contact_delivered"),
        )
        self.env.flush_all()

    def seen_by(self, records):
        """The names of those who find each of these records."""
        return {
            person
            for person in PEOPLE
            if self.env[records._name].with_user(getattr(self, person)).has_access("read")
            and records.with_user(getattr(self, person)).search([("id", "in", records.ids)])
            == records
        }

    # === READING === #

    def test_who_sees_a_fact(self):
        self.assertEqual(self.seen_by(self.won), {"hunter", "leader", "head", "owner"})
        self.assertEqual(self.seen_by(self.delivered), {"scout", "leader", "head", "owner"})
        self.assertEqual(
            self.seen_by(self.facts("deal_won", self.elsewhere)), {"stranger", "head", "owner"}
        )

    def test_who_sees_a_sum(self):
        sums = self.env["conveyor.fact.sum"].search([("metric_id.code", "=", "deal_won")])
        his = sums.filtered(lambda row: row.user_id == self.hunter)
        self.assertEqual(self.seen_by(his), {"hunter", "leader", "head", "owner"})

    def test_sums_of_a_group_are_those_of_what_one_may_see(self):
        domain = [("metric_id.code", "=", "deal_won"), ("id", ">", self.last_before)]

        def total(person):
            groups = (
                self.env["conveyor.fact"]
                .with_user(person)
                ._read_group(domain, [], ["quantity:sum"])
            )
            return groups[0][0] or 0

        self.assertEqual([total(p) for p in (self.hunter, self.stranger, self.scout)], [1, 1, 0])
        self.assertEqual([total(p) for p in (self.leader, self.head, self.owner)], [1, 2, 2])

    def test_who_sees_work_on_the_ledger_and_its_findings(self):
        self.check()
        run = self.env["conveyor.ledger.run"].search([], limit=1)
        difference = self.env["conveyor.ledger.difference"].create(
            {"run_id": run.id, "kind": "sum"}
        )
        self.assertEqual(self.seen_by(run), {"head", "owner"})
        self.assertEqual(self.seen_by(difference), {"head", "owner"})

    def test_person_without_sales_sees_nothing(self):
        someone = new_test_user(self.env, "t_clerk", groups="base.group_user", name="Clerk")
        for model in LEDGER:
            with self.assertRaises(AccessError):
                self.env[model].with_user(someone).search([])
        self.assertTrue(
            self.env["conveyor.metric"].with_user(someone).search([]),
            "what is counted is no secret",
        )

    def test_client_of_another_company_has_no_name_here(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        row = self.won.client_id
        self.assertIn("hunter2", self.seen_by(row))
        self.client.company_id = branch
        self.assertFalse(self.seen_by(row))

    def test_facts_of_another_company_are_invisible(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        self.hunter.company_ids += branch
        team = self.env["crm.team"].create({"name": "Branch", "company_id": branch.id})
        there = self.card(
            owner=self.hunter, stage=self.stage_talk, team_id=team.id, company_id=branch.id
        )
        there.action_set_won()
        fact = self.facts("deal_won", there)
        self.assertEqual(fact.company_id, branch)
        sums = self.env["conveyor.fact.sum"].search([("company_id", "=", branch.id)])
        for company, ledger in (self.env.company, False), (branch, True):
            for person in (self.hunter, self.head):
                mine = self.env(user=person, context={"allowed_company_ids": company.ids})
                if person == self.head and ledger:
                    self.head.company_ids += branch
                for records in (fact, sums):
                    found = records.with_env(mine).search([("id", "in", records.ids)])
                    self.assertEqual(bool(found), ledger, (person.name, company.name, records))

    # === WRITING === #

    def test_nobody_writes_the_ledger(self):
        self.check()
        run = self.env["conveyor.ledger.run"].search([], limit=1)
        self.env["conveyor.ledger.difference"].create({"run_id": run.id, "kind": "sum"})
        for model in LEDGER:
            record = self.env[model].search([], limit=1)
            self.assertTrue(record, model)
            for person in PEOPLE:
                mine = record.with_user(getattr(self, person))
                for deed in (
                    lambda r: r.write({"id": 1}),
                    lambda r: r.unlink(),
                    lambda r: r.copy(),
                    lambda r: r.create({}),
                ):
                    with self.assertRaises(UserError, msg=f"{model} {person}"):
                        deed(mine)

    def test_not_even_the_server_writes_facts_by_hand(self):
        for record in (self.won, self.env["conveyor.fact.sum"].search([], limit=1)):
            for deed in (
                lambda r: r.write({"quantity": 5}),
                lambda r: r.unlink(),
                lambda r: r.create([{}]),
            ):
                with self.assertRaises(UserError):
                    deed(record.sudo())

    def test_meaning_of_a_metric_cannot_change(self):
        metric = self.env.ref("sales_conveyor.metric_deal_won").with_user(self.head)
        metric.name = "Victories"
        metric.active = False
        for values in (
            {"code": "x"},
            {"source": "crm.stage"},
            {"is_deed": True},
            {"aggregation": "last"},
        ):
            for context in ({}, {"install_mode": True}):
                with self.assertRaises(UserError, msg=f"{values} {context}"):
                    metric.with_context(**context).write(values)
        with self.assertRaises(AccessError):
            metric.unlink()
        with self.assertRaises(AccessError):
            self.env["conveyor.metric"].with_user(self.hunter).search([], limit=1).name = "Mine"

    # === METHODS === #

    def test_only_the_head_works_on_the_ledger(self):
        self.check()
        run = self.env["conveyor.ledger.run"].search([], limit=1)
        for person in set(PEOPLE) - {"head"}:
            mine = run.with_user(getattr(self, person))
            for method in ("action_mend", "action_stop", "action_go_on", "action_start_backfill",
                           "action_start_check", "action_start_rebuild"):  # fmt: skip
                with self.assertRaises(UserError, msg=f"{person} {method}"):
                    getattr(mine, method)()
        self.assertEqual(run.with_user(self.head).action_start_check()["res_model"], run._name)

    def test_fact_opens_its_document_for_whoever_may_read_it(self):
        action = self.won.with_user(self.hunter).action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", self.deal.id))
        with self.assertRaises(AccessError):
            self.won.with_user(self.hunter2).action_open_document()
        self.deal.unlink()
        with self.assertRaises(UserError):
            self.won.with_user(self.hunter).action_open_document()
