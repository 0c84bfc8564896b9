from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from ..const import FROZEN, KIND_ORDER
from ..tools.days import refuse_far_day

STATES = [
    ("draft", "Not Computed"),
    ("computed", "Computed"),
    ("sent", "With the People"),
    ("approved", "Approved"),
    ("paid", "Paid"),
]
# Where a run stands by the statement that is behind all others.
STEPS = {"computed": 1, "sent": 2, "accepted": 2, "disputed": 2, "approved": 3, "paid": 4}
PROBLEM = Domain("trouble_count", ">", 0) | Domain("rate", "=", 0)


class MotivationRun(models.Model):
    """A month on its screen: where it stands, what it comes to, and what is in the way."""

    _inherit = "motivation.run"

    first_on = fields.Date(default=lambda self: self._default_first_on())
    state = fields.Selection(STATES, compute="_compute_state")
    obstacle = fields.Char(
        compute="_compute_obstacle", help="Why this month cannot be computed now."
    )
    is_running = fields.Boolean(compute="_compute_obstacle", help="The month is not over yet.")
    problem_count = fields.Integer(string="Problems", compute="_compute_state")
    disputed_count = fields.Integer(string="Disputed", compute="_compute_state")
    refund_count = fields.Integer(
        string="Refunds Without a Sale",
        compute="_compute_refund_count",
        help="Money taken back of which nobody has said yet which sale it was: it lowers nobody's pay until then.",
    )
    totals = fields.Html(compute="_compute_totals", sanitize=False)
    payable_words = fields.Char(string="Payable", compute="_compute_payable_words")

    def _default_first_on(self):
        """The month after the last one, or the month before this one where there is none."""
        last = self.search(
            [("company_id", "=", self.env.company.id), ("simulation_id", "=", False)], limit=1
        )
        this = self.env.company._get_business_day().replace(day=1)
        return fields.Date.add(last.first_on or fields.Date.subtract(this, months=2), months=1)

    # === COMPUTE METHODS === #

    @api.depends("statement_ids.state", "statement_ids.trouble_count", "computed_at")
    def _compute_state(self):
        statements = self.env["motivation.statement"]
        mine = Domain("run_id", "in", self.ids)
        groups = statements._read_group(mine, ["run_id", "state"], ["__count"])
        problems = dict(statements._read_group(mine & PROBLEM, ["run_id"], ["__count"]))
        for run in self:
            found = {state: count for owner, state, count in groups if owner == run}
            steps = [STEPS[state] for state in found]
            run.state = STATES[min(steps, default=1 if run.computed_at else 0)][0]
            run.disputed_count = found.get("disputed", 0)
            run.problem_count = problems.get(run, 0)

    @api.depends("first_on", "company_id", "is_frozen", "statement_ids.state")
    def _compute_obstacle(self):
        for run in self:
            run.obstacle = run._get_obstacle()
            # The clock of a company is no secret.
            today = run.company_id.sudo()._get_business_day()
            run.is_running = bool(run.first_on) and run.first_on <= today <= run.last_on

    @api.depends("last_on", "company_id")
    def _compute_refund_count(self):
        facts = self.env["conveyor.fact"]
        for run in self:
            domain = run._get_refund_domain()
            run.refund_count = facts.search_count(domain) if facts.has_access("read") else 0

    @api.depends("statement_ids.payable")
    @api.depends_context("lang")
    def _compute_payable_words(self):
        groups = self.env["motivation.statement"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "currency_id"], ["payable:sum"]
        )
        for run in self:
            run.payable_words = " + ".join(
                formatLang(self.env, total, currency_obj=currency)
                for owner, currency, total in groups
                if owner == run
            )

    @api.depends("statement_ids.payable")
    @api.depends_context("lang")
    def _compute_totals(self):
        for run in self:
            run.totals = run._draw_totals() if run.id else False

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Any day of a month stands for the month."""
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("first_on"))
            if day:
                refuse_far_day(self.env, day)
                vals["first_on"] = day.replace(day=1)
        return super().create(vals_list)

    # === BUSINESS METHODS === #

    def _get_refund_domain(self):
        return [
            ("is_refund_waiting", "=", True),
            ("company_id", "=", self.company_id.id),
            ("happened_on", "<=", self.last_on),
        ]

    def _draw_totals(self):
        """The money of this month by kind, and what is held, as a small table."""
        groups = self.env["motivation.statement.line"]._read_group(
            [("statement_id.run_id", "=", self.id)],
            ["kind", "currency_id"],
            ["amount:sum", "held:sum", "__count"],
        )
        kinds = self.env["motivation.statement.line"]._fields["kind"]
        labels = dict(kinds._description_selection(self.env))
        rows = [
            Markup("<tr><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td>"
                   "<td class='text-end text-muted'>%s</td></tr>")
            % (
                labels[kind],
                count,
                formatLang(self.env, amount, currency_obj=currency),
                formatLang(self.env, held, currency_obj=currency) if held else "",
            )
            for kind, currency, amount, held, count in sorted(groups, key=lambda row: KIND_ORDER[row[0]])
        ]  # fmt: skip
        if not rows:
            return False
        titles = (self.env._("Kind"), self.env._("Lines"), self.env._("Amount"), self.env._("Held"))
        head = Markup().join(
            Markup("<th class='%s'>%s</th>") % ("text-end" if place else "", title)
            for place, title in enumerate(titles)
        )
        return Markup(
            "<table class='table table-sm o_motivation_totals'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>"
        ) % (head, Markup().join(rows))

    def _get_open(self):
        """The statements that are not approved yet."""
        return self.statement_ids.filtered(lambda statement: statement.state not in FROZEN)
