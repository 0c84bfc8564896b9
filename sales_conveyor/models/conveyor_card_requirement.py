from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import ROLE_ORDER, ROLES, SCOUT

# What a card may be asked for, and the columns of which one is enough.
ASKED = {
    "client": ("Client", ("partner_id", "partner_name")),
    "contact": ("Contact person", ("contact_name", "partner_id")),
    "reach": ("Phone or e-mail", ("phone", "email_from")),
    "phone": ("Phone", ("phone",)),
    "email": ("E-mail", ("email_from",)),
    "position": ("Job position", ("function",)),
    "address": ("City", ("city",)),
    "website": ("Website", ("website",)),
    "tax_number": ("Tax ID", ("vat",)),
    "source": ("Source", ("source_id",)),
    "contact_card": ("Client among the contacts", ("partner_id",)),
    "revenue": ("Expected revenue", ("expected_revenue",)),
    "closing": ("Expected closing", ("date_deadline",)),
    "notes": ("Notes", ("description",)),
}
TEXTS = frozenset(
    {
        "partner_name",
        "contact_name",
        "phone",
        "email_from",
        "function",
        "city",
        "website",
        "vat",
        "description",
    }
)


class ConveyorCardRequirement(models.Model):
    """What a card must tell, from a section or from a stage on: asked there and in all that follows."""

    _name = "conveyor.card.requirement"
    _description = "What a Card Must Tell"
    _order = "role, stage_id, asked, id"
    _rec_name = "asked"

    asked = fields.Selection(
        [(key, label) for key, (label, _columns) in ASKED.items()], string="What", required=True
    )
    role = fields.Selection(ROLES, string="From Section", required=True, default=SCOUT)
    stage_id = fields.Many2one(
        "crm.stage",
        string="From Stage",
        ondelete="cascade",
        help="Instead of the section: from this stage on.",
    )
    active = fields.Boolean(default=True)

    _unique_asked = models.UniqueIndex(
        "(asked, role, COALESCE(stage_id, 0))", "This is asked for there already."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("asked")
    def _check_asked(self):
        if any(requirement.asked not in ASKED for requirement in self):
            raise ValidationError(self.env._("A card cannot be asked for this."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        requirements = super().create(vals_list)
        self.env.registry.clear_cache()
        return requirements

    def write(self, vals):
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    # === BUSINESS METHODS === #

    @api.model
    @tools.ormcache()
    def _get_asked_from(self):
        """What is asked for, and from where on.

        :return: tuple of (what, role, stage id or False)
        """
        # One answer for everybody, kept in the cache.
        requirements = self.sudo().search(Domain.TRUE)
        return tuple((one.asked, one.role, one.stage_id.id) for one in requirements)

    @api.model
    def _get_asked_rows(self):
        """What each stage of each team with the conveyor asks a card for.

        :return: list of (team id, stage id, list of what)
        """
        # What a card must tell is no secret.
        stages = self.env["crm.stage"].sudo().search(Domain("is_won", "=", False))
        places = {stage: place for place, stage in enumerate(stages.ids)}
        rows = []
        for team in sorted(self.env["crm.team"]._get_conveyor_team_ids()):
            roles = self.env["crm.team"]._get_stage_roles(team)
            reached = -1
            for stage in stages:
                # A stage without a section stays with the one before it.
                if stage.team_ids and team not in stage.team_ids.ids:
                    continue
                reached = max(reached, ROLE_ORDER.get(roles.get(stage.id), -1))
                asked = {
                    what
                    for what, role, begin in self._get_asked_from()
                    if (
                        places.get(begin, len(places)) <= places[stage.id]
                        if begin
                        else ROLE_ORDER[role] <= reached
                    )
                }
                rows.append((team, stage.id, sorted(asked)))
        return rows

    @api.model
    def _get_filled_sql(self, what):
        """The condition that a card ``l`` tells this."""
        columns = []
        for name in ASKED[what][1]:
            column = SQL("l.%s", SQL.identifier(name))
            if name in TEXTS:
                columns.append(SQL("COALESCE(%s, '') !~ '^\\s*$'", column))
            elif name == "expected_revenue":
                # In PostgreSQL NaN is greater than every number.
                columns.append(SQL("(%(it)s > 0 AND %(it)s < 1e15)", it=column))
            else:
                columns.append(SQL("%s IS NOT NULL", column))
        return SQL("(%s)", SQL(" OR ").join(columns))
