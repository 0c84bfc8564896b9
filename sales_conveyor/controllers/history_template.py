from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HistoryTemplate(http.Controller):
    """The workbook that the head of sales fills with history."""

    @http.route(
        "/conveyor/history_template", type="http", auth="user", methods=["GET"], readonly=True
    )
    def download_template(self):
        """Hand out the workbook to whoever may import history."""
        imports = request.env["conveyor.fact.import"]
        imports.check_access("create")
        name = request.env._("history")
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(imports._make_template(), headers)
