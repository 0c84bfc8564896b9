from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from ..tools.clock import at_instant
from .calls import CallCommon
from .common import department


@department
class TestCallReview(CallCommon):
    """To do, published, acknowledged or disputed, resolved; what is published never changes."""

    def test_score_is_points_by_weights(self):
        """1×1/1 + 3×4/5 + 2×5/5 of 6."""
        self.assertAlmostEqual(self.published("1", "4", "5").score, 5.4 / 6, 6)

    def test_what_does_not_apply_leaves_the_denominator(self):
        self.assertAlmostEqual(self.published("na", "5", "0").score, 0)
        self.assertAlmostEqual(self.published("na", "2", "5").score, (1.2 + 2) / 5, 6)

    def test_failed_critical_criterion_leaves_nothing(self):
        review = self.published("1", "5", "0")
        self.assertEqual((review.score, review.is_failed, review.is_scored), (0, True, True))

    def test_where_nothing_applied_there_is_no_score(self):
        review = self.published("na", "na", "na")
        self.assertFalse(review.is_scored)
        better = self.published("1", "5", "5")
        found = review.sudo()._read_group([("id", "in", (review | better).ids)], [], ["score:avg"])
        self.assertEqual(found, [(1.0,)])

    def test_sheet_is_published_whole(self):
        review = self.review()
        self.mark(review, "1", "4", False)
        with self.assertRaisesRegex(UserError, "Not marked yet: Next step"):
            review.action_publish()

    def test_second_click_publishes_nothing_anew(self):
        review = self.published()
        before = review.published_at
        with at_instant(self.env, self.env.cr.now() + timedelta(hours=1)):
            review.action_publish()
        self.assertEqual(review.published_at, before)

    def test_published_review_never_changes(self):
        review = self.published()
        line = review.line_ids[0]
        forged = {"conveyor_call": "call", "install_mode": True}
        for person in (self.reviewer, self.hunter, self.leader, self.head, self.owner):
            mine = review.with_user(person).with_context(**forged)
            for deed in (
                lambda r=mine: r.write({"comment": "x"}),
                lambda r=mine: r.set_mark(line.id, "0"),
                lambda r=mine: r.line_ids[:1].write({"mark": "0"}),
                lambda r=mine: r.line_ids[:1].unlink(),
                lambda r=mine: r.unlink(),
                lambda r=mine: r.copy(),
            ):
                with self.assertRaises(UserError):
                    deed()

    def test_columns_of_a_review_are_not_forged(self):
        review = self.review()
        forged = {"conveyor_call": "call"}
        for person in (self.reviewer, self.hunter, self.head, self.owner):
            for name in review._DEEDS:
                with self.assertRaises(UserError, msg=name):
                    review.with_user(person).with_context(**forged).write(
                        {name: review.sudo()[name]}
                    )

    def test_only_the_reviewer_judges(self):
        review = self.review()
        line = review.line_ids[0]
        for person in (self.hunter, self.leader, self.head, self.owner, self.scout):
            with self.assertRaises(UserError):
                review.with_user(person).set_mark(line.id, "1")
            with self.assertRaises(UserError):
                line.with_user(person).write({"mark": "1"})
            with self.assertRaises(UserError):
                review.with_user(person).action_publish()

    def test_marks_are_of_their_criterion(self):
        review, other = self.review(), self.review(call=self.talk(prefix="o"))
        for wrong in ("6", "x", 3, None, "nan"):
            with self.assertRaises(UserError):
                review.set_mark(review.line_ids[1].id, wrong)
        with self.assertRaisesRegex(UserError, "from 0 to 1"):
            review.set_mark(review.line_ids[0].id, "5")
        with self.assertRaisesRegex(UserError, "another review"):
            review.set_mark(other.line_ids[0].id, "1")

    def test_seller_sees_his_review_once_it_is_published(self):
        review = self.review()
        seen = self.env["conveyor.call.review"].with_user(self.hunter)
        self.assertFalse(seen.search([("id", "=", review.id)]))
        self.mark(review, "1", "1", "1")
        review.action_publish()
        self.assertTrue(seen.search([("id", "=", review.id)]))
        self.assertTrue(self.env["conveyor.call.review.line"].with_user(self.hunter).search([]))
        for person in (self.scout, self.stranger):
            self.assertFalse(seen.with_user(person).search([("id", "=", review.id)]))

    def test_seller_acknowledges(self):
        review = self.published()
        for person in (self.reviewer, self.leader, self.head):
            with self.assertRaises(AccessError):
                review.with_user(person).action_acknowledge()
        review.with_user(self.hunter).action_acknowledge()
        self.assertEqual(review.state, "acknowledged")
        with self.assertRaises(UserError):
            review.with_user(self.hunter)._dispute("too late")

    def test_nobody_judges_himself(self):
        call = self.log(self.head)
        self.assertFalse(call.with_user(self.head).can_review)
        with self.assertRaises(AccessError):
            call.with_user(self.head).action_review()
        [review] = self.env["conveyor.call.review"]._create_for(call, {call.id: False})
        with self.assertRaises(UserError):
            review.with_user(self.head).action_take()
        review.with_user(self.reviewer).sudo().with_user(self.reviewer)
        self.assertTrue(review._may_judge(self.reviewer))
        self.assertFalse(review._may_judge(self.head))

    def test_leader_reviews_a_call_of_his_choice_once(self):
        call = self.log(talk_seconds=90)
        first = call.with_user(self.leader).action_review()
        again = call.with_user(self.leader).action_review()
        self.assertEqual(first["res_id"], again["res_id"])
        with self.assertRaises(AccessError):
            call.with_user(self.hunter).action_review()

    def test_cancelled_call_needs_no_review(self):
        call = self.log(talk_seconds=90)
        review = self.review(call=call)
        call.with_user(self.hunter)._cancel("a mistake")
        self.assertEqual(review.sudo().state, "dropped")

    def test_scorecard_fits_the_occasion(self):
        first = self._create_scorecard("First", occasion="first")
        later = self._create_scorecard("Later", occasion="next")
        card = self.card(owner=self.hunter, stage=self.stage_talk)
        at = self.env.cr.now() - timedelta(days=2)
        one = self.told(external_id="one", lead_id=card.id, outcome="talked", started_at=str(at))
        two = self.told(external_id="two", lead_id=card.id, outcome="talked")
        proposed = self.env["conveyor.call.review"]._propose_scorecards(one | two)
        self.assertEqual((proposed[one], proposed[two]), (first, later))
        review = self.review(call=one)
        review._choose_scorecard(later)
        self.assertEqual(review.scorecard_id, later)
        self.assertEqual(len(review.line_ids), 3)
        with self.assertRaisesRegex(UserError, "not in force"):
            later.action_retire()
            review._choose_scorecard(later)

    def test_review_of_a_leaver_is_for_his_successor(self):
        review = self.review(reviewer=self.hunter2)
        own = self.review(reviewer=self.hunter2, call=self.talk(user=self.leader, prefix="ld"))
        self.hunter2.action_archive()
        self.assertEqual(review.sudo().reviewer_id, self.leader)
        self.assertFalse(own.sudo().reviewer_id)

    def test_trends_weigh_criteria_by_their_weights(self):
        """Σ points ÷ Σ weights: not the average of averages, and without what does not count."""
        self.published("1", "5", "5", call=self.talk(prefix="a"))
        self.published("0", "na", "1", call=self.talk(prefix="b"))
        calibration = self.review(call=self.talk(prefix="c"), is_calibration=True)
        self.mark(calibration, "0", "0", "0")
        calibration.action_publish()
        lines = self.env["conveyor.call.review.line"].with_user(self.leader)
        domain = [("is_counted", "=", True), ("user_id", "=", self.hunter.id)]
        [(share,)] = lines._read_group(domain, [], ["share:avg"])
        self.assertAlmostEqual(share, (6 + 0.4) / (6 + 3), 6)
        by_name = {
            criterion.name: share
            for criterion, share in lines._read_group(domain, ["criterion_id"], ["share:avg"])
        }
        self.assertEqual(by_name["Questions"], 1)
        self.assertEqual(by_name["Name"], 0.5)
