from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_conveyor.const import NOTE_LENGTH

from ..const import PAY

STATES = [("proposed", "Waiting for a Second Yes"), ("approved", "Done"), ("refused", "Refused")]
ASKED = frozenset({"member_id", "to_grade_id", "reason"})


class MotivationGradeChange(models.Model):
    """A step up or down: who, when, from where to where, why, who decided, and the facts it stood on.

    Whoever meets all criteria is promoted by the head with one click. Anything else is an exception: it needs a
    reason, and a second person who approves it. Nothing here is ever changed or deleted.
    """

    _name = "motivation.grade.change"
    _description = "Change of a Grade"
    _order = "id desc"
    _rec_name = "user_id"

    member_id = fields.Many2one("crm.team.member", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", string="Person", readonly=True, index=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    from_grade_id = fields.Many2one(
        "motivation.grade", string="From", readonly=True, ondelete="restrict"
    )
    to_grade_id = fields.Many2one(
        "motivation.grade", string="To", required=True, ondelete="restrict"
    )
    reason = fields.Char(size=NOTE_LENGTH)
    is_exception = fields.Boolean(
        string="Exception", readonly=True, help="Made without all criteria, or a step down."
    )
    evidence = fields.Json(string="Facts", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="proposed")
    proposed_by_id = fields.Many2one(
        "res.users", string="Proposed by", readonly=True, ondelete="restrict"
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="restrict"
    )
    decided_at = fields.Datetime(string="Decided", readonly=True)
    changed_on = fields.Date(string="Day", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _unique_waiting = models.UniqueIndex(
        "(member_id) WHERE state = 'proposed'",
        "A change of this person's grade waits for a decision already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "proposed_by_id", "user_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for change in self:
            involved = change.proposed_by_id | change.user_id
            change.can_decide = (
                change.state == "proposed"
                and self.env.user not in involved
                and self._decides(self.env.user)
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_deed():
            self.check_access("create")
            vals_list = [
                self._prepare_proposal_vals({name: vals.get(name) for name in ASKED})
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_deed():
            raise UserError(self.env._("Changes of grades are decided by their buttons only."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Changes of grades are kept."))

    def _is_deed(self):
        return self.env.context.get("motivation_pay") is PAY

    @api.model
    def _prepare_proposal_vals(self, asked):
        """What the server writes of a change that somebody asks for."""
        member = self.env["crm.team.member"].browse(asked["member_id"]).exists()
        grade = self.env["motivation.grade"].browse(asked["to_grade_id"]).exists()
        if not member or not grade or grade.role != member.role or grade == member.grade_id:
            raise UserError(self.env._("Choose another step of the person's own ladder."))
        if member.user_id == self.env.user:
            raise UserError(self.env._("Nobody decides about his own grade."))
        if not (asked["reason"] or "").strip():
            raise UserError(self.env._("An exception needs a reason."))
        return {**asked, **self._prepare_change_vals(member, grade), "is_exception": True}

    @api.model
    def _prepare_change_vals(self, member, grade):
        return {
            "member_id": member.id,
            "user_id": member.user_id.id,
            "team_id": member.crm_team_id.id,
            "company_id": member._get_company().id,
            "from_grade_id": member.grade_id.id,
            "to_grade_id": grade.id,
            "evidence": member._weigh_career(grade)[member],
            "state": "proposed",
            "proposed_by_id": self.env.uid,
            "decided_by_id": False,
            "decided_at": False,
            "changed_on": False,
        }

    # === ACTION METHODS === #

    def action_approve(self):
        """A second person says yes: the exception comes into force."""
        self._decide("approved")

    def action_refuse(self):
        """A second person says no."""
        self._decide("refused")

    # === BUSINESS METHODS === #

    @api.model
    def _decides(self, user):
        """Who decides about careers: the head of sales and the owner."""
        return self.env["motivation.statement"]._decides(user)

    def _decide(self, state):
        self.check_access("read")
        for change in self:
            change.sudo().lock_for_update(allow_referencing=True)  # nobody writes here himself
            if change.state != "proposed":
                raise UserError(self.env._("This change is decided already."))
            if not change.can_decide:
                raise UserError(
                    self.env._(
                        "An exception is decided by a second person: the head of sales or the owner, not "
                        "whoever proposed it, and nobody about himself."
                    )
                )
            change._settle(state)

    def _settle(self, state):
        """Write the decision down, and let the person stand where it says."""
        self.ensure_one()
        member = self.member_id
        today = self.company_id.sudo()._get_business_day()  # its clock is no secret
        # After the checks of the deeds; nobody writes here.
        deed = self.sudo().with_context(motivation_pay=PAY)
        deed.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": self.env.cr.now(),
                "changed_on": state == "approved" and today,
            }
        )
        deed.flush_recordset()  # from now on another change may wait
        if state == "approved":
            deed.member_id.write({"grade_id": self.to_grade_id.id, "grade_since_on": today})
            deed._congratulate(member.sudo())  # as above

    def _congratulate(self, member):
        """Tell the person, and give him the badge of the step."""
        is_up = not self.from_grade_id or self.to_grade_id.sequence > self.from_grade_id.sequence
        if not is_up:
            return
        member.message_post(
            body=self.env._(
                "%(person)s is now %(grade)s. Congratulations!",
                person=member.user_id.name,
                grade=self.to_grade_id.name,
            ),
            partner_ids=member.user_id.partner_id.ids,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )
        if self.to_grade_id.badge_id:
            self.env["gamification.badge.user"].create(
                {
                    "user_id": member.user_id.id,
                    "badge_id": self.to_grade_id.badge_id.id,
                    "sender_id": self.decided_by_id.id,
                    "comment": self.to_grade_id.name,
                }
            )._send_badge()
