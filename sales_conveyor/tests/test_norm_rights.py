from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from ..models.conveyor_norm import SECTION_METRIC
from ..tools.clock import at_instant
from .common import ConveyorCommon, department
from .norms import MONDAY, SUNDAY, NormCommon


@department
class TestNormForm(NormCommon):
    """The form of a member tells what is done today of what is asked."""

    def summary(self, user, viewer=None, hour=12, day=3):
        with at_instant(self.env, datetime(2026, 3, day, hour)):
            member = self.member(user).with_user(viewer or self.head).with_context(lang="en_US")
            member.invalidate_recordset()
            return member.norm_summary

    def test_the_form_tells_what_is_done_of_what_is_asked(self):
        self.norm(2)
        self.norm(0.5, metric=self.calls)
        with at_instant(self.env, datetime(2026, 3, 3, 9)):
            self.offered(name="A")
        self.assertEqual(self.summary(self.scout), "Contacts delivered: 1 of 2\nCalls: 0 of 0.50")
        self.assertEqual(self.summary(self.scout2).splitlines()[0], "Contacts delivered: 0 of 2")
        self.assertEqual(self.summary(self.hunter), False)
        self.assertEqual(self.summary(self.scout, day=8), "A day off: nothing is asked today.")
        self.member(self.scout).ramp_until_on = date(2026, 3, 31)
        self.assertIn("Lighter norms of a newcomer until 03/31/2026.", self.summary(self.scout))
        self.assertIn("1 of 1\n", self.summary(self.scout))

    def test_a_colleague_is_told_the_norm_but_no_deeds_that_are_not_his(self):
        self.norm(2)
        with at_instant(self.env, datetime(2026, 3, 3, 9)):
            self.offered(name="A")
        self.assertEqual(self.summary(self.scout, self.scout), "Contacts delivered: 1 of 2")
        self.assertEqual(self.summary(self.scout, self.hunter), "Contacts delivered: 0 of 2")


@department
class TestNormRights(NormCommon):
    """Everybody reads the norms of his section, the head writes them, and no wrong number gets in."""

    def test_everybody_reads_the_norms_of_his_section_and_the_head_writes(self):
        general = self.norm(2) | self.norm(3, role="hunter")
        own = self.norm(4, user_id=self.scout.id)
        seen = {
            person.name: self.env["conveyor.norm"].with_user(person).search([])
            for person in (self.scout, self.scout2, self.hunter, self.farmer, self.stranger)
        }
        self.assertEqual(seen["Scout"], general[0] | own)
        self.assertEqual(seen["Scout2"], general[0])
        self.assertEqual(seen["Hunter"], general[1])
        self.assertFalse(seen["Farmer"] | seen["Stranger"])
        for person in (self.leader, self.head, self.owner):
            found = self.env["conveyor.norm"].with_user(person).search([])
            self.assertEqual(found, general | own, person.name)
        for person in (self.scout, self.leader, self.owner, self.stranger):
            with self.assertRaises(AccessError, msg=person.name):
                general[0].with_user(person).write({"per_day": 9})
            with self.assertRaises(AccessError, msg=person.name):
                self.env["conveyor.norm"].with_user(person).create({"role": "scout"})
            with self.assertRaises(AccessError, msg=person.name):
                general[0].with_user(person).unlink()
        general[0].with_user(self.head).per_day = 9
        self.assertEqual(general[0].per_day, 9)

    def test_norms_of_another_company_are_not_read(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        norm = self.norm(2, company_id=branch.id)
        self.assertFalse(self.env["conveyor.norm"].with_user(self.head).search([]))
        self.head.company_ids += branch
        head = self.env["conveyor.norm"].with_user(self.head)
        self.assertEqual(head.with_context(allowed_company_ids=branch.ids).search([]), norm)

    def test_a_leader_does_not_read_norms_of_people_of_other_teams(self):
        self.norm(4, user_id=self.stranger.id)
        self.assertFalse(self.env["conveyor.norm"].with_user(self.leader).search([]))

    # === WRONG INPUT === #

    def test_numbers_that_are_no_norm_are_refused_in_words(self):
        norm = self.norm(2)
        for number in (-1, -0.001, 1e6, 1e300, float("nan"), float("inf"), -float("inf")):
            with self.assertRaisesRegex(ValidationError, "from 0 to 1,000,000", msg=number):
                self.norm(number, role="hunter")
            with self.assertRaises(ValidationError, msg=number):
                norm.write({"per_day": number})
            with self.assertRaises(IntegrityError, msg=number), mute_logger("odoo.sql_db"):
                self.env.cr.execute(
                    "UPDATE conveyor_norm SET per_day = %s WHERE id = %s", [number, norm.id]
                )
        norm.per_day = 999999.9
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_delivered": 999999.9})

    def test_only_what_is_counted_and_better_the_more_has_a_norm(self):
        for code in ("quality", "deals_in_work", "days_to_close", "contact_returned", "deal_lost"):
            with self.assertRaisesRegex(ValidationError, "no norm of a day", msg=code):
                self.norm(1, metric=self.env["conveyor.metric"]._get(code))

    def test_two_norms_of_the_same_are_one_too_many(self):
        for values in ({}, {"team_id": self.team.id}, {"user_id": self.scout.id}):
            self.norm(2, **values)
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                self.norm(3, **values)
        self.norm(3, active=False)
        words = self.env["conveyor.norm"]._unique_norm.get_error_message(self.env["conveyor.norm"])
        self.assertIn("There is a norm of this already", words)

    def test_a_team_of_another_company_is_refused(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        with self.assertRaisesRegex(ValidationError, "belongs to another company"):
            self.norm(2, team_id=self.team.id, company_id=branch.id)

    def test_settings_of_weights_have_bounds(self):
        company = self.env.company
        for number in (-0.1, 1.1, float("nan"), float("inf")):
            with self.assertRaises(ValidationError, msg=number):
                company.conveyor_ramp_share = number
        for name in ("conveyor_key_weight", "conveyor_overdue_weight", "conveyor_today_weight"):
            for number in (-0.1, 1001, 1e300, float("nan"), float("inf")):
                with self.assertRaises(ValidationError, msg=(name, number)):
                    company[name] = number

    def test_odd_people_are_answered_calmly(self):
        """Archived, without a company of the team, in two teams, nobody at all."""
        self.norm(2)
        member = self.member(self.scout)
        member.active = False
        norms = self.env["conveyor.norm"]
        self.assertEqual(norms._get_norms(MONDAY, SUNDAY, member)[member], {self.delivered: 10})
        self.assertEqual(norms._get_norms(MONDAY, SUNDAY, member.browse()), {})
        self.assertEqual(norms._get_norms(SUNDAY, MONDAY, member)[member], {})
        self.team.company_id = False
        self.assertEqual(norms._get_norms(MONDAY, SUNDAY, member)[member], {self.delivered: 10})
        other = self.env["crm.team"].create(
            {
                "name": "Other",
                "use_conveyor": True,
                "crm_team_member_ids": [
                    Command.create({"user_id": self.scout.id, "role": "hunter"})
                ],
            }
        )
        self.norm(1, role="hunter", metric=self.taken)
        there = other.crm_team_member_ids
        self.assertEqual(norms._get_norms(MONDAY, MONDAY, there)[there], {self.taken: 1})


@department
class TestNormData(ConveyorCommon):
    """A fresh department starts on Monday with norms of what each section is there for."""

    def test_each_section_has_a_norm_of_its_main_metric(self):
        norms = self.env["conveyor.norm"]._get_day_norms(MONDAY, self.team.crm_team_member_ids)
        for member, asked in norms.items():
            main = self.env["conveyor.metric"]._get(SECTION_METRIC[member.role])
            self.assertGreater(asked[main], 0, member.user_id.name)
            self.assertLess(asked[main], 50)
            self.assertGreaterEqual(len(asked), 2)
