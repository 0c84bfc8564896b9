from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import date_utils

from odoo.addons.sales_conveyor.const import HAT_FIELD, NAME_LENGTH, NOTE_LENGTH

from ..const import PAY
from ..tools.days import refuse_far

STATES = [("draft", "Being Prepared"), ("running", "Running"), ("closed", "Closed")]
MEASURES = [
    ("total", "What Each One Reaches"),
    ("target", "Share of One's Own Target"),
    ("norm", "Share of One's Own Norm"),
]
BLANK = {"state": "draft", "started_at": False, "closed_at": False, "closed_by_id": False}
KEPT = frozenset({*BLANK, "entry_ids", "standing_ids"})
# What may still be changed while people run.
OPEN = frozenset({"name", "prize", "active", "message_follower_ids", "message_ids"})
BADGES = ("gold", "silver", "bronze")


class MotivationContest(models.Model):
    """A race on a metric between two days: whoever takes part sees the standings, nobody sees pay in it.

    The standings are the ledger itself as long as it runs, and are kept as they are when it is closed. Equal
    numbers share a place. What a newcomer and an old hand reach can be weighed by their own targets or norms.
    """

    _name = "motivation.contest"
    _description = "Contest"
    _inherit = ["mail.thread"]
    _order = "state desc, last_on desc, id desc"

    name = fields.Char(required=True, size=NAME_LENGTH, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    metric_id = fields.Many2one(
        "conveyor.metric",
        string="Race On",
        required=True,
        domain=[("aggregation", "in", ("sum", "ratio"))],
        ondelete="restrict",
    )
    is_less_better = fields.Boolean(related="metric_id.is_less_better")
    measure = fields.Selection(
        MEASURES,
        string="Who Is Ahead",
        required=True,
        default="total",
        help="By shares of their own targets or norms newcomers and old hands have equal chances.",
    )
    first_on = fields.Date(
        string="First Day",
        required=True,
        default=lambda self: self.env.company._get_business_day(),
        help="What happens on the first and on the last day counts.",
    )
    last_on = fields.Date(
        string="Last Day", required=True, default=lambda self: self._default_last_on()
    )
    who = fields.Selection(
        [
            ("all", "Everybody in the Conveyor"),
            ("role", "Some Sections"),
            ("team", "Some Teams"),
            ("people", "Some People"),
        ],
        string="Who Takes Part",
        required=True,
        default="all",
    )
    is_scout = fields.Boolean(string="Scouts")
    is_hunter = fields.Boolean(string="Hunters")
    is_farmer = fields.Boolean(string="Farmers")
    team_ids = fields.Many2many("crm.team", string="Teams")
    user_ids = fields.Many2many("res.users", string="People", domain=[("share", "=", False)])
    prize = fields.Text(
        string="What There Is to Win", size=NOTE_LENGTH, help="Everybody taking part reads it."
    )
    prize_ids = fields.One2many(
        "motivation.contest.prize",
        "contest_id",
        string="Badges",
        copy=True,
        default=lambda self: self._default_prize_ids(),
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    started_at = fields.Datetime(string="Started", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", string="Closed by", readonly=True, copy=False, ondelete="restrict"
    )
    entry_ids = fields.One2many("motivation.contest.entry", "contest_id", readonly=True)
    standing_ids = fields.One2many(
        "motivation.contest.standing", "contest_id", string="Standings", readonly=True
    )

    _check_days = models.Constraint(
        "CHECK (first_on <= last_on AND last_on - first_on < 366)",
        "A contest goes over 1 to 366 days.",
    )

    # === DEFAULTS === #

    @api.model
    def _default_last_on(self):
        """The end of the month; of the next one where this is nearly over."""
        return date_utils.end_of(
            fields.Date.add(self.env.company._get_business_day(), days=7), "month"
        )

    @api.model
    def _default_prize_ids(self):
        """A badge for each of the first three."""
        badges = (self.env.ref(f"sales_motivation.badge_contest_{name}", False) for name in BADGES)
        return [
            Command.create({"place": place, "badge_id": badge.id})
            for place, badge in enumerate(badges, start=1)
            if badge
        ]

    # === CONSTRAINT METHODS === #

    @api.constrains("first_on", "last_on")
    def _check_days_are_near(self):
        refuse_far(self, "first_on", "last_on")

    @api.constrains("metric_id", "measure", "who", *HAT_FIELD.values(), "team_ids", "user_ids")
    def _check_rules(self):
        for contest in self:
            metric = contest.metric_id
            if metric.aggregation not in ("sum", "ratio"):
                raise ValidationError(
                    self.env._("“%s” is no number that people can race on.", metric.name)
                )
            if contest.measure != "total" and (
                metric.aggregation != "sum" or metric.is_less_better
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” has no target or norm: race on the number itself.", metric.name
                    )
                )
            chosen = {
                "role": any(contest[hat] for hat in HAT_FIELD.values()),
                "team": contest.team_ids,
                "people": contest.user_ids,
            }
            if not chosen.get(contest.who, True):
                raise ValidationError(self.env._("Choose who takes part."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_deed():
            # No default of a context speaks for the contest.
            vals_list = [
                {name: value for name, value in vals.items() if name not in KEPT} | BLANK
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_deed():
            self._refuse_rewriting(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        begun = self.filtered(lambda contest: contest.state != "draft")[:1]
        if begun:
            raise UserError(
                self.env._("“%s” has begun: it is kept, and may be archived.", begun.name)
            )

    def _is_deed(self):
        return self.env.context.get("motivation_pay") is PAY

    def _refuse_rewriting(self, vals):
        """The rules of a race do not change while people run."""
        self.check_access("write")
        if vals.keys() & KEPT:
            raise UserError(self.env._("A contest is started and closed by its buttons only."))
        begun = self.filtered(lambda contest: contest.state != "draft")[:1]
        if begun and vals.keys() - OPEN:
            raise UserError(
                self.env._("“%s” has begun: its rules stay as they are until it ends.", begun.name)
            )
