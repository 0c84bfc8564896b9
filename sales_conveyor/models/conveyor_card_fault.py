from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import FARMER, HUNTER

# So many days back breaches are looked for: cards older than that were booked before.
LOOK_BACK_DAYS = 400


class ConveyorCardFault(models.Model):
    """Since when a card waits to be put in order by its present owner; written each night, gone once it is."""

    _name = "conveyor.card.fault"
    _description = "Card to Put in Order"
    _log_access = False
    _order = "since_on, id"
    _rec_name = "lead_id"

    lead_id = fields.Many2one(
        "crm.lead", string="Card", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    since_on = fields.Date(
        string="Since",
        required=True,
        readonly=True,
        help="The business day on which it was noticed first.",
    )

    _unique_lead = models.UniqueIndex("(lead_id)")

    # === CRUD METHODS === #

    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()

    def write(self, vals):
        self._refuse()

    def unlink(self):
        self._refuse()

    def _refuse(self):
        raise UserError(
            self.env._("Cards to put in order are noticed at night, never written by hand.")
        )

    # === CRON === #

    @api.model
    def _cron_watch(self):
        """The night of every company: look at its cards and dates once its business day is over.

        Each company is kept even if the server dies after it; run again it finds its day looked at.
        """
        companies = (
            self.env["res.company"].sudo().search(Domain.TRUE)
        )  # a cron of the whole department
        for number, company in enumerate(companies, start=1):
            day = company._get_business_day() - timedelta(days=1)
            if not company.conveyor_cards_watched_on or company.conveyor_cards_watched_on < day:
                self._watch(company, day)
                self.env["conveyor.incident"]._book_broken_dates(company, day)
                company.conveyor_cards_watched_on = day
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - number):
                break

    # === BUSINESS METHODS === #

    @api.model
    def _watch(self, company, day):
        """Remember which cards of a company are faulty now, and book those that have been for too long.

        :param date day: the business day that is over
        :return: ids of the breaches that are new
        """
        if not self.env["crm.team"]._get_conveyor_team_ids():
            return []
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH faulty AS MATERIALIZED (SELECT h.lead_id, h.user_id FROM (%(cards)s) h WHERE h.is_faulty),
                     mended AS (
                        DELETE FROM conveyor_card_fault f
                         WHERE f.company_id = %(company)s
                           AND NOT EXISTS (SELECT FROM faulty x WHERE x.lead_id = f.lead_id))
                INSERT INTO conveyor_card_fault AS f (lead_id, user_id, company_id, since_on)
                SELECT x.lead_id, x.user_id, %(company)s, %(day)s FROM faulty x
                    ON CONFLICT (lead_id) DO UPDATE
                       SET user_id = EXCLUDED.user_id, company_id = EXCLUDED.company_id, since_on = EXCLUDED.since_on
                     WHERE f.user_id != EXCLUDED.user_id OR f.company_id != EXCLUDED.company_id
                """,
                cards=self.env["crm.lead"]._get_hygiene_sql(SQL("c.id = %s", company.id)),
                company=company.id,
                day=day,
            )
        )
        self.invalidate_model(flush=False)
        return self.env["conveyor.incident"]._book_breaches(
            "card_incomplete", self._find_breaches(company, day)
        )

    @api.model
    def _find_breaches(self, company, day):
        """The cards of hunters and farmers that have been faulty for more working days of their owner than allowed.

        :return: rows for `conveyor.incident._book_breaches`
        """
        # Only what its owner may do about it is told.
        cards = self.env["crm.lead"].sudo()
        old = SQL(
            """c.id = %s AND l.conveyor_role IN %s AND l.id IN (
               SELECT f.lead_id FROM conveyor_card_fault f WHERE f.company_id = %s AND f.since_on <= %s)""",
            company.id,
            (HUNTER, FARMER),
            company.id,
            day - timedelta(days=company.conveyor_card_days),
        )
        rows = {row["lead_id"]: row for row in cards._read_hygiene(old)}
        faults = self.sudo().search([("lead_id", "in", list(rows))])  # as above
        worked = self._count_worked(faults, company, day)
        year, week, _weekday = day.isocalendar()
        return [
            self._prepare_breach(rows[fault.lead_id.id], fault, day, f"{year}-{week:02d}")
            for fault in faults
            if worked[fault] > company.conveyor_card_days
        ]

    @api.model
    def _count_worked(self, faults, company, day):
        """How many days the owners have worked since the day on which it was noticed, their own days off left out.

        :return: ``{conveyor.card.fault record: number}``
        """
        if not faults:
            return {}
        first = max(min(faults.mapped("since_on")), day - timedelta(days=LOOK_BACK_DAYS))
        members = (
            self.env["crm.team.member"].sudo().search([("user_id", "in", faults.user_id.ids)])
        )  # hours only
        days = members._get_working_days(first, day)
        by_team = {
            (member.user_id, member.crm_team_id): set(worked) for member, worked in days.items()
        }
        usual = set(company._get_working_days(first, day))
        return {
            fault: len(
                [
                    one
                    for one in by_team.get((fault.user_id, fault.lead_id.team_id), usual)
                    if fault.since_on < one <= day
                ]
            )
            for fault in faults
        }

    @api.model
    def _prepare_breach(self, row, fault, day, week):
        """What a breach tells of a card, in the language of its owner."""
        owner = fault.user_id
        lead = self.env["crm.lead"].with_context(lang=owner.lang or self.env.lang)
        return {
            "origin": f"crm.lead,{fault.lead_id.id},{week}",
            "user_id": owner.id,
            "team_id": row["team_id"],
            "company_id": row["company_id"],
            "lead_id": row["lead_id"],
            "partner_id": row["partner_id"],
            "happened_on": day,
            "evidence": lead.env._(
                "Waits to be put in order since %(day)s: %(faults)s.",
                day=fields.Date.to_string(fault.since_on),
                faults="; ".join(lead._tell_faults(row, lead._get_fault_words())),
            ),
        }
