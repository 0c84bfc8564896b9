from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .motivate import PEOPLE, MotivateCommon

AFTER = datetime(2026, 4, 1, 8)


@tagged("post_install", "-at_install")
class TestContestSteps(MotivateCommon):
    """A race begins, ends once, and stays as it ended; who may look and who may act."""

    def setUp(self):
        super().setUp()
        self.gold = self.env.ref("sales_motivation.badge_contest_gold")
        self.silver = self.env.ref("sales_motivation.badge_contest_silver")
        prizes = [
            (0, 0, {"place": 1, "badge_id": self.gold.id, "name": "A day off"}),
            (0, 0, {"place": 2, "badge_id": self.silver.id}),
        ]
        self.duo = self.hunter | self.hunter2
        self.race = self.contest(people=self.duo, prize_ids=prizes)
        self.sell(date(2026, 3, 5), 500)
        self.sell(date(2026, 3, 6), 300, self.hunter2)

    def badges(self, user):
        owners = self.env["gamification.badge.user"].search([("user_id", "=", user.id)])
        return owners.badge_id

    # === CLOSING === #

    def test_closed_it_keeps_its_standings(self):
        self.race.action_close()
        self.assertEqual(self.places(self.race), {self.hunter: 1, self.hunter2: 2})
        self.sell(date(2026, 3, 7), 9000, self.hunter2)
        self.assertEqual(self.places(self.race), {self.hunter: 1, self.hunter2: 2})
        rows = self.race.entry_ids.sorted("place")
        self.assertEqual([(row.value, row.place) for row in rows], [(500, 1), (300, 2)])
        self.assertEqual((self.race.state, self.race.closed_by_id), ("closed", self.env.user))

    def test_badges_are_given_once(self):
        self.race.action_close()
        self.race.action_close()
        self.env["motivation.contest"]._cron_close()
        self.assertEqual(self.badges(self.hunter), self.gold)
        self.assertEqual(self.badges(self.hunter2), self.silver)
        given = self.env["gamification.badge.user"].search([("badge_id", "=", self.gold.id)])
        self.assertEqual(given.filtered(lambda one: one.user_id in self.duo).user_id, self.hunter)
        self.assertEqual(given.filtered(lambda one: one.user_id in self.duo).comment, "March")

    def test_a_shared_place_wins_for_both(self):
        self.sell(date(2026, 3, 9), 200, self.hunter2)
        self.race.action_close()
        self.assertEqual(self.badges(self.hunter) & self.badges(self.hunter2), self.gold)
        self.assertFalse(self.badges(self.hunter) & self.silver)

    def test_nobody_wins_with_nothing(self):
        race = self.contest(
            people=self.farmer, prize_ids=[(0, 0, {"place": 1, "badge_id": self.gold.id})]
        )
        race.action_close()
        self.assertEqual(race.entry_ids.place, 0)
        self.assertFalse(self.badges(self.farmer))

    def test_the_night_closes_what_is_over(self):
        later = self.contest(people=self.duo, last_on="2026-04-01")
        with at_instant(self.env, datetime(2026, 3, 31, 23)):
            self.run_cron("motivation.contest", "_cron_close")
        self.assertEqual(self.race.state, "running")
        with at_instant(self.env, AFTER):
            self.assertEqual(len(self.run_cron("motivation.contest", "_cron_close")), 1)
            self.assertEqual(self.run_cron("motivation.contest", "_cron_close"), [])
        self.assertEqual((self.race.state, later.state), ("closed", "running"))

    def test_everybody_is_told_how_it_ended(self):
        self.race.action_close()
        message = self.race.message_ids[0]
        self.assertIn("First: Hunter.", message.body)
        self.assertEqual(message.notified_partner_ids, self.duo.partner_id)

    # === RULES STAND === #

    def test_rules_stand_while_people_run(self):
        for values in (
            {"metric_id": self.env["conveyor.metric"]._get("call").id},
            {"last_on": date(2026, 4, 30)},
            {"user_ids": [(4, self.farmer.id)]},
            {"measure": "norm"},
            {"state": "closed"},
            {"prize_ids": [(0, 0, {"place": 3, "name": "More"})]},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.race.with_user(self.head).write(values)
        with self.assertRaises(UserError):
            self.race.prize_ids[:1].place = 5
        self.race.with_user(self.head).write({"name": "March race", "prize": "Applause"})

    def test_places_are_never_typed(self):
        entry = self.race.entry_ids[:1].with_user(self.head)
        for deed in (
            lambda: entry.write({"place": 1}),
            lambda: entry.create({"contest_id": self.race.id, "user_id": self.farmer.id}),
            entry.unlink,
            lambda: entry.sudo().write({"place": 1}),
        ):
            with self.assertRaises(UserError):
                deed()

    def test_a_contest_begins_as_a_draft_whatever_is_asked_for(self):
        contests = self.env["motivation.contest"].with_user(self.head)
        contest = contests.with_context(default_state="closed").create(
            {
                "name": "Forged",
                "metric_id": self.race.metric_id.id,
                "first_on": "2026-03-01",
                "last_on": "2026-03-31",
                "state": "closed",
                "closed_by_id": self.owner.id,
                "entry_ids": [(0, 0, {"user_id": self.head.id, "place": 1})],
            }
        )
        self.assertEqual((contest.state, contest.closed_by_id.id), ("draft", False))
        self.assertFalse(contest.entry_ids)

    def test_what_has_begun_is_archived_not_deleted(self):
        with self.assertRaises(UserError):
            self.race.unlink()
        self.race.with_user(self.head).active = False
        self.contest(start=False).unlink()

    def test_a_race_that_is_over_is_not_started(self):
        with self.assertRaises(UserError):
            self.contest(first_on="2026-02-01", last_on="2026-02-28")

    # === RIGHTS === #

    def test_whoever_takes_part_sees_the_standings(self):
        """So do the leader of the people, the head and the owner; nobody else."""
        expected = {"hunter", "hunter2", "leader", "head", "owner"}
        for record in (
            self.race,
            self.race.entry_ids[:1],
            self.race.prize_ids[:1],
            self.race.standing_ids[:1],
        ):
            with self.subTest(model=record._name):
                self.assertEqual(self.readers(record), expected)
        self.assertEqual(self.places(self.race, self.hunter2), {self.hunter: 1, self.hunter2: 2})

    def test_a_race_being_prepared_is_a_secret(self):
        draft = self.contest(people=self.duo, start=False)
        for record in (draft, draft.prize_ids[:1]):
            self.assertEqual(self.readers(record), {"head", "owner"})

    def test_only_the_head_acts(self):
        for login in PEOPLE:
            race = self.race.with_user(getattr(self, login))
            allowed = login == "head"
            for operation in ("create", "write", "unlink"):
                self.assertEqual(race.has_access(operation), allowed, (login, operation))
            for deed in ("action_start", "action_close", "action_enroll"):
                with self.subTest(login=login, deed=deed), self.env.cr.savepoint() as savepoint:
                    if allowed:
                        getattr(race, deed)()
                    else:
                        self.assertRaises(AccessError, getattr(race, deed))
                    savepoint.rollback()

    def test_screens_open_for_whoever_takes_part(self):
        menu = self.env.ref("sales_motivation.motivation_contest_menu")
        for login in ("hunter", "leader", "head", "owner"):
            user = getattr(self, login)
            self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
            race = self.race.with_user(user)
            self.assertTrue(race.get_views([(False, kind) for kind in ("kanban", "list", "form")]))
            self.assertEqual(race.race[0]["name"], "Hunter")
