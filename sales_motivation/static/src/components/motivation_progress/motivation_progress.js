import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** How far each window has come, and what is missing to the next rate. */
export class MotivationProgress extends Component {
    static template = "sales_motivation.MotivationProgress";
    static props = { groups: Array };

    windowText({ progress }) {
        const { reached } = progress;
        return {
            month: _t("%s this month", reached),
            quarter: _t("%s this quarter", reached),
            year: _t("%s this year", reached),
        }[progress.window];
    }

    rateText({ progress }) {
        return _t("the next sale brings %s", progress.rate);
    }

    nextText({ missing, rate }) {
        return _t("%(missing)s more, and everything above brings %(rate)s", { missing, rate });
    }

    width({ progress }) {
        return `width: ${Math.min(100, Math.round(100 * progress.share))}%`;
    }
}
