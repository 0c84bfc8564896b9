from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils, ormcache

MOVED = "sales_conveyor.moved"
# A day of a company begins up to 14 hours before and ends up to 12 hours after that of the server.
ZONES = timedelta(hours=14)


class ConveyorDeadlineMove(models.Model):
    """Writing down what was moved: one statement when the transaction ends, whatever the number of records."""

    _inherit = "conveyor.deadline.move"

    # === BUSINESS METHODS === #

    @api.model
    def _watch(self, kind, old):
        """Remember the days of documents that are about to go over a month border.

        What this transaction moves back, or undoes, was never moved: the end decides.

        :param str kind: of ``KINDS``
        :param dict old: ``{id: day or instant as it is now}``
        """
        precommit = self.env.cr.precommit
        if old and MOVED not in precommit.data:
            precommit.data[MOVED] = {}
            precommit.add(self.sudo()._book_moves)  # these rows have no writer of their own
        for id_, value in old.items():
            precommit.data[MOVED].setdefault(kind, {}).setdefault(id_, (value, self.env.uid))

    @api.model
    def _book_moves(self):
        """Write down what this transaction has moved so far."""
        watched = self.env.cr.precommit.data.pop(MOVED, None)
        if not watched:
            return
        self.env.flush_all()
        for kind, old in watched.items():
            ids, values, users = zip(*((id_, *rest) for id_, rest in old.items()), strict=True)
            columns = [list(ids), [value.isoformat() for value in values], list(users)]
            self.env.cr.execute(self._get_booking_sql(kind, columns))
        self.invalidate_model(flush=False)

    # === SQL === #

    @api.model
    def _get_booking_sql(self, kind, columns):
        """The statement that writes the moves of one kind.

        :param list columns: ids, old days or instants, and who moved them
        """
        now = SQL("%s::timestamp", self.env.cr.now())
        return SQL(
            """
            WITH watched AS (SELECT * FROM unnest(%(ids)s::int4[], %(old)s::timestamp[], %(users)s::int4[])
                                 AS w(id, old, user_id)),
                 documents AS (%(documents)s),
                 working(company_id, day) AS (SELECT * FROM unnest(%(companies)s::int4[], %(days)s::date[]))
            INSERT INTO conveyor_deadline_move (kind, lead_id, order_id, res_id, name, old_on, new_on, moved_at,
                        moved_on, days_left, user_id, owner_id, team_id, company_id, amount)
            SELECT %(kind)s, d.lead_id, d.order_id, d.id, d.name, d.old_on, d.new_on, %(now)s, x.moved_on,
                   (SELECT count(*) FROM working g WHERE g.company_id = d.company_id AND g.day >= x.moved_on
                       AND g.day < date_trunc('month', x.moved_on::timestamp) + interval '1 month'),
                   d.user_id, d.owner_id, d.team_id, d.company_id, CASE WHEN abs(d.amount) < 1e12 THEN d.amount END
              FROM documents d
             CROSS JOIN LATERAL (SELECT (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE d.tz)::date AS moved_on) x
             WHERE date_trunc('month', d.old_on::timestamp) IS DISTINCT FROM date_trunc('month', d.new_on::timestamp)
            """,
            ids=columns[0],
            old=columns[1],
            users=columns[2],
            documents=getattr(self, f"_get_{kind}_documents_sql")(),
            companies=[company for company, _day in self._get_working_days()],
            days=[day for _company, day in self._get_working_days()],
            kind=kind,
            now=now,
        )

    @api.model
    def _get_deadline_documents_sql(self):
        """Cards as they are at the end of the transaction."""
        return SQL(
            """
            SELECT l.id, l.id AS lead_id, NULL::int4 AS order_id, l.name, w.old::date AS old_on,
                   l.date_deadline AS new_on, w.user_id, l.user_id AS owner_id, l.team_id, c.id AS company_id,
                   l.expected_revenue AS amount, COALESCE(c.conveyor_tz, 'UTC') AS tz
              FROM watched w
              JOIN crm_lead l ON l.id = w.id
              LEFT JOIN crm_team t ON t.id = l.team_id
              LEFT JOIN res_users o ON o.id = l.user_id
              JOIN res_company c ON c.id = COALESCE(l.company_id, t.company_id, o.company_id, %s)
            """,
            self.env.company.id,
        )

    @api.model
    def _get_order_documents_sql(self):
        """Confirmed orders as they are at the end of the transaction, their days by the clock of the company."""
        return SQL(
            """
            SELECT s.id, s.opportunity_id AS lead_id, s.id AS order_id, s.name,
                   %s AS old_on, %s AS new_on,
                   w.user_id, s.user_id AS owner_id, s.team_id, s.company_id,
                   round(s.amount_untaxed / NULLIF(s.currency_rate, 0) / r.rounding) * r.rounding AS amount,
                   COALESCE(c.conveyor_tz, 'UTC') AS tz
              FROM watched w
              JOIN sale_order s ON s.id = w.id AND s.state = 'sale'
              JOIN res_company c ON c.id = s.company_id
              JOIN res_currency r ON r.id = c.currency_id
            """,
            self._get_day_sql(SQL("w.old")),
            self._get_day_sql(SQL("s.date_order")),
        )

    @api.model
    def _get_day_sql(self, instant):
        """The day of an instant by the clock of company ``c``; Python knows the years 1 to 9999 only."""
        day = SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date", instant
        )
        return SQL("GREATEST(LEAST(%s, '9999-12-31'::date), '0001-01-01'::date)", day)

    # === WORKING DAYS === #

    @api.model
    def _get_working_days(self):
        """The working days of the present month of every company, without a query but the first of a day."""
        now = self.env.cr.now()
        months = {date_utils.start_of((now + shift).date(), "month") for shift in (-ZONES, ZONES)}
        return [
            day for month in sorted(months) for day in self._find_working_days(month, now.date())
        ]

    @api.model
    @ormcache("month", "today")
    def _find_working_days(self, month, today):
        """The working days of all companies in a month.

        :param date today: a calendar changed today counts from tomorrow on
        :return: tuple of (id of a company, day)
        """
        # The hours of the companies are no secret.
        companies = (
            self.env["res.company"].sudo().with_context(active_test=False).search(Domain.TRUE)
        )
        last = date_utils.end_of(month, "month")
        return tuple(
            (company.id, day)
            for company in companies
            for day in company._get_working_days(month, last)
        )
