from odoo import api, models
from odoo.tools import SQL

from ..const import SCOUT


class ConveyorFact(models.Model):
    """The rule of punctuality: days on which contacts were asked for, and days on which enough were delivered."""

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_sources(self):
        return {**super()._get_sources(), "conveyor.norm.day": "conveyor_norm_day"}

    # === RULES === #

    @api.model
    def _truth_conveyor_norm_day(self, scope):
        """Each day with a norm of delivered contacts is one; met by the end of the day, it is one more."""
        return self._compose_truth(
            SQL(
                """conveyor_norm_day d
                   JOIN conveyor_metric k ON k.id = d.metric_id AND k.code = 'contact_delivered'
                   JOIN res_company o ON o.id = d.company_id
                   CROSS JOIN (VALUES ('norm_day'), ('norm_met_day')) v (metric)"""
            ),
            scope(SQL("d.id")),
            metric=SQL("v.metric"),
            origin_id=SQL("d.id"),
            res_model=SQL("'conveyor.norm.day'"),
            res_id=SQL("d.id"),
            fixed_at=SQL(
                "(d.day_on + 1)::timestamp AT TIME ZONE COALESCE(o.conveyor_tz, 'UTC') AT TIME ZONE 'UTC'"
                " - interval '1 second'"
            ),
            fixed_on=SQL("d.day_on"),
            user_id=SQL("d.user_id"),
            role=SQL("COALESCE(d.role, %s)", SCOUT),
            team_id=SQL("d.team_id"),
            company_id=SQL("d.company_id"),
            quantity=SQL("CASE v.metric WHEN 'norm_day' THEN 1 ELSE d.is_met::int END"),
        )
