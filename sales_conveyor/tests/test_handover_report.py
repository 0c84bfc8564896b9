from datetime import datetime, timedelta

from ..tools.clock import at_instant
from .common import ConveyorCommon, department

MONDAY = datetime(2024, 3, 4, 9, 0)


@department
class TestHandoverReport(ConveyorCommon):
    """Quality of handovers, counted by hand.

    ========  ========  ===========  =======================================
    scout     to        offered      then
    ========  ========  ===========  =======================================
    scout     hunter    Monday 9:00  accepted at 11:00, called at 12:00
    scout     hunter    Monday 9:00  accepted at 11:00, never called
    scout     hunter    Monday 9:00  returned at 15:00
    scout     hunter    Monday 9:00  withdrawn
    scout2    hunter    Monday 9:00  returned at 15:00
    scout2    hunter    Monday 9:00  expired
    scout2    hunter    Monday 9:00  still waits
    ========  ========  ===========  =======================================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["conveyor.handover.report"]
        with at_instant(cls.env, MONDAY):
            names = ["called", "silent", "poor", "hasty"]
            cls.cards = {name: cls._offer(name, cls.scout) for name in names}
            cls.cards |= {name: cls._offer(name, cls.scout2) for name in ["bad", "old", "new"]}
            cls._decide("hasty", cls.scout).action_withdraw()
        with at_instant(cls.env, MONDAY + timedelta(hours=2)):
            (cls._decide("called", cls.hunter) | cls._decide("silent", cls.hunter)).action_accept()
        with at_instant(cls.env, MONDAY + timedelta(hours=3)):
            cls.cards["called"].with_user(cls.hunter)._mark_contacted()
        with at_instant(cls.env, MONDAY + timedelta(hours=6)):
            (cls._decide("poor", cls.hunter) | cls._decide("bad", cls.hunter))._return(
                cls.reason, False
            )
            cls._decide("old", cls.hunter).sudo()._expire()

    @classmethod
    def _offer(cls, name, scout):
        values = {"name": name, "user_id": scout.id, "team_id": cls.team.id, "type": "opportunity"}
        card = (
            cls.env["crm.lead"]
            .create({**values, "stage_id": cls.stage_contact.id})
            .with_user(scout)
        )
        Handover = cls.env["conveyor.handover"].with_user(scout)
        Handover._offer_leads(card, {card: cls.stage_talk}, receiver=cls.hunter)
        return card

    @classmethod
    def _decide(cls, name, user):
        return cls.cards[name]._get_open_handovers().with_user(user)

    def figures(self, *measures, domain=(), user=None):
        """The measures of the department's handovers, as a pivot shows its total."""
        domain = [("from_team_id", "=", self.team.id), *domain]
        [row] = self.Report.with_user(user or self.env.user)._read_group(domain, [], measures)
        return row

    def test_counts_of_all_states(self):
        """7 offers: 2 accepted, 2 returned, 1 withdrawn, 1 expired, 1 waiting and overdue by now."""
        measures = [
            "offers",
            "decided",
            "accepted",
            "returned",
            "withdrawn",
            "expired",
            "waiting",
            "overdue",
        ]
        row = self.figures(*(f"{measure}:sum" for measure in measures))
        self.assertEqual(row, (7, 4, 2, 2, 1, 1, 1, 1))

    def test_rates_come_from_their_parts_on_every_level(self):
        """Scout 1 ÷ 3 returned, scout2 1 ÷ 1, together 2 ÷ 4, not the average of a third and a whole."""
        groups = self.Report._read_group(
            [("from_team_id", "=", self.team.id)],
            ["from_user_id"],
            ["return_rate:avg", "acceptance_rate:avg"],
        )
        rates = {user: (returned, accepted) for user, returned, accepted in groups}
        self.assertAlmostEqual(rates[self.scout][0], 1 / 3)
        self.assertAlmostEqual(rates[self.scout][1], 2 / 3)
        self.assertEqual(rates[self.scout2], (1.0, 0.0))
        self.assertEqual(self.figures("return_rate:avg", "acceptance_rate:avg"), (0.5, 0.5))

    def test_undecided_handovers_have_no_rate(self):
        """Nothing is known of what waits, expired or was withdrawn: an empty cell, not zero."""
        domain = [("state", "in", ("offered", "expired", "withdrawn"))]
        self.assertEqual(self.figures("offers:sum", domain=domain), (3,))
        self.assertEqual(self.figures("return_rate:array_agg", domain=domain), ([None] * 3,))

    def test_hours_to_decide_are_an_average_of_decisions(self):
        """2, 2, 6 and 6 hours: 4 on average."""
        self.assertEqual(self.figures("hours_to_decide:avg"), (4.0,))

    def test_a_card_returned_after_acceptance_keeps_the_time_of_its_first_decision(self):
        """The hunter decided in 2 hours; that he gave the card back later is another matter."""
        with at_instant(self.env, MONDAY + timedelta(days=2)):
            card = self.cards["silent"].with_user(self.hunter)
            card._get_returnable_handovers()._return(self.reason, False)
        domain = [("name", "=", "silent")]
        row = self.figures("returned:sum", "accepted:sum", "hours_to_decide:avg", domain=domain)
        self.assertEqual(row, (1, 0, 2.0))

    def test_first_contact_in_time(self):
        """One of two accepted cards was called in time."""
        self.assertEqual(self.figures("contact_in_time_rate:avg"), (0.5,))

    def test_people_see_the_handovers_they_took_part_in(self):
        """The scout sees his 4, the hunter all 7 he got, leader, head and owner all, a stranger none."""
        expected = {
            self.scout: 4,
            self.scout2: 3,
            self.hunter: 7,
            self.hunter2: 0,
            self.farmer: 0,
            self.leader: 7,
            self.head: 7,
            self.owner: 7,
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
        domain = [("from_team_id", "=", self.team.id)]
        self.assertEqual(
            Report.with_context(allowed_company_ids=company.ids).search_count(domain), 0
        )
        both = (company | self.team.company_id).ids
        self.assertEqual(Report.with_context(allowed_company_ids=both).search_count(domain), 7)

    def test_a_row_opens_its_handover(self):
        """From the list a click leads to the place where it can be decided."""
        row = self.Report.search([("name", "=", "new"), ("from_team_id", "=", self.team.id)])
        action = row.action_open_handover()
        handover = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((handover.name, handover.state), ("new", "offered"))
