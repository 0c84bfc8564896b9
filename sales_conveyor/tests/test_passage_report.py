from datetime import datetime, timedelta

from ..tools.clock import at_instant
from .common import ConveyorCommon, department

MONDAY = datetime(2024, 3, 4, 9, 0)


@department
class TestPassageReport(ConveyorCommon):
    """Conversion and speed, counted by hand: four cards found on Monday, day 0.

    ======  ==========================================================================
    card    its way
    ======  ==========================================================================
    gold    scout 2 days in Contact, hunter 3 days in Talk, 5 in Offer, won (1,000)
    iron    scout 2 days in Contact, hunter 4 days in Talk, lost: too expensive (300)
    clay    scout 2 days in Contact, hunter 1 day in Talk, returned to the scout
    sand    scout 1 day in New, 2 days in Contact, lost: no need (200)
    ======  ==========================================================================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["conveyor.passage.report"]
        reasons = cls.env["crm.lost.reason"].create([{"name": "Too dear"}, {"name": "No need"}])
        cls.too_dear, cls.no_need = reasons
        with cls._day(0):
            cls.gold, cls.iron, cls.clay = (
                cls._find(name, cls.stage_contact, revenue)
                for name, revenue in (("gold", 1000), ("iron", 300), ("clay", 400))
            )
            cls.sand = cls._find("sand", cls.stage_new, 200)
        with cls._day(1):
            cls.sand.stage_id = cls.stage_contact
        with cls._day(2):
            cls._pass(cls.gold | cls.iron | cls.clay)
        with cls._day(3):
            cls.sand.action_set_lost(lost_reason_id=cls.no_need.id)
            clay = cls.clay.with_user(cls.hunter)
            clay._get_returnable_handovers()._return(cls.reason, False)
        with cls._day(5):
            cls.gold.with_user(cls.hunter).stage_id = cls.stage_offer
        with cls._day(6):
            cls.iron.with_user(cls.hunter).action_set_lost(lost_reason_id=cls.too_dear.id)
        with cls._day(10):
            cls.gold.with_user(cls.hunter).action_set_won()

    @classmethod
    def _day(cls, days):
        return at_instant(cls.env, MONDAY + timedelta(days=days))

    @classmethod
    def _find(cls, name, stage, revenue):
        values = {"name": name, "team_id": cls.team.id, "type": "opportunity", "stage_id": stage.id}
        return (
            cls.env["crm.lead"].with_user(cls.scout).create({**values, "expected_revenue": revenue})
        )

    @classmethod
    def _pass(cls, cards):
        Handover = cls.env["conveyor.handover"].with_user(cls.scout)
        Handover._offer_leads(cards, dict.fromkeys(cards, cls.stage_talk), receiver=cls.hunter)
        cards._get_open_handovers().with_user(cls.hunter).action_accept()

    def figures(self, *measures, domain=(), user=None):
        """The measures of the department, as a pivot shows its total."""
        domain = [("team_id", "=", self.team.id), *domain]
        [row] = self.Report.with_user(user or self.env.user)._read_group(domain, [], measures)
        return row

    def by_role(self, *measures):
        """The measures by section."""
        groups = self.Report._read_group([("team_id", "=", self.team.id)], ["role"], measures)
        return {role: tuple(values) for role, *values in groups}

    def test_counts_of_each_section(self):
        """Scouts: 5 entries (clay twice), 3 passed, 1 lost, 1 in work. Hunters: 3 entries, one of each end."""
        measures = ["entries", "passed", "won", "lost", "returned", "in_work"]
        rows = self.by_role(*(f"{measure}:sum" for measure in measures))
        self.assertEqual(rows["scout"], (5, 3, 0, 1, 0, 1))
        self.assertEqual(rows["hunter"], (3, 0, 1, 1, 1, 0))

    def test_conversion_comes_from_its_parts_on_every_level(self):
        """Scouts 3 ÷ 4, hunters 1 ÷ 3, together 4 ÷ 7, not the average of the two."""
        rows = self.by_role("conversion:avg")
        self.assertAlmostEqual(rows["scout"][0], 3 / 4)
        self.assertAlmostEqual(rows["hunter"][0], 1 / 3)
        self.assertAlmostEqual(self.figures("conversion:avg")[0], 4 / 7)

    def test_sections_stand_in_the_order_of_the_relay(self):
        """A pivot begins with the scouts, whatever the alphabet says."""
        self.assertEqual(list(self.by_role("__count")), ["scout", "hunter"])
        domain = [("team_id", "=", self.team.id)]
        sets = self.Report._read_grouping_sets(
            domain, [[], ["role"], ["role", "user_id"]], ["__count"]
        )
        self.assertEqual([role for role, _count in sets[1]], ["scout", "hunter"])

    def test_win_rate_by_seller_and_leader(self):
        """The hunter won 1 of 2; the leader's department 1 of 3."""
        domain = [("outcome", "in", ("won", "lost"))]
        row = self.figures("win_rate:avg", domain=[*domain, ("user_id", "=", self.hunter.id)])
        self.assertEqual(row, (0.5,))
        groups = self.Report._read_group(
            [("team_id", "=", self.team.id), *domain],
            ["manager_id"],
            ["win_rate:avg", "won:sum", "lost:sum"],
        )
        self.assertEqual(
            [(leader, won, lost) for leader, _rate, won, lost in groups], [(self.leader, 1, 2)]
        )
        self.assertAlmostEqual(groups[0][1], 1 / 3)

    def test_money_of_won_and_lost_cards_counts_once(self):
        """However many stays a card had."""
        self.assertEqual(self.figures("won_amount:sum", "lost_amount:sum"), (1000, 500))

    def test_losses_by_reason_and_section(self):
        """Too dear at the hunters, no need at the scouts."""
        domain = [("team_id", "=", self.team.id), ("outcome", "=", "lost")]
        groups = self.Report._read_group(
            domain, ["lost_reason_id", "role"], ["lost:sum", "lost_amount:sum"]
        )
        expected = [(self.too_dear, "hunter", 1, 300), (self.no_need, "scout", 1, 200)]
        self.assertEqual(sorted(groups, key=str), sorted(expected, key=str))

    def test_days_of_a_stay_and_of_a_section(self):
        """Hunter: stays of 3, 5, 4 and 1 days are 3.25 on average; 13 days for 3 entries are 4.33."""
        stay, section = self.figures(
            "days:avg", "section_days:avg", domain=[("role", "=", "hunter")]
        )
        self.assertAlmostEqual(stay, 13 / 4)
        self.assertAlmostEqual(section, 13 / 3)

    def test_days_of_an_open_stay_run_until_now(self):
        """Clay is with the scout since day 3."""
        with self._day(13):
            domain = [("lead_id", "=", self.clay.id), ("in_work", "=", 1)]
            self.assertEqual(self.figures("days:avg", domain=domain), (10.0,))

    def test_moves_inside_a_section_are_no_conversion(self):
        """Sand went from New to Contact: the scouts neither gained nor lost it by that."""
        domain = [("lead_id", "=", self.sand.id)]
        self.assertEqual(self.figures("stays:sum", "entries:sum", domain=domain), (2, 1))
        self.assertEqual(self.figures("conversion:avg", domain=domain), (0.0,))

    def test_people_see_their_own_stays(self):
        """Scout 6, hunter 4, leader, head and owner all 10, colleagues and strangers none."""
        expected = {
            self.scout: 6,
            self.hunter: 4,
            self.scout2: 0,
            self.hunter2: 0,
            self.farmer: 0,
            self.leader: 10,
            self.head: 10,
            self.owner: 10,
            self.stranger: 0,
        }
        for user, count in expected.items():
            with self.subTest(user=user.name):
                self.assertEqual(self.figures("__count", user=user), (count,))

    def test_nobody_writes_the_report(self):
        """Not even the head of sales."""
        for user in (self.scout, self.leader, self.head, self.owner):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(self.Report.with_user(user).has_access(operation))

    def test_another_company_is_unseen(self):
        """A head who works in two companies sees only those he has chosen."""
        company = self.env["res.company"].create({"name": "Southern Mill"})
        self.head.company_ids |= company
        Report = self.Report.with_user(self.head)
        domain = [("team_id", "=", self.team.id)]
        self.assertEqual(
            Report.with_context(allowed_company_ids=company.ids).search_count(domain), 0
        )
        both = (company | self.team.company_id).ids
        self.assertEqual(Report.with_context(allowed_company_ids=both).search_count(domain), 10)

    def test_owner_opens_every_analysis(self):
        """Each pivot answers with the grouping it opens on, and the menu is there."""
        menus = self.env["ir.ui.menu"].with_user(self.owner)._visible_menu_ids()
        for name in (
            "conveyor_passage_report_menu",
            "conveyor_passage_report_menu_win",
            "conveyor_passage_report_menu_loss",
            "conveyor_passage_report_menu_speed",
            "conveyor_handover_report_menu",
        ):
            menu = self.env.ref(f"sales_conveyor.{name}")
            with self.subTest(menu=menu.name):
                self.assertIn(menu.id, menus)
                Model = self.env[menu.action.res_model].with_user(self.owner)
                self.assertTrue(
                    Model.get_views([(False, "pivot"), (False, "graph"), (False, "list")])
                )

    def test_a_row_opens_its_card(self):
        """From the list a click leads to the card."""
        row = self.Report.search([("lead_id", "=", self.gold.id)], limit=1)
        action = row.action_open_lead()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", self.gold.id))
