from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .motivate import PEOPLE
from .test_grade import GradeCommon


@tagged("post_install", "-at_install")
class TestGradeChange(GradeCommon):
    """A step up by facts is one click of the head; anything else needs a reason and a second yes."""

    def setUp(self):
        super().setUp()
        self.stand(self.trainee)
        self.sell(date(2026, 2, 10), 3000)
        self.win(date(2026, 2, 10))
        self.changes = self.env["motivation.grade.change"]

    def propose(self, user=None, grade=None, reason="He saved the largest client.", **values):
        return self.changes.with_user(user or self.head).create(
            {
                "member_id": self.member.id,
                "to_grade_id": (grade or self.senior).id,
                "reason": reason,
                **values,
            }
        )

    # === BY FACTS === #

    def test_promoted_by_one_click(self):
        self.member.with_user(self.head).action_promote()
        self.assertEqual(self.member.grade_id, self.hunter_grade)
        self.assertEqual(self.member.grade_since_on, date(2026, 3, 11))
        change = self.member.grade_change_ids
        self.assertEqual(
            (change.from_grade_id, change.to_grade_id, change.state, change.is_exception),
            (self.trainee, self.hunter_grade, "approved", False),
        )
        self.assertEqual((change.proposed_by_id, change.decided_by_id), (self.head, self.head))
        self.assertEqual(
            {line["code"] for line in change.evidence}, {"time", "money_in", "win_rate"}
        )
        self.assertTrue(all(line["is_met"] for line in change.evidence))

    def test_the_facts_stay_as_they_were_then(self):
        self.member.with_user(self.head).action_promote()
        before = self.member.grade_change_ids.evidence
        self.sell(date(2026, 2, 11), 5000)
        self.env.invalidate_all()
        self.assertEqual(self.member.grade_change_ids.evidence, before)

    def test_a_second_click_climbs_no_second_step(self):
        self.member.with_user(self.head).action_promote()
        with self.assertRaises(UserError):
            self.member.with_user(self.head).action_promote()
        self.assertEqual(len(self.member.grade_change_ids), 1)

    def test_who_is_not_ready_is_not_promoted(self):
        self.win(date(2026, 2, 12), times=0, lost=5)
        with self.assertRaises(UserError):
            self.member.with_user(self.head).action_promote()
        self.assertEqual(self.member.grade_id, self.trainee)

    def test_the_owner_may_promote_sellers_and_leaders_may_not(self):
        for login in ("hunter", "leader", "stranger", "farmer"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.member.with_user(getattr(self, login)).action_promote()
        self.member.with_user(self.owner).action_promote()
        self.assertEqual(self.member.grade_id, self.hunter_grade)

    def test_nobody_promotes_himself(self):
        self.hunter.group_ids |= self.env.ref("sales_team.group_sale_manager")
        with self.assertRaises(UserError):
            self.member.with_user(self.hunter).action_promote()

    def test_the_person_is_told_and_gets_the_badge(self):
        badge = self.env.ref("sales_motivation.badge_contest_gold")
        self.hunter_grade.badge_id = badge
        self.member.with_user(self.head).action_promote()
        message = self.member.message_ids[0]
        self.assertIn("Hunter is now Hunter. Congratulations!", message.body)
        self.assertIn(self.hunter.partner_id, message.notified_partner_ids)
        owners = self.env["gamification.badge.user"].search([("user_id", "=", self.hunter.id)])
        self.assertEqual(owners.badge_id, badge)

    # === EXCEPTIONS === #

    def test_an_exception_waits_for_a_second_person(self):
        change = self.propose()
        self.assertEqual((change.state, change.is_exception), ("proposed", True))
        self.assertEqual(self.member.grade_id, self.trainee)
        with self.assertRaises(UserError):
            change.action_approve()
        change.with_user(self.owner).action_approve()
        self.assertEqual(self.member.grade_id, self.senior)
        self.assertEqual((change.proposed_by_id, change.decided_by_id), (self.head, self.owner))
        with self.assertRaises(UserError):
            change.with_user(self.owner).action_refuse()

    def test_a_refused_exception_changes_nothing_and_is_kept(self):
        change = self.propose()
        change.with_user(self.owner).action_refuse()
        self.assertEqual((change.state, self.member.grade_id), ("refused", self.trainee))
        self.propose(reason="Again, with more facts.")

    def test_a_step_down_is_an_exception_without_congratulations(self):
        self.stand(self.senior)
        count = len(self.member.message_ids)
        change = self.propose(grade=self.hunter_grade)
        change.with_user(self.owner).action_approve()
        self.assertEqual(self.member.grade_id, self.hunter_grade)
        self.assertEqual(len(self.member.message_ids), count)

    def test_an_exception_keeps_the_facts_that_it_ignores(self):
        change = self.propose()
        self.assertFalse(all(line["is_met"] for line in change.evidence))

    def test_broken_proposals_are_refused(self):
        other = self.grade("Keeper", 1, role="farmer")
        for values in (
            {"reason": " "},
            {"grade": self.trainee},
            {"grade": other},
            {"to_grade_id": 2**31 - 1},
            {"member_id": 2**31 - 1},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.propose(**values)

    def test_nobody_decides_about_himself(self):
        self.hunter.group_ids |= self.env.ref("sales_team.group_sale_manager")
        with self.assertRaises(UserError):
            self.propose(user=self.hunter)
        change = self.propose()
        with self.assertRaises(UserError):
            change.with_user(self.hunter).action_approve()

    def test_a_forged_proposal_is_a_proposal(self):
        change = self.propose(
            state="approved",
            proposed_by_id=self.owner.id,
            decided_by_id=self.owner.id,
            is_exception=False,
            evidence=[],
        )
        self.assertEqual((change.state, change.proposed_by_id), ("proposed", self.head))
        self.assertFalse(change.decided_by_id)
        self.assertTrue(change.is_exception and change.evidence)

    def test_history_is_never_changed(self):
        change = self.propose()
        for user in (self.head, self.owner, self.env.user):
            mine = change.with_user(user)
            for deed in (lambda mine=mine: mine.write({"reason": "Other"}), mine.unlink):
                with self.assertRaises(UserError):
                    deed()

    def test_who_reads_a_change(self):
        """An exception that waits is none of the person's business yet; the leader knows of it."""
        change = self.propose()
        self.assertEqual(self.readers(change), {"leader", "head", "owner"})
        change.with_user(self.owner).action_approve()
        self.assertEqual(self.readers(change), {"hunter", "leader", "head", "owner"})

    def test_only_head_and_owner_propose(self):
        for login in PEOPLE:
            user = getattr(self, login)
            if login in ("head", "owner"):
                continue
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.propose(user=user)
