from odoo import api, fields, models
from odoo.tools import SQL

from ..const import PASSAGE_OUTCOMES, ROLES


class ConveyorPassageReport(models.Model):
    """One row per stay of a card with one person in one stage: conversion, losses and speed of each section.

    Rates are averages over rows of 1, 0 or nothing, so that on every level of a pivot they are the ratio of
    the sums.
    """

    _name = "conveyor.passage.report"
    _description = "Section Analysis"
    _inherit = ["conveyor.report.mixin"]
    _auto = False
    _order = "entered_at desc, id desc"
    _rec_name = "lead_id"
    _depends = {
        "conveyor.passage": [
            "lead_id", "user_id", "team_id", "stage_id", "role", "company_id", "partner_id", "source_id",
            "lost_reason_id", "entered_at", "left_at", "outcome", "is_section_entry", "is_backfilled",
        ],
        "crm.lead": ["expected_revenue"],
        "crm.team": ["user_id"],
        "res.company": ["currency_id"],
    }  # fmt: skip

    lead_id = fields.Many2one("crm.lead", string="Card", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    manager_id = fields.Many2one("res.users", string="Team Leader", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    role = fields.Selection(selection=ROLES, string="Section", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True)
    entered_at = fields.Datetime(string="Entered", readonly=True)
    left_at = fields.Datetime(string="Left", readonly=True)
    outcome = fields.Selection(selection=PASSAGE_OUTCOMES, readonly=True)
    is_backfilled = fields.Boolean(string="Back-filled", readonly=True)
    stays = fields.Integer(readonly=True)
    entries = fields.Integer(readonly=True, help="Cards that entered the section from outside.")
    in_work = fields.Integer(readonly=True, help="Cards that are here now.")
    passed = fields.Integer(string="Passed On", readonly=True)
    won = fields.Integer(readonly=True)
    lost = fields.Integer(readonly=True)
    returned = fields.Integer(readonly=True)
    conversion = fields.Float(
        aggregator="avg",
        readonly=True,
        help="Passed on or won ÷ all that left the section: passed on, won, lost, returned.",
    )
    win_rate = fields.Float(aggregator="avg", readonly=True, help="Won ÷ (won + lost).")
    days = fields.Float(
        string="Days per Stay",
        aggregator="avg",
        readonly=True,
        help="From entry to leaving, or until now.",
    )
    section_days = fields.Float(
        string="Days in Section",
        aggregator="avg",
        readonly=True,
        help="Days of all stays ÷ entries.",
    )
    won_amount = fields.Monetary(readonly=True, help="Expected revenue of the cards won.")
    lost_amount = fields.Monetary(readonly=True, help="Expected revenue of the cards lost.")

    # === ACTION METHODS === #

    def action_open_lead(self):
        """Open the card of this stay."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(False, "form")],
        }

    # === QUERY === #

    def _columns(self):
        # Looked up card by card: a join would read all cards of the company for the few that were closed.
        revenue = SQL("(SELECT l.expected_revenue FROM crm_lead l WHERE l.id = p.lead_id)")
        return SQL(
            """p.id, p.lead_id, p.user_id, p.team_id, t.user_id AS manager_id, p.stage_id, p.role, p.company_id,
               c.currency_id, p.partner_id, p.source_id, p.lost_reason_id, p.entered_at, p.left_at, p.outcome,
               p.is_backfilled,
               CASE p.outcome WHEN 'won' THEN %(revenue)s END AS won_amount,
               CASE p.outcome WHEN 'lost' THEN %(revenue)s END AS lost_amount""",
            revenue=revenue,
        )

    def _counts(self):
        """Columns of 1 or 0, to be summed."""
        return SQL(
            """1 AS stays,
               p.is_section_entry::int AS entries,
               (p.left_at IS NULL)::int AS in_work,
               (p.outcome IS NOT DISTINCT FROM 'passed')::int AS passed,
               (p.outcome IS NOT DISTINCT FROM 'won')::int AS won,
               (p.outcome IS NOT DISTINCT FROM 'lost')::int AS lost,
               (p.outcome IS NOT DISTINCT FROM 'returned')::int AS returned"""
        )

    def _rates(self):
        """Columns to be averaged: empty where the stay says nothing about the rate."""
        days = SQL(
            "EXTRACT(EPOCH FROM COALESCE(p.left_at, %s) - p.entered_at) / 86400", self.env.cr.now()
        )
        return SQL(
            """CASE WHEN p.outcome IN ('passed', 'won') THEN 1
                    WHEN p.outcome IN ('lost', 'returned') THEN 0 END AS conversion,
               CASE p.outcome WHEN 'won' THEN 1 WHEN 'lost' THEN 0 END AS win_rate,
               %(days)s AS days,
               %(days)s AS section_days""",
            days=days,
        )

    def _tables(self):
        return SQL(
            """conveyor_passage p
               LEFT JOIN crm_team t ON t.id = p.team_id
               LEFT JOIN res_company c ON c.id = p.company_id"""
        )

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """A card may stay in several stages of one section: its days add up, its entry counts once."""
        if aggregate_spec != "section_days:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "section_days", query),
            self._field_to_sql(self._table, "entries", query),
        )
