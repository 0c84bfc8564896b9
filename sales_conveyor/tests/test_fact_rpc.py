from datetime import datetime, timedelta

from .common import department
from .ledger import LedgerCommon
from .rpc import CAST, RpcCommon

LEDGER = (
    "conveyor.fact",
    "conveyor.fact.sum",
    "conveyor.client",
    "conveyor.ledger.run",
    "conveyor.ledger.difference",
)
LONG_AGO = "2020-01-01 08:00:00"


@department
class TestFactRpc(LedgerCommon, RpcCommon):
    """The ledger behind bare HTTP: no call writes it, and no call makes it say what was not so."""

    def setUp(self):
        super().setUp()
        self.deal = self.accepted(expected_revenue=700.0, partner_id=self.client.id)
        self.deal.action_set_won()
        self.won = self.facts("deal_won", self.deal)
        self.visit = self.meeting(self.deal)

    def test_nobody_writes_the_ledger(self):
        self.check()
        for model in LEDGER:
            ids = self.env[model].search([], limit=1).ids
            for person in CAST:
                self.refused(person, model, "create", vals_list=[{}])
                self.refused(person, model, "write", ids=ids or [1], vals={"id": 7})
                self.refused(person, model, "unlink", ids=ids or [1])

    def test_the_machine_room_is_closed(self):
        closed = {
            "conveyor.fact": [
                "_expect",
                "_book",
                "_book_scope",
                "_book_expected",
                "_book_levels",
                "sudo",
            ],
            "conveyor.fact.sum": ["_sum_up", "_compact", "_cron_compact"],
            "conveyor.client": ["_join", "_ensure", "_follow"],
            "conveyor.ledger.run": ["_start", "_advance", "_cron_run", "_cron_check"],
            "calendar.event": ["_mark"],
        }
        for model, methods in closed.items():
            for method in methods:
                for person in ("hunter", "head"):
                    self.refused(person, model, method, ids=[1])

    def test_strangers_read_nothing(self):
        domain = [("id", "=", self.won.id)]
        for person, seen in (
            ("hunter", 1),
            ("leader", 1),
            ("owner", 1),
            ("hunter2", 0),
            ("stranger", 0),
        ):
            body = {"domain": domain, "fields": ["user_id", "amount"]}
            self.assertEqual(
                len(self.allowed(person, "conveyor.fact", "search_read", **body)), seen, person
            )
            self.assertEqual(
                self.allowed(person, "conveyor.fact", "search_count", domain=domain), seen, person
            )
        for model in LEDGER:
            self.refused("portal", model, "search_read", domain=[], fields=["id"])
        self.refused("hunter2", "conveyor.fact", "read", ids=self.won.ids, fields=["amount"])
        self.refused(
            "hunter2", "conveyor.fact", "export_data", ids=self.won.ids, fields_to_export=["amount"]
        )

    def test_only_the_head_starts_and_mends(self):
        self.check()
        run = self.env["conveyor.ledger.run"].search([], limit=1)
        for person in set(CAST) - {"head"}:
            for method in ("action_start_backfill", "action_start_check", "action_start_rebuild"):
                self.refused(person, "conveyor.ledger.run", method)
            for method in ("action_mend", "action_stop", "action_go_on"):
                self.refused(person, "conveyor.ledger.run", method, ids=run.ids)
        self.allowed("head", "conveyor.ledger.run", "action_start_check")

    # === FORGED DEEDS === #

    def test_meeting_is_told_by_its_buttons_only(self):
        for person in ("hunter", "head"):
            for forged in ({"held_state": "held"}, {"held_by_id": self.hunter2.id}):
                self.refused(person, "calendar.event", "write", ids=self.visit.ids, vals=forged)
        new = {
            "name": "Forged",
            "start": LONG_AGO,
            "stop": LONG_AGO,
            "opportunity_id": self.deal.id,
        }
        self.refused(
            "hunter", "calendar.event", "create", vals_list=[{**new, "held_state": "held"}]
        )
        context = {"default_held_state": "held", "default_held_by_id": self.hunter2.id}
        [forged] = self.allowed(
            "hunter", "calendar.event", "create", vals_list=[new], context=context
        )
        event = self.env["calendar.event"].browse(forged)
        self.assertFalse(event.held_state or event.held_by_id)
        self.refused("hunter2", "calendar.event", "action_mark_held", ids=self.visit.ids)
        self.allowed("hunter", "calendar.event", "action_mark_held", ids=self.visit.ids)
        self.assertEqual(self.facts("meeting_held").user_id, self.hunter)

    def test_copy_of_a_held_meeting_did_not_take_place(self):
        self.visit.with_user(self.hunter).action_mark_held()
        [copy] = self.allowed("hunter", "calendar.event", "copy", ids=self.visit.ids)
        self.assertFalse(self.env["calendar.event"].browse(copy).held_state)

    def test_instants_of_a_call_are_those_of_the_server(self):
        deal = self.card(owner=self.hunter, stage=self.stage_talk)
        call = self.activity(deal)
        forged = {"create_date": LONG_AGO, "write_date": LONG_AGO, "date_closed": LONG_AGO}
        self.rpc(
            "hunter",
            "crm.lead",
            "write",
            ids=deal.ids,
            vals={**forged, "stage_id": self.stage_won.id},
        )
        self.allowed("hunter", "mail.activity", "action_feedback", ids=call.ids, feedback="Talked")
        self.rpc("hunter", "mail.activity", "write", ids=call.ids, vals={"date_done": "2020-01-01"})
        today = datetime.now()
        for code in ("deal_won", "call"):
            [fact] = self.facts(code, deal)
            self.assertLess(abs(fact.happened_at - today), timedelta(hours=1), code)
            self.assertEqual(fact.user_id, self.hunter)

    def test_meaning_of_a_metric_cannot_change(self):
        metric = self.env.ref("sales_conveyor.metric_deal_won")
        for person in CAST:
            body = {
                "ids": metric.ids,
                "vals": {"code": "forged"},
                "context": {"install_mode": True},
            }
            self.refused(person, "conveyor.metric", "write", **body)
            self.refused(person, "conveyor.metric", "unlink", ids=metric.ids)
