from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

WAITING = ("waiting", "running")


class ConveyorLedgerRun(models.Model):
    """Long work on the ledger: taking over what Odoo still knows, or checking it against the documents.

    It goes by chunks, each a transaction: its progress is seen, it can be stopped, and after a kill it goes
    on where the last chunk ended. Done twice it changes nothing.
    """

    _name = "conveyor.ledger.run"
    _description = "Work on the Ledger"
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [("backfill", "Taking over history"), ("check", "Check"), ("rebuild", "Rebuilding a copy")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Stopped"),
        ],
        required=True,
        default="waiting",
        readonly=True,
    )
    date_from = fields.Date(
        string="Facts Since",
        readonly=True,
        help="A check of facts booked since this day; all without.",
    )
    source = fields.Char(string="Reading", readonly=True)
    last_id = fields.Integer(readonly=True, aggregator=None)
    done_count = fields.Integer(string="Documents Read", readonly=True)
    total_count = fields.Integer(string="Documents", readonly=True)
    booked_count = fields.Integer(string="Facts Booked", readonly=True)
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    started_at = fields.Datetime(string="Started", readonly=True)
    finished_at = fields.Datetime(string="Finished", readonly=True)
    lost_metric_ids = fields.Many2many(
        "conveyor.metric", string="What Cannot Be Recovered", compute="_compute_lost_metrics"
    )
    difference_ids = fields.One2many("conveyor.ledger.difference", "run_id", readonly=True)
    difference_count = fields.Integer(string="Differences", readonly=True)

    _unique_waiting = models.UniqueIndex(
        "(kind) WHERE state IN ('waiting', 'running')", "This work is under way already."
    )

    # === COMPUTE METHODS === #

    @api.depends("done_count", "total_count", "state")
    def _compute_progress(self):
        for run in self:
            share = run.done_count / run.total_count if run.total_count else 0.0
            run.progress = 100.0 if run.state == "done" else min(share, 0.99) * 100.0

    @api.depends("kind", "started_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            day = format_date(self.env, run.started_at) if run.started_at else ""
            run.display_name = f"{labels[run.kind]} {day}".strip()

    @api.depends("kind")
    def _compute_lost_metrics(self):
        for run in self:
            domain = [("lost_history", "!=", False)] if run.kind == "backfill" else [("id", "=", 0)]
            run.lost_metric_ids = self.env["conveyor.metric"].search(domain)

    # === ACTION METHODS === #

    @api.model
    def action_start_backfill(self):
        """Take over what Odoo still knows of the time before the ledger."""
        return self._start("backfill")

    @api.model
    def action_start_check(self):
        """Compare the whole ledger with its documents."""
        return self._start("check")

    @api.model
    def action_start_rebuild(self):
        """Derive the whole ledger anew into a copy, and compare."""
        return self._start("rebuild")

    def action_stop(self):
        """Stop after the present chunk; what is done stays done."""
        self._check_manager()
        self.filtered(
            lambda run: run.state in WAITING
        ).sudo().write(  # the head decides, the server writes
            {"state": "cancelled", "finished_at": self.env.cr.now()}
        )

    def action_go_on(self):
        """Go on where it was stopped."""
        self._check_manager()
        self.ensure_one()
        if self.state != "cancelled":
            raise UserError(self.env._("Only stopped work can go on."))
        self.sudo().write({"state": "waiting", "finished_at": False})  # as above
        self._trigger()

    def action_mend(self):
        """Book what the documents say and the ledger does not, and sum up anew where the sums differ."""
        self._check_manager()
        self.ensure_one()
        # The head decides; the ledger has no writer of its own.
        ledger, differences = self.env["conveyor.fact"].sudo(), self.sudo().difference_ids
        derived = differences.filtered(lambda difference: difference.source)
        for source, group in derived.grouped("source").items():
            ledger._book(source, group.mapped("origin_id"), False)
        sums = ledger.env["conveyor.fact.sum"]
        sums._sum_up(differences.filtered(lambda difference: difference.kind == "sum"))
        return self._start("check")

    def action_open_differences(self):
        """List what the check found."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_ledger_difference_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)]}

    # === BUSINESS METHODS === #

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group("sales_team.group_sale_manager"):
            raise UserError(self.env._("Only the head of sales works on the ledger."))

    @api.model
    def _start(self, kind, **values):
        """Start work, or show the one that is under way."""
        self._check_manager()
        runs = self.sudo()  # the head decides, the server writes
        run = runs.search([("kind", "=", kind), ("state", "in", WAITING)], limit=1)
        run = run or runs.create({"kind": kind, **values})
        self._trigger()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": run.id,
            "views": [(False, "form")],
        }

    @api.model
    def _trigger(self):
        # Waking the server up is part of the work that was allowed.
        self.env.ref("sales_conveyor.conveyor_ledger_run_cron_go_on").sudo()._trigger()

    def _notify(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "info"},
        }

    # === CRON === #

    @api.model
    def _cron_run(self):
        """Go on with what waits, chunk by chunk; each chunk is kept even if the server dies after it."""
        while run := self.search([("state", "in", WAITING)], order="id", limit=1):
            run._advance()
            if not self.env["ir.cron"]._commit_progress(
                1, remaining=self.search_count([("state", "in", WAITING)])
            ):
                break

    @api.model
    def _cron_check(self):
        """The nightly check; its findings wait for the head of sales."""
        self._start("check")
