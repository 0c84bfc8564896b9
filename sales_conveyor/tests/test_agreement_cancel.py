from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .agreements import AgreementCommon
from .common import department


@department
class TestAgreementCancel(AgreementCommon):
    """Where an activity that holds an agreement is cancelled, it is asked why."""

    def cancel(self, activity, user=None, reason="The client has gone on holiday."):
        """What the button of the activity opens, filled in; the answer of the button."""
        action = activity.with_user(user or self.hunter).action_cancel_agreement()
        if action:
            forms = self.env["conveyor.agreement.cancel"].with_user(user or self.hunter)
            forms.with_context(**action["context"]).create({"reason": reason}).action_cancel()
        return action

    def test_reason_stays_and_the_activity_is_gone(self):
        call = self.plan(self.mill, due=5)
        with self.at(3):
            self.assertTrue(call.with_user(self.hunter).has_agreement)
            self.assertEqual(self.cancel(call)["res_model"], "conveyor.agreement.cancel")
        row = self.agreement(call)
        self.assertEqual((row.state, row.cancel_cause), ("cancelled", "told"))
        self.assertEqual(row.reason, "The client has gone on holiday.")
        self.assertFalse(row.is_flagged)
        self.assertFalse(call.exists())

    def test_a_meeting_is_cancelled_with_its_activity(self):
        with self.at(2):
            event = self.env["calendar.event"].create(
                {
                    "name": "At the mill",
                    "start": "2026-03-05 10:00:00",
                    "stop": "2026-03-05 11:00:00",
                    "opportunity_id": self.mill.id,
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": self.mill.id,
                    "user_id": self.hunter.id,
                    "partner_ids": [(6, 0, self.hunter.partner_id.ids)],
                }
            )
        activity = event.activity_ids
        self.assertTrue(activity.with_user(self.hunter).has_agreement)
        with self.at(3):
            self.cancel(activity)
        self.assertEqual(self.agreement(event).state, "cancelled")
        self.assertFalse(event.active)

    def test_what_is_no_agreement_is_cancelled_as_ever(self):
        """On clients, on cards of teams without the conveyor, and what was done."""
        with self.at(2):
            on_client = self.client.activity_schedule(user_id=self.hunter.id)
            stock = self.card("Stock", owner=self.stranger, team_id=self.stock_team.id)
            on_stock = stock.activity_schedule(user_id=self.stranger.id)
        done = self.plan(self.mill, due=5)
        self.do(done, day=3)
        self.env["conveyor.fact"]._book_expected()
        for activity, user in (
            (on_client, self.hunter),
            (on_stock, self.stranger),
            (done, self.hunter),
            (self.env["mail.activity"], self.hunter),
        ):
            with self.subTest(activity=activity.display_name):
                self.assertFalse(activity.with_user(user).has_agreement)
                self.assertIs(self.cancel(activity, user), False)

    def test_whoever_may_not_touch_the_card_cancels_nothing(self):
        call = self.plan(self.mill, due=5)
        self.assertIs(self.cancel(call, self.stranger), False)
        with self.assertRaises(AccessError):
            self.cancel(call, self.owner)
        self.assertTrue(call.exists())

    def test_who_is_not_in_sales_opens_his_activities_as_before(self):
        clerk = new_test_user(self.env, "t_clerk", groups="base.group_user")
        activity = self.client.activity_schedule(user_id=clerk.id)
        self.assertFalse(activity.with_user(clerk).has_agreement)

    def test_every_door_to_the_reason_is_on_the_form(self):
        form = self.env["mail.activity"].get_view(
            self.env.ref("mail.mail_activity_view_form_popup").id, "form"
        )
        self.assertIn("action_cancel_agreement", form["arch"])
