from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from .calls import CallCommon
from .common import department


@department
class TestCallSample(CallCommon):
    """Each night some of every seller's longer calls are drawn by lot, so that anybody can draw them again."""

    def setUp(self):
        super().setUp()
        self.company = self.env["res.company"].create({"name": "Drawn", "conveyor_tz": "UTC"})
        people = self.hunter | self.scout | self.leader | self.head | self.reviewer | self.telephony
        people.company_ids |= self.company
        self.day = self.env.cr.now().date() - timedelta(days=1)
        self.samples = self.env["conveyor.call.sample"]

    def calls_of(self, user, count, seconds=120, prefix="c"):
        at = self.env.cr.now().replace(hour=10, minute=0) - timedelta(days=1)
        rows = [
            {
                "user_id": user.id,
                "company_id": self.company.id,
                "external_id": f"{prefix}{user.id}-{n}",
                "talk_seconds": seconds,
                "started_at": str(at.replace(microsecond=0)),
            }
            for n in range(count)
        ]
        return [answer["id"] for answer in self.tell(*rows)]

    def draw(self, seed=None):
        return self.samples._draw_day(self.company, self.day, seed)

    def drawn_of(self, sample, user):
        return sample.review_ids.filtered(lambda review: review.user_id == user)

    def test_share_is_rounded_up_and_has_a_minimum(self):
        self.company.write({"conveyor_sample_share": 0.1, "conveyor_sample_minimum": 2})
        self.calls_of(self.hunter, 21)
        self.calls_of(self.scout, 5)
        sample = self.draw()
        self.assertEqual(len(self.drawn_of(sample, self.hunter)), 3)
        self.assertEqual(len(self.drawn_of(sample, self.scout)), 2)
        self.assertEqual((sample.population_count, sample.chosen_count), (26, 5))

    def test_short_and_cancelled_calls_take_no_part(self):
        [kept] = self.calls_of(self.hunter, 1, seconds=61)
        self.calls_of(self.hunter, 3, seconds=60, prefix="s")
        [gone] = self.calls_of(self.hunter, 1, prefix="g")
        self.env["conveyor.call"].browse(gone).with_user(self.head).with_context(
            allowed_company_ids=self.company.ids
        )._cancel("test")
        self.assertEqual(self.draw().population, {str(self.hunter.id): [kept]})

    def test_drawn_again_from_the_seed_it_is_the_same(self):
        self.calls_of(self.hunter, 40)
        self.calls_of(self.scout, 30)
        sample = self.draw()
        self.env.invalidate_all()
        answer = sample.with_user(self.hunter).action_draw_again()["params"]
        self.assertEqual(answer["type"], "success")
        self.assertIn("the same 4 of 70", answer["message"])

    def test_draw_that_was_changed_afterwards_is_found_out(self):
        self.calls_of(self.hunter, 40)
        sample = self.draw()
        self.env.cr.execute(
            "UPDATE conveyor_call_sample SET seed = 'lucky' WHERE id = %s", (sample.id,)
        )
        self.env.invalidate_all()
        self.assertEqual(sample.action_draw_again()["params"]["type"], "danger")

    def test_seed_is_new_each_night(self):
        first = self.draw()
        second = self.samples._draw_day(self.company, self.day - timedelta(days=1))
        self.assertNotEqual(first.seed, second.seed)
        self.assertEqual(len(first.seed), 32)

    def test_day_is_drawn_once(self):
        self.calls_of(self.hunter, 5)
        self.assertTrue(self.draw())
        self.assertFalse(self.draw())
        self.assertEqual(self.samples.search_count([("company_id", "=", self.company.id)]), 1)

    def test_call_told_late_takes_no_part_any_more(self):
        sample = self.draw()
        self.calls_of(self.hunter, 5)
        self.assertFalse(self.draw())
        self.assertFalse(sample.chosen)

    def test_reviewers_share_alike_and_judge_nothing_of_their_own(self):
        self.company.conveyor_sample_share = 1
        group = self.env.ref("sales_conveyor.sales_conveyor_group_reviewer")
        self.scout.group_ids |= group
        self.calls_of(self.hunter, 10)
        self.calls_of(self.scout, 6)
        reviews = self.draw().review_ids.grouped("reviewer_id")
        self.assertEqual(
            {user: len(found) for user, found in reviews.items()}, {self.reviewer: 8, self.scout: 8}
        )
        self.assertFalse(reviews[self.scout].filtered(lambda r: r.user_id == self.scout))

    def test_without_reviewers_the_leader_judges(self):
        self.reviewer.group_ids -= self.env.ref("sales_conveyor.sales_conveyor_group_reviewer")
        self.team.company_id = False
        self.calls_of(self.hunter, 2)
        self.assertEqual(self.draw().review_ids.reviewer_id, self.leader)

    def test_head_does_not_judge_himself(self):
        self.calls_of(self.head, 3)
        self.reviewer.group_ids -= self.env.ref("sales_conveyor.sales_conveyor_group_reviewer")
        others = self.env.ref("sales_team.group_sale_manager").all_user_ids - self.head
        others.write({"company_ids": [(3, self.company.id)]})
        [review] = self.draw().review_ids
        self.assertFalse(review.reviewer_id)
        with self.assertRaises(AccessError):
            review.with_user(self.head).sudo(False)._may_judge(self.head) or review.with_user(
                self.head
            ).action_take()

    def test_what_was_drawn_stays(self):
        sample = self.draw()
        for person in (self.hunter, self.head, self.env.ref("base.user_admin")):
            forged = sample.with_user(person).with_context(conveyor_call="call")
            for deed in (
                lambda s=forged: s.write({"seed": "x"}),
                forged.unlink,
                lambda s=forged: s.copy(),
            ):
                with self.assertRaises(UserError):
                    deed()

    def test_night_catches_up_and_twice_is_once(self):
        self.samples._draw_day(self.company, self.day - timedelta(days=4))
        self.calls_of(self.hunter, 3)
        cron = self.env.ref("sales_conveyor.conveyor_call_sample_cron_draw")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            drawn = self.samples.search([("company_id", "=", self.company.id)])
            cron.method_direct_trigger()
        self.assertEqual(len(drawn), 5)
        self.assertEqual(self.samples.search([("company_id", "=", self.company.id)]), drawn)
        self.assertEqual(len(drawn.review_ids), 1)

    def test_night_that_is_killed_goes_on_where_it_stopped(self):
        """A day is drawn with its reviews or not at all."""
        self.calls_of(self.hunter, 3)
        reviews = type(self.env["conveyor.call.review"])
        with (
            patch.object(reviews, "_create_for", side_effect=RuntimeError("killed")),
            self.assertRaises(RuntimeError),
            self.env.cr.savepoint(),
        ):
            self.draw()
        self.env.invalidate_all()
        self.assertFalse(self.samples.search([("company_id", "=", self.company.id)]))
        self.assertEqual(len(self.draw().review_ids), 1)
