from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .loads import NOW, LoadCommon

MEASURES = ("points:sum", "room:sum", "load:avg", "cards:sum")


@department
class TestLoadTotals(LoadCommon):
    """The load of many people, and for whose eyes it is."""

    def test_totals_are_all_points_by_all_capacity(self):
        """Hunter 9 of 10, hunter2 1 of 5: together 10 of 15, not the middle of 90 % and 20 %."""
        self.cards(9)
        self.cards(1, owner=self.hunter2)
        self.member(self.hunter2).capacity = 5
        roles = {role: numbers for role, *numbers in self.total(["role"], *MEASURES)}
        points, room, load, cards = roles["hunter"]
        self.assertEqual((points, room, cards), (10, 15, 10))
        self.assertAlmostEqual(load, 10 / 15)
        [row] = self.total([], *MEASURES)
        self.assertEqual((row[0], row[1]), (10, 55))
        self.assertAlmostEqual(row[2], 10 / 55)

    def test_the_most_loaded_stand_first(self):
        self.cards(2)
        self.cards(5, owner=self.hunter2)
        with at_instant(self.env, NOW):
            rows = self.env["conveyor.load.report"].search([("team_id", "=", self.team.id)])
            self.assertEqual(rows.user_id[:2], self.hunter2 | self.hunter)
            over = rows.search([("load", ">", 0.3), ("team_id", "=", self.team.id)])
            self.assertEqual(over.user_id, self.hunter2)

    # === WHO IS IN IT === #

    def test_archived_people_and_stock_teams_are_not_looked_at(self):
        self.member(self.hunter2).active = False
        with at_instant(self.env, NOW):
            found = self.env["conveyor.load.report"].search([]).user_id
        self.assertNotIn(self.hunter2, found)
        self.assertNotIn(self.stranger, found)
        self.team.active = False
        self.assertFalse(self.row(self.hunter))

    def test_a_person_of_two_teams_has_a_row_in_each(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        values = {"name": "Second", "use_conveyor": True, "company_id": self.env.company.id}
        second = self.env["crm.team"].create(values)
        second.crm_team_member_ids = [Command.create({"user_id": self.hunter.id, "role": "hunter"})]
        self.cards(2)
        self.cards(3, team_id=second.id)
        counts = [self.row(self.hunter, team).cards for team in (self.team, second)]
        self.assertEqual(counts, [2, 3])

    def test_a_team_without_a_company_works_by_the_company_of_each_person(self):
        self.team.company_id = False
        self.cards(2)
        row = self.row(self.hunter)
        self.assertEqual((row.cards, row.company_id), (2, self.hunter.company_id))

    def test_people_see_their_own_load_a_leader_his_teams_head_and_owner_all(self):
        self.cards(2)
        seen = {
            person.name: len(self.total(["user_id"], "__count", viewer=person))
            for person in (
                self.scout,
                self.hunter,
                self.leader,
                self.head,
                self.owner,
                self.stranger,
            )
        }
        everybody = {"Scout": 1, "Hunter": 1, "Leader": 6, "Head": 6, "Owner": 6, "Stranger": 0}
        self.assertEqual(seen, everybody)
        branch = self.env["res.company"].create({"name": "Branch"})
        self.head.company_ids += branch
        rows = self.env["conveyor.load.report"].with_user(self.head)
        domain = [("team_id", "=", self.team.id)]
        self.assertFalse(rows.with_context(allowed_company_ids=branch.ids).search(domain))
        for person in (self.scout, self.leader, self.head, self.owner):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(rows.with_user(person).has_access(operation))

    def test_a_row_opens_the_cards_that_it_counts(self):
        cards = self.cards(3)
        cards[0].action_set_won()
        row = self.row(self.hunter, viewer=self.head)
        action = row.action_open_cards()
        self.assertEqual(
            self.env["crm.lead"].search(action["domain"]), cards[1:].sorted("id") & cards
        )
        self.assertEqual(len(self.env["crm.lead"].search(action["domain"])), row.cards)

    # === SPEED === #

    def test_a_hundred_people_are_as_many_questions_as_six(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["conveyor.load.report"]._read_group([], ["role"], MEASURES)
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        users = self.env["res.users"].with_context(no_reset_password=True)
        people = users.create([{"name": f"P{n}", "login": f"t_p{n}"} for n in range(100)])
        values = [
            {"user_id": user.id, "crm_team_id": self.team.id, "role": "scout"} for user in people
        ]
        self.env["crm.team.member"].create(values)
        self.assertLessEqual(count(), few)
        self.assertLessEqual(few, 9)
