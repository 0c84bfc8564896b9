from datetime import datetime

from .common import department
from .incidents import IncidentCommon

MEASURES = ("planned", "done", "done_late", "moved", "cancelled", "overdue", "ahead")


@department
class TestTaskReport(IncidentCommon):
    """Planned, done, moved, cancelled, overdue: per person, by the day of the company."""

    def setUp(self):
        super().setUp()
        self.Report = self.env["conveyor.task.report"]
        self.mill = self.accepted(name="Mill", partner_id=self.client.id)

    def plan(self, record=None, user=None, day="2026-03-04"):
        record = self.mill if record is None else record
        task = record.activity_schedule(
            "mail.mail_activity_data_todo", user_id=(user or self.hunter).id, date_deadline=day
        )
        self.settle()
        return task

    def settle(self):
        self.env.flush_all()
        self.env["conveyor.fact"]._book_expected()

    def told(self, user=None, reader=None):
        """What a person's tasks come to, without zeros."""
        self.settle()
        user = user or self.hunter
        domain = [
            ("user_id", "=", user.id),
            ("due_on", ">=", "2026-03-01"),
            ("due_on", "<=", "2026-03-31"),
        ]
        report = self.Report.with_user(reader) if reader else self.Report
        [row] = report._read_group(domain, [], [f"{name}:sum" for name in MEASURES])
        return {name: number for name, number in zip(MEASURES, row, strict=True) if number}

    def test_a_task_on_a_card_done_in_time_and_late(self):
        task = self.plan()
        self.assertEqual(self.told(), {"planned": 1, "ahead": 1})
        with self.at(4):
            task.with_user(self.hunter).action_done()
            self.assertEqual(self.told(), {"planned": 1, "done": 1})
        late = self.plan()
        with self.at(6):
            self.env["conveyor.agreement"]._decide(self.env.company)
            self.assertEqual(self.told()["overdue"], 1)
            late.with_user(self.hunter).action_done()
            self.assertEqual(self.told(), {"planned": 2, "done": 2, "done_late": 1})

    def test_moved_and_cancelled_tasks_leave_their_trace(self):
        moved, cancelled = self.plan(), self.plan()
        moved.date_deadline = "2026-03-20"
        self.settle()
        cancelled.unlink()
        self.assertEqual(self.told(), {"planned": 2, "moved": 1, "cancelled": 1, "ahead": 1})

    def test_a_lost_cards_tasks_are_overdue_for_nobody(self):
        self.plan()
        self.mill.action_set_lost()
        with self.at(20):
            self.env["conveyor.agreement"]._decide(self.env.company)
            self.assertNotIn("overdue", self.told())

    def test_tasks_on_clients_and_orders_count_too(self):
        self.plan(self.client)
        done = self.plan(self.order(user_id=self.hunter.id))
        done.with_user(self.hunter).sudo().action_done()
        archived = self.plan(self.client)
        archived.active = False  # which is not done
        with self.at(10):
            self.assertEqual(self.told(), {"planned": 3, "done": 1, "cancelled": 1, "overdue": 1})

    def test_overdue_is_told_by_the_day_of_the_company(self):
        """20:30 UTC of the fourth is the fifth in Novosibirsk."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        self.plan(self.client)
        for hour, told in ((16, "ahead"), (20, "overdue")):
            with self.at(4, hour):
                self.assertEqual(self.told(), {"planned": 1, told: 1})

    def test_the_share_leaves_out_what_is_cancelled_or_ahead(self):
        self.plan(self.client, day="2026-03-03").with_user(self.hunter).sudo().action_done()
        self.plan(self.client, day="2026-03-02")
        self.plan(self.client, day="2026-03-30")
        self.settle()
        domain = [("user_id", "=", self.hunter.id), ("due_on", ">=", "2026-03-01")]
        [(share,)] = self.Report._read_group(domain, [], ["done_share:avg"])
        self.assertEqual(share, 0.5)

    def test_each_sees_his_own(self):
        self.plan()
        self.plan(self.client)
        for reader, count in (
            (self.hunter, 2),
            (self.hunter2, None),
            (self.leader, 2),
            (self.head, 2),
            (self.owner, 2),
            (self.stranger, None),
        ):
            self.assertEqual(self.told(reader=reader).get("planned"), count, reader.name)

    def test_rows_of_both_kinds_never_share_a_number(self):
        self.plan()
        self.plan(self.client)
        self.settle()
        rows = self.Report.search([("user_id", "=", self.hunter.id)])
        self.assertEqual(len(rows), len(set(rows.ids)))
        self.assertTrue(all(rows.mapped("name")))
        self.assertLess(datetime(2026, 1, 1).date(), min(rows.mapped("due_on")))
