from odoo import http
from odoo.http import request

from .xlsx import make_xlsx_response


class Workbook(http.Controller):
    """The workbook of the period that a cockpit shows."""

    @http.route("/conveyor/workbook", type="http", auth="user", methods=["GET"], readonly=True)
    def download_workbook(self, period="month", back="0", team_id="0", user_id="0"):
        """Hand out the workbook of what the person may see."""
        # Python reads no number of thousands of digits, and no id is as long as this.
        numbers = (text[:10] for text in (back, team_id, user_id))
        choice = [int(text) if text.isdecimal() else 0 for text in numbers]
        name, content = request.env["conveyor.cockpit"]._make_workbook(period, *choice)
        return make_xlsx_response(name, content)
