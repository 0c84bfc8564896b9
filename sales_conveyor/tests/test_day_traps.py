from datetime import date, datetime, timedelta

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .evenings import EVENING, NOON, EveningCommon
from .norms import MONDAY

EARLY = datetime(2026, 3, 2, 6)
CALL = "mail.mail_activity_data_call"


@department
class TestDayTraps(EveningCommon):
    """What Odoo rewrites, deletes or counts for somebody else does not change what a day tells."""

    def setUp(self):
        super().setUp()
        schedule = {"team_id": self.team.id, "company_id": self.env.company.id}
        with at_instant(self.env, EARLY):
            self.schedule = self.env["conveyor.standup.schedule"].create(schedule)
            self.standup = self.env["conveyor.standup"]._open(self.schedule, MONDAY)

    def plan(self, document, user, days=-1):
        """A call planned for a day beside Monday."""
        with at_instant(self.env, EARLY - timedelta(days=3)):
            due = MONDAY + timedelta(days=days)
            return document.activity_schedule(CALL, user_id=user.id, date_deadline=due)

    def tasks(self, user):
        """What the stand-up says that a person has to do: ``(overdue, today)``."""
        self.env.invalidate_all()
        with at_instant(self.env, NOON):
            people = self.standup.with_user(self.leader).get_standup(self.standup.id)["people"]
        [person] = [one for one in people if one["user_id"] == user.id]
        return person["overdue"], person["today"]

    # === T3, T4, T6: WHOSE IT IS === #

    def test_tasks_of_a_card_handed_over_are_the_receivers(self):
        """T3: the scout could not even open the card on which his tasks would wait."""
        with at_instant(self.env, EARLY - timedelta(days=4)):
            card = self.offered(name="Mill")
        overdue, today = self.plan(card, self.scout), self.plan(card, self.scout, days=0)
        self.assertEqual((self.tasks(self.scout), self.tasks(self.hunter)), ((1, 1), (0, 0)))
        with at_instant(self.env, EARLY):
            self.waiting(card).with_user(self.hunter).action_accept()
        self.assertEqual((self.tasks(self.scout), self.tasks(self.hunter)), ((0, 0), (1, 1)))
        self.assertEqual((overdue | today).user_id, self.hunter)
        self.assertFalse(card.with_user(self.scout).has_access("write"))

    def test_call_is_the_doers_when_the_card_has_another_owner(self):
        """T4: Odoo's own report of activities counts it for whoever owns the card now."""
        with at_instant(self.env, NOON):
            card = self.card(owner=self.hunter, stage=self.stage_talk)
            self.activity(card, self.hunter).with_user(self.hunter)._action_done()
            card.user_id = self.hunter2
        self.env.flush_all()
        odoo = self.env["crm.activity.report"].search([("lead_id", "=", card.id)])
        self.assertEqual(odoo.user_id, self.hunter2, "the trap")
        reports = {self.hunter: self.open_reports(), self.hunter2: self.report(self.hunter2)}
        for user, calls in ((self.hunter, 1), (self.hunter2, 0)):
            self.submit(reports[user])
            self.assertEqual(self.line(reports[user]).counted, calls)

    def test_open_tasks_of_a_leaver_are_all_there(self):
        """T6: Odoo deletes them with him; here two on a card and one on a client wait for the leader."""
        with at_instant(self.env, EARLY - timedelta(days=4)):
            card = self.card(owner=self.hunter, stage=self.stage_talk)
        tasks = self.plan(card, self.hunter) | self.plan(card, self.hunter, days=0)
        tasks |= self.plan(self.client, self.hunter)
        with at_instant(self.env, EARLY):
            self.standup.with_user(self.leader).add_task(self.hunter.id, "Tidy up")
            tasks |= self.standup.activity_ids
            self.hunter.with_user(self.env.ref("base.user_admin")).action_archive()
        self.assertEqual((len(tasks.exists()), tasks.user_id), (4, self.leader))
        self.assertFalse(self.open_reports(), "who left owes no evening")

    # === T5: TWO HATS === #

    def test_second_team_takes_the_first_membership_away_and_leaves_one_evening(self):
        """T5: with one team per person, Odoo archives the first membership; hats are on one membership instead."""
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", False)
        first = self.member(self.hunter)
        first.is_scout = True
        self.assertTrue(first.active)
        self.assertEqual((first.is_scout, first.is_hunter), (True, True))
        values = {"name": "Second", "use_conveyor": True, "company_id": self.env.company.id}
        member = [Command.create({"user_id": self.hunter.id, "role": "hunter"})]
        other = self.env["crm.team"].create({**values, "crm_team_member_ids": member})
        self.assertFalse(first.active, "the trap")
        report = self.open_reports()
        self.assertEqual((len(report), report.team_id), (1, other))
        others = self.env["conveyor.daily.report"].search(
            [("team_id", "=", self.team.id), ("day_on", "=", MONDAY)]
        )
        self.assertEqual(len(others), 5)

    # === T7, T8: TASKS THAT ARE MOVED, DELETED, ARCHIVED === #

    def test_tasks_moved_and_deleted_leave_their_traces(self):
        """T7: in Odoo the new day takes the place of the old one, and a deleted task was never there."""
        with at_instant(self.env, EARLY - timedelta(days=4)):
            card = self.card(owner=self.hunter, stage=self.stage_talk)
        moved, deleted = (self.plan(card, self.hunter, days=0) for _number in range(2))
        with at_instant(self.env, NOON):
            moved.with_user(self.hunter).date_deadline = date(2026, 3, 3)
            deleted.with_user(self.hunter).unlink()
            self.env.cr.precommit.run()
        with at_instant(self.env, NOON + timedelta(days=1)):
            moved.with_user(self.hunter).date_deadline = date(2026, 3, 6)
            self.env.cr.precommit.run()
        self.assertEqual(moved.date_deadline, date(2026, 3, 6), "the trap: all that Odoo knows")
        rows = self.env["conveyor.agreement"].search([("lead_id", "=", card.id)], order="id")
        self.assertEqual(rows.mapped("promised_on"), [MONDAY, MONDAY])
        self.assertEqual(rows.mapped("move_count"), [2, 0])
        self.assertEqual(rows.mapped("is_flagged"), [True, True])
        self.assertEqual(rows.mapped("cancel_cause"), [False, "deleted"])
        counted = self.facts("agreement_moved")
        self.assertEqual(counted.mapped("quantity"), [1, 1])
        self.assertEqual(counted.mapped("happened_on"), [MONDAY, date(2026, 3, 3)])

    def test_archived_call_is_no_call_of_the_evening(self):
        """T8: Odoo takes it for done."""
        with at_instant(self.env, EARLY - timedelta(days=4)):
            card = self.card(owner=self.hunter, stage=self.stage_talk)
        archived, done = (self.plan(card, self.hunter, days=0) for _number in range(2))
        with at_instant(self.env, NOON):
            archived.with_user(self.hunter).active = False
            done.with_user(self.hunter)._action_done()
        self.assertEqual(
            (archived.active, done.active), (False, False), "the trap: both look alike"
        )
        self.assertEqual((archived.state, done.state), ("done", "done"))
        report = self.open_reports()
        self.submit(report)
        self.assertEqual(self.line(report).counted, 1)

    # === T9, T11: CARDS THAT ARE GONE === #

    def test_fault_in_a_report_follows_its_card_when_it_is_merged(self):
        """T9: what the evening said of a card is said of the card that stays."""
        with at_instant(self.env, NOON):
            mill = self.card("Mill", owner=self.hunter, stage=self.stage_talk)
            barn = self.card("Barn", owner=self.hunter, stage=self.stage_talk)
        report = self.open_reports()
        self.submit(report)
        self.freeze()
        faults = report.line_ids.filtered("fault")
        self.assertEqual((faults.lead_id, report.fault_count), (mill | barn, 2))
        (mill | barn).merge_opportunity()
        [head] = (mill | barn).exists()
        self.assertEqual(faults.mapped("lead_id"), head)
        self.assertEqual(len(faults.exists()), 2)

    def test_tasks_of_lost_and_won_deals_wait_for_nobody(self):
        """T11: in Odoo they stay overdue for ever."""
        with at_instant(self.env, EARLY - timedelta(days=4)):
            cards = [self.card(name, owner=self.hunter, stage=self.stage_talk) for name in "abcd"]
        for card in cards:
            self.plan(card, self.hunter)
            self.plan(card, self.hunter, days=0)
        report = self.open_reports()
        mine = report.with_user(self.hunter)
        self.assertEqual(self.tasks(self.hunter), (4, 4))
        self.assertEqual(mine.get_my_report()["tasks"], 8)
        with at_instant(self.env, NOON):
            cards[0].action_set_lost()
            cards[1].stage_id = self.stage_won
            cards[2].action_archive()
        left = self.env["mail.activity"].search([("user_id", "=", self.hunter.id)])
        self.assertEqual(len(left), 8, "the trap")
        self.assertEqual(self.tasks(self.hunter), (1, 1))
        self.assertEqual(mine.get_my_report()["tasks"], 2)

    # === T10, T12, T13, T14: INSTANTS === #

    def test_call_late_in_the_evening_of_greenwich_is_of_the_next_day_in_novosibirsk(self):
        """T12: Odoo writes the day of Greenwich."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        with at_instant(self.env, datetime(2026, 3, 2, 20, 30)):
            card = self.card(owner=self.hunter, stage=self.stage_talk)
            self.activity(card).with_user(self.hunter)._action_done()
            self.env["conveyor.fact"]._book_expected()
        self.assertEqual(self.facts("call", card).happened_on, date(2026, 3, 3))

    def test_meeting_held_and_deleted_stays_in_the_evening(self):
        """T10: its activity goes with it, what was done does not."""
        with at_instant(self.env, NOON):
            card = self.card(owner=self.hunter, stage=self.stage_talk)
            visit = self.meeting(card, start=datetime(2026, 3, 2, 9))
            visit.with_user(self.hunter).action_mark_held()
            card.active = False
        with at_instant(self.env, EVENING):
            visit.unlink()
        report = self.open_reports()
        self.submit(report)
        self.freeze()
        line = self.line(report, self.meetings)
        self.assertEqual((line.claimed, line.final, line.verdict), (1, 1, "match"))

    def test_days_to_close_are_a_middle_and_run_from_the_acceptance(self):
        """T13: Odoo's goals swap the two spans and add them up: 1 + 2 + 9 = 12 days."""
        for days in (1, 2, 9):
            with at_instant(self.env, datetime(2026, 3, 2, 9)):
                card = self.accepted(expected_revenue=100)
            with at_instant(self.env, datetime(2026, 3, 2 + days, 9)):
                card.action_set_won()
                self.env["conveyor.fact"]._book_expected()
        metric = self.env["conveyor.metric"]._get("days_to_close")
        domain = [("user_id", "=", self.hunter.id), ("happened_on", ">", date(2026, 3, 2))]
        self.assertEqual(metric._measure(domain)[metric][()], 2)
        won = self.facts("deal_won")
        self.assertEqual(sum(won.mapped("days_held")), 12, "the trap")

    def test_deal_archived_later_was_won_on_its_first_day(self):
        """T14: Odoo moves its day to that of the archiving."""
        with at_instant(self.env, NOON):
            deal = self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=700)
            deal.action_set_won()
        with at_instant(self.env, datetime(2026, 4, 14, 9)):
            deal.action_archive()
        self.assertGreater(deal.date_closed, datetime(2026, 4, 1), "the trap")
        self.assertEqual(self.facts("deal_won", deal).happened_on, MONDAY)
