from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

DIMENSIONS = ("industry_id", "staff_range", "position", "source_id", "country_id", "state_id")
MEASURES = ("deals", "won", "win_rate", "value", "value_per_deal", "lift")
BASE = "conveyor_portrait_base"


class Base:
    """The win rate that groups are compared with.

    A context may come from anybody over RPC, but then it holds plain numbers, never one of these.
    """

    def __init__(self, rate):
        """Keep the rate; equal to nothing but itself."""
        self.rate = rate


class ConveyorPortraitReport(models.Model):
    """How much better a group is than everything in the same filter, and the portrait as plain data."""

    _inherit = "conveyor.portrait.report"

    # === BUSINESS METHODS === #

    @api.model
    def _get_portrait(self, domain=()):
        """Whom the department wins, by each trait: for a screen or a workbook.

        Groups with the highest lift come first; those with too few deals to tell come last, largest first.
        One query for all groups, and one for the names of each kind of record.

        :param domain: which deals
        :return: ``{dimension: [{"id", "label", "deals", "won", "win_rate", "value", "value_per_deal", "lift",
            "is_small", "domain"}]}``; what there is nothing to tell of is ``None``, an unknown trait has the id False
        """
        aggregates = [f"{name}:{self._fields[name].aggregator}" for name in MEASURES]
        sets = self._read_grouping_sets(domain, [[name] for name in DIMENSIONS], aggregates)
        return {
            name: self._sort_traits(self._prepare_trait(name, row, domain) for row in rows)
            for name, rows in zip(DIMENSIONS, sets, strict=True)
        }

    def _prepare_trait(self, dimension, row, domain):
        value, *numbers = row
        figures = {
            name: None if number is False else number
            for name, number in zip(MEASURES, numbers, strict=True)
        }
        id_ = value.id if isinstance(value, models.BaseModel) else value
        return {
            "id": id_ or False,
            "label": self._get_trait_label(dimension, value),
            **figures,
            "is_small": figures["deals"] < self._get_minimum(),
            "domain": list(Domain(domain) & Domain(dimension, "=", id_ or False)),
        }

    def _get_trait_label(self, dimension, value):
        if not value:
            return self.env._("Unknown")
        if isinstance(value, models.BaseModel):
            # Names of industries, sources and places are no secret.
            return value.sudo().display_name
        if dimension == "staff_range":
            return dict(self._fields[dimension]._description_selection(self.env))[value]
        return value

    @api.model
    def _sort_traits(self, traits):
        return sorted(
            traits, key=lambda trait: (trait["is_small"], -(trait["lift"] or 0), -trait["deals"])
        )

    @api.model
    def _get_minimum(self):
        """How many closed deals a group needs to be compared."""
        # A setting is no secret.
        return self.env.company.sudo().conveyor_portrait_minimum

    # === GROUPING === #

    @api.model
    def web_read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        """All levels of a grouped list are compared with everything in the list."""
        nested = "lift:avg" in aggregates and len(groupby) > 1
        report = self._with_base(domain) if nested else self
        return super(ConveyorPortraitReport, report).web_read_group(
            domain, groupby, aggregates, *args, **kwargs
        )

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), **kwargs):
        uneven = having or any("." in spec for spec in groupby)
        report = self._with_base(domain) if uneven and "lift:avg" in aggregates else self
        return super(ConveyorPortraitReport, report)._read_group(
            domain, groupby, aggregates, having=having, **kwargs
        )

    @api.model
    def _with_base(self, domain):
        """Have the win rate of everything in a filter at hand, where the groups do not add up to it."""
        if isinstance(self.env.context.get(BASE), Base):
            return self
        [(won, deals)] = self._read_group(domain, [], ["won:sum", "deals:sum"])
        return self.with_context(**{BASE: Base(won / deals if deals else 0)})

    @api.model
    def _get_measure_sql(self, name, column):
        """Rates and values come from the sums of their group."""
        won, deals = SQL("SUM(%s)", column("won")), SQL("SUM(%s)", column("deals"))
        if name == "win_rate":
            return SQL("%s::float8 / NULLIF(%s, 0)", won, deals)
        if name in ("value", "value_per_deal"):
            under = won if name == "value" else deals
            return SQL("SUM(%s)::float8 / NULLIF(%s, 0)", column("won_amount"), under)
        if name != "lift":
            return None
        return SQL(
            "CASE WHEN %(deals)s >= %(minimum)s THEN %(won)s::float8 / %(deals)s / NULLIF(%(base)s, 0) END",
            deals=deals,
            won=won,
            minimum=max(self._get_minimum(), 1),
            base=self._get_base_sql(won, deals),
        )

    def _get_base_sql(self, won, deals):
        """The win rate of everything: the groups together, each grouping being everything once."""
        base = self.env.context.get(BASE)
        if isinstance(base, Base):
            return SQL("%s::float8", base.rate)
        return SQL("(SUM(%s) OVER ())::float8 / NULLIF(SUM(%s) OVER (), 0)", won, deals)
