from datetime import timedelta

from odoo.exceptions import AccessError

from .common import ConveyorCommon, department


@department
class TestStrip(ConveyorCommon):
    """The conveyor strip counts what went through each section, and opens exactly what it counted."""

    def strip(self, user=None, team=None, period="month"):
        teams = self.env["crm.team"].with_user(user or self.head)
        return teams.get_conveyor_strip((self.team if team is None else team).id, period)

    def section(self, role, **kwargs):
        return next(
            section for section in self.strip(**kwargs)["sections"] if section["role"] == role
        )

    def counts(self, role, **kwargs):
        return {
            key: figure["count"] for key, figure in self.section(role, **kwargs)["figures"].items()
        }

    def assertCounts(self, role, **expected):
        counts = self.counts(role)
        self.assertEqual({key: counts[key] for key in expected}, expected)

    def play(self):
        """Five cards of the scout: two accepted (one of them won, one lost), one returned, one waits, one stays."""
        won, lost = self.accepted(name="Won"), self.accepted(name="Lost")
        self.drag(won, self.stage_won)
        lost.with_user(self.hunter).action_set_lost()
        returned = self.offered(name="Returned")
        self.waiting(returned).with_user(self.hunter)._return(self.reason, False)
        return won | lost | returned | self.offered(name="Waiting") | self.card("Here")

    def test_each_section_counts_what_went_through(self):
        self.play()
        self.assertCounts(
            "scout",
            entered=5,
            in_work=3,
            passed=2,
            won=0,
            lost=0,
            offered=4,
            accepted=2,
            returned=1,
        )
        self.assertCounts(
            "hunter", entered=2, in_work=0, won=1, lost=1, waiting=1, passed=0, given_back=0
        )
        self.assertCounts("farmer", entered=0, in_work=0, waiting=0)

    def test_conversion_and_win_rate(self):
        self.play()
        self.assertEqual(self.section("scout")["conversion"], 1)
        self.assertEqual(self.section("hunter")["conversion"], 0.5)
        self.assertIs(self.section("farmer")["conversion"], False)
        totals = self.strip()["totals"]
        self.assertEqual(
            (totals["won"]["count"], totals["lost"]["count"], totals["win_rate"]), (1, 1, 0.5)
        )
        self.assertEqual(totals["in_work"]["count"], 3)

    def test_every_number_opens_what_it_counts(self):
        self.play()
        self.card("Nobody's", owner=self.env["res.users"], stage=self.stage_new)
        for user in (self.head, self.scout, self.hunter, self.leader, self.owner):
            strip = self.strip(user)
            figures = [
                figure for section in strip["sections"] for figure in section["figures"].values()
            ]
            for figure in [*figures, *(strip["totals"][key] for key in ("in_work", "won", "lost"))]:
                found = self.env[figure["model"]].with_user(user).search_count(figure["domain"])
                self.assertEqual(found, figure["count"], (user.name, figure))

    def test_a_card_accepted_and_given_back_counts_on_both_sides(self):
        card = self.accepted()
        handover = card.handover_ids
        handover.with_user(self.hunter)._return(self.reason, "Too early")
        self.assertCounts("scout", accepted=1, returned=1, in_work=1)
        self.assertCounts("hunter", given_back=1, in_work=0)
        self.assertEqual(self.section("hunter")["conversion"], 0)

    def test_a_queue_tells_its_oldest_and_its_average_age(self):
        handovers = self.waiting(self.offered(name="Old") | self.offered(name="New"))
        now = self.env.cr.now()
        handovers[0].offered_at, handovers[1].offered_at = (
            now - timedelta(hours=30),
            now - timedelta(hours=10),
        )
        self.env.flush_all()
        section = self.section("hunter")
        self.assertAlmostEqual(section["oldest_hours"], 30)
        self.assertAlmostEqual(section["average_hours"], 20)
        self.assertTrue(section["is_bottleneck"])
        self.assertFalse(self.section("scout")["is_bottleneck"])

    def test_days_run_from_entering_the_section_over_all_its_stages(self):
        card = self.card(stage=self.stage_new)
        self.passages(card).entered_at = self.env.cr.now() - timedelta(days=6)
        self.drag(card, self.stage_contact)
        self.passages(card)[0].left_at = self.passages(card)[1].entered_at = (
            self.env.cr.now() - timedelta(days=1)
        )
        self.drag(card, self.stage_talk)
        self.waiting(card).with_user(card.waiting_user_id).action_accept()
        self.assertAlmostEqual(self.section("scout")["average_days"], 6, places=2)

    def test_what_left_before_the_period_is_not_counted(self):
        card = self.accepted()
        self.passages(card)[0].left_at = self.env.cr.now() - timedelta(days=800)
        self.passages(card)[0].entered_at = self.env.cr.now() - timedelta(days=801)
        self.assertCounts("scout", passed=0, entered=0)
        self.assertEqual(self.counts("scout", period="all")["passed"], 1)

    def test_the_period_begins_at_midnight_of_the_company(self):
        self.env.company.conveyor_tz = "Asia/Tokyo"
        self.assertTrue(self.strip(period="year")["since"].endswith("-12-31 15:00:00"))
        self.assertIs(self.strip(period="all")["since"], False)
        self.assertIs(self.strip(period="nonsense")["since"], False)

    def test_nearly_all_accepted_means_a_bar_too_low(self):
        """Nineteen of nineteen are too few to say; of 21 decisions one return is enough to be content."""
        self.team.crm_team_member_ids.capacity = 100
        cards = self.env["crm.lead"].concat(*(self.card(f"Good {n}") for n in range(20)))
        self.drag(cards, self.stage_talk, user=self.scout)
        waiting = self.waiting(cards)
        waiting[1:].with_user(self.head).action_accept()
        self.assertFalse(self.section("scout", user=self.head)["is_bar_low"])
        waiting[0].with_user(self.head).action_accept()
        self.assertTrue(self.section("scout", user=self.head)["is_bar_low"])
        returned = self.waiting(self.offered(name="Bad"))
        returned.with_user(self.hunter)._return(self.reason, False)
        self.assertFalse(self.section("scout", user=self.head)["is_bar_low"])

    def test_people_and_too_few_of_them(self):
        self.assertEqual(
            {p["name"] for p in self.section("hunter")["people"]}, {"Hunter", "Hunter2"}
        )
        self.assertIs(self.section("hunter")["warning"], False)
        self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter2).unlink()
        self.assertIn("1 of 2", self.section("hunter")["warning"])

    def test_each_person_counts_the_cards_that_he_may_read(self):
        self.play()
        self.assertEqual(self.counts("scout", user=self.scout)["in_work"], 3)
        self.assertEqual(self.counts("scout", user=self.scout2)["in_work"], 0)
        self.assertEqual(self.counts("scout", user=self.leader)["in_work"], 3)
        self.assertEqual(self.counts("scout", user=self.owner)["in_work"], 3)
        partial = {
            user: self.strip(user)["is_partial"]
            for user in (self.scout, self.leader, self.head, self.owner)
        }
        self.assertEqual(
            partial, {self.scout: True, self.leader: True, self.head: False, self.owner: False}
        )
        self.assertTrue(self.strip(self.head)["can_configure"])
        self.assertFalse(self.strip(self.owner)["can_configure"])

    def test_who_has_nothing_to_do_with_sales_is_refused(self):
        clerk = self.env["res.users"].create(
            {
                "name": "Clerk",
                "login": "t_clerk",
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self.strip(clerk)

    def test_one_team_or_all(self):
        other = self.env["crm.team"].create({"name": "Other", "use_conveyor": True})
        self.card("Here")
        self.assertEqual(self.counts("scout", team=other)["in_work"], 0)
        strip = self.strip(team=self.env["crm.team"])
        self.assertIs(strip["team_id"], False)
        self.assertGreaterEqual({team["id"] for team in strip["teams"]}, {self.team.id, other.id})
        self.assertNotIn(self.stock_team.id, [team["id"] for team in strip["teams"]])

    def test_the_number_of_queries_does_not_grow_with_the_cards(self):
        few = self.count_queries()
        for number in range(10):
            self.offered(name=f"Card {number}")
        self.assertLessEqual(self.count_queries(), few)

    def count_queries(self):
        self.strip(self.head)  # caches of rights and menus
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.strip(self.head)
        return self.env.cr.sql_log_count - before
