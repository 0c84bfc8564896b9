from datetime import date

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

from ..const import FACT_KINDS, MONTHS
from ..tools.risk import Risk
from ..tools.telling import tell_number


class MotivationPayPlan(models.Model):
    """What may go wrong with a plan, told while it is written and once more when it is approved."""

    _inherit = "motivation.pay.plan"

    # Pools and targets are weighed whole, whoever looks.
    warnings = fields.Html(
        string="Worth a Second Look", compute="_compute_warnings", compute_sudo=True, sanitize=False
    )
    warning_count = fields.Integer(
        string="Warnings", compute="_compute_warnings", compute_sudo=True
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "role", "valid_from_on", "clawback_days", "previous_id", "component_ids.words", "component_ids.pool_id.is_whole",
        "component_ids.plan_id.role", "component_ids.metric_id.role", "component_ids.metric_id.source",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_warnings(self):
        for plan in self:
            risks = plan._find_risks()
            items = [
                Markup("<li><strong>%s</strong>: %s</li>") % (risk.about, risk.text)
                for risk in risks
            ]
            plan.warning_count = len(risks)
            plan.warnings = (
                Markup('<ul class="mb-0">%s</ul>') % Markup().join(items) if items else False
            )

    # === BUSINESS METHODS === #

    def _find_risks(self):
        """Everything that is worth a second look, component by component: a list of `Risk`."""
        self.ensure_one()
        risks = []
        components = self.component_ids.sorted("sequence")
        for component in components:
            risks += component._find_risks()
        told = {
            **self._find_missing_parts(),
            **self._find_broken_count(),
            **self._find_missing_targets(),
        }
        name = self.name or ""
        risks += [
            Risk(code.split(":")[0], about or name, text) for code, (about, text) in told.items()
        ]
        return risks + self._find_shadows(components) + self._find_broken_pools()

    def _find_missing_parts(self):
        """What a whole plan has, and this one has not."""
        kinds = set(self.component_ids.mapped("kind"))
        told = {}
        if self.component_ids and "salary" not in kinds:
            told["salary"] = self.env._(
                "No component pays the salary: what is written beside people is not paid by this plan."
            )
        if kinds & set(FACT_KINDS) and not self.clawback_days:
            told["clawback"] = self.env._(
                "What was paid for a sale that the client takes back after its window is never taken back."
            )
        windows = set(self._get_components("bonus").mapped("window"))
        for component in self._get_components("deduction"):
            if component.window not in windows:
                told[f"deduction:{component.name}"] = self.env._(
                    "“%s” lowers nothing: no bonus is paid over the same window.", component.name
                )
        return {code: (False, text) for code, text in told.items()}

    def _find_broken_count(self):
        """A plan that begins within a window counts from 0 on that day."""
        bent = self.component_ids.filtered(
            lambda component: component._is_bent() or component.gate_ids
        )
        longest = max(
            (MONTHS[component.window] for component in bent if component.window), default=1
        )
        day = self.valid_from_on
        if not day or (day.day == 1 and (day.month - 1) % longest == 0):
            return {}
        start = date(day.year, (day.month - 1) // longest * longest + 1, 1)
        return {
            "begin": (
                False,
                self.env._(
                    "It begins within a window: what is counted begins at 0 on that day, conditions and targets included. "
                    "It would begin well on %(this)s or on %(next)s.",
                    this=format_date(self.env, start),
                    next=format_date(self.env, start + relativedelta(months=longest)),
                ),
            )
        }

    def _find_missing_targets(self):
        """Shares of targets that nobody has set."""
        if not self.valid_from_on:
            return {}
        asked = {}
        for component in self.component_ids:
            for metric in component._get_targeted_metrics():
                asked.setdefault(metric, component)
        known = self._get_metrics_with_targets(asked)
        return {
            f"target:{metric.id}": (
                component.name,
                self.env._(
                    "It needs targets of “%(metric)s”, and the sales plan of %(year)s has none yet: set them before the "
                    "first pay run.",
                    metric=metric.name,
                    year=str(self.valid_from_on.year),
                ),
            )
            for metric, component in asked.items()
            if metric.id not in known
        }

    def _get_metrics_with_targets(self, metrics):
        """Ids of the metrics that the sales plan in force has targets of, from this plan's year on."""
        groups = self.env["conveyor.target"]._read_group(
            [
                ("plan_id.state", "in", ("approved", "closed")),
                ("company_id", "=", self.company_id._origin.id),
                ("metric_id", "in", [metric.id for metric in metrics]),
                ("month_on", ">=", self.valid_from_on.replace(day=1)),
            ],
            ["metric_id"],
        )
        return {metric.id for [metric] in groups}

    def _find_shadows(self, components):
        """Components that never pay, because one above takes every fact first."""
        risks, takers = [], []
        for component in components.filtered(lambda component: component.kind in FACT_KINDS):
            for taker in takers:
                if taker._takes_all_of(component):
                    text = self.env._(
                        "It never pays: “%s” above it takes every one of these facts.", taker.name
                    )
                    risks.append(Risk("shadow", component.name or "", text))
                    break
            if component.is_exclusive:
                takers.append(component)
        return risks

    def _find_broken_pools(self):
        """Pools whose shares make more or less than the whole."""
        risks = []
        for pool in self.component_ids.pool_id.filtered("is_whole"):
            if not pool._origin.is_full:
                text = self.env._(
                    "The shares of all plans in it make %s %%, not 100 %%.",
                    tell_number(self.env, pool._origin.total * 100),
                )
                risks.append(Risk("pool", pool.name, text))
        return risks

    def _get_components(self, *kinds):
        return self.component_ids.filtered(lambda component: component.kind in kinds)
