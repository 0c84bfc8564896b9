from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

CLASSES = [("a", "A"), ("b", "B"), ("c", "C")]


class ResPartner(models.Model):
    """The class of a client: how much of the money of the last 12 months he brings."""

    _inherit = "res.partner"

    client_class = fields.Selection(
        CLASSES,
        string="Class of Client",
        company_dependent=True,
        readonly=True,
        copy=False,
        help="By the contract amount of the last 12 months: A brings the first 80 % of the money, B the next 15 %, "
        "C the rest. Empty: no sales. Worked out each night; the shares are in the settings.",
    )

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """No default, of a context or of a person, gives a class."""
        return super().default_get([name for name in fields if name != "client_class"])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_class(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_class(vals)
        return super().write(vals)

    @api.model
    def _check_class(self, vals):
        if vals.get("client_class"):
            raise AccessError(
                self.env._("The class of a client follows from his purchases; nobody types it.")
            )

    # === CRON === #

    @api.model
    def _cron_classify(self):
        """Give the clients of every company their class; run again it finds nothing to change."""
        # A cron of the whole department.
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        for number, company in enumerate(companies, start=1):
            self._classify(company)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - number):
                break

    @api.model
    def _classify(self, company):
        """Class all clients of a company by one statement.

        The client who brings the money over a border still belongs to the better class.

        :return: number of clients whose class has changed
        """
        self.env["conveyor.fact"]._book_expected()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH classes AS (%(classes)s)
                UPDATE res_partner p
                   SET client_class = CASE WHEN x.class IS NULL THEN NULLIF(p.client_class - %(key)s, '{}'::jsonb)
                            ELSE COALESCE(p.client_class, '{}'::jsonb) || jsonb_build_object(%(key)s, x.class) END
                  FROM (SELECT q.id, c.class FROM res_partner q LEFT JOIN classes c ON c.id = q.id
                         WHERE c.id IS NOT NULL OR q.client_class IS NOT NULL) x
                 WHERE p.id = x.id AND p.client_class ->> %(key)s IS DISTINCT FROM x.class
                """,
                classes=self._get_classes_sql(company),
                key=str(company.id),
            )
        )
        count = self.env.cr.rowcount
        self.invalidate_model(["client_class"], flush=False)
        return count

    @api.model
    def _get_classes_sql(self, company):
        """The clients who have bought in the last 12 months, each with his class."""
        today = company._get_business_day()
        return SQL(
            """
            WITH sales AS (
                 SELECT p.commercial_partner_id AS id, sum(f.amount) AS amount
                   FROM conveyor_fact f
                   JOIN conveyor_client k ON k.id = f.client_id
                   JOIN conveyor_client t ON t.id = COALESCE(k.merged_into_id, k.id)
                   JOIN res_partner p ON p.id = t.partner_id
                  WHERE f.metric_id = %(metric)s AND f.company_id = %(company)s
                    AND f.happened_on > %(since)s AND f.happened_on <= %(today)s
                  GROUP BY 1 HAVING sum(f.amount) > 0),
            shares AS (
                 SELECT id, (sum(amount) OVER (ORDER BY amount DESC, id) - amount) / sum(amount) OVER () AS before
                   FROM sales)
            SELECT id, CASE WHEN before < %(a)s THEN 'a' WHEN before < %(b)s THEN 'b' ELSE 'c' END AS class FROM shares
            """,
            metric=self.env["conveyor.metric"]._get("contract_amount").id,
            company=company.id,
            since=fields.Date.subtract(today, months=12),
            today=today,
            a=round(company.conveyor_share_a, 6),
            b=round(company.conveyor_share_a + company.conveyor_share_b, 6),
        )
