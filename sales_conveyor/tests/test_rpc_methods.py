from odoo.models import BaseModel

from .agreements import AGREEMENTS
from .calls import CALLS
from .common import department
from .evenings import DAYS
from .rpc import CLEAR, RpcCommon

# Methods of Odoo itself that we only refine.
ORM = {
    "create",
    "write",
    "unlink",
    "default_get",
    "action_archive",
    "action_confirm",
    "button_draft",
    "fetch",
    "search_fetch",
    "web_read_group",
}
# Everything of ours that can be called from outside; a new method is a decision, made here.
PUBLIC = {
    "conveyor.handover": {
        "action_accept",
        "action_open_lead",
        "action_open_return",
        "action_withdraw",
    },
    "conveyor.handover.offer": {"action_offer"},
    "conveyor.handover.report": {"action_open_handover"},
    "conveyor.handover.return": {"action_return"},
    "conveyor.passage.report": {"action_open_lead"},
    "crm.lead": {
        "action_accept_card",
        "action_open_offer",
        "action_open_return",
        "action_take_card",
        "action_withdraw_card",
    },
    "crm.team": {"get_conveyor_strip"},
    "crm.team.member": {"action_open_absences"},
    "res.partner": {"action_offer_to_farmer", "action_open_immersion"},
}
# The doors of the ledger; test_fact_rpc tries them.
LEDGER = {
    "calendar.event": {"action_mark_held", "action_mark_missed"},
    "conveyor.fact": {"action_open_document"},
    "conveyor.fact.import": {
        "action_book",
        "action_check",
        "action_download_template",
        "action_open_facts",
        "action_withdraw",
    },
    "conveyor.fact.sum": {"action_open_facts"},
    "conveyor.ledger.difference": {"action_open_document"},
    "conveyor.ledger.run": {
        "action_go_on",
        "action_mend",
        "action_open_differences",
        "action_start_backfill",
        "action_start_check",
        "action_start_rebuild",
        "action_stop",
    },
    "conveyor.metric": {"action_open_facts"},
    "conveyor.norm.day": {"action_open_facts"},
    "conveyor.load.report": {"action_open_cards"},
    "res.config.settings": {"action_backfill_ledger", "action_check_ledger"},
}
# The doors of plans; test_plan_rpc tries them.
PLANS = {
    "conveyor.plan": {
        "action_approve",
        "action_close",
        "action_export",
        "action_new_version",
        "action_open_changes",
        "action_open_import",
        "action_open_spread",
        "action_open_targets",
    },
    "conveyor.plan.import": {"action_check", "action_import"},
    "conveyor.plan.spread": {"action_apply"},
}
# The doors of analyses: each opens what a row stands for; their own tests try them.
ANALYSES = {
    "conveyor.attainment.report": {"action_open_facts", "web_search_read"},
    "conveyor.cockpit": {"get_cockpit"},
    "conveyor.profit.report": {"action_open_facts"},
    "conveyor.pipeline.report": {"action_open_deal"},
    "conveyor.portrait.report": {"action_open_deal"},
    "conveyor.shift.report": {"action_open_deal"},
}
# The doors of incidents and of cards in order; test_incident_rpc tries them.
INCIDENTS = {
    "conveyor.incident": {
        "action_open_confirm",
        "action_open_dismiss",
        "action_open_dispute",
        "action_open_document",
        "action_open_name",
        "copy",
        "message_new",
    },
    "conveyor.incident.report": {"action_open_incident"},
    "conveyor.incident.verdict": {"action_apply"},
    "conveyor.hygiene.report": {"action_open_lead"},
    "crm.lead": {"action_open_incidents", "action_report_complaint"},
    "res.partner": {"action_open_incidents", "action_report_complaint"},
}
# What only opens a screen: the screen itself asks for the rights of whoever looks.
OPENERS = {"action_open_offer", "action_open_immersion", "get_conveyor_strip"}
ODD_IDS = (
    [2**31 - 1],
    [-1],
    ["abc"],
    [None],
    [{}],
    "abc",
    {"a": 1},
    [[1]],
    2**40,
    None,
    True,
    [1.5],
)


@department
class TestRpcMethods(RpcCommon):
    """Every public method is known, and none does for a stranger what it does for its person."""

    def setUp(self):
        super().setUp()
        self.sold = self.accepted(name="Sold")
        self.waits = self.offered(name="Waits")

    def _is_ours(self, function):
        return getattr(function, "__module__", "").startswith("odoo.addons.sales_conveyor.")

    def _find_public(self, model):
        """The methods that this addon defines or refines on a model and that RPC reaches."""
        return {
            name
            for part in type(model).__mro__
            if issubclass(part, BaseModel)
            for name, function in vars(part).items()
            if callable(function)
            and self._is_ours(function)
            and not name.startswith("_")
            and not getattr(function, "_api_private", False)
        }

    def test_every_public_method_is_listed(self):
        found = {}
        for name, model in self.env.items():
            methods = self._find_public(model) - ORM
            if methods:
                found[name] = methods
        self.maxDiff = None
        doors = (PUBLIC, LEDGER, PLANS, ANALYSES, INCIDENTS, CALLS, AGREEMENTS, DAYS)
        self.assertEqual(found, _joined(*doors))

    def _records(self):
        handover = self.waits.handover_ids
        values = {"handover_ids": handover.ids, "reason_id": self.reason.id}
        back = self.env["conveyor.handover.return"].with_user(self.hunter).create(values)
        offer = self.env["conveyor.handover.offer"].with_user(self.scout)
        report = self.env["conveyor.handover.report"].search([("lead_id", "=", self.waits.id)])
        return {
            "conveyor.handover": handover,
            "conveyor.handover.offer": offer.create({"lead_ids": self.waits.ids}),
            "conveyor.handover.report": report,
            "conveyor.handover.return": back,
            "conveyor.passage.report": self.env["conveyor.passage.report"].browse(
                self.passages(self.waits).ids
            ),
            "crm.lead": self.waits,
            "crm.team.member": self.team.crm_team_member_ids[0],
            "res.partner": self.client,
        }

    def test_strangers_call_in_vain(self):
        records = self._records()
        for person in ("stranger", "hunter2", "portal", "owner"):
            for model, methods in PUBLIC.items():
                for method in methods - OPENERS - {"action_open_handover", "action_open_lead"}:
                    self.refused(person, model, method, ids=records[model].ids)

    def test_odd_ids_are_told_apart(self):
        for model, methods in PUBLIC.items():
            for method in methods - {"get_conveyor_strip"}:
                for ids in ODD_IDS:
                    before = self.fingerprint()
                    answer = self.rpc("hunter", model, method, ids=ids)
                    calm = answer.status == 200 or answer.fault in CLEAR or not answer.raised_by_us
                    self.assertTrue(calm, (model, method, ids, answer))
                    self.assertEqual(self.fingerprint(), before, (model, method, ids))

    def test_an_empty_selection_is_told(self):
        for method in ("action_accept_card", "action_withdraw_card", "action_open_return"):
            self.refused("hunter", "crm.lead", method, ids=[])
        form = self.env["conveyor.handover.offer"].with_user(self.scout).create({"lead_ids": []})
        self.refused("scout", form._name, "action_offer", ids=form.ids)

    def test_the_machine_room_is_closed(self):
        closed = {
            "conveyor.handover": ["_accept_leads", "_withdraw", "_return", "_cron_expire", "sudo"],
            "conveyor.passage": ["_sync", "_close"],
            "crm.lead": ["_move_to", "_sync_relay", "_give_to_farmer", "with_context"],
            "res.partner": ["_set_farmer"],
            "res.users": ["_leave_conveyor", "_leads_conveyor"],
        }
        for model, methods in closed.items():
            for method in methods:
                for person in ("scout", "head"):
                    self.refused(person, model, method, ids=[1])


def _joined(*lists):
    """The doors of all lists, model by model."""
    found = {}
    for doors in lists:
        for model, methods in doors.items():
            found[model] = found.get(model, set()) | methods
    return found
