from odoo import api, fields, models

from ..const import NOTE_LENGTH


class ConveyorImmersion(models.Model):
    """What a key farmer knows of his key client's business; one card per client and company."""

    _name = "conveyor.immersion"
    _description = "Immersion Card"
    _inherit = ["mail.thread"]
    _rec_name = "partner_id"

    _TOPICS = ("business", "customers", "goals", "competitors", "decision_makers", "risks", "ideas")

    partner_id = fields.Many2one(
        "res.partner", string="Client", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    farmer_id = fields.Many2one("res.users", string="Farmer", compute="_compute_farmer_id")
    business = fields.Text(string="What They Do and Earn By", tracking=True)
    customers = fields.Text(string="Who Buys from Them", tracking=True)
    goals = fields.Text(string="Goals for the Year", tracking=True)
    competitors = fields.Text(string="Their Competitors and Ours", tracking=True)
    decision_makers = fields.Text(string="Who Decides, Who Influences", tracking=True)
    risks = fields.Text(string="What Could Make Them Leave", tracking=True)
    ideas = fields.Text(string="Where We Can Help Next", tracking=True)
    reviewed_on = fields.Date(
        string="Last Reviewed", default=fields.Date.context_today, tracking=True
    )
    completeness = fields.Float(
        string="Filled", compute="_compute_completeness", store=True, aggregator="avg"
    )

    _unique_client = models.Constraint(
        "UNIQUE (partner_id, company_id)", "This client has an immersion card already."
    )
    _check_length = models.Constraint(
        "CHECK ({})".format(
            " AND ".join(f"length({topic}) <= {NOTE_LENGTH * 5}" for topic in _TOPICS)
        ),
        f"Please keep each topic under {NOTE_LENGTH * 5} characters.",
    )

    # === COMPUTE METHODS === #

    @api.depends(*_TOPICS)
    def _compute_completeness(self):
        for card in self:
            card.completeness = sum(bool(card[topic]) for topic in self._TOPICS) / len(self._TOPICS)

    @api.depends("partner_id", "company_id")
    def _compute_farmer_id(self):
        for card in self:
            card.farmer_id = card.partner_id.with_company(card.company_id).farmer_id
