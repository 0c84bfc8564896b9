from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import NAME_LENGTH, VERDICTS
from ..tools.verdicts import judge

RELIABILITY_DAYS = 30
NUMBER = {"digits": (16, 4), "readonly": True, "aggregator": None}


class ConveyorDailyReportLine(models.Model):
    """One line of an evening report: a metric with what was asked, claimed and counted, or a fault found."""

    _name = "conveyor.daily.report.line"
    _description = "Line of an Evening Report"
    _inherit = ["conveyor.ledger.mixin"]
    # By the id: Odoo would join reports, people and their names to order the lines of a thousand evenings.
    _order = "report_id.id, sequence, id"
    _rec_name = "metric_id"
    _log_access = False
    _ADDED = ()

    report_id = fields.Many2one(
        "conveyor.daily.report", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True, aggregator=None)
    metric_id = fields.Many2one("conveyor.metric", readonly=True, ondelete="restrict")
    fault = fields.Char(
        readonly=True, size=NAME_LENGTH, help="What is wrong with a card or an agreement."
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Card", readonly=True, index="btree_not_null", ondelete="set null"
    )
    is_adjustment = fields.Boolean(
        string="Adjustment", readonly=True, help="Added by the person after the day was frozen."
    )
    norm = fields.Float(**NUMBER)
    claimed = fields.Float(**NUMBER)
    counted = fields.Float(
        string="CRM Then", help="What the ledger knew when the report was submitted.", **NUMBER
    )
    final = fields.Float(
        string="CRM", help="What the ledger knows of the day when it is frozen.", **NUMBER
    )
    late = fields.Float(
        string="Entered Late",
        help="The part of it that was entered after the deadline.",
        **NUMBER,
    )
    verdict = fields.Selection(VERDICTS, readonly=True)
    comment = fields.Char(readonly=True, size=NAME_LENGTH)
    matched_share = fields.Float(
        string="Reliability",
        compute="_compute_matched_share",
        aggregator="avg",
        help="Claims that matched ÷ all claims with a verdict; faults of cards are no claims.",
    )
    # copied, so that rights and analyses need no other table
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    day_on = fields.Date(string="Day", required=True, readonly=True)

    _unique_metric = models.UniqueIndex(
        "(report_id, metric_id) WHERE metric_id IS NOT NULL AND NOT is_adjustment"
    )
    _unique_adjustment = models.UniqueIndex(
        "(report_id, metric_id, claimed, comment) WHERE is_adjustment"
    )
    _reliability_idx = models.Index("(user_id, day_on) INCLUDE (verdict) WHERE verdict IS NOT NULL")

    # === COMPUTE METHODS === #

    @api.depends("verdict")
    def _compute_matched_share(self):
        for line in self:
            line.matched_share = line.verdict == "match"

    # === CRUD METHODS === #

    def _refuse(self):
        raise self.env["conveyor.daily.report"]._get_refusal()

    # === ACTION METHODS === #

    def action_open_facts(self):
        """Open what the ledger counted: all of the day, as it stands now."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_fact_action"
        )
        return {**action, "domain": list(self._get_facts_domain()), "context": {}}

    # === BUSINESS METHODS === #

    def _get_verdict(self, in_time, final):
        """What the claim is worth beside the ledger, within the tolerance of the company."""
        company = self.company_id.sudo()  # how claims are compared is no secret
        return judge(
            self.claimed,
            in_time,
            final,
            company.conveyor_report_tolerance,
            company.conveyor_report_tolerance_share,
        )

    def _get_facts_domain(self):
        """The facts that the line is about."""
        self.ensure_one()
        return (
            Domain("metric_id", "in", self.metric_id._get_booked().ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("user_id", "=", self.user_id.id)
            & Domain("happened_on", "=", self.day_on)
        )

    @api.model
    def _get_reliability(self, reports):
        """How far the reports of these people could be relied on in the 30 days up to each.

        :return: ``{report: share}``; a person without any verdict is left out
        """
        shares = {}
        # A person's share is shown beside his report, to whoever may read that.
        lines = self.sudo()
        for day, of_day in reports.filtered("day_on").grouped("day_on").items():
            domain = Domain("user_id", "in", of_day.user_id.ids) & Domain("day_on", "<=", day)
            domain &= Domain("day_on", ">", day - timedelta(days=RELIABILITY_DAYS))
            found = dict(lines._read_group(domain, ["user_id"], ["matched_share:avg"]))
            shares |= {
                report: found[report.user_id]
                for report in of_day
                if found.get(report.user_id) is not None
            }
        return shares

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "matched_share:avg":
            return super()._read_group_select(aggregate_spec, query)
        verdict = self._field_to_sql(self._table, "verdict", query)
        return SQL(
            "(COUNT(*) FILTER (WHERE %(verdict)s = 'match'))::float8 / NULLIF(COUNT(*) FILTER (WHERE %(verdict)s != 'fault'), 0)",
            verdict=verdict,
        )
