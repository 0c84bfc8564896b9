import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { openFigure } from "../../utils/figure";
import { formatMetric } from "../../utils/metric_value";

/** A value of a metric that opens what it was made of. */
export class ConveyorValue extends Component {
    static template = "sales_conveyor.ConveyorValue";
    static props = {
        figure: Object,
        metric: Object,
        currencyId: Number,
        isShort: { type: Boolean, optional: true },
        class: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
    }

    get text() {
        const { figure, metric, currencyId, isShort } = this.props;
        return formatMetric(figure.value, metric, currencyId, { isShort });
    }

    get wholeText() {
        const { figure, metric, currencyId } = this.props;
        return `${metric.name}: ${formatMetric(figure.value, metric, currencyId)}`;
    }

    onClick() {
        return openFigure(this.action, this.props.figure, this.props.metric.name);
    }
}
