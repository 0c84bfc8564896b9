"""The company of the real data in its old Odoo, before anybody thought of a conveyor.

One opportunity per row: seller, team under its manager, client with industry and size, stage or lost
with a reason; for each won deal a confirmed order with one line of the product at the closing value.
"""

from psycopg2.extras import execute_values

from real_orders import fill_orders

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
}
BATCH = 500


class Company:
    """Fills a database; what it made stays at hand by name."""

    def __init__(self, env, data):
        self.env = env(context={**env.context, **QUIET})
        self.data = data
        self.users, self.teams, self.partners, self.products, self.leads = {}, {}, {}, {}, {}

    def fill(self):
        """Everything, in one transaction.

        :return: this company
        """
        self.env.company.resource_calendar_id.tz = "UTC"  # a day of the files is a business day
        self.fill_names()
        self._fill_stages()
        self._fill_leads()
        fill_orders(self)
        self._write_dates()
        return self

    def fill_names(self):
        """People, teams, clients and products: what every company has before anything happens.

        :return: this company
        """
        self._fill_people()
        self._fill_teams()
        self._fill_clients()
        self._fill_products()
        return self

    def _create(self, model, vals_list, **context):
        """Create in batches that keep the memory flat."""
        records = self.env[model]
        for start in range(0, len(vals_list), BATCH):
            records |= records.with_context(**context).create(vals_list[start : start + BATCH])
            self.env.flush_all()
        return records

    def _named(self, model, vals_list):
        records = self._create(model, vals_list)
        return {vals["name"]: record for vals, record in zip(vals_list, records, strict=True)}

    def _fill_people(self):
        group = self.env.ref("sales_team.group_sale_salesman").ids
        managers = {manager for manager, _office in self.data.sellers.values()}
        self.users = self._named(
            "res.users",
            [
                {
                    "name": name,
                    "login": name.lower().replace(" ", "."),
                    "group_ids": [(6, 0, group)],
                }
                for name in sorted(managers | self.data.sellers.keys())
            ],
        )

    def _fill_teams(self):
        """The office is the team; where two managers share one, each has his own."""
        names = {who: f"{who[1]} — {who[0]}" for who in sorted(set(self.data.sellers.values()))}
        teams = self._named(
            "crm.team",
            [
                {"name": name, "user_id": self.users[manager].id, "company_id": self.env.company.id}
                for (manager, _office), name in names.items()
            ],
        )
        self.teams = {who: teams[name] for who, name in names.items()}
        self._create(
            "crm.team.member",
            [
                {"user_id": self.users[seller].id, "crm_team_id": self.teams[who].id}
                for seller, who in self.data.sellers.items()
            ],
        )

    def _fill_clients(self):
        rows = self.data.accounts.values()
        sectors = sorted({row["sector"] for row in rows})
        industries = self._named(
            "res.partner.industry", [{"name": s.capitalize()} for s in sectors]
        )
        self.partners = self._named(
            "res.partner",
            [
                {
                    "name": row["account"],
                    "ref": f"REAL-{number}",
                    "is_company": True,
                    "industry_id": industries[row["sector"].capitalize()].id,
                    "comment": f"{row['employees']} people, {row['revenue']} M USD, {row['office_location']}",
                }
                for number, row in enumerate(rows, 1)
            ],
        )
        # An order needs a client, also where the file has none.
        self.nobody = self.env["res.partner"].create({"name": "Client unknown"})

    def _fill_products(self):
        """The series of a product is its category."""
        series = [{"name": name} for name in sorted(set(self.data.series.values()))]
        categories = self._named("product.category", series)
        self.products = self._named(
            "product.product",
            [
                {
                    "name": name,
                    "list_price": price,
                    "type": "service",
                    "taxes_id": [(5,)],
                    "categ_id": categories[self.data.series[name]].id,
                }
                for name, price in self.data.products.items()
            ],
        )

    def _fill_stages(self):
        names = ("Prospecting", "Engaging")
        stages = [{"name": name, "sequence": n - 20} for n, name in enumerate(names)]
        self.stages = self._named("crm.stage", stages)
        self.stages["Won"] = self.env.ref("crm.stage_lead4")
        self.stages["Lost"] = self.stages["Engaging"]
        self.reason = self.env["crm.lost.reason"].create({"name": "Chose another"})

    def _fill_leads(self):
        leads = self._create("crm.lead", [self._prepare_lead(deal) for deal in self.data.deals])
        self.leads = {deal.code: lead.id for deal, lead in zip(self.data.deals, leads, strict=True)}

    def _prepare_lead(self, deal):
        values = {
            "name": f"{deal.code} {deal.product}",
            "type": "opportunity",
            "user_id": self.users[deal.seller].id,
            "team_id": self.teams[self.data.sellers[deal.seller]].id,
            "partner_id": deal.account and self.partners[deal.account].id,
            "stage_id": self.stages[deal.stage].id,
            "expected_revenue": deal.value or self.data.products[deal.product],
        }
        if deal.stage == "Lost":
            values |= {"active": False, "probability": 0, "lost_reason_id": self.reason.id}
        if deal.stage == "Won":
            values["probability"] = 100
        return values

    def _write_dates(self):
        """Odoo takes no dates of the past from anybody: the only thing written by SQL."""
        self.env.flush_all()
        rows = [(self.leads[d.code], d.engaged, d.closed) for d in self.data.deals if d.engaged]
        execute_values(
            self.env.cr._obj,
            """
            UPDATE crm_lead l
               SET create_date = x.engaged, date_open = x.engaged, date_last_stage_update = x.engaged,
                   date_closed = x.closed
              FROM (VALUES %s) AS x(id, engaged, closed) WHERE x.id = l.id
            """,
            rows,
            template="(%s, %s::timestamp, %s::timestamp)",
            page_size=len(rows),
        )
        self.env.invalidate_all()
