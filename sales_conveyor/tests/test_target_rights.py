from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import SELLER, department
from .plans import YEAR, PlanCommon


@department
class TestTargetRights(PlanCommon):
    """Sellers read their own decided targets, leaders their teams'; the head of sales writes drafts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(cls.env, "t_all", groups=f"{SELLER}_all_leads", name="All")
        cls.people = {
            name: getattr(cls, name)
            for name in (
                "scout",
                "hunter",
                "stranger",
                "leader",
                "seller",
                "head",
                "owner",
                "guest",
            )
        }

    def setUp(self):
        super().setUp()
        self.mine = self.target()
        self.teams = self.target(user=False, team_id=self.team.id)
        self.company = self.target(user=False)

    def _readers(self, record):
        domain = [("id", "=", record.id)]
        found = {
            name for name, user in self.people.items() if record.with_user(user).search(domain)
        }
        for name, user in self.people.items():
            mine = record.with_user(user)
            self.assertEqual(mine.has_access("read"), name in found)
        return found

    def _see(self, mine, teams, company):
        for record, readers in ((self.mine, mine), (self.teams, teams), (self.company, company)):
            rows = self.env["conveyor.target.row"].browse(record.id)
            self.assertEqual(self._readers(record), readers)
            self.assertEqual(self._readers(rows), readers)

    def test_who_reads_drafts(self):
        both = {"head", "owner"}
        self._see(both, both, both)
        self.assertEqual(self._readers(self.plan), both)

    def test_who_reads_what_was_decided(self):
        self.approve()
        self._see(
            {"hunter", "leader", "seller", "head", "owner"},
            {"leader", "seller", "head", "owner"},
            {"seller", "head", "owner"},
        )
        self.assertEqual(self._readers(self.plan), self.people.keys() - {"guest"})

    def test_who_reads_what_changed(self):
        self.approve()
        draft = self.replace()
        draft.target_ids.filtered("user_id").value = 11.0
        change = self.env["conveyor.target.change"].search([("plan_id", "=", draft.id)])
        self.assertEqual(self._readers(change), {"head", "owner"})
        draft.reason = "More"
        self.approve(draft)
        self.assertEqual(self._readers(change), {"hunter", "leader", "seller", "head", "owner"})

    def test_who_writes_a_draft(self):
        row = self.env["conveyor.target.row"].browse(self.mine.id)
        for name, user in self.people.items():
            for record in (self.plan, self.mine, row):
                for operation in ("write", "create", "unlink"):
                    allowed = record.with_user(user).has_access(operation)
                    foreign = name == "guest" and operation == "create" and record is row
                    if not foreign:
                        self.assertEqual(allowed, name == "head", (name, record, operation))

    def test_head_of_another_company_sets_no_target_here(self):
        values = {"plan_id": self.plan.id, "metric_id": self.metric.id}
        with self.assertRaises(AccessError):
            self.env["conveyor.target"].with_user(self.guest).create(
                {**values, "month_on": f"{YEAR}-05-01"}
            )
        with self.assertRaises(AccessError):
            self.env["conveyor.target.row"].with_user(self.guest).create(values)
        with self.assertRaises(AccessError):
            self.plan.with_user(self.guest).action_approve()

    def test_sellers_deeds_are_refused(self):
        self.approve()
        row = self.env["conveyor.target.row"].browse(self.mine.id)
        for name in self.people.keys() - {"head", "guest"}:
            user = self.people[name]
            for deed in (
                lambda u=user: self.mine.with_user(u).write({"value": 1}),
                lambda u=user: self.mine.with_user(u).unlink(),
                lambda u=user: row.with_user(u).write({"month_01": 1}),
                lambda u=user: row.with_user(u).unlink(),
                lambda u=user: row.with_user(u).create({"metric_id": self.metric.id}),
                lambda u=user: self.plan.with_user(u).write({"reason": "x"}),
                lambda u=user: self.plan.with_user(u).create({"year": YEAR}),
                lambda u=user: self.plan.with_user(u).action_new_version(),
                lambda u=user: self.plan.with_user(u).action_open_spread(),
                lambda u=user: self.plan.with_user(u).action_open_import(),
            ):
                with self.assertRaises(AccessError):
                    deed()

    def test_no_model_of_changes_is_written(self):
        for user in self.people.values():
            for operation in ("write", "create", "unlink"):
                change = self.env["conveyor.target.change"].with_user(user)
                self.assertFalse(change.has_access(operation))
