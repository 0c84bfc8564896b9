from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class ConveyorFact(models.Model):
    """The middle value of facts, beside Odoo's own aggregates: ``days_open:median``."""

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_standing_domain(self):
        """Facts that stand as they were booked first: no row that changes another, none taken back.

        A won deal whose money was corrected stands; one that was reopened, deleted or withdrawn does not.
        """
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                """
                %(changes)s IS NULL AND %(id)s NOT IN (
                    SELECT h.id FROM conveyor_fact d JOIN conveyor_fact h ON h.id = d.reversal_of_id
                     GROUP BY h.id HAVING h.quantity + sum(d.quantity) = 0)
                """,
                changes=SQL.identifier(alias, "reversal_of_id"),
                id=SQL.identifier(alias, "id"),
            )
        )

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        if function == "median":
            value = self._field_to_sql(self._table, name, query)
            return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)", value)
        return super()._read_group_select(aggregate_spec, query)
