import { Component } from "@odoo/owl";
import { cookie } from "@web/core/browser/cookie";
import { getColor } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";
import { formatMetric } from "../../utils/metric_value";
import { ConveyorChart } from "../conveyor_chart/conveyor_chart";
import { ConveyorValue } from "../conveyor_value/conveyor_value";

/** One of the four pipeline metrics: now, the period before, and the line of the last periods. */
export class ConveyorTrend extends Component {
    static template = "sales_conveyor.ConveyorTrend";
    static components = { ConveyorChart, ConveyorValue };
    static props = { metric: Object, currencyId: Number };

    get previous() {
        return formatMetric(this.props.metric.previous, this.props.metric, this.props.currencyId, { isShort: true });
    }

    /** Better, worse or the same as in the period before. */
    get change() {
        const { figure, previous, is_less_better } = this.props.metric;
        if (figure.value === null || previous === null || figure.value === previous) {
            return { icon: "fa-minus", tone: "muted", words: _t("no change to compare") };
        }
        const grows = figure.value > previous;
        return {
            icon: grows ? "fa-arrow-up" : "fa-arrow-down",
            tone: grows === !is_less_better ? "success" : "danger",
            words: grows ? _t("more than before") : _t("less than before"),
        };
    }

    get label() {
        const { metric, currencyId } = this.props;
        return `${metric.name}: ${metric.trend.map((value) => formatMetric(value, metric, currencyId)).join(", ")}`;
    }

    get chart() {
        const { trend } = this.props.metric;
        const color = getColor(0, cookie.get("color_scheme"), "odoo");
        const last = trend.length - 1;
        return {
            type: "line",
            data: {
                labels: trend.map((_value, index) => index),
                datasets: [
                    {
                        data: trend,
                        borderColor: color,
                        backgroundColor: color,
                        borderWidth: 2,
                        tension: 0.3,
                        pointRadius: trend.map((_value, index) => (index === last ? 3 : 0)),
                    },
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                layout: { padding: 4 },
                plugins: { legend: { display: false }, tooltip: { enabled: false } },
                scales: { x: { display: false }, y: { display: false } },
            },
        };
    }
}
