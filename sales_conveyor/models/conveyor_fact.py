from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import FACT_REASONS, ROLES

# The documents a fact may open; others are named as they are.
COUNT = {"digits": (16, 4)}


class ConveyorFact(models.Model):
    """The ledger: one row per thing that happened, booked once and never edited.

    Odoo rewrites or forgets what must be proved, so a fact is booked in the transaction in which it happens.
    What changes later is a further row: a difference, or a reversal, dated the day of the change, with the
    cohort day of what it changes. The rows of one ``metric, origin, line, part`` sum up to what stands.

    Nobody writes here, administrators and server code included: all booking is one SQL statement per source.
    """

    _name = "conveyor.fact"
    _inherit = ["conveyor.ledger.mixin"]
    _description = "Fact"
    _order = "happened_at desc, id desc"
    _rec_name = "reference"
    _log_access = False

    metric_id = fields.Many2one(
        "conveyor.metric", required=True, readonly=True, ondelete="restrict"
    )
    # when
    happened_on = fields.Date(
        string="Day",
        required=True,
        readonly=True,
        help="The business day in the company's time zone.",
    )
    cohort_on = fields.Date(
        string="Cohort Day",
        readonly=True,
        help="The day this story began: an acceptance belongs to the day of the offer, "
        "a won deal to the day its handover was accepted.",
    )
    happened_at = fields.Datetime(string="Instant", required=True, readonly=True)
    clock = fields.Char(
        string="Time",
        compute="_compute_clock",
        help="By the clock of the company, as its days are.",
    )
    booked_at = fields.Datetime(string="Booked", required=True, readonly=True)
    # who
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="restrict"
    )
    role = fields.Selection(ROLES, string="Section", readonly=True)
    scout_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    hunter_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    farmer_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    # about whom and what
    client_id = fields.Many2one(
        "conveyor.client",
        string="Client of the Ledger",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    partner_id = fields.Many2one(related="client_id.partner_id", string="Client")
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    source_id = fields.Many2one("utm.source", readonly=True, ondelete="set null")
    # how much
    quantity = fields.Float(required=True, readonly=True, **COUNT)
    amount = fields.Monetary(readonly=True, help="In the currency of the company.")
    currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    origin_amount = fields.Monetary(
        string="Amount in Document",
        currency_field="origin_currency_id",
        readonly=True,
        aggregator=None,
    )
    origin_currency_id = fields.Many2one(
        "res.currency", string="Document Currency", readonly=True, ondelete="restrict"
    )
    rate = fields.Float(
        digits=0,
        readonly=True,
        aggregator=None,
        help="Units of the document's currency for one of the company's, kept from the day it was booked.",
    )
    days_held = fields.Integer(
        string="Days Since Accepted",
        readonly=True,
        aggregator="avg",
        help="From the cohort day to this one.",
    )
    days_open = fields.Integer(
        string="Days Since Created",
        readonly=True,
        aggregator="avg",
        help="From the birth of the card.",
    )
    # from where
    origin_id = fields.Integer(readonly=True, required=True, aggregator=None)
    line_id = fields.Integer(readonly=True, required=True, aggregator=None)
    part_id = fields.Integer(readonly=True, required=True, aggregator=None)
    revision = fields.Integer(readonly=True, required=True, aggregator=None)
    res_model = fields.Char(string="Document Type", readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", readonly=True)
    reference = fields.Char(readonly=True)
    reversal_of_id = fields.Many2one(
        "conveyor.fact",
        string="Changes",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reason = fields.Selection(FACT_REASONS, string="Why Changed", readonly=True)
    is_backfilled = fields.Boolean(
        string="Back-filled",
        readonly=True,
        help="Taken from what Odoo still knew of the time before the ledger.",
    )
    is_imported = fields.Boolean(
        string="Imported",
        readonly=True,
        help="History that the head of sales brought in; pay ignores it.",
    )
    is_level = fields.Boolean(
        string="Level", readonly=True, help="A state at the end of a day: never summed over time."
    )
    hash = fields.Char(string="Seal", readonly=True)

    _unique_origin = models.UniqueIndex("(metric_id, origin_id, line_id, part_id, revision)")
    # A sum by day, person, team or product reads nothing but this index.
    _day_idx = models.Index(
        "(metric_id, happened_on) INCLUDE (company_id, team_id, user_id, product_id, is_level, quantity, amount)"
    )
    # What was taken back or sold at a loss: few rows.
    _negative_idx = models.Index("(metric_id, origin_id, line_id, part_id) WHERE amount < 0")
    _person_idx = models.Index("(user_id, happened_on)")
    _document_idx = models.Index("(res_model, res_id)")
    _booked_idx = models.Index("USING brin (booked_at)")
    _check_numbers = models.Constraint("CHECK (quantity < 1e12 AND amount < 1e15 AND rate < 1e15)")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "reference")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        """The document by its own name for those who may read it, else by its kind and number."""
        names = {}
        for model, facts in self.grouped("res_model").items():
            if model in self.env:
                records = self.env[model].browse(set(facts.mapped("res_id"))).exists()
                readable = records._filtered_access("read")
                names |= {(model, record.id): record.display_name for record in readable}
        for fact in self:
            fact.display_name = names.get((fact.res_model, fact.res_id)) or fact._get_plain_name()

    def _get_plain_name(self):
        if self.res_model not in self.env:
            return self.metric_id.name
        kind = self.env["ir.model"]._get(self.res_model).name
        return f"{kind} {self.reference or self.res_id}"

    @api.depends("happened_at", "company_id.conveyor_tz")
    def _compute_clock(self):
        for fact in self:
            # The clock of a company is no secret.
            zone = fact.company_id.sudo().conveyor_tz or "UTC"
            local = fields.Datetime.context_timestamp(fact.with_context(tz=zone), fact.happened_at)
            fact.clock = f"{local:%H:%M}"

    # === ACTION METHODS === #

    def action_open_document(self):
        """Open what the fact tells of; say so where it no longer exists."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        record = model.browse(self.res_id).exists() if model is not None else None
        if not record:
            raise UserError(self.env._("%s no longer exists; the fact remains.", self.display_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Levels are never summed over time, and days are averaged over what stands."""
        name, _colon, function = aggregate_spec.partition(":")
        if function == "avg" and name in ("days_held", "days_open"):
            days = self._field_to_sql(self._table, name, query)
            quantity = self._field_to_sql(self._table, "quantity", query)
            return SQL(
                "(SUM(%(days)s * %(quantity)s) / NULLIF(SUM(%(quantity)s) FILTER (WHERE %(days)s IS NOT NULL), 0))"
                "::float8",
                days=days,
                quantity=quantity,
            )
        if function == "sum" and name in ("quantity", "amount"):
            value = self._field_to_sql(self._table, name, query)
            level = self._field_to_sql(self._table, "is_level", query)
            total = SQL(
                "COALESCE(%(sum)s + %(last)s, %(sum)s, %(last)s)",
                sum=SQL("SUM(%s) FILTER (WHERE NOT %s)", value, level),
                last=SQL(
                    "conveyor_last(%s, %s) FILTER (WHERE %s)",
                    self._field_to_sql(self._table, "happened_on", query),
                    value,
                    level,
                ),
            )
            return self._blank_mixed(aggregate_spec, total, query)
        return super()._read_group_select(aggregate_spec, query)
