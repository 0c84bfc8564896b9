from odoo import api, fields, models
from odoo.tools import SQL

from ..const import ROLES


class ConveyorHygieneReport(models.Model):
    """One row per open card of a team with the conveyor: what it tells of what it must, and what is wrong.

    Filled % = Σ told ÷ Σ asked, cards in order % = Σ cards in order ÷ Σ cards: on every level of a pivot from the
    sums of their parts.
    """

    _name = "conveyor.hygiene.report"
    _description = "Cards in Order"
    _inherit = ["conveyor.report.mixin"]
    _auto = False
    _order = "faults desc, id"
    _rec_name = "lead_id"
    _depends = {
        "crm.lead": [
            "name", "user_id", "team_id", "stage_id", "conveyor_role", "company_id", "won_status", "active", "partner_id",
            "partner_name", "contact_name", "phone", "email_from", "function", "city", "website", "vat", "source_id",
            "expected_revenue", "date_deadline", "description", "date_last_stage_update",
        ],
        "crm.team": ["user_id", "company_id"],
        "crm.stage": ["sequence", "team_ids", "is_won", "rotting_threshold_days"],
        "res.users": ["company_id"],
        "res.company": ["conveyor_tz"],
        "conveyor.card.requirement": ["asked", "role", "stage_id", "active"],
    }  # fmt: skip

    lead_id = fields.Many2one("crm.lead", string="Card", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    manager_id = fields.Many2one("res.users", string="Team Leader", readonly=True)
    role = fields.Selection(ROLES, string="Section", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    card_faults = fields.Char(related="lead_id.card_faults")
    cards = fields.Integer(readonly=True)
    in_order = fields.Integer(
        string="Cards in Order", readonly=True, help="Nothing is missing, nothing is wrong."
    )
    required = fields.Integer(string="Asked", readonly=True, help="What the cards must tell.")
    filled = fields.Integer(string="Told", readonly=True, help="What of it the cards tell.")
    not_filled = fields.Integer(readonly=True, help="Cards that do not tell all they must.")
    no_contact = fields.Integer(string="No Next Contact", readonly=True)
    past_close = fields.Integer(string="Closing Is Over", readonly=True)
    no_amount = fields.Integer(readonly=True)
    stuck = fields.Integer(string="Too Long in Stage", readonly=True)
    faults = fields.Integer(readonly=True, help="Everything that is missing or wrong.")
    filled_share = fields.Float(
        string="Filled %", aggregator="avg", readonly=True, help="Told ÷ asked."
    )
    order_share = fields.Float(
        string="In Order %", aggregator="avg", readonly=True, help="Cards in order ÷ cards."
    )

    # === ACTION METHODS === #

    def action_open_lead(self):
        """Open the card."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(False, "form")],
        }

    # === QUERY === #

    def _columns(self):
        return SQL(
            """h.lead_id AS id, h.lead_id, h.user_id, h.team_id, h.manager_id, h.role, h.stage_id, h.company_id,
               h.partner_id"""
        )

    def _counts(self):
        """Columns to be summed."""
        return SQL(
            """1 AS cards, (NOT h.is_faulty)::int AS in_order, h.required, h.filled,
               (h.required != h.filled)::int AS not_filled, h.no_contact, h.past_close, h.no_amount, h.stuck, h.faults"""
        )

    def _rates(self):
        """Columns to be averaged: by the sums of their parts."""
        return SQL(
            """h.filled::float8 / NULLIF(h.required, 0) AS filled_share, (NOT h.is_faulty)::int::float8 AS order_share"""
        )

    def _tables(self):
        return SQL("(%s) h", self.env["crm.lead"]._get_hygiene_sql(SQL("TRUE")))

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The share of many cards is that of all they tell and all they are asked for."""
        if aggregate_spec != "filled_share:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "(SUM(%s)::float8 / NULLIF(SUM(%s), 0))",
            self._field_to_sql(self._table, "filled", query),
            self._field_to_sql(self._table, "required", query),
        )
