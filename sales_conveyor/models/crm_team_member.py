from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import HAT_FIELD, ROLES


class CrmTeamMember(models.Model):
    _inherit = "crm.team.member"

    use_conveyor = fields.Boolean(related="crm_team_id.use_conveyor")
    role = fields.Selection(
        selection=ROLES,
        string="Main Role",
        tracking=True,
        help="What this person does first of all in the conveyor.",
    )
    is_scout = fields.Boolean(string="Scout", help="Finds clients and delivers contacts.")
    is_hunter = fields.Boolean(string="Hunter", help="Makes the first sale.")
    is_farmer = fields.Boolean(string="Farmer", help="Keeps the client and sells more.")
    is_key_farmer = fields.Boolean(
        string="Key Farmer", help="Goes deep into the business of one to three key clients."
    )
    capacity = fields.Integer(
        default=30,
        help="Open cards that this person can carry; a full person is not proposed for new ones.",
    )
    ramp_until_on = fields.Date(
        string="Ramp Until", help="A newcomer works by lighter norms until this day."
    )
    open_card_count = fields.Integer(string="Open Cards", compute="_compute_card_counts")
    waiting_card_count = fields.Integer(string="Waiting", compute="_compute_card_counts")

    _check_capacity = models.Constraint(
        "CHECK (capacity BETWEEN 0 AND 100000)", "The capacity must be between 0 and 100000 cards."
    )

    # === COMPUTE METHODS === #

    @api.depends("user_id", "crm_team_id")
    def _compute_card_counts(self):
        opened, waiting = self._count_cards()
        for member in self:
            member.open_card_count = opened.get(member.user_id.id, 0)
            member.waiting_card_count = waiting.get(member.user_id.id, 0)

    def _count_cards(self):
        """The cards these people carry, and the cards and clients that wait for them, in all teams.

        :return: two dicts ``{user id: count}``
        """
        teams = list(self.env["crm.team"]._get_conveyor_team_ids())
        mine = [
            ("user_id", "in", self.user_id.ids),
            ("team_id", "in", teams),
            ("won_status", "=", "pending"),
        ]
        offered = [("to_user_id", "in", self.user_id.ids), ("state", "=", "offered")]
        # Counts only: a proposal must weigh cards that the proposer may not read.
        opened = self.env["crm.lead"].sudo()._read_group(mine, ["user_id"], ["__count"])
        waiting = (
            self.env["conveyor.handover"].sudo()._read_group(offered, ["to_user_id"], ["__count"])
        )
        return tuple({user.id: count for user, count in groups} for groups in (opened, waiting))

    def _count_clients(self):
        """The clients these people keep as farmers, in the present company.

        :return: ``{user id: count}``
        """
        farmers = self.filtered("is_farmer").user_id
        if not farmers:
            return {}
        domain = [("farmer_id", "in", farmers.ids)]
        groups = (
            self.env["res.partner"].sudo()._read_group(domain, ["farmer_id"], ["__count"])
        )  # counts only
        return {user.id: count for user, count in groups}

    # === CONSTRAINT METHODS === #

    @api.constrains("capacity")
    def _check_capacity_in_words(self):
        """Tell it in words before PostgreSQL refuses a number that has no room in its column."""
        if any(not 0 <= member.capacity <= 100000 for member in self):
            raise ValidationError(self.env._("The capacity must be between 0 and 100000 cards."))

    @api.constrains("role", *HAT_FIELD.values(), "is_key_farmer")
    def _check_hats(self):
        for member in self:
            if member.role and not member[HAT_FIELD[member.role]]:
                raise ValidationError(
                    self.env._(
                        "The main role of %s must be among the roles ticked.", member.user_id.name
                    )
                )
            if member.is_key_farmer and not member.is_farmer:
                raise ValidationError(
                    self.env._("%s must be a farmer to be a key farmer.", member.user_id.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create([self._tick_main_role(vals) for vals in vals_list])
        members._put_on_hats()
        return members

    def write(self, vals):
        touched = {"active", "crm_team_id", "user_id", *HAT_FIELD.values()} & vals.keys()
        waiting = self._find_waiting_handovers() if touched else None
        res = super().write(self._tick_main_role(vals))
        if waiting:
            waiting._filter_orphans()._repoint()
        return res

    def unlink(self):
        handovers = self._find_waiting_handovers()
        res = super().unlink()
        handovers._repoint()
        return res

    @api.onchange("role")
    def _onchange_role(self):
        if self.role:
            self[HAT_FIELD[self.role]] = True

    # === ACTION METHODS === #

    def action_open_absences(self):
        """Open the days off of this person, kept in Odoo's own working-time records."""
        self.ensure_one()
        resource = self._get_resource()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Absences of %s", self.user_id.name),
            "res_model": "resource.calendar.leaves",
            "views": [(False, "list"), (False, "form")],
            "domain": [("resource_id", "=", resource.id)],
            "context": {"default_resource_id": resource.id, "default_time_type": "leave"},
        }

    # === BUSINESS METHODS === #

    def _get_resource(self):
        """The person's working-time resource; made where no HR application has made one."""
        company = self.crm_team_id.company_id or self.user_id.company_id
        domain = [("user_id", "=", self.user_id.id), ("company_id", "=", company.id)]
        Resource = self.env["resource.resource"]
        values = {"name": self.user_id.name, "user_id": self.user_id.id, "company_id": company.id}
        return Resource.search(domain, limit=1) or Resource.create(values)

    @api.model
    def _tick_main_role(self, vals):
        hat = next((hat for role, hat in HAT_FIELD.items() if role == vals.get("role")), None)
        return {**vals, hat: True} if hat else vals

    def _put_on_hats(self):
        """Give members without a role the section of their team; a team of many sections leaves them to the head."""
        for member in self.filtered(
            lambda member: not member.role and member.crm_team_id.conveyor_role
        ):
            member.role = member.crm_team_id.conveyor_role

    def _find_waiting_handovers(self):
        domain = [("state", "=", "offered"), ("to_user_id", "in", self.user_id.ids)]
        # Whoever manages members decides over what waits for them.
        return (
            self.env["conveyor.handover"]
            .sudo()
            .search([*domain, ("to_team_id", "in", self.crm_team_id.ids)])
        )

    def _is_farmer_only(self):
        self.ensure_one()
        return self.is_farmer and not (self.is_scout or self.is_hunter)

    def _get_assignment_quota(self, force_quota=False):
        """Odoo's assignment of new leads never reaches a farmer, nor a hunter where the team has scouts."""
        self.ensure_one()
        team = self.crm_team_id
        if team.use_conveyor:
            has_scouts = any(team.crm_team_member_ids.mapped("is_scout"))
            if not self.is_scout and (has_scouts or self._is_farmer_only()):
                return 0
        return super()._get_assignment_quota(force_quota=force_quota)
