import base64
import binascii
from collections import defaultdict
from decimal import Decimal

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..const import NAME_LENGTH

MAX_BYTES = 20 * 1024 * 1024
MAX_SHOWN = 100


class ConveyorPlanImport(models.TransientModel):
    """The targets of a plan out of a table: all of it, or nothing while one cell is wrong."""

    _name = "conveyor.plan.import"
    _description = "Import Targets"

    plan_id = fields.Many2one(
        "conveyor.plan", required=True, readonly=True, domain=[("state", "=", "draft")]
    )
    file = fields.Binary(attachment=False, help="CSV or XLSX, at most 20 MB and 20,000 rows.")
    file_name = fields.Char(size=NAME_LENGTH)
    is_whole_plan = fields.Boolean(
        string="Remove What Is Not in the File",
        help="The file is the whole plan: targets that it does not name are taken away.",
    )
    state = fields.Selection(
        [("draft", "To Check"), ("wrong", "To Correct"), ("right", "To Import")],
        default="draft",
        readonly=True,
    )
    error_count = fields.Integer(string="Errors", readonly=True)
    errors = fields.Html(string="What Is Wrong", readonly=True)
    summary = fields.Html(string="What It Holds", readonly=True)

    # === ACTION METHODS === #

    def action_check(self):
        """Read the file and tell what it holds, or what is wrong with it; nothing is written."""
        self._begin()
        self._examine()
        return self._reopen()

    def action_import(self):
        """Write every target of the file, or none where a cell is wrong."""
        self._begin()
        leaves = self._examine()
        if self.state != "right":
            return self._reopen()
        targets = self.env["conveyor.target"]
        replaced = targets
        if self.is_whole_plan:
            replaced = targets.search([("plan_id", "=", self.plan_id.id)])
        written, gone = targets._set_leaves(self.plan_id, leaves, replaced)
        told = targets._tell_written(self.file_name or self.env._("Import"), written, gone)
        self.plan_id._message_log(body=told)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": told,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # === BUSINESS METHODS === #

    def _begin(self):
        self.ensure_one()
        self.plan_id.check_access("write")
        self.plan_id._refuse_unless_draft()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Targets"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_content(self):
        """The bytes of the file."""
        try:
            content = base64.b64decode(self.with_context(bin_size=False).file or b"", validate=True)
        except binascii.Error:
            raise UserError(self.env._("The file did not arrive whole. Upload it once more."))
        if not content:
            raise UserError(self.env._("Choose a file first."))
        if len(content) > MAX_BYTES:
            raise UserError(self.env._("The file is larger than 20 MB: cut it into parts."))
        return content

    def _examine(self):
        """Read and check the whole file, and keep what is to be said of it.

        :return: the targets by leaf, as ``conveyor.target._set_leaves`` takes them; none where a cell is wrong
        """
        errors = []
        rows = self._read(errors)
        leaves = {} if errors else self._make_leaves(rows)
        self.write(
            {
                "state": "wrong" if errors else "right",
                "error_count": len(errors),
                "errors": bool(errors) and self._show_errors(sorted(errors)[:MAX_SHOWN]),
                "summary": not errors and self._summarize(leaves, len(rows)),
            }
        )
        return leaves

    def _show_errors(self, errors):
        """A list of what is wrong, cell by cell."""
        items = [
            Markup("<li><b>%s</b> %s</li>") % (f"{cell}:" if cell else "", message)
            for _line, _place, cell, message in errors
        ]
        return Markup("<ul class='mb-0'>%s</ul>") % Markup().join(items)

    def _summarize(self, leaves, count):
        """How many rows and targets, and what they come to by metric."""
        totals, targets = defaultdict(Decimal), defaultdict(int)
        for leaf, value in leaves.items():
            totals[leaf[1]] += value
            targets[leaf[1]] += 1
        cells = [
            (
                metric.name,
                targets[metric.id],
                formatLang(
                    self.env,
                    float(totals[metric.id]),
                    digits=0 if totals[metric.id] == int(totals[metric.id]) else 2,
                ),
            )
            for metric in self.env["conveyor.metric"].browse(totals).sorted()
        ]
        head = (self.env._("Metric"), self.env._("Targets"), self.env._("Year"))
        row = Markup("<tr>%s</tr>")
        return Markup(
            "<p>%s</p><table class='table table-sm'><thead>%s</thead><tbody>%s</tbody></table>"
        ) % (
            self.env._("Rows: %(rows)s. Targets: %(targets)s.", rows=count, targets=len(leaves)),
            row % Markup().join(Markup("<th>%s</th>") % title for title in head),
            Markup().join(
                row % Markup().join(Markup("<td>%s</td>") % cell for cell in line) for line in cells
            ),
        )
