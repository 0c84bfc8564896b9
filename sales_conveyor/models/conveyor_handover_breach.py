from odoo import models
from odoo.tools import format_datetime


class ConveyorHandover(models.Model):
    """An offer that nobody decided in time is a breach of its receiver."""

    _inherit = "conveyor.handover"

    # === BUSINESS METHODS === #

    def _expire(self):
        res = super()._expire()
        self.env["conveyor.incident"]._book_breaches(
            "offer_expired", [handover._prepare_breach() for handover in self]
        )
        return res

    def _prepare_breach(self):
        """What a breach tells of this offer, in the language of its receiver."""
        self.ensure_one()
        receiver = self.to_user_id
        env = self.with_context(lang=receiver.lang or self.env.lang).env
        evidence = env._(
            "“%(card)s”, offered by %(sender)s, was to be decided by %(deadline)s.",
            card=self.name,
            sender=self.from_user_id.name,
            deadline=format_datetime(env, self.deadline_at, tz=self.company_id.conveyor_tz),
        )
        return {
            "origin": f"{self._name},{self.id}",
            "user_id": receiver.id,
            "team_id": self.to_team_id.id,
            "company_id": self.company_id.id,
            "lead_id": self.lead_id.id,
            "partner_id": self.partner_id.id,
            "happened_on": self.company_id._get_business_day(self.deadline_at),
            "evidence": evidence,
        }
