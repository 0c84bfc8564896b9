from odoo import http
from odoo.http import request

from .xlsx import make_xlsx_response


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
        return make_xlsx_response(name, imports._make_template())
