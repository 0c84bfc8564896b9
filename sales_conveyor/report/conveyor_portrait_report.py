from odoo import fields, models
from odoo.tools import SQL

from ..models.res_partner_portrait import STAFF_RANGES


class ConveyorPortraitReport(models.Model):
    """Whom the department wins: one row per closed deal that stands, with the portrait of its client.

    The company is the client's commercial partner of today; the position is that of the person on the card.
    Imported history counts, a deal reopened or withdrawn does not.
    """

    _name = "conveyor.portrait.report"
    _description = "Ideal Client"
    _inherit = ["conveyor.ledger.report.mixin"]
    _auto = False
    _order = "happened_on desc, id desc"
    _depends = {
        "crm.lead": ["name", "function", "partner_id"],
        "res.partner": ["function", "industry_id", "staff_range", "country_id", "state_id"],
        "res.company": ["currency_id"],
    }

    name = fields.Char(string="Deal", readonly=True)
    happened_on = fields.Date(string="Day", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", readonly=True)
    staff_range = fields.Selection(STAFF_RANGES, string="Employees", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", string="Region", readonly=True)
    position = fields.Char(
        readonly=True,
        help="The job of the person on the card, else of the contact; written large or small it is the same.",
    )
    is_won = fields.Boolean(string="Won Deal", readonly=True)
    deals = fields.Integer(readonly=True, help="Won and lost.")
    won = fields.Integer(readonly=True)
    won_amount = fields.Monetary(readonly=True)
    win_rate = fields.Float(readonly=True, aggregator="avg", help="Won ÷ (won + lost).")
    value = fields.Monetary(
        string="Value of a Won Deal",
        readonly=True,
        aggregator="avg",
        help="Won amount ÷ number of won deals.",
    )
    value_per_deal = fields.Monetary(
        readonly=True,
        aggregator="avg",
        help="Won amount ÷ number of closed deals: what a talk with such a client is worth.",
    )
    lift = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Win rate of the group ÷ win rate of everything in the filter: above 1 you win more often than elsewhere. "
        "Blank where the group has too few deals to tell.",
    )

    # === ACTION METHODS === #

    def action_open_deal(self):
        """Open the card of a row, or the document of an imported deal."""
        self.ensure_one()
        return self.env["conveyor.fact"].browse(self.id).action_open_document()

    # === QUERY === #

    @property
    def _table_query(self):
        return SQL("SELECT %s, %s FROM %s", self._columns(), self._measures(), self._tables())

    def _columns(self):
        return SQL(
            """f.id, f.happened_on, f.company_id, co.currency_id, f.team_id, f.user_id, f.source_id, k.partner_id,
               p.industry_id, p.staff_range, p.country_id, p.state_id,
               COALESCE((SELECT l.name FROM crm_lead l WHERE l.id = f.res_id AND f.res_model = 'crm.lead'),
                        f.reference) AS name,
               %s AS position""",
            self._get_position_sql(),
        )

    def _get_position_sql(self):
        """The job as it was typed, without a difference between "HEAD  of sales" and "Head of Sales "."""
        tidy = "NULLIF(btrim(regexp_replace(%s, '\\s+', ' ', 'g')), '')"
        return SQL(
            """(SELECT upper(left(x.job, 1)) || lower(substr(x.job, 2))
                  FROM crm_lead l LEFT JOIN res_partner a ON a.id = l.partner_id
                 CROSS JOIN LATERAL (SELECT COALESCE(%s, %s) AS job) x
                 WHERE l.id = f.res_id AND f.res_model = 'crm.lead')""",
            SQL(tidy, SQL("l.function")),
            SQL(tidy, SQL("a.function")),
        )

    def _measures(self):
        is_won = SQL("f.metric_id = %s", self._get_metric_id("deal_won"))
        return SQL(
            """%(is_won)s AS is_won, 1 AS deals, (%(is_won)s)::int AS won, %(amount)s AS won_amount,
               (%(is_won)s)::int::float8 AS win_rate, %(amount)s AS value, %(amount)s AS value_per_deal,
               NULL::float8 AS lift""",
            is_won=is_won,
            amount=SQL("CASE WHEN %s THEN f.amount + COALESCE(d.amount, 0) END", is_won),
        )

    def _tables(self):
        """Closed deals with what changed them later; those that came to nothing are left out."""
        metrics = (self._get_metric_id("deal_won"), self._get_metric_id("deal_lost"))
        return SQL(
            """conveyor_fact f
               JOIN res_company co ON co.id = f.company_id
               LEFT JOIN (SELECT c.reversal_of_id, sum(c.quantity) AS quantity, sum(c.amount) AS amount
                            FROM conveyor_fact c WHERE c.reversal_of_id IS NOT NULL AND c.metric_id IN %(metrics)s
                           GROUP BY c.reversal_of_id) d ON d.reversal_of_id = f.id
               LEFT JOIN conveyor_client k ON k.id = f.client_id
               LEFT JOIN res_partner p ON p.id = k.partner_id
              WHERE f.metric_id IN %(metrics)s AND f.reversal_of_id IS NULL
                AND f.quantity + COALESCE(d.quantity, 0) > 0""",
            metrics=metrics,
        )
