import secrets
from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .conveyor_call import CALL

# So many days are caught up when the server slept.
CATCH_UP_DAYS = 31
REVIEWER = "sales_conveyor.sales_conveyor_group_reviewer"


class ConveyorCallSample(models.Model):
    """The night: which calls of the day that is over are reviewed, and by whom."""

    _inherit = "conveyor.call.sample"

    # === CRON === #

    @api.model
    def _cron_draw(self):
        """Draw every company's days that are over; each day is kept even if the server dies after it."""
        companies = self.env["res.company"].sudo().search(Domain.TRUE)  # a cron of everybody
        missing = [
            (company, day) for company in companies for day in self._get_missing_days(company)
        ]
        for number, (company, day) in enumerate(missing, start=1):
            self._draw_day(company, day)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(missing) - number):
                break

    @api.model
    def _get_missing_days(self, company):
        """The business days that are over and not drawn: since the last one, or just the last that ended."""
        yesterday = company._get_business_day() - timedelta(days=1)
        # As the cron does, whoever calls it.
        [(last,)] = self.sudo()._read_group([("company_id", "=", company.id)], [], ["day_on:max"])
        first = yesterday
        if last:
            first = max(last + timedelta(days=1), yesterday - timedelta(days=CATCH_UP_DAYS - 1))
        return [first + timedelta(days=number) for number in range((yesterday - first).days + 1)]

    # === BUSINESS METHODS === #

    @api.model
    def _draw_day(self, company, day, seed=None):
        """Draw the calls of one business day and give them to reviewers; done twice it changes nothing.

        :param str seed: for tests and the demonstration; else nobody can know it beforehand
        :return: the sample, or nothing where that day was drawn before
        """
        deed = self.sudo().with_context(conveyor_call=CALL)  # the lot has no writer of its own
        if deed.search_count([("company_id", "=", company.id), ("day_on", "=", day)], limit=1):
            return deed.browse()
        seed = seed or secrets.token_hex(16)
        share, minimum = company.conveyor_sample_share, company.conveyor_sample_minimum
        population = self._find_population(company, day)
        chosen = self._draw(seed, population, share, minimum)
        judges = self._find_judges(company, chosen)
        sample = deed.create(
            {
                "company_id": company.id,
                "day_on": day,
                "drawn_at": self.env.cr.now(),
                "seed": seed,
                "share": share,
                "minimum": minimum,
                "threshold": company.conveyor_sample_threshold,
                "population": population,
                "chosen": chosen,
                "judges": judges,
                "given": self._split(seed, chosen, judges),
                "population_count": sum(map(len, population.values())),
                "chosen_count": sum(map(len, chosen.values())),
            }
        )
        sample = sample.with_env(self.env)
        sample._give_reviews()
        return sample

    @api.model
    def _find_population(self, company, day):
        """The calls of a day with enough talk, by seller.

        :return: ``{seller: [call]}``, the keys being texts as Json has them
        """
        self.env["conveyor.call"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT user_id::text, array_agg(id ORDER BY id) FROM conveyor_call
                 WHERE company_id = %s AND called_on = %s AND talk_seconds > %s AND cancelled_at IS NULL
                 GROUP BY user_id ORDER BY user_id
                """,
                company.id,
                day,
                company.conveyor_sample_threshold,
            )
        )
        return dict(rows)

    @api.model
    def _find_judges(self, company, chosen):
        """Who may review each call: the reviewers of the company, else the leader of the seller's team, else the heads.

        :return: ``{call: [user]}``, the keys being texts as Json has them
        """
        ids = [call for calls in chosen.values() for call in calls]
        calls = self.env["conveyor.call"].sudo().browse(ids)  # the lot is drawn for everybody
        reviewers = self._find_people(REVIEWER, company)
        heads = self._find_people("sales_team.group_sale_manager", company)
        judges = defaultdict(list)
        for call in calls:
            leader = call.team_id.user_id.filtered("active")
            for people in (reviewers, leader, heads):
                others = people - call.user_id
                if others:
                    judges[str(call.id)] = others.ids
                    break
        return dict(judges)

    @api.model
    def _find_people(self, group, company):
        users = self.env.ref(group).sudo().all_user_ids  # who reviews is no secret
        return users.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        ).sorted("id")

    def _give_reviews(self):
        """One review to do for each call that was drawn."""
        self.ensure_one()
        reviews = self.env["conveyor.call.review"]
        given = {int(call): reviewer for call, reviewer in (self.given or {}).items()}
        calls = self.env["conveyor.call"].sudo().browse(given)  # the lot is drawn for everybody
        reviews._create_for(calls, given, sample_id=self.id)
