from odoo import models


class CrmTeamMember(models.Model):
    """Calls that a leaver had to review are for his successor."""

    _inherit = "crm.team.member"

    # === BUSINESS METHODS === #

    def _hand_over_everything(self, leader):
        res = super()._hand_over_everything(leader)
        reviews = self.env["conveyor.call.review"]
        reviews.search([("reviewer_id", "=", self.user_id.id), ("state", "=", "todo")])._pass_on(
            leader
        )
        return res
