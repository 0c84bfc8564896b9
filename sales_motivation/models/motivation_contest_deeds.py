from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import PAY


class MotivationContest(models.Model):
    """Starting and closing a race."""

    _inherit = "motivation.contest"

    # === ACTION METHODS === #

    def action_start(self):
        """Let the race begin: from here on its rules and people stand."""
        for contest in self:
            contest.check_access("write")
            contest.lock_for_update(allow_referencing=True)
            if contest.state == "draft":
                contest._start()

    def action_enroll(self):
        """Bring in whoever has joined since the start; nobody is taken out."""
        self.check_access("write")
        for contest in self.filtered(lambda contest: contest.state == "running"):
            contest._enroll()

    def action_close(self):
        """Close the race and keep the standings as they are; closed twice it changes nothing."""
        self.check_access("write")
        self._close()

    # === BUSINESS METHODS === #

    def _as_deed(self):
        # Whoever may write a contest lets the server write down who takes part and what came of it.
        return self.sudo().with_context(motivation_pay=PAY)

    def _start(self):
        if self.last_on < self.company_id.sudo()._get_business_day():  # its clock is no secret
            raise UserError(self.env._("The last day of “%s” is over already.", self.name))
        if not self._enroll():
            raise UserError(self.env._("Nobody takes part in “%s”.", self.name))
        self._as_deed().write({"state": "running", "started_at": self.env.cr.now()})
        self.invalidate_recordset(["standing_ids"])
        self._tell(self.env._("The contest “%s” has begun. Good luck!", self.name))

    def _close(self):
        """Freeze the standings, give the badges, tell everybody; exactly once, whoever else does it now."""
        self.env.flush_all()
        self.env["conveyor.fact"]._book_expected()
        # Two people at once meet in this row: the later one is tried again by Odoo, and finds it closed.
        self.env.cr.execute(
            SQL(
                "SELECT id FROM motivation_contest WHERE id = ANY(%s) AND state = 'running' ORDER BY id FOR UPDATE",
                self.ids,
            )
        )
        contests = self.browse([id_ for (id_,) in self.env.cr.fetchall()])
        if not contests:
            return contests
        contests._freeze()
        deed = contests._as_deed()
        deed.write(
            {"state": "closed", "closed_at": self.env.cr.now(), "closed_by_id": self.env.uid}
        )
        for contest in deed:
            contest._reward()
        return contests

    def _freeze(self):
        """Keep the standings of the moment: one statement for all of them."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE motivation_contest_entry e
                   SET value = s.value, score = s.score, place = s.place
                  FROM (%s) s WHERE s.id = e.id AND e.contest_id = ANY(%s)
                """,
                self.env["motivation.contest.standing"]._live_query(),
                self.ids,
            )
        )
        self.env.invalidate_all(flush=False)

    def _reward(self):
        """Give badges for the places that have one, and tell everybody how it ended."""
        self.ensure_one()
        places = self.entry_ids.filtered("place").sorted("place")
        given = self.env["gamification.badge.user"]
        for prize in self.prize_ids.filtered("badge_id"):
            for entry in places.filtered(lambda entry, prize=prize: entry.place == prize.place):
                given |= given.create(
                    {
                        "user_id": entry.user_id.id,
                        "badge_id": prize.badge_id.id,
                        "sender_id": self.closed_by_id.id,
                        "comment": self.name,
                    }
                )
        for badge in given:
            badge._send_badge()
        first = ", ".join(places.filtered(lambda entry: entry.place == 1).user_id.mapped("name"))
        self._tell(
            self.env._(
                "The contest “%(contest)s” is over. First: %(people)s.",
                contest=self.name,
                people=first,
            )
            if first
            else self.env._("The contest “%s” is over. Nobody has a place.", self.name)
        )

    def _tell(self, words):
        """Tell everybody who takes part."""
        people = self.sudo().entry_ids.user_id.partner_id  # they may be of other teams
        self.message_post(
            body=words,
            partner_ids=people.ids,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )

    # === CRON === #

    @api.model
    def _cron_close(self):
        """Close what ran until yesterday, by the clock of each company; each by itself."""
        for contest in self.search([("state", "=", "running")], order="id"):
            if contest.last_on < contest.company_id._get_business_day():
                contest._close()
                self.env["ir.cron"]._commit_progress(1)
