from datetime import timedelta

from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..const import NOTE_LENGTH, RELAY

# A criterion under this share of its best mark is worth a talk.
LOW_SHARE = 0.5
DISPUTE_REACH = 60


class ConveyorCallReview(models.Model):
    """What happens to a review: published, acknowledged or disputed, resolved; and what is learnt from it."""

    _inherit = "conveyor.call.review"

    # === ACTION METHODS === #

    def action_publish(self):
        """The seller sees it from now on, and it never changes; a second click does nothing.

        He learns of it by his note of the morning: a day with many reviews is no day with many messages.
        """
        for review in self:
            if review.state == "published" and review.reviewer_id == self.env.user:
                continue
            review._check_judging()
            review._check_marked()
            review._settle(
                {
                    "state": "published",
                    "published_at": self.env.cr.now(),
                    "dispute_until_on": review._get_last_dispute_day(),
                }
            )

    def action_acknowledge(self):
        """The seller has read it and agrees."""
        for review in self:
            review._check_own("published")
        self._settle({"state": "acknowledged", "acknowledged_at": self.env.cr.now()})

    def action_open_dispute(self):
        """Ask the seller why he disagrees."""
        return self._open_word(self.env._("Dispute the Review"), "dispute")

    def action_open_resolve(self):
        """Ask for the decision and its reason."""
        return self._open_word(self.env._("Resolve the Dispute"), "resolve")

    def action_coach(self):
        """Propose to the leader of the seller that they talk about what went low; once for a review."""
        for review in self:
            review._check_coaching()
            low = review._get_low_lines()
            leader = review.team_id.sudo().user_id or self.env.user  # who leads is no secret
            items = [f"{line.section}: {line.criterion_id.name} — {line.mark}" for line in low]
            note = Markup("<ul>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % item for item in items
            )
            # The leader is to do it, whoever proposes it.
            review.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=leader.id,
                summary=self.env._("Coach %s", review.user_id.name),
                note=note,
            )
            review._settle({"coached_at": self.env.cr.now()})

    # === BUSINESS METHODS === #

    def _open_word(self, title, kind):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "conveyor.call.review.word",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_review_id": self.id, "default_kind": kind},
        }

    def _get_last_dispute_day(self):
        """The last working day on which the seller may dispute."""
        company = self.company_id.sudo()  # its calendar is no secret
        today = company._get_business_day()
        days = company._get_working_days(
            today + timedelta(days=1), today + timedelta(days=DISPUTE_REACH)
        )
        return days[: company.conveyor_review_days][-1] if days else today

    def _check_own(self, state):
        """The seller answers to a review of a call of his, while it waits for his answer."""
        self.ensure_one()
        if self.user_id != self.env.user or self.is_calibration:
            raise AccessError(self.env._("Only the seller answers to the review of his call."))
        if self.state != state:
            raise UserError(self.env._("“%s” does not wait for an answer.", self.display_name))

    def _check_word(self, text):
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Tell why, in a sentence or two."))
        if len(text) > NOTE_LENGTH:
            raise UserError(self.env._("Please keep it under %s characters.", NOTE_LENGTH))
        return text

    def _dispute(self, reason):
        """The seller disagrees; until it is resolved the review counts nothing."""
        self._check_own("published")
        reason = self._check_word(reason)
        company = self.company_id.sudo()  # its clock is no secret
        if company._get_business_day() > self.dispute_until_on:
            raise UserError(
                self.env._("The days to dispute this review ended on %s.", self.dispute_until_on)
            )
        self._settle(
            {"state": "disputed", "disputed_at": self.env.cr.now(), "dispute_reason": reason}
        )
        # Who leads is no secret; the seller need not read who else may answer.
        leader = self.team_id.sudo().user_id - self.reviewer_id - self.user_id
        self._tell(leader, self.env._("%s disputes a review.", self.user_id.name))

    def _resolve(self, resolution, note):
        """Somebody else than the reviewer and the seller decides; the marks stay as they were."""
        self.ensure_one()
        note = self._check_word(note)
        if self.state != "disputed":
            raise UserError(self.env._("“%s” is not disputed.", self.display_name))
        leads = self.team_id.sudo().user_id == self.env.user  # who leads is no secret
        if not leads and not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._("A dispute is resolved by the leader of the team or the head of sales.")
            )
        if self.env.user in self.reviewer_id | self.user_id:
            raise AccessError(
                self.env._(
                    "A dispute is resolved by somebody else than the reviewer and the seller."
                )
            )
        if resolution not in ("upheld", "annulled"):
            raise UserError(self.env._("Tell whether the review stands or does not count."))
        self._settle(
            {
                "state": "resolved",
                "resolution": resolution,
                "resolution_note": note,
                "resolved_by_id": self.env.uid,
                "resolved_at": self.env.cr.now(),
            }
        )
        self._tell(self.user_id | self.reviewer_id, self.env._("The dispute is resolved: %s", note))

    def _get_low_lines(self):
        """The criteria that are worth a talk."""
        return self.line_ids.filtered(
            lambda line: line.weight and line.points < LOW_SHARE * line.weight
        )

    def _check_coaching(self):
        self.ensure_one()
        is_judge = self.reviewer_id == self.env.user or self._may_judge(self.env.user)
        if not is_judge or self.user_id == self.env.user:
            raise AccessError(self.env._("Coaching is proposed by the reviewer or the leader."))
        if self.state in ("todo", "dropped") or self.is_calibration:
            raise UserError(self.env._("Publish the review first."))
        if self.coached_at:
            raise UserError(self.env._("Coaching has been proposed already."))
        if not self._get_low_lines():
            raise UserError(self.env._("No criterion is low: there is nothing to coach."))

    def _tell(self, people, text):
        """A word in the inbox, unless it is one's own deed."""
        is_quiet = self.env.context.get("conveyor_quiet") is RELAY
        partners = (people - self.env.user).sudo().partner_id  # whoever is told is no secret
        if partners and not is_quiet:
            # A seller may tell although he does not write reviews.
            self.sudo().message_notify(
                partner_ids=partners.ids,
                subject=self.display_name,
                body=text,
                author_id=self.env.user.partner_id.id,
            )
