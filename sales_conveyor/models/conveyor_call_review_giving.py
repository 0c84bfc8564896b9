from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .conveyor_call import CALL
from .conveyor_call_sample_booking import REVIEWER

QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}


class ConveyorCallReview(models.Model):
    """How calls get to reviewers: by lot, by a choice of the leader, or for a calibration."""

    _inherit = "conveyor.call.review"

    # === ACTION METHODS === #

    def action_take(self):
        """Take reviews that nobody has."""
        for review in self:
            if review.state != "todo" or review.reviewer_id:
                raise UserError(self.env._("“%s” has its reviewer.", review.display_name))
            if not review._may_judge(self.env.user):
                raise AccessError(
                    self.env._("Calls are reviewed by reviewers and leaders, and never one's own.")
                )
        self._settle({"reviewer_id": self.env.uid})

    # === BUSINESS METHODS === #

    def _may_judge(self, user):
        """Whether a person may review this call: a reviewer, the leader or a head; never the caller."""
        self.ensure_one()
        if user == self.user_id:
            return False
        leader = self.team_id.sudo().user_id  # who leads is no secret
        heads = user.has_group("sales_team.group_sale_manager")
        return leader == user or heads or user.has_group(REVIEWER)

    def _settle(self, values):
        """Write what only the deeds of a review write; who may was asked before."""
        # The columns have no writer of their own.
        self.sudo().with_context(conveyor_call=CALL, **QUIET).write(values)

    @api.model
    def _create_for(self, calls, given, **values):
        """A sheet for each call, with a line for each criterion.

        :param dict given: ``{id of the call: id of the reviewer}``
        """
        scorecards = self._propose_scorecards(calls)
        vals_list = [
            {
                "call_id": call.id,
                "user_id": call.user_id.id,
                "team_id": call.team_id.id,
                "company_id": call.company_id.id,
                "called_on": call.called_on,
                "reviewer_id": given.get(call.id),
                "scorecard_id": scorecards[call].id,
                "line_ids": scorecards[call]._prepare_lines(),
                **values,
            }
            for call in calls
            if scorecards[call]
        ]
        # The lot has no writer of its own; who may choose a call was asked before.
        created = self.sudo().with_context(conveyor_call=CALL, **QUIET).create(vals_list)
        return created.with_env(self.env)  # what is made further with them has no such rights

    @api.model
    def _propose_scorecards(self, calls):
        """The scorecard in force for each call: of a first conversation with the client, or of a later one."""
        later = self._find_later(calls)
        proposed = {}
        for company, group in calls.grouped("company_id").items():
            cards = self.env["conveyor.scorecard"]._get_in_force("call_review", company)
            for call in group:
                occasion = "next" if call.id in later else "first"
                fitting = cards.filtered(lambda card, kind=occasion: card.occasion == kind)
                proposed[call] = (fitting or cards)[:1]
        return proposed

    @api.model
    def _find_later(self, calls):
        """The ids of calls before which the same client was reached already."""
        if not calls:
            return set()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM conveyor_call c
                 WHERE c.id IN %s AND EXISTS (
                       SELECT FROM conveyor_call o
                        WHERE o.is_conversation AND o.cancelled_at IS NULL AND o.started_at < c.started_at
                          AND o.company_id = c.company_id AND o.lead_id = c.lead_id
                       UNION ALL
                       SELECT FROM conveyor_call o
                        WHERE o.is_conversation AND o.cancelled_at IS NULL AND o.started_at < c.started_at
                          AND o.company_id = c.company_id AND o.partner_id = c.partner_id)
                """,
                tuple(calls.ids),
            )
        )
        return {id_ for (id_,) in rows}

    @api.model
    def _drop(self, calls):
        """A call that was cancelled needs no review any more."""
        if calls:
            # Whoever may cancel a call may not read who was to review it.
            domain = [("call_id", "in", calls.ids), ("state", "=", "todo")]
            self.sudo().search(domain)._settle({"state": "dropped"})

    def _pass_on(self, leader):
        """Somebody leaves: what he had to review is for his successor, or for whoever takes it."""
        for review in self.filtered(lambda review: review.state == "todo"):
            own = review.user_id == leader
            review._settle({"reviewer_id": False if own else leader.id})
