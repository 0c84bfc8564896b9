import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";

/** A chart of Chart.js, drawn anew when its configuration changes; its words are for those who cannot see it. */
export class ConveyorChart extends Component {
    static template = "sales_conveyor.ConveyorChart";
    static props = { config: Object, label: String, class: { type: String, optional: true } };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                this.chart?.destroy();
                this.chart = new window.Chart(this.canvas.el, this.props.config);
            },
            () => [this.props.config]
        );
        onWillUnmount(() => this.chart?.destroy());
    }
}
