import { Component } from "@odoo/owl";
import { getColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatMetric, formatShare, toneOf } from "../../utils/metric_value";
import { ConveyorChart } from "../conveyor_chart/conveyor_chart";
import { ConveyorValue } from "../conveyor_value/conveyor_value";

/** The main goal: % of plan, pace, forecast, what each day has to bring, and the way so far. */
export class ConveyorGoal extends Component {
    static template = "sales_conveyor.ConveyorGoal";
    static components = { ConveyorChart, ConveyorValue };
    static props = { plan: Object, period: Object, currencyId: Number };

    setup() {
        this.formatShare = formatShare;
        this.toneOf = toneOf;
    }

    get goal() {
        return this.props.plan.main;
    }

    get width() {
        return Math.min(100, Math.max(0, Math.round((this.goal.attainment || 0) * 100)));
    }

    /** Where the fact would stand by now, as a share of the plan. */
    get mark() {
        const { plan, plan_to_date } = this.goal;
        return plan && Math.min(100, Math.round((plan_to_date / plan) * 100));
    }

    get chartLabel() {
        const { fact, plan } = this.goal;
        return _t("Fact %(fact)s of plan %(plan)s, day by day", {
            fact: this.format(fact.value),
            plan: this.format(plan),
        });
    }

    get chart() {
        const { days, fact, plan } = this.props.plan.curve;
        const scheme = cookie.get("color_scheme");
        const isPlanned = this.props.plan.has_plan;
        const line = (label, data, color, options) => ({
            label,
            data,
            borderColor: color,
            backgroundColor: color,
            pointRadius: 0,
            pointHitRadius: 12,
            borderWidth: 2,
            ...options,
        });
        return {
            type: "line",
            data: {
                labels: days.map((day) => deserializeDate(day).toLocaleString({ day: "numeric", month: "short" })),
                datasets: [
                    line(_t("Fact"), fact, getColor(0, scheme, "odoo")),
                    ...(isPlanned ? [line(_t("Plan"), plan, "#9a9ca5", { borderDash: [4, 4] })] : []),
                ],
            },
            options: this.chartOptions,
        };
    }

    get chartOptions() {
        return {
            animation: false,
            maintainAspectRatio: false,
            interaction: { mode: "index", intersect: false },
            plugins: {
                legend: { position: "bottom", labels: { boxWidth: 12, boxHeight: 2 } },
                tooltip: {
                    callbacks: { label: (item) => `${item.dataset.label}: ${this.format(item.raw)}` },
                },
            },
            scales: {
                x: { grid: { display: false }, ticks: { maxTicksLimit: 6, maxRotation: 0, autoSkipPadding: 12 } },
                y: { beginAtZero: true, ticks: { maxTicksLimit: 5, callback: (value) => this.format(value) } },
            },
        };
    }

    format(value) {
        return formatMetric(value, this.goal, this.props.currencyId, { isShort: true });
    }
}
