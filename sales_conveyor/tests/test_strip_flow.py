from datetime import date, datetime, timedelta

from ..tools.clock import at_instant
from .common import department
from .strips import MONDAY, NOW, StripCommon


@department
class TestStripFlow(StripCommon):
    """What comes into each section beside its norm, how long its queue waits, what it loses."""

    # === NORMS === #

    def test_norm_of_a_section_is_that_of_its_people_over_the_days_passed(self):
        """Two scouts, 2 a day, 2 5/8 days: 10.5. Two hunters, 1 a day: 5.25. Farmers have none."""
        self.norm(2)
        self.norm(1, role="hunter", metric=self.taken)
        self.norm(9, role="hunter", metric=self.calls)
        norms = {one["role"]: (one["norm"], one["norm_people"]) for one in self.strip()["sections"]}
        self.assertEqual(norms, {"scout": (10.5, 2), "hunter": (5.25, 2), "farmer": (False, 0)})

    def test_days_off_and_newcomers_ask_for_less(self):
        """One hunter away on Tuesday, the other on half norms: 1 5/8 + 2 5/8 ÷ 2."""
        self.norm(1, role="hunter", metric=self.taken)
        self.day_off(self.hunter, "2017-05-02 00:00:00", "2017-05-02 23:59:59")
        self.member(self.hunter2).ramp_until_on = date(2017, 5, 31)
        self.assertAlmostEqual(self.section("hunter")["norm"], 1.625 + 2.625 / 2)

    def test_longer_periods_ask_for_all_their_working_days(self):
        """From the first of April: 20 days more; a year: 65 in the first quarter."""
        self.norm(1, role="hunter", metric=self.taken)
        norms = {
            period: self.section("hunter", period=period)["norm"]
            for period in ("week", "quarter", "year")
        }
        self.assertEqual(norms, {"week": 5.25, "quarter": 2 * 22.625, "year": 2 * 87.625})
        self.assertIs(self.section("hunter", period="all")["norm"], False)
        self.assertIs(self.section("hunter", period="all")["utilisation"], False)

    def test_inflow_of_hunters_is_what_is_offered_to_them(self):
        """Seven offers in the month, one of them withdrawn, one before: 6 of 5.25 are 114 %."""
        self.norm(1, role="hunter", metric=self.taken)
        self.offer(1, at=MONDAY - timedelta(days=3))
        self.offer(3, at=MONDAY + timedelta(hours=9))
        cards = self.offer(4, at=MONDAY + timedelta(hours=33))
        self.waiting(cards[0]).with_user(self.scout).action_withdraw()
        section = self.section("hunter")
        figure = section["figures"]["inflow"]
        self.assertEqual(figure["count"], 6)
        self.assertAlmostEqual(section["utilisation"], 6 / 5.25)
        self.assertEqual(self.env[figure["model"]].search_count(figure["domain"]), 6)

    def test_inflow_of_scouts_and_farmers_is_what_entered(self):
        self.norm(2)
        with_cards = self.close(self.farmer, "won", 10, stage=self.stage_growth)
        self.offer(3, at=MONDAY + timedelta(hours=9))
        for role, count in (("scout", 3), ("farmer", 1)):
            figures = self.section(role)["figures"]
            self.assertEqual(figures["inflow"], figures["entered"])
            self.assertEqual(figures["inflow"]["count"], count)
        self.assertAlmostEqual(self.section("scout")["utilisation"], 3 / 10.5)
        self.assertEqual(with_cards.won_status, "won")

    def test_less_than_one_card_is_no_norm_to_judge_by(self):
        """On Monday at nine two scouts have had a quarter of a card each to deliver."""
        self.norm(2)
        section = self.section("scout", now=datetime(2017, 5, 1, 9))
        self.assertEqual(
            (section["norm"], section["utilisation"], section["norm_people"]), (False, False, 2)
        )
        section = self.section("scout", now=datetime(2017, 5, 1, 10))
        self.assertEqual(section["norm"], 1)

    def test_nobody_in_a_section_is_no_norm(self):
        self.norm(1, role="hunter", metric=self.taken)
        (self.member(self.hunter) | self.member(self.hunter2)).active = False
        section = self.section("hunter")
        self.assertEqual(
            (section["norm"], section["norm_people"], section["utilisation"]), (False, 0, False)
        )

    # === QUEUES === #

    def test_a_queue_is_compared_with_that_of_the_beginning(self):
        """When May began two waited, 48 and 24 hours; now one waits 29 hours: it does not grow. Another 80: it does."""
        before = self.offer(1, at=MONDAY - timedelta(hours=48)) | self.offer(
            1, at=MONDAY - timedelta(hours=24)
        )
        decided = self.offer(1, at=MONDAY - timedelta(hours=72))
        self.accept(decided, at=MONDAY - timedelta(hours=1))
        self.accept(before, at=MONDAY + timedelta(hours=10))
        self.offer(1, at=NOW - timedelta(hours=29))
        section = self.section("hunter")
        self.assertAlmostEqual(section["queue_hours_before"], 36)
        self.assertAlmostEqual(section["average_hours"], 29)
        self.assertIs(section["queue_grows"], False)
        self.offer(1, at=NOW - timedelta(hours=51))
        section = self.section("hunter")
        self.assertAlmostEqual(section["average_hours"], 40)
        self.assertAlmostEqual(section["waited_hours"], 80)
        self.assertIs(section["queue_grows"], True)
        self.assertIs(self.section("hunter", period="all")["queue_grows"], False)

    def test_a_card_accepted_then_given_back_waited_until_it_was_accepted(self):
        card = self.offer(1, at=MONDAY - timedelta(hours=48))
        self.accept(card, at=MONDAY - timedelta(hours=1))
        handover = card.handover_ids
        handover.with_user(self.hunter)._return(self.reason, "Too early")
        self.assertEqual(self.section("hunter")["queue_hours_before"], 0)

    # === MONEY === #

    def test_money_lost_and_waiting_of_each_section(self):
        self.close(self.scout, "lost", 50, stage=self.stage_contact)
        self.close(self.hunter, "lost", 300)
        self.close(self.hunter2, "lost", 200)
        self.close(self.hunter, "won", 900)
        self.close(self.hunter, "lost", 7000, at=MONDAY + timedelta(days=3))
        self.offer(1, at=MONDAY + timedelta(hours=9), expected_revenue=70)
        self.offer(1, at=MONDAY - timedelta(days=9), expected_revenue=30)
        money = {
            one["role"]: (one["lost_amount"], one["waiting_amount"])
            for one in self.strip()["sections"]
        }
        self.assertEqual(money, {"scout": (50, 0), "hunter": (7500, 100), "farmer": (0, 0)})
        self.assertEqual(self.strip()["totals"]["won_amount"], 900)

    def test_a_revenue_that_is_no_number_is_no_money(self):
        card = self.close(self.hunter, "lost", 300)
        self.env.cr.execute("UPDATE crm_lead SET expected_revenue = 'NaN' WHERE id = %s", [card.id])
        self.assertEqual(self.section("hunter")["lost_amount"], 0)

    def test_money_is_of_the_cards_that_a_person_may_read(self):
        self.close(self.hunter, "lost", 300)
        self.close(self.hunter2, "lost", 200)
        lost = {
            user.name: self.section("hunter", user=user)["lost_amount"]
            for user in (self.scout, self.hunter, self.hunter2, self.leader, self.owner)
        }
        expected = {"Scout": 0, "Hunter": 300, "Hunter2": 200, "Leader": 500, "Owner": 500}
        self.assertEqual(lost, expected)

    def test_money_of_companies_with_several_currencies_stays_blank(self):
        euro = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.env.company.currency_id.id)], limit=1)
        )
        branch = self.env["res.company"].create({"name": "Branch", "currency_id": euro.id})
        self.head.company_ids += branch
        self.close(self.hunter, "lost", 300)
        head = self.env["crm.team"].with_user(self.head)
        both = (self.env.company | branch).ids
        strip = head.with_context(allowed_company_ids=both).get_conveyor_strip(self.team.id, "all")
        self.assertIs(strip["currency_id"], False)
        self.assertEqual({one["lost_amount"] for one in strip["sections"]}, {False})
        self.assertEqual(strip["bottleneck"]["amount"], False)

    # === RIGHTS AND SPEED === #

    def test_norms_are_of_the_people_whose_work_a_person_sees(self):
        self.norm(1, role="hunter", metric=self.taken)
        norms = {
            user.name: self.section("hunter", user=user)["norm"]
            for user in (self.hunter, self.scout, self.leader, self.head, self.owner)
        }
        expected = {"Hunter": 2.625, "Scout": False, "Leader": 5.25, "Head": 5.25, "Owner": 5.25}
        self.assertEqual(norms, expected)

    def count(self, period="month"):
        teams = self.env["crm.team"].with_user(self.head).with_context(lang="en_US")
        with at_instant(self.env, NOW):
            for _warm in range(3):  # rights are remembered after the first two
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                teams.get_conveyor_strip(self.team.id, period)
            return self.env.cr.sql_log_count - before

    def test_questions_to_the_database_are_counted(self):
        """31 with norms and the question for the plan; no more for more cards, people and days off."""
        self.norm(2)
        self.norm(1, role="hunter", metric=self.taken)
        few = self.count()
        self.assertLessEqual(few, 31)
        self.offer(10, at=MONDAY + timedelta(hours=9))
        users = self.env["res.users"].with_context(no_reset_password=True)
        people = users.create([{"name": f"P{n}", "login": f"t_p{n}"} for n in range(40)])
        values = [
            {"user_id": user.id, "crm_team_id": self.team.id, "role": "hunter"} for user in people
        ]
        self.env["crm.team.member"].create(values)
        for user in people[:5]:
            self.day_off(user, "2017-05-02 00:00:00", "2017-05-02 23:59:59")
            self.norm(3, role="hunter", metric=self.taken, user_id=user.id)
        self.assertLessEqual(self.count(period="year"), few)
