from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..const import PAY


class CrmTeamMember(models.Model):
    """How far a person is from the next step: by facts of full months, for everybody at once."""

    _inherit = "crm.team.member"

    next_grade_id = fields.Many2one(
        "motivation.grade", string="Next Step", compute="_compute_next_grade_id"
    )
    career = fields.Json(string="What Is Reached", compute="_compute_career")
    is_ready = fields.Boolean(
        string="Ready for the Next Step", compute="_compute_career", search="_search_is_ready"
    )

    is_career_seen = fields.Boolean(
        string="Career Seen", compute="_compute_is_career_seen", search="_search_is_career_seen"
    )
    can_decide_career = fields.Boolean(compute="_compute_is_career_seen")

    # === COMPUTE METHODS === #

    @api.depends("role", "grade_id", "crm_team_id")
    def _compute_next_grade_id(self):
        ladders = self.env["motivation.grade"].sudo()._get_ladders()  # ladders are no secret
        for member in self:
            member.next_grade_id = member._find_next_grade(ladders)

    def _find_next_grade(self, ladders):
        """The step above the present one, or the first one."""
        company = self.sudo()._get_company().id  # where somebody works is no secret
        ladder = ladders.get((self.role, company)) or ladders.get((self.role, 0))
        if not ladder:
            return False
        place = (self.grade_id.sequence, self.grade_id.id)
        above = ladder.filtered(
            lambda grade: not self.grade_id or (grade.sequence, grade.id) > place
        )
        return above[:1]

    @api.depends("next_grade_id", "grade_since_on")
    @api.depends_context("uid", "lang")
    def _compute_career(self):
        seen = self._filter_seen()
        lines = seen._weigh_career()
        for member in self:
            mine = lines.get(member)
            member.career = mine or False
            member.is_ready = mine is not None and all(line["is_met"] for line in mine)

    def _search_is_ready(self, operator, value):
        if operator != "in":
            return NotImplemented
        members = self.search([("role", "!=", False)])
        ready = members.filtered("is_ready")
        return Domain("id", "in" if True in value else "not in", ready.ids)

    @api.depends("user_id", "crm_team_id")
    @api.depends_context("uid")
    def _compute_is_career_seen(self):
        seen, user = self._filter_seen(), self.env.user
        decides = self.env["motivation.grade.change"]._decides(user)
        for member in self:
            member.is_career_seen = member in seen
            member.can_decide_career = decides and member.user_id != user

    def _search_is_career_seen(self, operator, value):
        """By people and teams themselves, so that the list is one question."""
        if operator != "in" or True not in value:
            return NotImplemented
        user = self.env.user
        if self.env["motivation.grade.change"]._decides(user):
            return Domain.TRUE
        # Who leads is no secret.
        led = self.env["crm.team"].sudo().search([("user_id", "=", user.id)])
        return Domain("user_id", "=", user.id) | Domain("crm_team_id", "in", led.ids)

    # === ACTION METHODS === #

    def action_promote(self):
        """Bring a person who meets all criteria to the next step."""
        for member in self:
            member._refuse_strangers()
            member.sudo().lock_for_update(
                allow_referencing=True
            )  # the owner writes nothing else here
            member.invalidate_recordset()
            grade = member.next_grade_id
            if not grade:
                raise UserError(self.env._("There is no step above for %s.", member.user_id.name))
            if not member.is_ready:
                raise UserError(
                    self.env._(
                        "%s does not meet all criteria yet. An exception needs a reason and a second yes.",
                        member.user_id.name,
                    )
                )
            changes = self.env["motivation.grade.change"]
            # After the checks; nobody writes changes by hand.
            deed = changes.sudo().with_context(motivation_pay=PAY)
            vals = changes._prepare_change_vals(member, grade)
            deed.create(vals)._settle("approved")

    def action_propose_exception(self):
        """Ask for a step that the facts do not give."""
        self.ensure_one()
        self._refuse_strangers()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exception for %s", self.user_id.name),
            "res_model": "motivation.grade.change",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_member_id": self.id, "default_to_grade_id": self.next_grade_id.id},
        }

    def _refuse_strangers(self):
        user = self.env.user
        if not self.env["motivation.grade.change"]._decides(user):
            raise UserError(
                self.env._("Careers are decided by the head of sales and by the owner.")
            )
        if self.user_id == user:
            raise UserError(self.env._("Nobody decides about his own grade."))

    # === BUSINESS METHODS === #

    def _filter_seen(self):
        """Those whose figures the present person may see: himself, his people, for head and owner everybody."""
        user = self.env.user
        if self.env.su or self.env["motivation.grade.change"]._decides(user):
            return self
        # Who leads is no secret.
        return self.filtered(
            lambda member: user in (member.user_id, member.sudo().crm_team_id.user_id)
        )

    def _weigh_career(self, grade=None):
        """What people have reached of what their next step asks; the questions do not grow with the people.

        :param grade: a step to weigh instead of the next one
        :return: ``{member: list of lines}``; who has no step above is left out
        """
        # The figures of those who may be seen, as the ledger has them.
        people = self.sudo()
        steps = {one: grade or one.next_grade_id for one in people}
        steps = {one: step for one, step in steps.items() if step}
        values = people._measure_criteria(
            {one: step.criterion_ids for one, step in steps.items() if step.criterion_ids}
        )
        return {
            self.browse(one.id): [
                *one._weigh_time(step),
                *(
                    one._describe_criterion(criterion, values.get((one, criterion)))
                    for criterion in step.criterion_ids
                ),
            ]
            for one, step in steps.items()
        }
