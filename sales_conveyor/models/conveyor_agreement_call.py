from odoo import api, models
from odoo.tools import SQL


class ConveyorAgreement(models.Model):
    """A call that was planned, made and told by telephony is one call: paired by the statement that keeps agreements.

    The ledger books after it, so that the call counts once.
    """

    _inherit = "conveyor.agreement"

    # === BUSINESS METHODS === #

    @api.model
    def _keep(self, scope, touched):
        res = super()._keep(scope, touched)
        if touched["calls"]:
            self.env["conveyor.call"].invalidate_model(["activity_id"], flush=False)
        return res

    @api.model
    def _get_further_sql(self, touched):
        """The calls that these activities were."""
        further = super()._get_further_sql(touched)
        if touched["calls"]:
            scope = SQL("a.id IN %s", tuple(touched["calls"]))
            linked = self.env["conveyor.call"]._get_link_sql(scope)
            further.append(SQL("linked AS (%s)", linked))
        return further
