from odoo import api, models
from odoo.tools import SQL

from ..const import ROLE_ORDER


class ConveyorReportMixin(models.AbstractModel):
    """What the analyses of the relay share: sections stand in the order of the relay, not of the alphabet."""

    _name = "conveyor.report.mixin"
    _description = "Analysis of the Relay"

    _ROLE_FIELDS = ("role", "from_role", "to_role")

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
