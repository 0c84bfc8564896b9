from odoo.exceptions import AccessError

from .calls import CallCommon
from .common import department


@department
class TestCallCalibration(CallCommon):
    """In a calibration everybody judges for himself: nobody sees the marks of others before he has published his."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head.group_ids |= cls.env.ref("sales_conveyor.sales_conveyor_group_reviewer")
        answer = cls.env["conveyor.call"].with_user(cls.hunter).log_call({"talk_seconds": 200})
        cls.call = cls.env["conveyor.call"].browse(answer["id"])
        cls.opened = cls.call.with_user(cls.leader).action_calibrate()
        domain = [("call_id", "=", cls.call.id), ("is_calibration", "=", True)]
        cls.reviews = cls.env["conveyor.call.review"].search(domain)

    def of(self, user):
        review = self.reviews.filtered(lambda one: one.reviewer_id == user)
        return review.with_user(user)

    def publish(self, user, *marks):
        self.mark(self.of(user), *marks)
        self.of(user).action_publish()
        self.env.invalidate_all()

    def seen(self, user):
        """Whose sheets and whose marks of this call a person finds."""
        domain = [("call_id", "=", self.call.id)]
        sheets = self.env["conveyor.call.review"].with_user(user).search(domain)
        lines = self.env["conveyor.call.review.line"].with_user(user)
        marks = lines.search([("review_id", "in", self.reviews.ids)])
        self.assertEqual(sheets.reviewer_id, marks.reviewer_id)
        return sheets.sudo().reviewer_id

    def test_leader_who_calibrates_begins_with_his_own_sheet(self):
        self.assertEqual(self.reviews.reviewer_id, self.reviewer | self.leader | self.head)
        self.assertEqual(self.opened["res_id"], self.of(self.leader).id)

    def test_marks_of_others_are_seen_after_ones_own_are_published(self):
        for judge in (self.leader, self.head):
            with self.subTest(judge=judge.name):
                self.assertEqual(self.seen(judge), judge)
        self.publish(self.reviewer, "1", "5", "5")
        self.publish(self.head, "1", "0", "5")
        self.assertEqual(self.seen(self.leader), self.leader)
        other = self.of(self.reviewer).with_user(self.leader)
        with self.assertRaises(AccessError):
            other.read(["score", "comment"])
        with self.assertRaises(AccessError):
            other.line_ids.sudo().with_user(self.leader).read(["mark"])
        self.publish(self.leader, "1", "4", "5")
        self.assertEqual(self.seen(self.leader), self.reviewer | self.leader | self.head)

    def test_spread_is_no_way_around(self):
        self.publish(self.reviewer, "1", "5", "5")
        self.publish(self.head, "1", "0", "5")
        self.assertEqual(self.of(self.leader).spread, 0)
        self.assertAlmostEqual(self.of(self.head).spread, 0.5, 6)

    def test_sums_of_marks_are_no_way_around(self):
        self.publish(self.reviewer, "1", "5", "5")
        lines = self.env["conveyor.call.review.line"].with_user(self.leader)
        domain = [("is_calibration", "=", True), ("review_id.call_id", "=", self.call.id)]
        [(points,)] = lines._read_group(domain, [], ["points:sum"])
        self.assertFalse(points)

    def test_who_takes_no_part_and_ordinary_reviews_are_as_before(self):
        self.assertEqual(self.seen(self.owner), self.reviews.reviewer_id)
        ordinary = self.published(call=self.call)
        self.assertTrue(ordinary.with_user(self.leader).has_access("read"))
        self.assertTrue(ordinary.with_user(self.hunter).has_access("read"))
        self.assertFalse(self.of(self.reviewer).with_user(self.hunter).has_access("read"))
