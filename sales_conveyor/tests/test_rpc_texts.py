from .common import department
from .rpc import RpcCommon

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>javascript:alert(3)"
BRACES = "{to.env} {0} %(person)s %s {from.__class__}"
RIGHT_TO_LEFT = "\u202egnp.exe\u0007\u200b"


@department
class TestRpcTexts(RpcCommon):
    """What people type is shown as text: in notes, in messages, on the page of a browser."""

    def _tell_a_story(self, text):
        """A card whose every text is this one goes there and back again."""
        for user in (self.scout, self.hunter):
            user.name = text
        card = self.card(text)
        values = {"lead_ids": card.ids, "stage_id": self.stage_talk.id, "note": text}
        ids = self.allowed(
            "scout",
            "conveyor.handover.offer",
            "create",
            vals_list=[{**values, "receiver_id": self.hunter.id}],
        )
        self.allowed("scout", "conveyor.handover.offer", "action_offer", ids=ids)
        self.reason.name = text
        values = {"handover_ids": card.handover_ids.ids, "reason_id": self.reason.id, "note": text}
        ids = self.allowed("hunter", "conveyor.handover.return", "create", vals_list=[values])
        self.allowed("hunter", "conveyor.handover.return", "action_return", ids=ids)
        return card

    def _bodies(self, card):
        """All that was written on the card and sent to its people."""
        people = (self.scout | self.hunter).partner_id
        sent = self.env["mail.message"].search([("partner_ids", "in", people.ids)])
        bodies = [str(message.body) for message in card.message_ids | sent]
        self.assertGreater(len(bodies), 2)
        return bodies

    def test_markup_is_shown_as_text(self):
        for body in self._bodies(self._tell_a_story(MARKUP)):
            self.assertNotIn("<script", body)
            self.assertNotIn("<img", body)

    def test_words_with_braces_are_only_words(self):
        bodies = self._bodies(self._tell_a_story(BRACES))
        self.assertTrue(any("{to.env}" in body for body in bodies), bodies)
        self.assertFalse(any("<class" in body or "Environment" in body for body in bodies))

    def test_names_that_turn_the_line_around_do_not(self):
        card = self._tell_a_story("Mill" + RIGHT_TO_LEFT)
        self.assertEqual(card.handover_ids.name, "Millgnp.exe")

    def test_a_leaver_s_list_shows_markup_as_text(self):
        card = self.accepted(name=MARKUP)
        self.client.write({"name": MARKUP, "farmer_id": self.hunter.id})
        card.with_user(self.hunter).activity_schedule(
            "mail.mail_activity_data_call", summary=MARKUP
        )
        self.hunter.name = MARKUP
        self.hunter.with_user(self.env.ref("base.user_admin")).action_archive()
        body = str(self.team.message_ids[0].body)
        self.assertIn("&lt;script", body)
        self.assertNotIn("<script", body)
        self.assertNotIn("<img", body)

    def test_an_expired_offer_shows_markup_as_text(self):
        self.hunter.name = MARKUP
        self.waiting(self.offered(name=MARKUP))._expire()
        people = (self.scout | self.leader).partner_id
        for message in self.env["mail.message"].search([("partner_ids", "in", people.ids)]):
            self.assertNotIn("<script", str(message.body))

    def test_the_page_itself_holds_no_live_markup(self):
        card = self.accepted(name=MARKUP)
        self.authenticate("t_hunter", "t_hunter")
        for url in (f"/odoo/crm/{card.id}", f"/mail/view?model=crm.lead&res_id={card.id}"):
            self.assertNotIn("<script>alert(1)", self.url_open(url).text)
