from odoo import api, fields, models
from odoo.exceptions import ValidationError

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

    conveyor_metric_id = fields.Many2one(
        "conveyor.metric",
        string="Main Goal",
        domain=[("aggregation", "=", "sum")],
        help="What the company plans first of all: the % of plan in the cockpit and the ranking are by it. "
        "The contract amount where empty.",
    )
    conveyor_pipeline_weight = fields.Float(
        string="Weight of Open Deals",
        default=0.5,
        help="How much of the forecast comes from open deals by their chances; the rest comes from the pace.",
    )

    _check_conveyor_pipeline_weight = models.Constraint(
        "CHECK (conveyor_pipeline_weight BETWEEN 0 AND 1)",
        "The weight of open deals is between 0 and 100 %.",
    )

    # === COMPUTE METHODS === #

    @api.depends("resource_calendar_id")
    def _compute_conveyor_tz(self):
        """By default the company's working hours tell where it is; a later change of them moves no day."""
        for company in self.filtered(lambda company: not company.conveyor_tz):
            company.conveyor_tz = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    # === CONSTRAINT METHODS === #

    @api.constrains("conveyor_pipeline_weight")
    def _check_pipeline_weight_in_words(self):
        """Tell it in words before PostgreSQL refuses it; NaN is greater than every number there."""
        if any(not 0 <= company.conveyor_pipeline_weight <= 1 for company in self):
            raise ValidationError(self.env._("The weight of open deals is between 0 and 100 %."))

    @api.constrains("conveyor_metric_id")
    def _check_main_metric(self):
        for metric in self.conveyor_metric_id:
            if metric.aggregation != "sum":
                raise ValidationError(
                    self.env._(
                        "“%s” does not add up: the main goal is what is summed.", metric.name
                    )
                )

    # === BUSINESS METHODS === #

    def _get_main_metric(self):
        """The metric by which the company tells its % of plan."""
        self.ensure_one()
        contracts = self.env["conveyor.metric"]._get("contract_amount")
        return self.sudo().conveyor_metric_id or contracts  # a seller may not read every company

    def _get_working_days(self, first, last):
        """The days on which the company works, holidays left out.

        :param date first: included
        :param date last: included
        :return: sorted list of dates; every day where the company has no working hours
        """
        self.ensure_one()
        # The hours of the company are no secret.
        return self.sudo().resource_calendar_id._get_working_days(first, last, self)

    def _get_business_day(self, instant=None):
        """The business day of an instant.

        :param datetime instant: naive, in UTC; the present without
        :return: date
        """
        self.ensure_one()
        instant = instant or self.env.cr.now()
        company = self.with_context(tz=self.conveyor_tz or "UTC")
        try:
            return fields.Datetime.context_timestamp(company, instant).date()
        except OverflowError:  # an order of the year 9999, typed by mistake: the calendar ends here
            return instant.date()
