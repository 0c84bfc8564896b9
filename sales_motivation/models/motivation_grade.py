from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sales_conveyor.const import NAME_LENGTH, NOTE_LENGTH, ROLES

MOST_MONTHS = 60


class MotivationGrade(models.Model):
    """A step of the career ladder of a section: what one has reached who stands on it, in facts.

    A person climbs one step at a time, and nobody is promoted by a machine: the head does it, with the facts
    before him, or as an exception that a second person approves.
    """

    _name = "motivation.grade"
    _description = "Grade"
    _order = "role desc, sequence, id"  # scouts, hunters, farmers: the alphabet, backwards

    name = fields.Char(required=True, size=NAME_LENGTH, translate=True)
    active = fields.Boolean(default=True)
    role = fields.Selection(ROLES, string="Section", required=True)
    sequence = fields.Integer(
        string="Step", default=10, required=True, aggregator=None, help="From the lowest up."
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: a step for all companies that have no ladder of their own for the section.",
    )
    description = fields.Text(
        string="What It Means",
        translate=True,
        size=NOTE_LENGTH,
        help="What somebody on this step may and should do.",
    )
    months_before = fields.Integer(
        string="Months on the Step Before",
        aggregator=None,
        help="So long one has stood on the step before.",
    )
    criterion_ids = fields.One2many(
        "motivation.grade.criterion", "grade_id", string="Criteria", copy=True
    )
    badge_id = fields.Many2one("gamification.badge", ondelete="restrict")
    member_ids = fields.One2many("crm.team.member", "grade_id", string="People")
    member_count = fields.Integer(string="People on It", compute="_compute_member_count")

    _check_months = models.Constraint(
        "CHECK (months_before BETWEEN 0 AND 120)", "A step takes up to 120 months."
    )

    # === COMPUTE METHODS === #

    @api.depends("member_ids")
    def _compute_member_count(self):
        groups = self.env["crm.team.member"]._read_group(
            [("grade_id", "in", self.ids)], ["grade_id"], ["__count"]
        )
        counts = {grade.id: count for grade, count in groups}
        for grade in self:
            grade.member_count = counts.get(grade._origin.id, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("role", "company_id")
    def _check_members(self):
        """People stay on the ladder that they climb."""
        for grade in self.sudo():  # whoever stands on it, everywhere
            if any(member.role != grade.role for member in grade.member_ids):
                raise ValidationError(
                    self.env._("People stand on “%s”: its section stays.", grade.name)
                )

    # === BUSINESS METHODS === #

    @api.model
    def _get_ladders(self):
        """The steps of each section: ``{(role, company id): grades from the lowest up}``; id 0 is of all companies."""
        grades = self.search_fetch([], ["role", "company_id", "sequence", "months_before"])
        return grades.grouped(lambda grade: (grade.role, grade.company_id.id or 0))

    def action_open_members(self):
        """Who stands on this step."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.crm_team_member_action_career"
        )
        return {**action, "domain": [("grade_id", "=", self.id)], "context": {}}
