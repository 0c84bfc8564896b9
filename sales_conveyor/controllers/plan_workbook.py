from odoo import http
from odoo.http import request

from .xlsx import make_xlsx_response


class PlanWorkbook(http.Controller):
    """The targets of a plan as a workbook."""

    @http.route(
        "/conveyor/plan/<int:plan_id>/workbook",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_workbook(self, plan_id):
        """Hand out what this person sees of the plan."""
        plan = request.env["conveyor.plan"].browse(plan_id).exists()
        if not (plan and plan.has_access("read")):
            raise request.not_found()
        name = request.env._("plan %s", plan.display_name)
        return make_xlsx_response(name, plan._make_workbook())
