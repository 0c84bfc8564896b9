from odoo.tests import new_test_user

from odoo.addons.mail.tests.common import MailCommon

from .common import department
from .incidents import IncidentCommon

LETTER = """\
Return-Path: <{sender}>
To: {to}
From: {name} <{sender}>
Subject: {subject}
MIME-Version: 1.0
Content-Type: {kind}; charset="utf-8"
Message-ID: <{id}@client.example>
{headers}
{body}
"""


@department
class TestIncidentMail(IncidentCommon, MailCommon):
    """A letter to the address of complaints becomes a complaint: never lost, never twice, never in a loop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.alias_domain_id = cls.mail_alias_domain
        cls.env.company.conveyor_complaint_alias = "complaints"
        cls.client.email = "anna@mill.example"

    def letter(self, body="Nobody answers.", number=1, **values):
        """The complaint that a letter makes, maybe none."""
        before = self.Incident.search([], order="id desc", limit=1).id
        defaults = {
            "sender": "anna@mill.example",
            "name": "Anna",
            "to": f"complaints@{self.mail_alias_domain.name}",
            "subject": "Where is the offer?",
            "kind": "text/plain",
            "id": f"letter-{number}",
            "headers": "",
        }
        text = LETTER.format(**{**defaults, "body": body, **values})
        self.env["mail.thread"].message_process(False, text)
        return self.Incident.search([("id", ">", before or 0)])

    # === WHAT COMES === #

    def test_a_letter_is_a_complaint_of_the_client(self):
        card = self.accepted(partner_id=self.client.id)
        incident = self.letter()
        self.assertEqual(
            (incident.kind, incident.state, incident.category_id.code),
            ("complaint", "reported", "other"),
        )
        self.assertEqual(
            (incident.partner_id, incident.lead_id, incident.team_id),
            (self.client, card, self.team),
        )
        self.assertFalse(incident.user_id or incident.reporter_id)
        self.assertIn("anna@mill.example", incident.reporter_email)
        self.assertEqual(incident.description, "Where is the offer?\n\nNobody answers.")
        self.assertIn("Nobody answers.", str(incident.message_ids.mapped("body")))

    def test_those_who_decide_are_told_at_once(self):
        self.accepted(partner_id=self.client.id)
        self.letter()
        domain = [
            ("partner_ids", "in", self.leader.partner_id.ids),
            ("message_type", "=", "user_notification"),
        ]
        self.assertIn("by e-mail", self.env["mail.message"].search(domain).subject)

    def test_an_unknown_address_is_a_complaint_all_the_same(self):
        incident = self.letter(sender="stranger@nowhere.example")
        self.assertFalse(incident.partner_id or incident.team_id)
        self.assertEqual(incident.company_id, self.env.company)

    def test_a_colleague_reports_by_letter(self):
        user = new_test_user(
            self.env, "t_mailer", groups="sales_team.group_sale_salesman", email="m@ours.example"
        )
        incident = self.letter(sender="m@ours.example")
        self.assertEqual((incident.reporter_id, incident.partner_id.id), (user, False))

    def test_the_address_is_not_told_in_the_words(self):
        incident = self.letter(body="Write to anna@mill.example please.")
        self.assertNotIn("anna@mill.example", incident.description)

    # === ODD LETTERS === #

    def test_no_subject_and_no_words(self):
        incident = self.letter(subject="", body="")
        self.assertEqual(len(incident), 1)
        self.assertFalse((incident.description or "").strip())

    def test_markup_becomes_text(self):
        body = "<p>Late!</p><script>alert(1)</script><img src=x onerror=alert(2)>"
        incident = self.letter(kind="text/html", body=body)
        self.assertIn("Late!", incident.description)
        self.assertNotIn("<", incident.description)
        self.assertNotIn("alert(2)", str(incident.message_ids.mapped("body")))
        self.assertNotIn("<script", str(incident.message_ids.mapped("body")))

    def test_a_huge_letter_is_cut_and_stays_whole_in_its_thread(self):
        incident = self.letter(body="word " * 200_000 + "the end")
        self.assertEqual(len(incident.description), 10000)
        self.assertTrue(incident.description.endswith("…"))
        self.assertIn("the end", str(incident.message_ids.mapped("body")))

    def test_the_same_letter_twice_is_one_complaint(self):
        self.assertEqual(len(self.letter()), 1)
        self.assertEqual(len(self.letter()), 0)

    def test_an_answer_of_a_machine_is_no_complaint(self):
        for number, header in enumerate(
            ("Auto-Submitted: auto-replied\n", "Precedence: auto_reply\n", "X-Autoreply: yes\n"),
            start=10,
        ):
            self.assertFalse(self.letter(number=number, headers=header), header)
        self.assertTrue(self.letter(number=20, headers="Auto-Submitted: auto-generated\n"))

    def test_a_sender_in_a_loop_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        made = [len(self.letter(number=number)) for number in range(30, 36)]
        self.assertEqual(sum(made), 3)

    def test_an_answer_of_the_client_stays_with_the_complaint(self):
        incident = self.letter()
        letter = incident.message_ids.filtered(lambda one: one.message_type == "email")
        headers = f"In-Reply-To: {letter.message_id}\nReferences: {letter.message_id}\n"
        self.assertFalse(self.letter(body="Still nothing.", number=2, headers=headers))
        self.assertIn("Still nothing.", str(incident.message_ids.mapped("body")))

    # === COMPANIES === #

    def test_each_company_has_its_own_address(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "alias_domain_id": self.mail_alias_domain.id}
        )
        branch.conveyor_complaint_alias = "branch-complaints"
        theirs = self.env["res.partner"].create(
            {"name": "Theirs", "email": "t@theirs.example", "company_id": branch.id}
        )
        address = f"branch-complaints@{self.mail_alias_domain.name}"
        incident = self.letter(to=address, sender="t@theirs.example")
        self.assertEqual((incident.company_id, incident.partner_id), (branch, theirs))
        here = self.letter(sender="t@theirs.example", number=2)
        self.assertEqual((here.company_id, here.partner_id.id), (self.env.company, False))

    def test_the_address_may_be_changed_and_taken_away(self):
        company = self.env.company
        alias = company.conveyor_complaint_alias_id
        company.conveyor_complaint_alias = "claims"
        self.assertEqual((company.conveyor_complaint_alias_id, alias.alias_name), (alias, "claims"))
        self.assertTrue(self.letter(to=f"claims@{self.mail_alias_domain.name}"))
        company.conveyor_complaint_alias = False
        self.assertFalse(alias.alias_name)
