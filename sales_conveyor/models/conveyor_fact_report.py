from odoo import models


class ConveyorFact(models.Model):
    """What analyses need of the ledger to be quick."""

    _inherit = "conveyor.fact"

    # Two rows per person and day: the last day of a month must not be looked for among all of them.
    _level_idx = models.Index("(company_id, metric_id, happened_on, user_id) WHERE is_level")
