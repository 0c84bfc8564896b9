from odoo import api, models
from odoo.tools import SQL


class ConveyorFact(models.Model):
    """The rule of evening reports: those told in time, and days without errors."""

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_sources(self):
        return {**super()._get_sources(), "conveyor.daily.report": "conveyor_daily_report"}

    # === RULES === #

    @api.model
    def _truth_conveyor_daily_report(self, scope):
        """A frozen report is one that was due, told in time one more, without errors another one.

        Nobody who was excused owed anything.
        """
        return self._compose_truth(
            SQL(
                """conveyor_daily_report d
                   CROSS JOIN (VALUES ('report_due'), ('report_on_time'), ('error_free_day')) v (metric)"""
            ),
            SQL("d.frozen_at IS NOT NULL AND d.state != 'excused' AND %s", scope(SQL("d.id"))),
            metric=SQL("v.metric"),
            origin_id=SQL("d.id"),
            res_model=SQL("'conveyor.daily.report'"),
            res_id=SQL("d.id"),
            fixed_at=SQL("d.deadline_at"),
            fixed_on=SQL("d.day_on"),
            user_id=SQL("d.user_id"),
            role=SQL("d.role"),
            team_id=SQL("d.team_id"),
            company_id=SQL("d.company_id"),
            quantity=SQL(
                """CASE v.metric WHEN 'report_due' THEN 1 WHEN 'report_on_time' THEN d.is_on_time::int
                        ELSE d.is_error_free::int END"""
            ),
        )
