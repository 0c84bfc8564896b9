from dateutil.relativedelta import relativedelta

from odoo import Command, api, models

from ..const import FACT_KINDS

# What a component of a kind begins with: its metric, what it pays, and over which window.
DEFAULTS = {
    "salary": {"unit": "fixed", "window": "month"},
    "commission": {"metric": "money_in", "unit": "percent", "window": "quarter", "rate": 0.03},
    "override": {"metric": "money_in", "unit": "percent", "window": "quarter", "rate": 0.01},
    "spif": {"metric": "first_sale", "unit": "each", "window": "quarter", "rate": 1000},
    "bonus": {"unit": "fixed", "window": "quarter", "amount": 10000, "gate": "error_free_day"},
    "deduction": {
        "metric": "breach_confirmed",
        "unit": "fixed",
        "window": "quarter",
        "amount": 500,
    },
    "draw": {"unit": "fixed", "window": "month", "amount": 30000},
}
# Days without an error that a bonus asks for: three working days of four.
ERROR_FREE_DAYS = {"month": 15, "quarter": 45, "year": 180}


class MotivationPayComponent(models.Model):
    """A component that is good at once, whatever its kind: the rest is numbers."""

    _inherit = "motivation.pay.component"

    # === ONCHANGE METHODS === #

    @api.onchange("kind")
    def _onchange_kind(self):
        """Begin with what a component of this kind needs, and with nothing that it does not know."""
        if not self.kind:
            return
        default = DEFAULTS[self.kind]
        self._take_name()
        self._take_metric(default)
        self.unit, self.window = default["unit"], default["window"]
        self.credit = "team" if self.kind == "override" else "doer"
        self.tier_on = "attainment" if self.kind == "bonus" else "amount"
        self.amount = default.get("amount", 0)
        self.sale = "all"
        self._take_days()
        self._take_tiers(default)
        self._take_gates(default)

    @api.onchange("metric_id")
    def _onchange_metric_id(self):
        """Money pays a share of it, anything else money for each."""
        if self.kind in FACT_KINDS and self.metric_id:
            unit = "percent" if self.metric_id.measure == "amount" else "each"
            if unit != self.unit:
                self.unit = unit
                self.tier_ids = [Command.clear(), Command.create({"start": 0, "rate": 0})]

    # === BUSINESS METHODS === #

    def _take_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        if not self.name or self.name in labels.values():
            self.name = labels[self.kind]

    def _take_metric(self, default):
        self.metric_id = self.env["conveyor.metric"]._get(default.get("metric"))

    def _take_days(self):
        """A prize is for the next month, at first."""
        if self.kind != "spif":
            self.first_on = self.last_on = False
            return
        company = self.company_id or self.env.company
        self.first_on = company._get_business_day().replace(day=1) + relativedelta(months=1)
        self.last_on = self.first_on + relativedelta(months=1, days=-1)

    def _take_tiers(self, default):
        first = [Command.create({"start": 0, "rate": default["rate"]})] if "rate" in default else []
        self.tier_ids = [Command.clear(), *first]

    def _take_gates(self, default):
        asked = self.env["conveyor.metric"]._get(default.get("gate"))
        gates = [
            Command.create({"metric_id": metric.id, "goal": ERROR_FREE_DAYS[self.window]})
            for metric in asked
        ]
        self.gate_ids = [Command.clear(), *gates]
