from odoo import api, models
from odoo.tools import SQL, format_date


class ConveyorTargetMixin(models.AbstractModel):
    """What targets in all their shapes share: no total mixes what cannot be added.

    Calls and contracts, the money of two companies or two versions of one plan have no sum: it stays blank.
    """

    _name = "conveyor.target.mixin"
    _description = "Totals of Targets"

    # Columns that are summed, and the one that tells the year.
    _TOTALS = ("value",)
    _YEAR = "month_on"

    # === COMPUTE METHODS === #

    @api.depends_context("lang")
    def _compute_month_name(self):
        for record in self:
            month = record.month_on
            record.month_name = month and format_date(self.env, month, date_format="LLLL y")

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        total = super()._read_group_select(aggregate_spec, query)
        name, _colon, function = aggregate_spec.partition(":")
        if name not in self._TOTALS or function != "sum":
            return total
        columns = {
            field: self._field_to_sql(self._table, field, query)
            for field in ("metric_id", "company_id", "plan_id")
        }
        year = self._field_to_sql(self._table, self._YEAR, query)
        if self._fields[self._YEAR].type == "date":
            year = SQL("date_trunc('year', %s)", year)
        return SQL(
            """CASE WHEN MIN(%(metric_id)s) = MAX(%(metric_id)s) AND MIN(%(company_id)s) = MAX(%(company_id)s)
                     AND COUNT(DISTINCT %(plan_id)s) = COUNT(DISTINCT %(year)s) THEN %(total)s END""",
            **columns,
            year=year,
            total=total,
        )
