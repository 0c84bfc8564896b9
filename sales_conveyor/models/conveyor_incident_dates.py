from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

CATCH_UP_DAYS = 31
SHIFT = "conveyor.shift.report"


class ConveyorIncident(models.Model):
    """Dates that were moved out of the month at its end are breaches of whoever owned the deal then."""

    _inherit = "conveyor.incident"

    # === BUSINESS METHODS === #

    @api.model
    def _book_broken_dates(self, company, day, since=None):
        """Book the dates of deals and orders that were put off over the border of a month.

        What was moved before the rule existed is nobody's breach; a night that was missed is caught up.

        :param date day: the business day that is over
        :param datetime since: moves from this instant on; by default since the rule exists
        :return: ids of the breaches that are new
        """
        rule = self.env["conveyor.incident.category"]._get_rule("dates_broken")
        if not rule:
            return []
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("kind", "in", ("deadline", "order"))
            & Domain("direction", "in", ("later", "none"))
            & Domain("owner_id", "!=", False)
            & Domain("moved_on", ">", day - timedelta(days=CATCH_UP_DAYS))
            & Domain("moved_on", "<=", day)
            & Domain("moved_at", ">=", since or rule.create_date)
        )
        shifts = self.env[SHIFT].sudo().search(domain)  # a rule of the whole department
        return self._book_breaches(
            rule.code, [self._prepare_broken_date(shift) for shift in shifts]
        )

    @api.model
    def _prepare_broken_date(self, shift):
        """What a breach tells of a moved date, in the language of the person."""
        owner = shift.owner_id
        env = self.with_context(lang=owner.lang or self.env.lang).env
        words = {
            "name": shift.name,
            "old": format_date(env, shift.old_on),
            "new": format_date(env, shift.new_on) if shift.new_on else "—",
            "day": format_date(env, shift.moved_on),
            "left": shift.days_left,
        }
        return {
            "origin": f"{SHIFT},{shift.id}",
            "user_id": owner.id,
            "team_id": shift.team_id.id,
            "company_id": shift.company_id.id,
            "lead_id": shift.lead_id.id,
            "partner_id": (shift.lead_id.partner_id or shift.order_id.partner_id).id,
            "happened_on": shift.moved_on,
            "evidence": env._(
                "“%(name)s”: %(old)s became %(new)s on %(day)s, working days left in the month: %(left)s.",
                **words,
            ),
        }
