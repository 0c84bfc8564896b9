from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..const import HAT_FIELD, ROLES

LIMIT = 1e6
# What each section is there for: by this its work is measured beside its norms.
SECTION_METRIC = {"scout": "contact_delivered", "hunter": "contact_taken", "farmer": "contract"}


class ConveyorNorm(models.Model):
    """How much of one metric a person of a section does on a working day.

    The norm of a person goes before that of his team, which goes before that of his section; one of a company
    goes before one of all companies. Zero means that nothing is asked.
    """

    _name = "conveyor.norm"
    _description = "Norm"
    # Scouts, hunters, farmers: the order of the relay happens to be that of the alphabet, backwards.
    _order = "role desc, metric_id, company_id, team_id, user_id, id"
    _rec_name = "metric_id"

    role = fields.Selection(
        ROLES, string="Section", required=True, help="For people whose main role this is."
    )
    metric_id = fields.Many2one(
        "conveyor.metric",
        required=True,
        domain=[("aggregation", "=", "sum"), ("is_less_better", "=", False)],
        ondelete="restrict",
    )
    per_day = fields.Float(
        string="Per Working Day", digits=(16, 4), required=True, default=1.0, aggregator=None
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        domain="[('use_conveyor', '=', True), ('company_id', 'in', [company_id, False])]",
        ondelete="cascade",
        help="Only for people of this team.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        domain=[("share", "=", False)],
        index="btree_not_null",
        ondelete="cascade",
        help="Only for this person.",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for all companies that have no norm of their own.",
    )
    active = fields.Boolean(default=True)
    is_for_me = fields.Boolean(compute="_compute_is_for_me", search="_search_is_for_me")

    _unique_norm = models.UniqueIndex(
        "(role, metric_id, COALESCE(company_id, 0), COALESCE(team_id, 0), COALESCE(user_id, 0)) WHERE active",
        "There is a norm of this already: change that one instead of adding a second.",
    )
    # In PostgreSQL NaN is greater than every number: the upper bound refuses it.
    _check_per_day = models.Constraint(
        "CHECK (per_day >= 0 AND per_day < 1e6)", "A norm is a number from 0 to 1,000,000 a day."
    )

    # === COMPUTE METHODS === #

    @api.depends("role", "metric_id", "user_id", "team_id")
    def _compute_display_name(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for norm in self:
            whose = norm.user_id.name or norm.team_id.name or labels.get(norm.role, "")
            norm.display_name = f"{norm.metric_id.name}, {whose}"

    @api.depends_context("uid")
    def _compute_is_for_me(self):
        mine = self.filtered_domain(self._search_is_for_me("in", [True]))
        for norm in self:
            norm.is_for_me = norm in mine

    def _search_is_for_me(self, operator, _value):
        """The norms of my own section and teams; whoever leads teams reads those of his people, too."""
        if operator != "in":
            return NotImplemented
        # Who works where, and who leads whom, is no secret.
        members, teams = self.env["crm.team.member"].sudo(), self.env["crm.team"].sudo()
        mine = members.search([("user_id", "=", self.env.uid)])
        led = teams.search([("user_id", "=", self.env.uid), ("use_conveyor", "=", True)])
        nobody = Domain("user_id", "=", False)
        my_roles = [role for role, hat in HAT_FIELD.items() if any(mine.mapped(hat))]
        own = (
            Domain("role", "in", my_roles)
            & Domain("team_id", "in", [*mine.crm_team_id.ids, False])
            & (nobody | Domain("user_id", "=", self.env.uid))
        )
        if not led:
            return own
        people = nobody | Domain("user_id", "in", led.crm_team_member_ids.user_id.ids)
        return own | Domain("team_id", "in", [*led.ids, False]) & people

    # === CONSTRAINT METHODS === #

    @api.constrains("metric_id")
    def _check_metric(self):
        for metric in self.metric_id:
            if metric.aggregation != "sum" or metric.is_less_better:
                raise ValidationError(
                    self.env._(
                        "“%s” has no norm of a day: a norm is of what is counted, and of what is better the more.",
                        metric.name,
                    )
                )

    @api.constrains("team_id", "company_id")
    def _check_company(self):
        for norm in self:
            company = norm.team_id.company_id
            if company and norm.company_id and company != norm.company_id:
                raise ValidationError(
                    self.env._("%s belongs to another company.", norm.team_id.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_number(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_number([vals])
        return super().write(vals)

    @api.model
    def _check_number(self, vals_list):
        """Tell it in words before Odoo rounds the number, or PostgreSQL refuses it."""
        if any(not 0 <= float(vals.get("per_day") or 0.0) < LIMIT for vals in vals_list):
            raise ValidationError(self.env._("A norm is a number from 0 to 1,000,000 a day."))
