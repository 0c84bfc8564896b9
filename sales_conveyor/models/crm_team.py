from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..const import ROLES


class CrmTeam(models.Model):
    _inherit = "crm.team"

    use_conveyor = fields.Boolean(
        string="Sales Conveyor",
        help="Cards of this team pass from scouts to hunters to farmers, each pass accepted by the receiver.",
        tracking=True,
    )
    conveyor_role = fields.Selection(
        selection=ROLES,
        string="Team Is One Section",
        help="Where all people of the team do the same work: the main role of its new members.",
    )
    next_team_id = fields.Many2one(
        "crm.team",
        string="Passes Cards To",
        help="The team that takes over where this one has nobody of the next section.",
    )
    stage_role_ids = fields.One2many("conveyor.stage.role", "team_id", string="Sections of Stages")
    sells_without_orders = fields.Boolean(
        help="The client is offered to a farmer as soon as the deal is won, not at the first confirmed order.",
    )
    conveyor_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        help="The clock of the relay runs in these hours; the company's where empty.",
    )
    decision_hours = fields.Float(
        string="Hours to Decide",
        default=16.0,
        help="Working hours that a receiver has to accept or return a card.",
    )
    contact_hours = fields.Float(
        string="Hours to First Contact",
        default=4.0,
        help="Working hours from acceptance to the first contact with the client.",
    )
    section_minimum = fields.Integer(
        string="People per Section",
        default=2,
        help="A section with fewer people is named in the staffing warning.",
    )
    key_client_limit = fields.Integer(
        string="Key Clients per Farmer",
        default=3,
        help="A key farmer goes deep into this many clients at the most, from 1 to 3.",
    )

    _check_decision_hours = models.Constraint(
        "CHECK (decision_hours > 0 AND decision_hours <= 1000)",
        "The hours to decide must be between 0 and 1000.",
    )
    _check_contact_hours = models.Constraint(
        "CHECK (contact_hours > 0 AND contact_hours <= 1000)",
        "The hours to the first contact must be between 0 and 1000.",
    )
    _check_section_minimum = models.Constraint(
        "CHECK (section_minimum BETWEEN 1 AND 100)",
        "A section needs between 1 and 100 people.",
    )
    _check_key_client_limit = models.Constraint(
        "CHECK (key_client_limit BETWEEN 1 AND 3)",
        "A key farmer takes from 1 to 3 key clients.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("section_minimum", "key_client_limit")
    def _check_whole_numbers(self):
        """Tell it in words before PostgreSQL refuses a number that has no room in its column."""
        for team in self:
            if not 1 <= team.section_minimum <= 100:
                raise ValidationError(self.env._("A section needs between 1 and 100 people."))
            if not 1 <= team.key_client_limit <= 3:
                raise ValidationError(self.env._("A key farmer takes from 1 to 3 key clients."))

    @api.constrains("next_team_id", "use_conveyor", "company_id")
    def _check_next_team(self):
        for team in self.filtered("next_team_id"):
            after = team.next_team_id
            if after == team or not after.use_conveyor:
                raise ValidationError(
                    self.env._(
                        "%s must pass cards to another team that uses the conveyor.", team.name
                    )
                )
            if team.company_id and after.company_id and team.company_id != after.company_id:
                raise ValidationError(
                    self.env._("%s cannot pass cards to another company.", team.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        if teams.filtered("use_conveyor"):
            self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        switched = self._filter_switched(vals)
        if vals.get("active") is False:
            self._refuse_if_waiting()
        res = super().write(vals)
        if switched:
            self.env.registry.clear_cache()
            (switched._start_conveyor if vals["use_conveyor"] else switched._stop_conveyor)()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_waiting(self):
        self._refuse_if_waiting()

    # === BUSINESS METHODS === #

    @api.model
    @tools.ormcache()
    def _get_conveyor_team_ids(self):
        """The ids of the teams that use the conveyor, archived ones too."""
        domain = [("use_conveyor", "=", True)]
        # One answer for everybody, kept in the cache.
        return frozenset(self.sudo().with_context(active_test=False).search(domain).ids)

    @api.model
    @tools.ormcache("team_id")
    def _get_stage_roles(self, team_id):
        """Whose turn it is in each stage of a team.

        :return: ``{stage id: role}``; stages without a section are left out
        """
        # One answer for everybody, kept in the cache.
        stages = self.env["crm.stage"].sudo().search([("conveyor_role", "!=", False)])
        roles = {stage.id: stage.conveyor_role for stage in stages}
        own = self.env["conveyor.stage.role"].sudo().search([("team_id", "=", team_id)])
        return {**roles, **{line.stage_id.id: line.role for line in own}}

    def _filter_switched(self, vals):
        if "use_conveyor" not in vals:
            return self.browse()
        return self.filtered(lambda team: team.use_conveyor != bool(vals["use_conveyor"]))

    def _refuse_if_waiting(self):
        teams = ["|", ("to_team_id", "in", self.ids), ("from_team_id", "in", self.ids)]
        self.env["conveyor.handover"]._refuse_if_waiting(teams)

    def _get_relay_calendar(self):
        """The working hours by which deadlines of this team run."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.conveyor_calendar_id or company.resource_calendar_id

    def _find_first_stage(self, role):
        """The first stage of a section in this team, maybe none."""
        self.ensure_one()
        roles = self._get_stage_roles(self.id)
        ids = [stage_id for stage_id, stage_role in roles.items() if stage_role == role]
        domain = [("id", "in", ids), "|", ("team_ids", "=", False), ("team_ids", "in", self.id)]
        return self.env["crm.stage"].search(domain, limit=1)
