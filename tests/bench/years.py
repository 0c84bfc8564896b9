"""Won deals by person and month over all years: stock Odoo's pivot, ours, and the least that PostgreSQL needs."""

import threading

from operations import Operation


class _Years(Operation):
    """Won deals by person and month, all years."""

    def __init__(self, count):
        super().__init__(count)
        self.sql, self.groups = [], 0

    def run(self, prepared):
        """Ask once, and note how long PostgreSQL took."""
        thread = threading.current_thread()
        thread.query_count, thread.query_time = 0, 0.0
        self.groups = len(self.ask(prepared))
        self.sql.append(thread.query_time)


class StockYears(_Years):
    """The pivot of stock Odoo over the cards."""

    def prepare(self, env, team):
        """The model."""
        return env["crm.lead"]

    def ask(self, lead):
        """What the pivot asks for."""
        return lead.formatted_read_group(
            [("won_status", "=", "won")],
            ["user_id", "date_closed:month"],
            ["__count", "expected_revenue:sum"],
        )


class StockSaleYears(_Years):
    """The report of sales of stock Odoo."""

    def prepare(self, env, team):
        """The model."""
        return env["sale.report"]

    def ask(self, report):
        """What the pivot asks for."""
        return report.formatted_read_group(
            [("state", "=", "sale")], ["user_id", "date:month"], ["__count", "price_subtotal:sum"]
        )


class Years(_Years):
    """Our pivot over the sums by month."""

    model, month, metric = "conveyor.fact.sum", "month_on:month", "deal_won"

    def prepare(self, env, team):
        """The model and the metric."""
        return env[self.model], env["conveyor.metric"]._get(self.metric).id

    def ask(self, prepared):
        """What the pivot asks for."""
        model, metric = prepared
        return model.formatted_read_group(
            [("metric_id", "=", metric)], ["user_id", self.month], ["quantity:sum", "amount:sum"]
        )


class FactYears(Years):
    """The same over the facts themselves."""

    model, month = "conveyor.fact", "happened_on:month"


class AttainmentYears(Years):
    """The facts of the analysis of plan and fact: what stock's report tells, and no more."""

    model, metric, measures = "conveyor.attainment.report", "contract_amount", ["fact:sum"]
    narrower = [("kind", "=", "fact")]

    def ask(self, prepared):
        """What the pivot asks for."""
        model, metric = prepared
        return model.formatted_read_group(
            [("metric_id", "=", metric), *self.narrower],
            ["user_id", self.month],
            ["__count", *self.measures],
        )


class WholeAttainmentYears(AttainmentYears):
    """All that its pivot shows by itself, with a cell for every target: stock Odoo has nothing of the kind."""

    narrower = []
    measures = ["fact:sum", "plan:sum", "attainment:avg", "pace:avg", "forecast:sum"]


class BareYears(Years):
    """The least that PostgreSQL needs for it."""

    table, month = "conveyor_fact_sum", "month_on"

    def ask(self, prepared):
        """One statement."""
        model, metric = prepared
        model.env.cr.execute(
            f"""
            SELECT user_id, date_trunc('month', {self.month}), sum(quantity), sum(amount) FROM {self.table}
             WHERE metric_id = %s GROUP BY 1, 2 ORDER BY 1, 2
            """,  # noqa: S608  (names of ours)
            [metric],
        )
        return model.env.cr.fetchall()


class BareContractYears(BareYears):
    """The same of contracts."""

    metric = "contract_amount"


class BareFactYears(BareYears):
    """The same over the facts themselves."""

    table, month = "conveyor_fact", "happened_on"
