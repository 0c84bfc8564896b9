from odoo import http
from odoo.http import request

from odoo.addons.sales_conveyor.controllers.xlsx import make_xlsx_response


class Payroll(http.Controller):
    """The pay of a month as a workbook."""

    @http.route(
        "/motivation/run/<int:run_id>/workbook",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_workbook(self, run_id):
        """Hand out the pay of a month to those who pay it."""
        run = request.env["motivation.run"].browse(min(run_id, 2**31 - 1)).exists()
        if not (run and run.has_access("read") and run._may_export()):
            raise request.not_found()
        name = request.env._("pay %s", run.display_name)
        return make_xlsx_response(name, run._make_workbook())
