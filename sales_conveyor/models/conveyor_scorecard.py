from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import NAME_LENGTH, NOTE_LENGTH, RelayKey

# A context value that lets a scorecard change its state: only its own deeds do.
SCORECARD = RelayKey("scorecard")


class ConveyorScorecard(models.Model):
    """A sheet of criteria by which work is judged: calls here, interviews and role plays in other addons.

    A version is written as a draft, put in force, and retired by the next one. What was judged by a version must
    read the same for ever: outside of its draft a version never changes; a change is a new version.
    """

    _name = "conveyor.scorecard"
    _description = "Scorecard"
    _order = "kind, name, version desc, id desc"

    name = fields.Char(required=True, translate=True, size=NAME_LENGTH)
    kind = fields.Selection(
        [("call_review", "Calls")],
        string="Judges",
        required=True,
        default="call_review",
        help="What is judged by it.",
    )
    occasion = fields.Selection(
        [("first", "First conversation with a client"), ("next", "Later conversations")],
        string="Proposed For",
        help="The calls for which this scorecard is proposed.",
    )
    description = fields.Text(translate=True)
    version = fields.Integer(required=True, readonly=True, default=1, copy=False, aggregator=None)
    root_id = fields.Many2one(
        "conveyor.scorecard",
        string="First Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In Force"), ("retired", "Retired")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    in_force_at = fields.Datetime(string="In Force Since", readonly=True, copy=False)
    retired_at = fields.Datetime(string="Retired", readonly=True, copy=False)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    criterion_ids = fields.One2many(
        "conveyor.scorecard.criterion", "scorecard_id", string="Criteria", copy=True
    )
    weight = fields.Float(string="Sum of Weights", compute="_compute_weight")

    _unique_in_force = models.UniqueIndex(
        "(COALESCE(root_id, id)) WHERE state = 'in_force'",
        "Another version of this scorecard is in force.",
    )
    _check_texts = models.Constraint(
        f"CHECK (length(description::text) <= {NOTE_LENGTH * 10})",
        "This description is too long.",
    )

    # Written by the deeds of a scorecard alone.
    _DEEDS = frozenset({"state", "version", "root_id", "in_force_at", "retired_at"})

    # === COMPUTE METHODS === #

    @api.depends("criterion_ids.weight")
    def _compute_weight(self):
        for scorecard in self:
            scorecard.weight = sum(scorecard.criterion_ids.mapped("weight"))

    @api.depends("name", "version", "state")
    def _compute_display_name(self):
        for scorecard in self:
            version = self.env._("version %s", scorecard.version)
            scorecard.display_name = f"{scorecard.name or ''} ({version})"

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """No default, of a context or of a person, puts a scorecard in force."""
        return super().default_get(
            [name for name in fields if name not in self._DEEDS - {"version", "state"}]
        ) | {name: value for name, value in (("version", 1), ("state", "draft")) if name in fields}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_deeds(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_deeds(vals)
        if (
            self.env.context.get("conveyor_scorecard") is not SCORECARD
            and not self._is_installing()
        ):
            self._check_draft()
        return super().write(vals)

    def update_field_translations(self, field_name, translations, source_lang=""):
        """The words of a version that was in force stay, in every language."""
        self._check_draft()
        return super().update_field_translations(field_name, translations, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_draft()

    def _check_deeds(self, vals):
        is_deed = self.env.context.get("conveyor_scorecard") is SCORECARD
        if self._DEEDS & vals.keys() and not is_deed and not self._is_installing():
            raise UserError(self.env._("A scorecard is put in force and retired with its buttons."))

    @api.model
    def _is_installing(self):
        # Anybody may call with a context; only the update of this addon has these rights, too.
        return self.env.su and self.env.context.get("install_mode")

    def _check_draft(self):
        for scorecard in self:
            if scorecard.state != "draft":
                raise UserError(
                    self.env._(
                        "“%s” was in force: it stays as it is, so that what was judged by it reads the same."
                        " Make a new version instead.",
                        scorecard.display_name,
                    )
                )

    # === ACTION METHODS === #

    def action_put_in_force(self):
        """From now on work is judged by this version; the one before is retired."""
        for scorecard in self:
            if scorecard.state != "draft":
                raise UserError(self.env._("“%s” is no draft.", scorecard.display_name))
            if not scorecard.criterion_ids:
                raise ValidationError(
                    self.env._(
                        "“%s” has no criteria: there is nothing to judge by.", scorecard.name
                    )
                )
            family = scorecard.root_id or scorecard
            domain = ["|", ("id", "=", family.id), ("root_id", "=", family.id)]
            self.search([*domain, ("state", "=", "in_force")])._settle("retired", "retired_at")
            scorecard._settle("in_force", "in_force_at")

    def action_retire(self):
        """Nothing new is judged by this version; what was judged stays."""
        for scorecard in self:
            if scorecard.state != "in_force":
                raise UserError(self.env._("“%s” is not in force.", scorecard.display_name))
        self._settle("retired", "retired_at")

    def action_new_version(self):
        """Open a draft of the next version, with all that this one has."""
        self.ensure_one()
        self.check_access("create")
        family = self.root_id or self
        domain = ["|", ("id", "=", family.id), ("root_id", "=", family.id)]
        versions = self.search(domain)
        draft = versions.filtered(lambda version: version.state == "draft")[:1]
        if not draft:
            deed = self.with_context(conveyor_scorecard=SCORECARD)
            draft = deed.copy({"name": self.name})
            draft.write({"root_id": family.id, "version": max(versions.mapped("version")) + 1})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def _settle(self, state, field):
        deed = self.with_context(conveyor_scorecard=SCORECARD)
        deed.write({"state": state, field: self.env.cr.now()})
        deed.flush_recordset()  # the next version meets this one in the unique index

    # === BUSINESS METHODS === #

    @api.model
    def _get_in_force(self, kind, company):
        """The scorecards in force of a kind, the company's own before those of all, the newest first."""
        domain = [
            ("kind", "=", kind),
            ("state", "=", "in_force"),
            ("company_id", "in", [company.id, False]),
        ]
        # What work is judged by is no secret.
        found = self.sudo().search(domain, order="in_force_at desc, id desc")
        return found.sorted(lambda scorecard: not scorecard.company_id)

    def _prepare_lines(self):
        """Commands that create one unmarked line per criterion."""
        self.ensure_one()
        return [Command.create({"criterion_id": criterion.id}) for criterion in self.criterion_ids]
