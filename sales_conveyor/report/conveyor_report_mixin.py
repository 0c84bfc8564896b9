from odoo import api, models
from odoo.tools import SQL

from ..const import ROLE_ORDER


class ConveyorReportMixin(models.AbstractModel):
    """What the analyses of the relay share: a query of four parts, and sections in the order of the relay.

    An analysis gives ``_columns``, ``_counts`` (to be summed), ``_rates`` (to be averaged) and ``_tables``.
    """

    _name = "conveyor.report.mixin"
    _description = "Analysis of the Relay"

    _ROLE_FIELDS = ("role", "from_role", "to_role")

    @property
    def _table_query(self):
        return SQL(
            "SELECT %s, %s, %s FROM %s",
            self._columns(),
            self._counts(),
            self._rates(),
            self._tables(),
        )

    @api.model
    def _read_group_orderby(self, order, groupby_terms, query):
        roles = [spec for spec in groupby_terms if spec in self._ROLE_FIELDS]
        relay = SQL("ARRAY[%s]", SQL(", ").join(SQL("%s", role) for role in ROLE_ORDER))
        terms = dict(groupby_terms)
        for spec in roles:
            terms[spec] = SQL("array_position(%s, %s::text)", relay, groupby_terms[spec])
        ordered = super()._read_group_orderby(order, terms, query)
        # Odoo may widen the terms of the other columns while it orders them.
        groupby_terms.update({spec: term for spec, term in terms.items() if spec not in roles})
        return ordered
