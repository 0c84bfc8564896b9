import base64
import io

import openpyxl

from .ledger import LedgerCommon

HEAD = "metric,day,person"


class ImportCommon(LedgerCommon):
    """Words for files of history."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.company_id = cls.env.company
        cls.client.ref = "C-7"
        cls.product.default_code = "AUD"

    def upload(self, content, name="history.csv", user=None):
        """A file uploaded by the head of sales."""
        if isinstance(content, str):
            content = content.encode()
        imports = self.env["conveyor.fact.import"].with_user(user or self.head)
        return imports.create({"file": base64.b64encode(content), "file_name": name})

    def table(self, *rows, head=HEAD):
        return "\n".join((head, *rows)) + "\n"

    def workbook(self, *rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        output = io.BytesIO()
        book.save(output)
        return output.getvalue()

    def booked(self, content, **values):
        """A file that was booked without a complaint."""
        record = self.upload(content, **values)
        record.action_book()
        self.assertFalse(record.error_ids.mapped("message"))
        self.assertEqual(record.state, "done")
        return record

    def facts_of(self, record):
        """All facts of a file, in the order of its lines."""
        domain = [("res_model", "=", "conveyor.fact.import"), ("res_id", "=", record.id)]
        return self.env["conveyor.fact"].search(domain, order="line_id, revision")

    def complaints(self, content, **values):
        """What a check says of a file: ``[(line, column, message)]``."""
        record = self.upload(content, **values)
        record.action_check()
        self.assertEqual(record.error_count, len(record.error_ids))
        return [(error.line, error.column, error.message) for error in record.error_ids]
