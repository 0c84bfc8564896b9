from odoo import api, fields, models
from odoo.exceptions import ValidationError

MOST_HOURS, MOST_DAYS = 1000, 365
INCIDENT = "conveyor.incident"


class ResCompany(models.Model):
    """How the company deals with what went wrong."""

    _inherit = "res.company"

    conveyor_incident_hours = fields.Float(
        string="Hours to a Verdict",
        default=16.0,
        help="Working hours of the team in which a complaint or a dispute is decided.",
    )
    conveyor_dispute_days = fields.Integer(
        string="Days to Dispute",
        default=3,
        help="Working days in which a person may dispute; a breach that nobody disputed is confirmed after them.",
    )
    conveyor_card_days = fields.Integer(
        string="Days to Mend a Card",
        default=5,
        help="A card of a hunter or farmer with faults for more working days than this is a breach.",
    )
    conveyor_complaint_alias_id = fields.Many2one("mail.alias", ondelete="set null", copy=False)
    conveyor_complaint_alias = fields.Char(
        string="E-mail of Complaints",
        compute="_compute_conveyor_complaint_alias",
        inverse="_inverse_conveyor_complaint_alias",
        help="A letter to this address becomes a complaint.",
    )
    conveyor_cards_watched_on = fields.Date(readonly=True, copy=False)

    # In PostgreSQL NaN is greater than every number: the upper bound refuses it.
    _check_conveyor_incidents = models.Constraint(
        "CHECK (conveyor_incident_hours > 0 AND conveyor_incident_hours <= 1000"
        " AND conveyor_dispute_days BETWEEN 0 AND 365 AND conveyor_card_days BETWEEN 0 AND 365)",
        "Hours to a verdict are up to 1,000, days are up to 365.",
    )

    # === COMPUTE METHODS === #

    @api.depends("conveyor_complaint_alias_id.alias_name")
    def _compute_conveyor_complaint_alias(self):
        for company in self:
            # Whoever sees the settings sees the address.
            company.conveyor_complaint_alias = company.conveyor_complaint_alias_id.sudo().alias_name

    def _inverse_conveyor_complaint_alias(self):
        """Give the company an address of complaints, or let it rest; letters of before stay where they are."""
        for company in self:
            name = company.conveyor_complaint_alias
            alias = (
                company.conveyor_complaint_alias_id.sudo()
            )  # writing the company is the right to it
            if alias:
                alias.alias_name = name
            elif name:
                company.conveyor_complaint_alias_id = alias.create(
                    company._prepare_complaint_alias_vals(name)
                )

    def _prepare_complaint_alias_vals(self, name):
        models_by_name = self.env["ir.model"].sudo()  # names of models are no secret
        return {
            "alias_name": name,
            "alias_domain_id": self.alias_domain_id.id,
            "alias_model_id": models_by_name._get_id(INCIDENT),
            "alias_parent_model_id": models_by_name._get_id(self._name),
            "alias_parent_thread_id": self.id,
            "alias_defaults": repr({"company_id": self.id}),
        }

    # === CONSTRAINT METHODS === #

    @api.constrains("conveyor_incident_hours", "conveyor_dispute_days", "conveyor_card_days")
    def _check_incidents_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        for company in self:
            days = (company.conveyor_dispute_days, company.conveyor_card_days)
            in_bounds = all(0 <= number <= MOST_DAYS for number in days)
            if not in_bounds or not 0 < company.conveyor_incident_hours <= MOST_HOURS:
                raise ValidationError(
                    self.env._("Hours to a verdict are up to 1,000, days are up to 365.")
                )
