import math

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import NOTE_LENGTH
from ..models.conveyor_call import LONGEST_CALL

# After these a planned call is done; after the others it is still to be made.
REACHED = ("talked", "refused", "wrong_number")


class ConveyorCallLog(models.TransientModel):
    """A call just made: minutes, and one button for how it ended."""

    _name = "conveyor.call.log"
    _description = "Log a Call"

    lead_id = fields.Many2one("crm.lead", string="Card")
    partner_id = fields.Many2one("res.partner", string="Client")
    activity_id = fields.Many2one("mail.activity", string="Planned Call")
    is_planned_done = fields.Boolean(
        string="The planned call is done",
        default=True,
        help="Its activity is closed when the client was reached; both are one call.",
    )
    direction = fields.Selection(
        [("outgoing", "I called"), ("incoming", "The client called")],
        required=True,
        default="outgoing",
    )
    minutes = fields.Float(string="Minutes of Talk", digits=(16, 1))
    note = fields.Char(size=NOTE_LENGTH)
    recording_link = fields.Char(string="Link to the Recording")
    recording = fields.Binary(attachment=False)
    recording_name = fields.Char()
    keeps_recordings = fields.Boolean(compute="_compute_keeps_recordings")
    call_id = fields.Many2one("conveyor.call", readonly=True)

    # === COMPUTE METHODS === #

    def _compute_keeps_recordings(self):
        self.keeps_recordings = self.env.company.conveyor_keeps_recordings

    # === CONSTRAINT METHODS === #

    @api.constrains("lead_id", "partner_id", "activity_id", "call_id")
    def _check_known(self):
        """A dialog names nothing that the person may not read: Odoo would tell him its name."""
        mine = self.sudo(False)  # Odoo checks beyond rights
        for records in (mine.lead_id, mine.partner_id, mine.activity_id, mine.call_id):
            records.check_access("read")

    # === ACTION METHODS === #

    def action_talked(self):
        """The client was reached."""
        return self._log("talked")

    def action_no_answer(self):
        """Nobody answered."""
        return self._log("no_answer")

    def action_busy(self):
        """The line was busy."""
        return self._log("busy")

    def action_call_back(self):
        """The client asked to be called later."""
        return self._log("call_back")

    def action_refused(self):
        """The client wants no more talks."""
        return self._log("refused")

    def action_wrong_number(self):
        """It was somebody else's number."""
        return self._log("wrong_number")

    # === BUSINESS METHODS === #

    @api.model
    def _open(self, lead=None, partner=None):
        """The dialog for a card or a client, with the call that was planned for today."""
        lead, partner = lead or self.env["crm.lead"], partner or self.env["res.partner"]
        document = lead or partner
        planned = document.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id.category == "phonecall"
                and activity.user_id == self.env.user
                and activity.date_deadline <= fields.Date.context_today(self)
            )
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a Call"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_lead_id": lead.id,
                "default_partner_id": (partner or lead.partner_id).id,
                "default_activity_id": planned[:1].id,
            },
        }

    def _log(self, outcome):
        """Log the call; a second click finds that it is logged."""
        self.ensure_one()
        if not self.call_id:
            answer = self.env["conveyor.call"].log_call(self._prepare_call(outcome))
            self.call_id = answer["id"]
        return {"type": "ir.actions.act_window_close", "infos": {"logged": self.call_id.id}}

    def _prepare_call(self, outcome):
        seconds = self.minutes * 60
        if not math.isfinite(seconds) or not 0 <= seconds <= LONGEST_CALL:
            raise UserError(self.env._("The talk time of a call is between nothing and a day."))
        document = self.lead_id or self.partner_id
        if not document:
            raise UserError(self.env._("Log a call from the card or the client whom you called."))
        values = {
            "lead_id": self.lead_id.id,
            "partner_id": self.partner_id.id,
            "phone": (document.phone or "")[:64],
            "direction": self.direction,
            "outcome": outcome,
            "talk_seconds": seconds,
            "note": self.note,
            "recording_link": self.recording_link,
        }
        is_done = self.is_planned_done and self.direction == "outgoing" and outcome in REACHED
        if is_done and self.activity_id.active:
            values["activity_id"] = self.activity_id.id
        if self.recording:
            values["recording"] = {"name": self.recording_name or "", "data": self.recording}
        return values
