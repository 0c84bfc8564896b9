from odoo.models import MAGIC_COLUMNS

from ..const import PERSON_FIELDS
from .common import department
from .rpc import CAST, RpcCommon

HEAD = frozenset({"head"})
LEADERS = frozenset({"leader", "head"})
FARMERS = frozenset({"farmer", "leader", "head"})
SELLERS = frozenset({"scout", "hunter", "hunter2", "farmer", "leader", "head", "stranger"})
# Who changes which of our fields on the records of the scene; what is not here nobody changes.
WRITERS = {
    "crm.lead": {"vat": {"hunter", "leader", "head"}, **dict.fromkeys(PERSON_FIELDS, HEAD)},
    "crm.stage": {"conveyor_role": HEAD, "load_weight": HEAD},
    "crm.team": {
        "use_conveyor": HEAD,
        "conveyor_role": HEAD,
        "next_team_id": HEAD,
        "sells_without_orders": HEAD,
        "conveyor_calendar_id": HEAD,
        "decision_hours": HEAD,
        "contact_hours": HEAD,
        "section_minimum": HEAD,
        "key_client_limit": HEAD,
        "use_daily_report": HEAD,
        "use_reminder": HEAD,
        "report_hour": HEAD,
        "reminder_hour": HEAD,
        "freeze_hour": HEAD,
        "report_mode": HEAD,
    },
    "crm.team.member": {
        "role": HEAD,
        "is_scout": HEAD,
        "is_hunter": HEAD,
        "is_farmer": HEAD,
        "is_key_farmer": HEAD,
        "capacity": HEAD,
        "ramp_until_on": HEAD,
    },
    "res.partner": {"farmer_id": LEADERS, "is_key_client": LEADERS, "staff_count": SELLERS},
    "conveyor.stage.role": {"team_id": HEAD, "stage_id": HEAD, "role": HEAD, "sequence": HEAD},
    "conveyor.return.reason": {"name": HEAD, "sequence": HEAD, "active": HEAD},
    "conveyor.immersion": {
        "business": FARMERS,
        "customers": FARMERS,
        "goals": FARMERS,
        "competitors": FARMERS,
        "decision_makers": FARMERS,
        "risks": FARMERS,
        "ideas": FARMERS,
        "reviewed_on": FARMERS,
    },
}
HISTORY = ("conveyor.handover", "conveyor.passage")


@department
class TestRpc(RpcCommon):
    """Every field of ours is written by everybody; only those listed above succeed."""

    def setUp(self):
        super().setUp()
        self.sold = self.accepted(name="Sold")
        self.client.farmer_id = self.farmer
        other_team = self.env["crm.team"].create({"name": "Hunters", "use_conveyor": True})
        role = {"team_id": self.team.id, "stage_id": self.stage_won.id, "role": "hunter"}
        members = self.team.crm_team_member_ids
        members[0].write({"role": False, "is_farmer": True})
        self.team.key_client_limit = 2
        self.others = {"next_team_id": other_team.id, "farmer_id": self.farmer2.id}
        self.scene = [
            self.sold,
            self.stage_talk,
            self.team,
            members[0],
            self.client,
            self.env["conveyor.stage.role"].create(role),
            self.reason,
            self.env["conveyor.immersion"].create({"partner_id": self.client.id}),
            self.sold.handover_ids,
            self.passages(self.sold)[-1],
        ]
        self.env.flush_all()

    def _our_fields(self, record):
        """The columns that this addon brings to a model."""
        return [
            field
            for name, field in record._fields.items()
            if field.column_type
            and field.store
            and "sales_conveyor" in field._modules
            and name not in MAGIC_COLUMNS
        ]

    def _other_value(self, record, field):
        """A value that the record does not have."""
        now = record[field.name]
        if field.name in self.others:
            return self.others[field.name]
        if field.type == "many2one":
            return self.env[field.comodel_name].search([("id", "!=", now.id)], limit=1).id
        if field.type == "selection":
            return next(key for key in field.get_values(self.env) if key != now)
        if field.type in ("integer", "float", "boolean"):
            return not now if field.type == "boolean" else now + 1
        return {"date": "2030-01-01", "datetime": "2030-01-01 00:00:00"}.get(field.type, "Forged")

    def _changes(self, person, record, field):
        """Whether a person's write of another value leaves that value in the database."""
        if not record.with_user(getattr(self, person)).has_access("write"):
            return False
        vals = {field.name: self._other_value(record, field)}
        before = self.stored(record)
        with self.cr.savepoint(flush=False) as savepoint:
            answer = self.rpc(person, record._name, "write", ids=record.ids, vals=vals)
            changed = self.stored(record)[field.name] != before[field.name]
            savepoint.rollback()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        return answer.status == 200 and changed

    def test_our_fields_are_written_by_those_listed_only(self):
        written = {}
        for record in self.scene:
            for field in self._our_fields(record):
                writers = {person for person in CAST if self._changes(person, record, field)}
                if writers:
                    written.setdefault(record._name, {})[field.name] = writers
        self.maxDiff = None
        self.assertEqual(written, WRITERS)

    def test_who_may_not_write_a_record_writes_nothing_of_it(self):
        for record in self.scene:
            vals = {f.name: self._other_value(record, f) for f in self._our_fields(record)}
            for person in CAST:
                if not record.with_user(getattr(self, person)).has_access("write"):
                    self.refused(person, record._name, "write", ids=record.ids, vals=vals)

    def test_history_is_neither_made_nor_changed_nor_deleted(self):
        for record in (self.sold.handover_ids, self.passages(self.sold)[-1]):
            ids, vals = record.ids, {"role": "scout", "state": "accepted"}
            vals = {key: vals[key] for key in vals if key in record._fields}
            for person in (*CAST, "nobody"):
                self.refused(person, record._name, "write", ids=ids, vals=vals)
                self.refused(person, record._name, "web_save", ids=ids, vals=vals, specification={})
                self.refused(person, record._name, "create", vals_list=[vals])
                self.refused(person, record._name, "unlink", ids=ids)
                self.refused(person, record._name, "copy", ids=ids)

    def test_history_is_not_imported(self):
        before = self.fingerprint()
        for model in HISTORY:
            for person in CAST:
                answer = self.rpc(person, model, "load", fields=["lead_id/.id"], data=[["1"]])
                self.assertFalse(answer.status == 200 and answer.value["ids"], (person, answer))
        self.assertEqual(self.fingerprint(), before)
