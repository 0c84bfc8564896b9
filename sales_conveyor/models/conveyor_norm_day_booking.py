from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# So many days are caught up when the server slept; before that nobody knows the norms any more.
CATCH_UP_DAYS = 31


class ConveyorNormDay(models.Model):
    """The night: what was asked of everybody on the day that is over, beside what was done."""

    _inherit = "conveyor.norm.day"

    # === CRON === #

    @api.model
    def _cron_book(self):
        """Book every company's days that are over; each day is kept even if the server dies after it."""
        companies = (
            self.env["res.company"].sudo().search(Domain.TRUE)
        )  # a cron of the whole department
        missing = [
            (company, day) for company in companies for day in self._get_missing_days(company)
        ]
        for number, (company, day) in enumerate(missing, start=1):
            self._book_day(company, day, self._find_members(company, company._get_end_of_day(day)))
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(missing) - number):
                break

    @api.model
    def _get_missing_days(self, company):
        """The business days that are over and not booked: since the last one, or just the last that ended."""
        yesterday = company._get_business_day() - timedelta(days=1)
        # As the cron does, whoever calls it.
        [(last,)] = self.sudo()._read_group([("company_id", "=", company.id)], [], ["day_on:max"])
        first = yesterday - timedelta(days=CATCH_UP_DAYS - 1) if last else yesterday
        if last:
            first = max(first, last + timedelta(days=1))
        return [first + timedelta(days=number) for number in range((yesterday - first).days + 1)]

    @api.model
    def _find_members(self, company, end=None):
        """The people who work by norms in a company.

        :param datetime end: those only who were members by then
        """
        domain = [
            ("crm_team_id.use_conveyor", "=", True),
            ("crm_team_id.active", "=", True),
            ("user_id.active", "=", True),
            "|",
            ("crm_team_id.company_id", "=", company.id),
            *("&", ("crm_team_id.company_id", "=", False), ("user_id.company_id", "=", company.id)),
        ]
        if end:
            domain.append(("create_date", "<", end))
        return self.env["crm.team.member"].sudo().search(domain, order="id")  # all of a company

    # === BUSINESS METHODS === #

    @api.model
    def _book_day(self, company, day, members):
        """Book one business day of people; done twice it changes nothing.

        :return: ids of the rows booked
        """
        norms = self.env["conveyor.norm"]._get_day_norms(day, members)
        rows = [
            (member, metric, norm) for member in members for metric, norm in norms[member].items()
        ]
        if not rows:
            return []
        done = self._share_done(rows, self._read_done(company, day, rows))
        ids = self._insert(company, day, rows, done)
        self.env["conveyor.fact"]._expect(self._name, ids, happened=True)
        return ids

    @api.model
    def _read_done(self, company, day, rows):
        """What these people did on a business day, as the ledger knew it when the day ended.

        :return: ``{(user, metric): {team: number}}``
        """
        members = self.env["crm.team.member"].union(*(member for member, _metric, _norm in rows))
        metrics = self.env["conveyor.metric"].union(*(metric for _member, metric, _norm in rows))
        domain = [
            ("company_id", "=", company.id),
            ("happened_on", "=", day),
            ("booked_at", "<", company._get_end_of_day(day)),
            ("user_id", "in", members.user_id.ids),
        ]
        found = defaultdict(dict)
        # The whole of a company, whoever sets the clock going.
        for metric, groups in metrics.sudo()._measure(domain, ("user_id", "team_id")).items():
            for (user, team), number in groups.items():
                found[user, metric][team] = number
        return found

    @api.model
    def _share_done(self, rows, found):
        """Each deed counts once: for the norm of its team, else for the first norm of the person.

        :return: list of numbers, one per row
        """
        left = {key: dict(teams) for key, teams in found.items()}
        done = [
            left.get((member.user_id, metric), {}).pop(member.crm_team_id, 0.0)
            for member, metric, _norm in rows
        ]
        for place, (member, metric, _norm) in enumerate(rows):
            done[place] += sum(left.pop((member.user_id, metric), {}).values())
        return done

    @api.model
    def _insert(self, company, day, rows, done):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_norm_day (company_id, day_on, user_id, team_id, role, metric_id, norm, done,
                                               is_met, booked_at)
                SELECT %(company)s, %(day)s, r.user_id, r.team_id, r.role, r.metric_id, round(r.norm, 4),
                       round(r.done, 4), round(r.done, 4) >= round(r.norm, 4), %(now)s
                  FROM unnest(%(users)s::int4[], %(teams)s::int4[], %(roles)s::varchar[], %(metrics)s::int4[],
                              %(norms)s::numeric[], %(done)s::numeric[])
                       AS r (user_id, team_id, role, metric_id, norm, done)
                 WHERE round(r.norm, 4) > 0
                    ON CONFLICT DO NOTHING
                RETURNING id
                """,
                company=company.id,
                day=day,
                now=self.env.cr.now(),
                users=[member.user_id.id for member, _metric, _norm in rows],
                teams=[member.crm_team_id.id for member, _metric, _norm in rows],
                roles=[member._get_norm_role() for member, _metric, _norm in rows],
                metrics=[metric.id for _member, metric, _norm in rows],
                norms=[norm for _member, _metric, norm in rows],
                done=done,
            )
        )
        self.invalidate_model(flush=False)
        return [row for (row,) in self.env.cr.fetchall()]
