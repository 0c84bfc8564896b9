from odoo.tests import Form

from .common import ConveyorCommon, department


@department
class TestDuplicate(ConveyorCommon):
    """Nobody is called twice: who types a phone, an e-mail or a tax number learns who has that client already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.be")

    def setUp(self):
        super().setUp()
        known = {
            "phone": "+32 470 12 34 56",
            "email_from": "Mill@Example.com",
            "vat": "BE0477472701",
        }
        self.known = self.card("Mill", owner=self.hunter, stage=self.stage_talk, **known)

    def quick_create(self, user=None):
        Lead = (
            self.env["crm.lead"]
            .with_user(user or self.scout)
            .with_context(default_type="opportunity")
        )
        return Form(Lead, view="crm.quick_create_opportunity_form")

    def assertFinds(self, field, value):
        form = self.quick_create()
        self.assertFalse(form.duplicate_hint)
        form[field] = value
        self.assertEqual(
            [row["id"] for row in form.duplicate_hint or []], self.known.ids, (field, value)
        )
        form[field] = False
        self.assertFalse(form.duplicate_hint)

    def test_the_hint_comes_while_the_card_is_typed(self):
        self.assertFinds("phone", "+32 470 12 34 56")
        self.assertFinds("email_from", "mill@example.com")
        self.assertFinds("vat", " BE0477472701")

    def test_it_names_owner_and_stage_also_of_a_card_that_cannot_be_opened(self):
        form = self.quick_create()
        form.vat = "BE0477472701"
        row = form.duplicate_hint[0]
        self.assertEqual((row["name"], row["owner"], row["state"]), ("Mill", "Hunter", "Talk"))
        self.assertFalse(row["can_open"])

    def test_what_one_sold_himself_is_no_double_of_the_next_card(self):
        self.drag(self.known, self.stage_won)
        own = self.card("Next", owner=self.hunter, stage=self.stage_talk, vat="BE0477472701")
        self.assertFalse(own.duplicate_hint)
        self.assertTrue(
            self.card(
                "Other", owner=self.hunter2, stage=self.stage_talk, vat="BE0477472701"
            ).duplicate_hint
        )

    def test_a_known_client_is_told_too(self):
        self.client.vat = "BE0428759497"
        form = self.quick_create()
        form.vat = "BE0428759497"
        self.assertEqual(
            [(row["model"], row["id"]) for row in form.duplicate_hint],
            [("res.partner", self.client.id)],
        )
