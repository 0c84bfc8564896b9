from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..const import NAME_LENGTH
from ..tools.told import is_number
from .conveyor_daily_report_deeds import LIMIT


class ConveyorDailyReport(models.Model):
    """After the freeze a person may only add a line: what was forgotten, or claimed too much."""

    _inherit = "conveyor.daily.report"

    can_adjust = fields.Boolean(compute="_compute_can_adjust")
    can_submit = fields.Boolean(compute="_compute_can_adjust")

    # === COMPUTE METHODS === #

    @api.depends_context("uid")
    @api.depends("user_id", "frozen_at", "state", "line_ids.metric_id")
    def _compute_can_adjust(self):
        """Until the freeze a person hands in his own report, from then on he only adds to it."""
        for report in self:
            is_told = report.user_id == self.env.user and bool(report.line_ids.metric_id)
            report.can_adjust = is_told and bool(report.frozen_at)
            report.can_submit = is_told and not report.frozen_at

    # === ACTION METHODS === #

    def action_open_adjustment(self):
        """Ask what is added to one's own frozen report."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Adjust"),
            "res_model": "conveyor.daily.report.adjustment",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_report_id": self.id},
        }

    def action_open_evening(self):
        """The screen of this very evening."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_conveyor.conveyor_daily_report_action_mine"
        )
        return {**action, "params": {"day": fields.Date.to_string(self.day_on)}}

    # === BUSINESS METHODS === #

    def adjust_report(self, metric_id, quantity, comment):
        """Add a line to one's own frozen report.

        :param int metric_id: of a line of the report
        :param quantity: the difference, below zero to take back
        :param str comment: why
        :return: the report as `get_my_report` tells it
        """
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Everybody adjusts his own evening report."))
        if not self.frozen_at:
            raise UserError(self.env._("This day is not frozen yet: submit the report again."))
        line = self.line_ids.filtered(lambda one: one.metric_id.id == metric_id)[:1]
        text = self._read_text(comment, NAME_LENGTH)
        if not line or not text:
            raise UserError(self.env._("Choose a line of the report and say why it changes."))
        difference = self._read_difference(line, quantity)
        self._wait_for_turn()
        self._insert_adjustment(line.metric_id, difference, text)
        if self.state == "returned":
            self._write_deed(
                {"state": "submitted"}
            )  # it is put right, and waits for the head again
        return self._describe()

    def _read_difference(self, line, quantity):
        """A plain number, above or below zero."""
        if is_number(quantity, -LIMIT, 0):
            return -self._read_number(line, -quantity)
        return self._read_number(line, quantity)

    def _insert_adjustment(self, metric, difference, text):
        """A second click adds nothing, nor does a telephone that sends twice at once."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_daily_report_line (report_id, sequence, metric_id, comment, user_id, team_id,
                                                        company_id, day_on, norm, claimed, counted, final, late,
                                                        is_adjustment)
                SELECT id, 500, %s, %s, user_id, team_id, company_id, day_on, 0, %s, 0, 0, 0, TRUE
                  FROM conveyor_daily_report WHERE id = %s
                ON CONFLICT DO NOTHING
                """,
                metric.id,
                text,
                difference,
                self.id,
            )
        )
        if not self.env.cr.rowcount:
            raise UserError(self.env._("This adjustment stands in the report already."))
        self.invalidate_recordset(["line_ids"], flush=False)
