from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ConveyorLedgerReportMixin(models.AbstractModel):
    """What analyses over the ledger share: they see what this very transaction has done, and add up no money
    of several companies: such a total stays blank.

    A measure that is no plain sum has its rule in ``_get_measure_sql``.
    """

    _name = "conveyor.ledger.report.mixin"
    _description = "Analysis of the Ledger"

    is_led_by_me = fields.Boolean(
        string="Led by Me",
        compute="_compute_is_led_by_me",
        search="_search_is_led_by_me",
        help="The present person leads the sales team.",
    )

    # === COMPUTE METHODS === #

    @api.depends_context("uid")
    def _compute_is_led_by_me(self):
        for row in self:
            # Who leads is no secret.
            row.is_led_by_me = row.team_id.sudo().user_id == self.env.user

    def _search_is_led_by_me(self, operator, value):
        """By the teams themselves: for whoever leads none PostgreSQL is asked for his own rows alone."""
        if operator != "in":
            return NotImplemented
        # Who leads is no secret.
        teams = self.env["crm.team"].sudo().with_context(active_test=False)
        return Domain("team_id", "in", teams.search([("user_id", "=", self.env.uid)]).ids)

    # === BUSINESS METHODS === #

    @api.model
    def _get_metric_id(self, name):
        """The id of a metric of ours, without a query once it is known.

        :param str name: its external id without module and ``metric_``
        """
        return self.env["ir.model.data"]._xmlid_to_res_id(f"sales_conveyor.metric_{name}")

    @api.model
    def _get_standing_sql(self, metric_id):
        """The condition that a fact ``f`` of a metric stands: it changes no other one and was not taken back."""
        return SQL(
            """
            f.reversal_of_id IS NULL AND f.id NOT IN (
                SELECT h.id FROM conveyor_fact d JOIN conveyor_fact h ON h.id = d.reversal_of_id
                 WHERE d.reversal_of_id IS NOT NULL AND d.metric_id = %s
                 GROUP BY h.id HAVING h.quantity + sum(d.quantity) = 0)
            """,
            metric_id,
        )

    # === GROUPING === #

    @api.model
    def _search(self, domain, *args, **kwargs):
        """What this very transaction has done is in the ledger when it looks."""
        self.env["conveyor.fact"]._book_expected()
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _read_group(self, domain, *args, **kwargs):
        self._plan_by_index()
        return super()._read_group(domain, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, *args, **kwargs):
        self._plan_by_index()
        return super()._read_grouping_sets(domain, *args, **kwargs)

    @api.model
    def _plan_by_index(self):
        """Let PostgreSQL read the facts of a period by their index, until the end of this transaction.

        By default it takes a disk for one that turns and reads the whole ledger for a year's deals instead,
        sorts them on disk, and compiles queries that run for less time than that takes.
        """
        settings = {"random_page_cost": "1.1", "work_mem": "16MB", "jit": "off"}
        calls = (SQL("set_config(%s, %s, TRUE)", *setting) for setting in settings.items())
        self.env.cr.execute(SQL("SELECT %s", SQL(", ").join(calls)))

    @api.model
    def _get_measure_sql(self, name, column):
        """How a measure adds up, where it is no plain sum.

        :param str name: of the field
        :param column: function of the name of a field, giving the SQL of its column
        :return: SQL of the aggregate, or nothing for Odoo's own
        """

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        column = partial(self._field_to_sql, self._table, query=query)
        name, _colon, function = aggregate_spec.partition(":")
        field = self._fields.get(name)
        if function == "sum_currency":
            return SQL("NULL::float8")  # money of several currencies is blank, too
        if aggregate_spec == "currency_id:array_agg_distinct":
            # One or several: a list of all would have PostgreSQL sort every row.
            ends = SQL("MIN(%(it)s), MAX(%(it)s)", it=column(name))
            return SQL("ARRAY(SELECT DISTINCT unnest(ARRAY[%s]))", ends)
        own = field is not None and function == field.aggregator
        total = self._get_measure_sql(name, column) if own else None
        if total is None:
            total = super()._read_group_select(aggregate_spec, query)
        is_money = field is not None and field.type == "monetary"
        return self._blank_mixed(total, column) if is_money else total

    @api.model
    def _blank_mixed(self, total, column):
        """A total of money, unless its rows are of several companies."""
        return SQL(
            "CASE WHEN MIN(%(company)s) = MAX(%(company)s) THEN %(total)s END",
            company=column("company_id"),
            total=total,
        )
