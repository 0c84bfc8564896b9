from odoo import models
from odoo.tools import format_amount
from odoo.tools.misc import formatLang


class ConveyorMetric(models.Model):
    """Values of metrics as people read them."""

    _inherit = "conveyor.metric"

    # === BUSINESS METHODS === #

    def _tell_value(self, value, company):
        """A value with its unit: money of a company, a share, or a number.

        :param value: a number, or None where there is nothing to tell
        """
        self.ensure_one()
        if value is None:
            return "–"
        if self.is_percentage:
            return self._tell_share(value)
        if self.measure == "amount":
            # The currency of a company is no secret.
            return format_amount(self.env, value, company.sudo().currency_id, trailing_zeroes=False)
        whole = round(value, 2) == round(value)
        return formatLang(self.env, value, digits=0 if whole else 1)

    def _tell_share(self, share):
        """A share as a percentage."""
        return f"{formatLang(self.env, share * 100, digits=0)} %"
