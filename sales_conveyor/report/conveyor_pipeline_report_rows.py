from odoo import api, models
from odoo.tools import SQL

from .conveyor_pipeline_report import NUMBERS

ROWS = "conveyor_pipeline_rows"


class Rows:
    """Which rows are read: a context may come from anybody over RPC, but then it holds no such thing."""

    def __init__(self, ids):
        """Sort the ids by kind."""
        self.ids = {kind: [] for kind in range(NUMBERS)}
        for id_ in ids:
            self.ids[id_ % NUMBERS].append(id_ // NUMBERS)


class ConveyorPipelineReport(models.Model):
    """Reading single rows: PostgreSQL is told which facts and cards they are, instead of trying all."""

    _inherit = "conveyor.pipeline.report"

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Find the rows first: what costs a look at other tables is read of those shown, not of all."""
        rows = super().search_fetch(domain, [], offset=offset, limit=limit, order=order)
        rows.fetch(field_names)
        return rows

    def fetch(self, field_names=None):
        """Read these rows by the keys of their tables."""
        rows = self.with_context(**{ROWS: Rows(self._ids)})
        return super(ConveyorPipelineReport, rows).fetch(field_names)

    def _get_rows_sql(self, kind, column):
        """The condition of one part of the query for the rows that are read.

        :param SQL column: the id behind the id of a row
        """
        rows = self.env.context.get(ROWS)
        return (
            SQL("%s = ANY(%s)", column, rows.ids[kind]) if isinstance(rows, Rows) else SQL("TRUE")
        )
