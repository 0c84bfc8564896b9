from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get


class ResCompany(models.Model):
    _inherit = "res.company"

    conveyor_tz = fields.Selection(
        _tz_get,
        string="Business Day",
        compute="_compute_conveyor_tz",
        store=True,
        readonly=False,
        help="A business day is the calendar day in this time zone, for everybody in the company.",
    )

    # === COMPUTE METHODS === #

    @api.depends("resource_calendar_id")
    def _compute_conveyor_tz(self):
        """By default the company's working hours tell where it is; a later change of them moves no day."""
        for company in self.filtered(lambda company: not company.conveyor_tz):
            company.conveyor_tz = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    # === BUSINESS METHODS === #

    def _get_business_day(self, instant=None):
        """The business day of an instant.

        :param datetime instant: naive, in UTC; the present without
        :return: date
        """
        self.ensure_one()
        instant = instant or self.env.cr.now()
        return fields.Datetime.context_timestamp(
            self.with_context(tz=self.conveyor_tz or "UTC"), instant
        ).date()
