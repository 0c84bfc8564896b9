from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import NAME_LENGTH

KINDS = [("complaint", "Complaint"), ("breach", "Breach")]
SEVERITIES = [("low", "Small"), ("medium", "Notable"), ("high", "Grave")]
# What makes a category the thing it is: incidents were counted by it.
FROZEN = ("code", "kind")
LONGEST = 1000


class ConveyorIncidentCategory(models.Model):
    """What can go wrong: complaints of clients, and breaches of what was agreed or asked for.

    The code of a category of breaches is the name of the rule that books them; a category that is switched off
    books nothing.
    """

    _name = "conveyor.incident.category"
    _description = "Category of Incidents"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True, size=NAME_LENGTH)
    code = fields.Char(required=True, size=64)
    kind = fields.Selection(KINDS, required=True, default="complaint")
    severity = fields.Selection(SEVERITIES, required=True, default="medium")
    sla_hours = fields.Float(
        string="Hours to a Verdict",
        help="Working hours of the team in which a complaint or a dispute is decided; where 0, those of the settings.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, help="A rule of breaches that is switched off books nothing."
    )

    _unique_code = models.Constraint("UNIQUE (code)", "This code of a category exists already.")
    # In PostgreSQL NaN is greater than every number: the upper bound refuses it.
    _check_sla_hours = models.Constraint(
        "CHECK (sla_hours BETWEEN 0 AND 1000)", "The hours to a verdict are between 0 and 1,000."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("sla_hours")
    def _check_sla_hours_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        if any(not 0 <= category.sla_hours <= LONGEST for category in self):
            raise ValidationError(self.env._("The hours to a verdict are between 0 and 1,000."))

    # === CRUD METHODS === #

    def write(self, vals):
        # Anybody may call with a context; only the update of this addon has these rights, too.
        installing = self.env.su and self.env.context.get("install_mode")
        changed = any(
            vals[name] != category[name] for name in FROZEN if name in vals for category in self
        )
        if changed and not installing:
            raise UserError(
                self.env._(
                    "Incidents were booked by this category: its code and kind cannot change."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unused(self):
        # Incidents that the person may not read count, too.
        incidents = self.env["conveyor.incident"].sudo()
        used = incidents.search([("category_id", "in", self.ids)], limit=1)
        if used or any(category.kind == "breach" for category in self):
            raise UserError(
                self.env._(
                    "“%s” is in use: switch it off instead.", (used.category_id or self[:1]).name
                )
            )

    # === BUSINESS METHODS === #

    @api.model
    def _get_rule(self, code):
        """The category by whose code a rule books its breaches; nothing where the rule is switched off.

        :raises UserError: there is no such rule
        """
        # A rule books for everybody, whoever may read its category.
        rule = (
            self.sudo()
            .with_context(active_test=False)
            .search([("code", "=", code), ("kind", "=", "breach")])
        )
        if not rule:
            raise UserError(self.env._("There is no rule of breaches called “%s”.", code))
        return rule.filtered("active")
