from contextlib import suppress

from odoo.exceptions import AccessError, UserError

from .common import department
from .incidents import PEOPLE, IncidentCommon

SECRET = "anna.private@client.example"


@department
class TestIncidentRights(IncidentCommon):
    """Who reads, writes and makes an incident; the address of a client stays with those who decide."""

    def person(self, name):
        return getattr(self, name)

    def seen(self, incident):
        """The people who find it, and may open it."""
        return {
            name
            for name in PEOPLE
            if self.Incident.with_user(self.person(name)).search([("id", "=", incident.id)])
        }

    def emailed(self, **values):
        """A complaint that came by e-mail, with its letter."""
        incident = self.complaint()
        incident.with_context(conveyor_incident=None)
        self.env.cr.execute(
            "UPDATE conveyor_incident SET reporter_id = NULL, reporter_email = %s WHERE id = %s",
            [SECRET, incident.id],
        )
        incident.invalidate_recordset()
        incident.message_post(body="The letter", email_from=SECRET, message_type="email")
        return incident

    # === READ === #

    def test_who_sees_a_complaint(self):
        """The person, whoever reported it, the leader of the team, the head, the owner."""
        incident = self.complaint(reporter=self.farmer, guilty=self.hunter)
        self.assertEqual(self.seen(incident), {"hunter", "farmer", "leader", "head", "owner"})

    def test_who_sees_a_breach(self):
        self.assertEqual(self.seen(self.breach()), {"hunter", "leader", "head", "owner"})

    def test_a_leader_sees_his_teams_only(self):
        other = self.env["crm.team"].create({"name": "Others", "user_id": self.stranger.id})
        breach = self.breach(team_id=other.id)
        self.assertEqual(self.seen(breach), {"hunter", "stranger", "head", "owner"})

    def test_the_address_of_a_client_is_for_those_who_decide(self):
        incident = self.emailed()
        for name in ("leader", "head", "owner"):
            mine = incident.with_user(self.person(name))
            self.assertEqual(mine.reporter, SECRET, name)
            self.assertIn("The letter", str(mine.message_ids.mapped("body")), name)
        mine = incident.with_user(self.hunter)
        mine.invalidate_recordset()
        self.assertEqual(mine.reporter, "By e-mail")
        with self.assertRaises(AccessError):
            mine.read(["reporter_email"])
        with self.assertRaises(AccessError):
            mine.search([("reporter_email", "ilike", "anna")])
        messages = self.env["mail.message"].with_user(self.hunter)
        self.assertFalse(
            messages.search([("model", "=", "conveyor.incident"), ("res_id", "=", incident.id)])
        )
        letter = incident.message_ids.filtered(lambda one: one.message_type == "email")
        with self.assertRaises(AccessError):
            letter.with_user(self.hunter).read(["email_from", "body"])
        with self.assertRaises(AccessError):
            mine.message_post(body="x")

    # === WRITE === #

    def test_who_writes_the_words_of_a_complaint(self):
        """Whoever reported it and those who decide, while nothing is decided."""
        incident = self.complaint(reporter=self.farmer)
        writers = set()
        for name in PEOPLE:
            with suppress(AccessError):
                incident.with_user(self.person(name)).description = name
                writers.add(name)
        self.assertEqual(writers, {"farmer", "leader", "head"})
        self.do("confirm", incident, self.leader)
        for name in PEOPLE:
            with self.assertRaises(AccessError, msg=name):
                incident.with_user(self.person(name)).description = "x"
        incident.with_user(self.leader).root_cause = "No deputy."

    def test_nobody_writes_what_deeds_write(self):
        incident = self.complaint(reporter=self.farmer)
        kept = {
            "state": "dismissed",
            "kind": "breach",
            "user_id": self.hunter2.id,
            "team_id": self.stock_team.id,
            "company_id": 1,
            "reporter_id": self.hunter.id,
            "reporter_email": "x@y.example",
            "reported_at": "2026-01-01 00:00:00",
            "due_at": "2030-01-01 00:00:00",
            "verdict": "x",
            "verdict_by_id": self.hunter.id,
            "verdict_at": "2026-01-01 00:00:00",
            "confirmed_at": "2026-01-01 00:00:00",
            "dispute_until_at": "2030-01-01 00:00:00",
            "disputed_at": "2026-01-01 00:00:00",
            "dispute_words": "x",
            "dispute_decided_at": "2026-01-01 00:00:00",
            "told_on": "2026-01-01",
            "origin": "a,1",
            "lead_name": "x",
            "partner_name": "x",
        }
        for name, value in kept.items():
            for person in ("farmer", "hunter", "leader", "head", "owner"):
                with self.assertRaises(AccessError, msg=(name, person)):
                    incident.with_user(self.person(person)).write({name: value})
            if name != "user_id":
                with self.assertRaises(AccessError, msg=name):
                    self.complaint(**{name: value})

    def test_a_breach_takes_no_words_but_what_was_learnt(self):
        breach = self.breach()
        for name in (
            "evidence",
            "description",
            "happened_on",
            "category_id",
            "lead_id",
            "partner_id",
        ):
            with self.assertRaises(AccessError, msg=name):
                breach.with_user(self.head).write({name: False})
        breach.with_user(self.head).root_cause = "Nobody told him."

    # === MAKE, DELETE === #

    def test_sellers_report_and_the_owner_does_not(self):
        for name in set(PEOPLE) - {"owner"}:
            incident = self.complaint(reporter=self.person(name), guilty=self.hunter2)
            self.assertEqual(incident.reporter_id, self.person(name))
        with self.assertRaises(AccessError):
            self.complaint(reporter=self.owner)

    def test_a_card_or_client_out_of_reach_is_not_named(self):
        card = self.card("Secret", owner=self.scout2)
        with self.assertRaises(AccessError):
            self.complaint(reporter=self.stranger, lead_id=card.id)
        incident = self.complaint(reporter=self.stranger)
        with self.assertRaises(AccessError):
            incident.with_user(self.stranger).lead_id = card.id

    def test_nobody_deletes_or_copies(self):
        for incident in (self.complaint(), self.breach()):
            for name in (*PEOPLE, None):
                mine = incident.with_user(self.person(name)) if name else incident.sudo()
                for deed in (lambda one: one.unlink(), lambda one: one.copy()):
                    with self.assertRaises(UserError, msg=name):
                        deed(mine)

    def test_a_category_in_use_stays_what_it_is(self):
        incident = self.complaint()
        category = incident.category_id.with_user(self.head)
        with self.assertRaisesRegex(UserError, "cannot change"):
            category.code = "x"
        with self.assertRaisesRegex(UserError, "cannot change"):
            category.kind = "breach"
        with self.assertRaisesRegex(UserError, "switch it off"):
            category.unlink()
        category.name = "Slow answer"
        for person in (self.hunter, self.leader, self.owner):
            with self.assertRaises(AccessError):
                incident.category_id.with_user(person).name = "x"

    # === COMPANIES === #

    def test_companies_are_never_mixed(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        team = self.env["crm.team"].create({"name": "Branch", "company_id": branch.id})
        for user in (self.head, self.hunter):
            user.company_ids += branch
        card = self.card("Far", owner=self.hunter, team_id=team.id, company_id=branch.id)
        there = self.Incident.with_user(self.head).with_context(allowed_company_ids=branch.ids)
        incident = there.create({"lead_id": card.id, "user_id": self.hunter.id}).sudo()
        self.assertEqual(incident.company_id, branch)
        here = self.Incident.with_user(self.head).with_context(
            allowed_company_ids=self.env.company.ids
        )
        self.assertFalse(here.search([("id", "=", incident.id)]))
        with self.assertRaises(AccessError):
            self.do(
                "confirm",
                incident.with_context(allowed_company_ids=self.env.company.ids),
                self.head,
            )
        self.do("confirm", incident.with_context(allowed_company_ids=branch.ids), self.head)
        self.assertEqual(incident.state, "confirmed")
