from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# Where a question is about these alone, open cards are counted by person before anything else is done to them.
PEOPLE = {"happened_on", "kind", "company_id", "currency_id", "team_id", "user_id", "is_led_by_me"}
MEASURES = {
    "__count", "in_work", "pipeline", "won", "lost", "won_amount", "lost_amount", "average_deal", "win_rate",
    "win_rate_amount", "days_open", "days_held",
}  # fmt: skip
BY_PERSON = "conveyor_pipeline_by_person"
# A context may come from anybody over RPC, but never with this very object in it.
YES = object()


class ConveyorPipelineReport(models.Model):
    """How the figures of the pipeline add up, on every level of a pivot."""

    _inherit = "conveyor.pipeline.report"

    # === GROUPING === #

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        report = self._count_by_person(domain, groupby, aggregates)
        return super(ConveyorPipelineReport, report)._read_group(
            domain, groupby, aggregates, *args, **kwargs
        )

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        specs = {spec for groupby in grouping_sets for spec in groupby}
        report = self._count_by_person(domain, specs, aggregates)
        return super(ConveyorPipelineReport, report)._read_grouping_sets(
            domain, grouping_sets, aggregates, order
        )

    def _count_by_person(self, domain, groupby, aggregates):
        """This report, with open cards counted by person where the question asks for no more."""
        asked = {spec.partition(":")[0].partition(".")[0] for spec in groupby}
        rule = self.env["ir.rule"]._compute_domain(self._name, "read")
        by_person = (
            asked <= PEOPLE
            and {spec.partition(":")[0] for spec in aggregates} <= PEOPLE | MEASURES
            and _get_names(domain) | _get_names(rule) <= PEOPLE
        )
        return self.with_context(**{BY_PERSON: YES}) if by_person else self

    def _is_by_person(self):
        return self.env.context.get(BY_PERSON) is YES

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == "__count":
            return SQL("COALESCE(SUM(%s), 0)::int8", SQL.identifier(self._table, "row_count"))
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _get_measure_sql(self, name, column):
        """Ratios come from the sums of their group, days are the middle value, levels are those of the last day."""
        if name in ("in_work", "pipeline"):
            return self._get_level_sql(column(name), column("happened_on"))
        if name in ("days_open", "days_held"):
            return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)", column(name))
        ratios = {
            "average_deal": ("won_amount", ["won"]),
            "win_rate": ("won", ["won", "lost"]),
            "win_rate_amount": ("won_amount", ["won_amount", "lost_amount"]),
        }
        if name not in ratios:
            return None
        over, under = ratios[name]
        ratio = SQL(
            "SUM(%s)::float8 / NULLIF(%s, 0)",
            column(over),
            SQL(" + ").join(SQL("COALESCE(SUM(%s), 0)", column(part)) for part in under),
        )
        return self._blank_mixed(ratio, column) if name == "win_rate_amount" else ratio

    @api.model
    def _get_level_sql(self, value, day):
        """Open cards add up; without any in the group, the levels of its last day do."""
        levels = SQL(
            "FILTER (WHERE NOT %s AND %s IS NOT NULL)", SQL.identifier(self._table, "is_now"), value
        )
        return SQL(
            """COALESCE(SUM(%(value)s) FILTER (WHERE %(is_now)s),
                        (SELECT SUM(last.value)
                           FROM unnest(array_agg(%(day)s) %(levels)s, array_agg(%(value)s) %(levels)s)
                                AS last(day, value)
                          WHERE last.day = MAX(%(day)s) %(levels)s))::float8""",
            value=value,
            day=day,
            is_now=SQL.identifier(self._table, "is_now"),
            levels=levels,
        )


def _get_names(domain):
    """The fields that a domain asks of; None where a part of it is no plain condition."""
    names = set()
    for part in Domain(domain):
        if isinstance(part, tuple):
            names |= {part[0].partition(".")[0]} if isinstance(part[0], str) else set()
        elif not isinstance(part, str):
            names.add(None)
    return names
