from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from ..tools.clock import at_instant
from .calls import CallCommon
from .common import department


@department
class TestCallDispute(CallCommon):
    """A seller may disagree for some working days; somebody else decides. Judges are compared, low marks coached."""

    def test_last_day_to_dispute_is_counted_in_working_days(self):
        company = self.env.company
        company.conveyor_review_days = 3
        review = self.published()
        today = company._get_business_day()
        days = company._get_working_days(today + timedelta(days=1), today + timedelta(days=30))
        self.assertEqual(review.dispute_until_on, days[2])

    def test_dispute_ends_with_its_last_day(self):
        review = self.published()
        mine = review.with_user(self.hunter)
        end = self.env.company._get_end_of_day(review.dispute_until_on)
        with at_instant(self.env, end), self.assertRaisesRegex(UserError, "ended on"):
            mine._dispute("No")
        with at_instant(self.env, end - timedelta(seconds=1)):
            mine._dispute("I did ask.")
        self.assertEqual((review.state, review.is_counted), ("disputed", False))

    def test_dispute_has_a_reason_and_one_author(self):
        review = self.published()
        for empty in ("", "   ", None):
            with self.assertRaisesRegex(UserError, "Tell why"):
                review.with_user(self.hunter)._dispute(empty)
        with self.assertRaisesRegex(UserError, "under"):
            review.with_user(self.hunter)._dispute("x" * 2001)
        for person in (self.leader, self.reviewer, self.head):
            with self.assertRaises(AccessError):
                review.with_user(person)._dispute("I would")

    def disputed(self, reviewer=None):
        review = self.published(reviewer=reviewer)
        review.with_user(self.hunter)._dispute("I did ask.")
        return review

    def test_dispute_is_resolved_by_somebody_else(self):
        review = self.disputed(self.leader)
        with self.assertRaisesRegex(AccessError, "somebody else"):
            review.with_user(self.leader)._resolve("upheld", "I was right")
        for person in (self.hunter, self.owner, self.scout):
            with self.assertRaises(AccessError):
                review.with_user(person)._resolve("annulled", "for me")
        review.with_user(self.head)._resolve("upheld", "Listened again: it stands.")
        self.assertEqual((review.state, review.resolved_by_id), ("resolved", self.head))
        self.assertTrue(review.is_counted)
        with self.assertRaises(UserError):
            review.with_user(self.head)._resolve("annulled", "on second thought")

    def test_annulled_review_counts_nothing(self):
        review = self.disputed()
        review.with_user(self.leader)._resolve("annulled", "The line was bad.")
        self.assertFalse(review.is_counted)
        self.assertFalse(any(review.sudo().line_ids.mapped("is_counted")))

    def test_dialogs_say_what_the_buttons_do(self):
        review = self.published()
        words = self.env["conveyor.call.review.word"]
        action = review.with_user(self.hunter).action_open_dispute()
        dialog = words.with_user(self.hunter).with_context(**action["context"])
        dialog.create({"text": "I did ask."}).action_send()
        self.assertEqual(review.state, "disputed")
        action = review.with_user(self.head).action_open_resolve()
        dialog = words.with_user(self.head).with_context(**action["context"])
        dialog.create({"text": "Right.", "resolution": "annulled"}).action_send()
        self.assertEqual(review.resolution, "annulled")

    def test_calibration_shows_how_far_judges_are_apart(self):
        call = self.log(talk_seconds=200)
        call.with_user(self.leader).action_calibrate()
        call.with_user(self.leader).action_calibrate()
        reviews = self.env["conveyor.call.review"].search([("call_id", "=", call.id)])
        self.assertEqual(reviews.reviewer_id, self.reviewer | self.leader)
        self.assertEqual(len(reviews), 2)
        for review, marks in zip(
            reviews.sorted("reviewer_id"), (("1", "5", "5"), ("1", "0", "5")), strict=True
        ):
            mine = review.with_user(review.reviewer_id)
            self.mark(mine, *marks)
            mine.action_publish()
        self.env.invalidate_all()
        self.assertAlmostEqual(reviews[0].spread, 0.5, 6)
        self.assertFalse(any(reviews.mapped("is_counted")))
        self.assertFalse(self.env["conveyor.call.review"].with_user(self.hunter).search([]))

    def test_calibration_beside_an_ordinary_review(self):
        call = self.log(talk_seconds=200)
        self.published(call=call)
        call.with_user(self.leader).action_calibrate()
        counted = self.env["conveyor.call.review"].search(
            [("call_id", "=", call.id), ("is_counted", "=", True)]
        )
        self.assertEqual(len(counted), 1)

    def test_low_marks_propose_a_talk_once(self):
        review = self.published("1", "2", "5")
        self.assertTrue(review.can_coach)
        review.action_coach()
        [activity] = review.sudo().activity_ids
        self.assertEqual(activity.user_id, self.leader)
        self.assertIn("Questions", activity.note)
        self.assertNotIn("Next step", activity.note)
        with self.assertRaisesRegex(UserError, "already"):
            review.action_coach()
        activity.with_user(self.leader).action_done()

    def test_good_marks_propose_nothing(self):
        review = self.published("1", "4", "5")
        self.assertFalse(review.can_coach)
        with self.assertRaisesRegex(UserError, "nothing to coach"):
            review.action_coach()
        with self.assertRaises(AccessError):
            review.with_user(self.hunter).action_coach()
