import base64
import binascii
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..const import NAME_LENGTH
from .conveyor_call import CALL, LINK_LENGTH
from .conveyor_call_logging import TELEPHONY

RECORDING_SIZE = 25 * 1024 * 1024
RECORDING_TYPES = {
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "webm": "audio/webm",
}
PURGED_AT_ONCE = 200


class ConveyorCall(models.Model):
    """Recordings: a file that only those may hear who may see the call, or a link; kept for so many months."""

    _inherit = "conveyor.call"

    recording_id = fields.Many2one(
        "ir.attachment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    recording_link = fields.Char(string="Link to the Recording", readonly=True, size=LINK_LENGTH)
    recording_purged_at = fields.Datetime(
        string="Recording Deleted", readonly=True, help="Its time was over; the call stays."
    )
    player = fields.Json(compute="_compute_player", export_string_translation=False)

    _recording_idx = models.Index(
        "(company_id, started_at) WHERE recording_id IS NOT NULL OR recording_link IS NOT NULL"
    )

    # === COMPUTE METHODS === #

    @api.depends("recording_id", "recording_link", "recording_purged_at")
    def _compute_player(self):
        """What the player plays: a file of ours, or a link that opens."""
        for call in self:
            call.player = {
                "file": call.recording_id.id and f"/web/content/{call.recording_id.id}",
                "link": call.recording_link or False,
                "purged": bool(call.recording_purged_at),
            }

    # === PUBLIC METHODS === #

    @api.model
    def add_recording(self, external_id, recording_link=False, recording=False, company_id=False):
        """Telephony brings the recording of a call that it has told of before.

        :param str external_id: of the call
        :param recording: ``{"name": …, "data": base64}``
        :return: id of the call
        """
        if not self.env.user.has_group(TELEPHONY):
            raise AccessError(self.env._("Only telephony brings recordings."))
        told = {
            "external_id": external_id,
            "recording_link": recording_link,
            "recording": recording,
        }
        row = self._read_values({**told, "company_id": company_id or self.env.company.id})
        if not row["external_id"]:
            raise UserError(self.env._("Tell the id of the call."))
        domain = [
            ("external_id", "=", row["external_id"]),
            ("company_id", "=", row["company_id"]),
        ]
        call = self.sudo().search(domain)  # telephony has no rights but this one
        if not call or call.company_id not in self.env.user.company_ids:
            raise UserError(self.env._("There is no call “%s”.", row["external_id"]))
        if not call.recording_id and not call.recording_link:
            call._keep_recordings([{**row, "id": call.id, "is_new": True}])
        return call.id

    # === BUSINESS METHODS === #

    @api.model
    def _keep_recordings(self, rows):
        """Keep the recordings of new calls, unless the company keeps none: the calls count all the same."""
        for row in rows:
            if not row["is_new"] or not (row["recording"] or row["recording_link"]):
                continue
            # The columns have no writer of their own.
            call = self.sudo().browse(row["id"]).with_context(conveyor_call=CALL)
            file = row["recording"] and self._read_recording(row["recording"])
            if not call.company_id.conveyor_keeps_recordings:
                continue
            values = {"recording_link": row["recording_link"]}
            if file:
                values["recording_id"] = call._attach(*file).id
            call.write(values)

    @api.model
    def _read_recording(self, recording):
        """The name, type and content of a file, as they were told."""
        if not isinstance(recording, dict) or set(recording) != {"name", "data"}:
            raise UserError(self.env._("A recording is told as a name and its data."))
        name = self._read_text("recording", recording["name"], NAME_LENGTH) or ""
        kind = RECORDING_TYPES.get(name.rpartition(".")[2].lower())
        if not kind:
            raise UserError(
                self.env._("A recording is a file of these types: %s.", ", ".join(RECORDING_TYPES))
            )
        data = recording["data"]
        if not isinstance(data, str | bytes) or len(data) > RECORDING_SIZE * 4 // 3 + 4:
            raise UserError(self.env._("A recording is a file of at most 25 MB."))
        try:
            content = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            raise UserError(self.env._("The data of a recording is in base64.")) from None
        if not content or content[:256].lstrip()[:1] == b"<":
            raise UserError(self.env._("This file is no recording."))
        return name, kind, content

    def _attach(self, name, kind, content):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "mimetype": kind,
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
                "company_id": self.company_id.id,
            }
        )

    # === CRON === #

    @api.model
    def _cron_purge_recordings(self):
        """Delete recordings whose time is over, some at a time; calls, counts and reviews stay."""
        companies = self.env["res.company"].sudo().search(Domain.TRUE)  # a cron of everybody
        for company in companies:
            while calls := self._find_outdated(company):
                calls._purge_recordings()
                if not self.env["ir.cron"]._commit_progress(len(calls), remaining=1):
                    return
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _find_outdated(self, company):
        """Recordings older than the company keeps them; all of them where it keeps none any more."""
        months = company.conveyor_recording_months if company.conveyor_keeps_recordings else 0
        before = self.env.cr.now() - relativedelta(months=months) - timedelta(days=1)
        domain = [
            ("company_id", "=", company.id),
            ("started_at", "<", before),
            "|",
            ("recording_id", "!=", False),
            ("recording_link", "!=", False),
        ]
        return self.sudo().search(domain, limit=PURGED_AT_ONCE, order="id")  # of everybody

    def _purge_recordings(self):
        deed = self.sudo().with_context(
            conveyor_call=CALL
        )  # the columns have no writer of their own
        files = deed.recording_id
        deed.write(
            {
                "recording_id": False,
                "recording_link": False,
                "recording_purged_at": self.env.cr.now(),
            }
        )
        files.unlink()
