from odoo import api, fields, models
from odoo.exceptions import AccessError

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
    farmer_id = fields.Many2one("res.users", compute="_compute_farmer_id")
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

    # The client and the company are chosen once: who may read and write the card follows from them.
    _KEPT = frozenset({"partner_id", "company_id", "completeness"})

    # === COMPUTE METHODS === #

    @api.depends(*_TOPICS)
    def _compute_completeness(self):
        for card in self:
            card.completeness = sum(bool(card[topic]) for topic in self._TOPICS) / len(self._TOPICS)

    @api.depends("partner_id", "company_id")
    def _compute_farmer_id(self):
        for card in self:
            card.farmer_id = card.partner_id.with_company(card.company_id).farmer_id

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        counted = {"completeness"}
        return super().create(
            [{key: vals[key] for key in vals.keys() - counted} for vals in vals_list]
        )

    def write(self, vals):
        kept = self._KEPT & vals.keys()
        if kept and not self.env.su:
            labels = sorted(self._fields[name]._description_string(self.env) for name in kept)
            raise AccessError(
                self.env._("These fields of the card do not change: %s.", ", ".join(labels))
            )
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _join_for(self, client):
        """Join the cards of clients that become one: nothing that was learnt is lost."""
        for cards in self.grouped("company_id").values():
            card = (cards.filtered(lambda card: card.partner_id == client) or cards)[0]
            for topic in self._TOPICS:
                words = dict.fromkeys(one[topic] for one in card | cards if one[topic])
                card[topic] = "\n\n".join(words)[: NOTE_LENGTH * 5]
            (cards - card).unlink()
