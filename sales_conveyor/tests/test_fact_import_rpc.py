import base64
import io

import openpyxl

from odoo.tools import SQL

from .common import department
from .rpc import RpcCommon

MODEL, ERROR = "conveyor.fact.import", "conveyor.fact.import.error"
GOOD = base64.b64encode(b"metric,day,person\ncall,2017-03-01,t_scout\n").decode()
OTHER = base64.b64encode(b"metric,day,person\ncall,2017-03-01,nobody\n").decode()
FORGED = {
    "state": "done",
    "row_count": 7,
    "fact_count": 7,
    "error_count": 0,
    "summary": "<p>All is well</p>",
    "content_hash": "0" * 64,
    "checked_at": "2026-01-01 00:00:00",
    "user_id": 2,
    "booked_at": "2026-01-01 00:00:00",
    "withdrawn_by_id": 2,
    "withdrawn_at": "2026-01-01 00:00:00",
    "error_ids": [[0, 0, {"message": "forged"}]],
}
LEFT = {"file", "file_name", "company_id", "id", "display_name"}


@department
class TestFactImportRpc(RpcCommon):
    """What an import says of itself is its own word: no call from outside puts another one in its mouth."""

    def bring(self, file=GOOD):
        [record_id] = self.allowed(
            "head", MODEL, "create", vals_list=[{"file": file, "file_name": "h.csv"}]
        )
        return self.env[MODEL].browse(record_id)

    def kept(self, record):
        """The row, and what hangs on it."""
        self.env.flush_all()
        errors = self.env.execute_query(
            SQL("SELECT * FROM conveyor_fact_import_error WHERE import_id = %s", record.id)
        )
        facts = self.env.execute_query(
            SQL("SELECT id, hash FROM conveyor_fact WHERE res_id = %s", record.id)
        )
        return self.stored(record), errors, facts

    def test_every_column_that_the_import_writes_is_tried_below(self):
        fields = self.env[MODEL]._fields.values()
        magic = {"create_uid", "create_date", "write_uid", "write_date"}
        self.assertEqual({field.name for field in fields} - magic - LEFT, FORGED.keys())

    def test_head_of_sales_checks_books_and_withdraws(self):
        record = self.bring()
        for method, state in (
            ("action_check", "draft"),
            ("action_book", "done"),
            ("action_withdraw", "withdrawn"),
        ):
            self.allowed("head", MODEL, method, ids=record.ids)
            self.assertEqual(record.state, state)

    def test_no_way_of_saving_takes_what_the_import_writes(self):
        record = self.bring(OTHER)
        self.allowed("head", MODEL, "action_check", ids=record.ids)
        before = self.kept(record)
        for name, value in FORGED.items():
            vals = {name: value}
            self.refused("head", MODEL, "create", vals_list=[{"file": GOOD, **vals}])
            self.refused("head", MODEL, "write", ids=record.ids, vals=vals)
            self.refused("head", MODEL, "copy", ids=record.ids, default=vals)
            for ids, file in ((record.ids, {}), ([], {"file": GOOD})):
                self.refused(
                    "head", MODEL, "web_save", ids=ids, vals={**file, **vals}, specification={}
                )
        self.assertEqual(self.kept(record), before)

    def test_no_default_of_a_context_or_a_person_reaches_it(self):
        context = {f"default_{name}": value for name, value in FORGED.items()}
        self.allowed(
            "head",
            "ir.default",
            "set",
            model_name=MODEL,
            field_name="row_count",
            value=7,
            user_id=True,
        )
        [record_id] = self.allowed(
            "head", MODEL, "create", vals_list=[{"file": GOOD}], context=context
        )
        record = self.env[MODEL].browse(record_id)
        self.assertEqual(record.state, "draft")
        for name in FORGED.keys() - {"state"}:
            self.assertFalse(record[name], name)

    def test_import_by_import_takes_nothing_either(self):
        answer = self.rpc("head", MODEL, "load", fields=["file", "state"], data=[[GOOD, "done"]])
        self.assertFalse(answer.value.get("ids"))

    def test_booked_file_stays_as_it_was_read(self):
        record = self.bring()
        self.allowed("head", MODEL, "action_book", ids=record.ids)
        before = self.kept(record)
        for vals in (
            {"file": OTHER},
            {"file_name": "other.csv"},
            {"company_id": self.env.company.id},
        ):
            self.refused("head", MODEL, "write", ids=record.ids, vals=vals)
        self.refused("head", MODEL, "unlink", ids=record.ids)
        self.refused("head", MODEL, "action_check", ids=record.ids)
        self.assertEqual(self.kept(record), before)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", MODEL)]))
        again = self.bring()
        answer = self.refused("head", MODEL, "action_book", ids=again.ids)
        self.assertIn("in the ledger already", answer.message)

    def test_draft_may_be_deleted_with_what_was_said_of_it(self):
        record = self.bring(OTHER)
        self.allowed("head", MODEL, "action_check", ids=record.ids)
        self.refused("head", ERROR, "unlink", ids=record.error_ids.ids)
        self.refused("head", ERROR, "write", ids=record.error_ids.ids, vals={"message": "x"})
        self.refused("head", ERROR, "create", vals_list=[{"import_id": record.id, "message": "x"}])
        errors = record.error_ids
        self.allowed("head", MODEL, "unlink", ids=record.ids)
        self.assertFalse(errors.exists())

    def test_nobody_else_touches_or_reads_an_import(self):
        record = self.bring()
        for person in ("scout", "leader", "stranger", "portal", "owner"):
            self.refused(person, MODEL, "create", vals_list=[{"file": GOOD}])
            self.refused(person, MODEL, "write", ids=record.ids, vals={"file": OTHER})
            self.refused(person, MODEL, "unlink", ids=record.ids)
            for method in ("action_check", "action_book", "action_withdraw"):
                self.refused(person, MODEL, method, ids=record.ids)
        for person in ("scout", "leader", "stranger", "portal"):
            self.refused(person, MODEL, "read", ids=record.ids, fields=["file"])
            self.refused(person, MODEL, "web_read", ids=record.ids, specification={"summary": {}})
        self.assertEqual(
            self.allowed("owner", MODEL, "read", ids=record.ids, fields=["state"])[0]["state"],
            "draft",
        )

    def test_head_of_another_company_does_not_see_it(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        record = self.bring(OTHER)
        self.allowed("head", MODEL, "action_check", ids=record.ids)
        self.head.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for model, records in ((MODEL, record), (ERROR, record.error_ids)):
            self.assertEqual(
                self.allowed("head", model, "search_count", domain=[("id", "in", records.ids)]), 0
            )
            self.refused("head", model, "read", ids=records.ids, fields=["display_name"])
        self.refused(
            "head", MODEL, "create", vals_list=[{"file": GOOD, "company_id": self.env.company.id}]
        )

    def test_file_sent_in_lines_as_mail_programs_do_is_read(self):
        record = self.bring(
            "\r\n".join(GOOD[start : start + 20] for start in range(0, len(GOOD), 20))
        )
        self.allowed("head", MODEL, "action_check", ids=record.ids)
        self.assertEqual((record.row_count, record.error_count), (1, 0))

    def test_what_is_no_file_is_refused_in_words(self):
        for value in ("Ж", "not base64!", [1], {"a": 1}, 5, True):
            answer = self.rpc("head", MODEL, "create", vals_list=[{"file": value}])
            self.assertNotEqual(answer.status, 200, value)
            self.assertFalse(
                answer.raised_by_us and "UserError" not in answer.fault, (value, answer)
            )

    # === THE TEMPLATE === #

    def test_template_is_a_workbook_of_text_that_the_import_itself_understands(self):
        self.env.ref("sales_conveyor.metric_call").name = "=1+1"
        self.authenticate("t_head", "t_head")
        response = self.url_open("/conveyor/history_template")
        self.assertEqual(response.status_code, 200)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        self.assertFalse([cell.value for cell in cells if cell.data_type == "f"])
        self.assertIn("=1+1", [cell.value for cell in cells])
        codes = {row[0].value for row in book.worksheets[2].iter_rows(min_row=2)}
        self.assertTrue({"call", "contract_amount"} <= codes)
        self.assertFalse({"win_rate", "deals_in_work"} & codes)
        record = self.bring(base64.b64encode(response.content).decode())
        self.allowed("head", MODEL, "action_check", ids=record.ids)
        errors = [(error.line, error.column) for error in record.error_ids]
        self.assertEqual((record.row_count, errors), (1, [(2, "Person")]), "the example is nobody")

    def test_template_is_for_those_who_import(self):
        self.authenticate("t_scout", "t_scout")
        self.assertEqual(self.url_open("/conveyor/history_template").status_code, 403)
