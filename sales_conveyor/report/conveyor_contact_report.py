from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.res_partner_cadence import CLASSES

# What tells that a client was reached, beside the cards.
CONTACTS = ("call", "conversation", "activity_done", "meeting_held")
# Ids of rows: the client's, with room for the company.
COMPANIES = 4096


class ConveyorContactReport(models.Model):
    """One row per client who has a farmer, and company: when he was reached last, and when he should be again."""

    _name = "conveyor.contact.report"
    _description = "Clients to Contact"
    _auto = False
    _order = "due_on, id"
    _rec_name = "partner_id"
    _depends = {
        "res.partner": ["farmer_id", "client_class", "commercial_partner_id", "active"],
        "crm.lead": ["partner_id", "active", "won_status"],
        "crm.team.member": ["user_id", "crm_team_id", "active"],
        "mail.activity": ["res_model", "res_id", "date_deadline", "active"],
        "res.company": ["conveyor_cadence_a", "conveyor_cadence_b", "conveyor_cadence_c"],
    }  # fmt: skip

    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Farmer", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    client_class = fields.Selection(CLASSES, string="Class", readonly=True)
    cadence = fields.Integer(
        string="Days Between Contacts", readonly=True, aggregator=None, help="By his class."
    )
    last_contact_at = fields.Datetime(string="Last Contact", readonly=True)
    silent_days = fields.Integer(readonly=True, aggregator="avg")
    next_contact_on = fields.Date(
        string="Next Contact", readonly=True, help="The next thing planned, on a card or himself."
    )
    due_on = fields.Date(
        string="Contact By", readonly=True, help="The last contact, and the days of his class."
    )
    overdue_days = fields.Integer(string="Days Overdue", readonly=True, aggregator="avg")

    # === QUERY === #

    @property
    def _table_query(self):
        names = [f"conveyor_cadence_{key}" for key, _label in CLASSES]
        cadence = SQL(
            "CASE k.class WHEN 'a' THEN c.%s WHEN 'b' THEN c.%s ELSE c.%s END",
            *map(SQL.identifier, names),
        )
        return SQL(
            """
            SELECT p.id::int8 * %(companies)s + c.id AS id, p.id AS partner_id, c.id AS company_id, u.id AS user_id,
                   (SELECT tm.crm_team_id FROM crm_team_member tm WHERE tm.user_id = u.id AND tm.active
                     ORDER BY tm.id LIMIT 1) AS team_id,
                   k.class AS client_class, %(cadence)s AS cadence, r.at AS last_contact_at,
                   z.today - d.reached_on AS silent_days, n.next_on AS next_contact_on,
                   COALESCE(d.reached_on + %(cadence)s, z.today) AS due_on,
                   GREATEST(z.today - COALESCE(d.reached_on + %(cadence)s, z.today), 0) AS overdue_days
              FROM res_partner p
             CROSS JOIN LATERAL jsonb_each_text(p.farmer_id) f (company, farmer)
              JOIN res_company c ON c.id = f.company::int4
              JOIN res_users u ON u.id = f.farmer::int4
             CROSS JOIN LATERAL (SELECT p.client_class ->> f.company AS class) k
             CROSS JOIN LATERAL (%(cards)s) l
             CROSS JOIN LATERAL (SELECT GREATEST(l.at, (%(deeds)s)) AS at) r
             CROSS JOIN LATERAL (SELECT LEAST(l.next_on, (
                   SELECT min(m.date_deadline) FROM mail_activity m
                    WHERE m.res_model = 'res.partner' AND m.res_id = p.id AND m.active)) AS next_on) n
             CROSS JOIN LATERAL (SELECT
                   (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date AS today) z
             CROSS JOIN LATERAL (SELECT
                   (r.at AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date AS reached_on) d
             WHERE p.active AND p.farmer_id IS NOT NULL
            """,
            companies=COMPANIES,
            cadence=cadence,
            cards=self._get_cards_sql(),
            deeds=self._get_deeds_sql(),
            now=SQL("%s::timestamp", self.env.cr.now()),
        )

    @api.model
    def _get_cards_sql(self):
        """What the cards of a client tell: when he was reached, and when he will be next."""
        return SQL(
            """
            SELECT max(x.last_contact_at) AS at,
                   min(x.next_contact_on) FILTER (WHERE x.active AND x.won_status = 'pending') AS next_on
              FROM res_partner q
              JOIN crm_lead x ON x.partner_id = q.id
             WHERE q.commercial_partner_id = p.id AND (x.company_id IS NULL OR x.company_id = c.id)
            """
        )

    @api.model
    def _get_deeds_sql(self):
        """When a client was reached otherwise: what the ledger tells."""
        metrics = self.env["conveyor.metric"]
        known = tuple(metrics._get(code).id or 0 for code in CONTACTS)
        return SQL(
            """
            SELECT max(g.happened_at) FROM conveyor_client w JOIN conveyor_fact g ON g.client_id = w.id
             WHERE w.partner_id = p.id AND g.company_id = c.id AND g.metric_id IN %s
            """,
            known,
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """What this very transaction has done is in the ledger when it looks."""
        self.env["conveyor.fact"]._book_expected()
        return super()._search(domain, *args, **kwargs)

    # === ACTION METHODS === #

    def action_plan_contacts(self):
        """Plan an ordinary call with each of these clients, who have nothing planned yet."""
        rows = self.search([("id", "in", self.ids)])
        if not rows:
            raise UserError(self.env._("Choose the clients first."))
        rows.invalidate_recordset()  # what was planned since the list was opened
        free = rows.filtered(lambda row: not row.next_contact_on)
        activities = free._plan_contacts()
        message = (
            self.env._("%s contacts are planned.", len(activities))
            if activities
            else self.env._("Each of these clients has a contact planned already.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if activities else "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _plan_contacts(self):
        """One activity per client, on his newest open card or on himself, for his farmer."""
        cards = self._find_cards()
        kind = self.env.ref("mail.mail_activity_data_call")
        models = {name: self.env["ir.model"]._get_id(name) for name in ("crm.lead", "res.partner")}
        days = {company: company._get_next_working_day() for company in self.company_id}
        vals_list = []
        for row in self:
            card = cards.get((row.partner_id.id, row.company_id.id, row.user_id.id))
            model, res_id = ("crm.lead", card) if card else ("res.partner", row.partner_id.id)
            vals_list.append(
                {
                    "res_model_id": models[model],
                    "res_id": res_id,
                    "user_id": row.user_id.id,
                    "activity_type_id": kind.id,
                    "summary": self.env._("Keep in touch: %s", row.partner_id.name),
                    "date_deadline": days[row.company_id],
                }
            )
        quiet = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        return quiet.create(vals_list)

    def _find_cards(self):
        """The newest open card of each of these clients that his farmer has.

        :return: ``{(client, company, farmer): id of a card}``
        """
        if not self:
            return {}
        self.env["crm.lead"].flush_model(["partner_id", "user_id", "won_status", "active"])
        rows = self.env.execute_query(
            SQL(
                """
                    SELECT w.client, w.company, w.farmer, max(l.id)
                      FROM unnest(%s::int4[], %s::int4[], %s::int4[]) AS w (client, company, farmer)
                      JOIN res_partner q ON q.commercial_partner_id = w.client
                      JOIN crm_lead l ON l.partner_id = q.id AND l.user_id = w.farmer AND l.active
                                     AND l.won_status = 'pending'
                                     AND (l.company_id IS NULL OR l.company_id = w.company)
                     GROUP BY 1, 2, 3
                    """,
                [row.partner_id.id for row in self],
                [row.company_id.id for row in self],
                [row.user_id.id for row in self],
            )
        )
        return {tuple(key): card for *key, card in rows}
