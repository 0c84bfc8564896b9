import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..const import NAME_LENGTH

MAX_BYTES = 20 * 1024 * 1024
# What a person gives; all else the import writes itself.
GIVEN = frozenset({"file", "file_name", "company_id"})


class ConveyorFactImport(models.Model):
    """A file of history that the head of sales brings into the ledger on purpose.

    Its facts take their days from the file, are flagged as imported, and pay ignores them. All rows are
    booked or none; what was booked is withdrawn by reversals dated the day of the withdrawal. The file stays
    with the import as it was read, in the database itself, so that nobody exchanges it afterwards.
    """

    _name = "conveyor.fact.import"
    _description = "History Import"
    _order = "id desc"
    _rec_name = "file_name"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        help="All facts of the file belong to this company.",
    )
    file = fields.Binary(
        attachment=False, required=True, help="CSV or XLSX, at most 20 MB and 200,000 rows."
    )
    file_name = fields.Char(size=NAME_LENGTH)
    state = fields.Selection(
        [("draft", "To Book"), ("done", "Booked"), ("withdrawn", "Withdrawn")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    fact_count = fields.Integer(string="Facts Booked", readonly=True, copy=False)
    error_count = fields.Integer(string="Errors", readonly=True, copy=False)
    error_ids = fields.One2many("conveyor.fact.import.error", "import_id", readonly=True)
    summary = fields.Html(string="What It Holds", readonly=True, copy=False)
    content_hash = fields.Char(string="Fingerprint", readonly=True, copy=False)
    checked_at = fields.Datetime(string="Checked", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", string="Booked by", readonly=True, copy=False, ondelete="restrict"
    )
    booked_at = fields.Datetime(string="Booked on", readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    withdrawn_at = fields.Datetime(string="Withdrawn on", readonly=True, copy=False)

    _unique_content = models.UniqueIndex(
        "(content_hash) WHERE state = 'done'",
        "These rows are in the ledger already: the file was booked before.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given(vals)
        # No default of a context speaks for the import.
        blank = {"error_ids": [], "state": "draft", **dict.fromkeys(self._get_kept(), False)}
        return super().create([{**blank, **vals} for vals in vals_list])

    def write(self, vals):
        self._check_given(vals)
        if not self.env.su:
            self.check_access("write")
            if any(record.state != "draft" for record in self):
                raise UserError(self.env._("This import is booked: its file stays as it is."))
            self.error_ids.sudo().unlink()  # another file or company, another check
            blank = {"row_count": 0, "error_count": 0, "summary": False, "checked_at": False}
            super(ConveyorFactImport, self.sudo()).write(blank)  # as above
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if any(record.state != "draft" for record in self):
            raise UserError(
                self.env._("An import that was booked is never deleted. Withdraw it instead.")
            )

    # === ACTION METHODS === #

    def action_check(self):
        """Read the file and tell what it holds, or what is wrong with it; nothing is booked."""
        self._begin()
        if self.state != "draft":
            raise UserError(self.env._("This import is booked already."))
        self._examine()
        return True

    def action_book(self):
        """Book every row, or none where one of them is wrong. Pressed twice it books once."""
        self._begin()
        if self.state == "withdrawn":
            raise UserError(
                self.env._("This import was withdrawn. Upload the file anew to book it.")
            )
        if self.state == "draft":
            rows = self._examine()
            if not self.error_count:
                self._check_is_new()
                self._book(rows)
        return True

    def action_withdraw(self):
        """Take every fact of the file back, dated today. Pressed twice it withdraws once."""
        self._begin()
        if self.state == "draft":
            raise UserError(self.env._("Nothing of this import is booked yet."))
        if self.state == "done":
            self._withdraw()
        return True

    def action_open_facts(self):
        """Open the facts of the file, withdrawals included."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_fact_action"
        )
        return {
            **action,
            "views": [(False, view) for view in ("list", "pivot", "form")],
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {},
            "display_name": self.file_name,
        }

    @api.model
    def action_download_template(self):
        """Hand out an empty workbook with the columns, an example and the list of metrics."""
        return {
            "type": "ir.actions.act_url",
            "url": "/conveyor/history_template",
            "target": "download",
        }

    # === BUSINESS METHODS === #

    def _begin(self):
        """Make sure that this person may do it, and that nobody else does it at the same time."""
        self.ensure_one()
        self.check_access("write")
        try:
            self.lock_for_update()
        except LockError:
            raise LockError(
                self.env._("Somebody else is at this import right now. Look again in a moment.")
            )

    def _check_is_new(self):
        """The same rows are booked once: double history would double every figure."""
        same = [("content_hash", "=", self.content_hash), ("state", "=", "done")]
        other = self.sudo().search(same, limit=1)  # in whichever company it was
        if other:
            raise UserError(
                self.env._(
                    "These rows are in the ledger already: %(person)s booked them on %(day)s. "
                    "Withdraw that import first if you want to book them anew.",
                    person=other.user_id.name,
                    day=fields.Date.to_string(other.booked_at),
                )
            )

    def _get_content(self):
        """The file as it is stored."""
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    # === GUARD === #

    @api.model
    def _get_kept(self):
        """The names of fields that only the import itself writes."""
        return {
            name
            for name, field in self._fields.items()
            if field.readonly
            and field.store
            and name not in models.MAGIC_COLUMNS
            and field.type != "one2many"
        } - {"state"}

    @api.model
    def _check_given(self, vals):
        """People give a file and a company; the state, the counts and the fingerprint are not theirs."""
        kept = vals.keys() - GIVEN
        if kept and not self.env.su:
            raise AccessError(
                self.env._(
                    "These fields are written by the import itself: %s.", ", ".join(sorted(kept))
                )
            )
        if vals.get("file"):
            try:
                file = vals["file"].encode() if isinstance(vals["file"], str) else vals["file"]
                content = base64.b64decode(file.translate(None, b"\r\n"), validate=True)
            except (binascii.Error, AttributeError, TypeError):
                raise UserError(self.env._("The file did not arrive whole. Upload it once more."))
            if len(content) > MAX_BYTES:
                raise UserError(self.env._("The file is larger than 20 MB: cut it into parts."))
