from odoo import api, fields, models


class MotivationPayPlan(models.Model):
    """Who is on a plan, and what is asked for beside people."""

    _inherit = "motivation.pay.plan"

    people_count = fields.Integer(
        string="Number of People",
        compute="_compute_people",
        help="Who is paid by it today, or will be.",
    )
    unread_count = fields.Integer(
        string="Not Read Yet",
        compute="_compute_people",
        help="Of these people, those who have not said yet that they have read it.",
    )
    is_salaried = fields.Boolean(
        compute="_compute_traits", compute_sudo=True, help="A component pays the salary."
    )
    is_for_teams = fields.Boolean(
        compute="_compute_traits",
        compute_sudo=True,
        help="A component or a condition looks at the teams of the person.",
    )

    # === COMPUTE METHODS === #

    @api.depends("assignment_ids.date_to_on", "assignment_ids.acknowledged_at")
    def _compute_people(self):
        today = self.env.company._get_business_day()
        for plan in self:
            living = plan.assignment_ids.filtered(
                lambda assignment: not assignment.date_to_on or assignment.date_to_on >= today
            )
            plan.people_count = len(living.user_id)
            unread = living.filtered(lambda assignment: not assignment.acknowledged_at)
            plan.unread_count = len(unread.user_id)

    @api.depends("component_ids.kind", "component_ids.credit", "component_ids.gate_ids.of_whom")
    def _compute_traits(self):
        for plan in self:
            components = plan.component_ids
            plan.is_salaried = "salary" in components.mapped("kind")
            plan.is_for_teams = "team" in [
                *components.mapped("credit"),
                *components.gate_ids.mapped("of_whom"),
            ]

    # === BUSINESS METHODS === #

    def _get_successor(self):
        """The version that replaces this one, if it is approved."""
        return self.search(
            [("previous_id", "=", self.id), ("state", "in", ("approved", "retired"))], limit=1
        )
