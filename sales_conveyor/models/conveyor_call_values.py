import math
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import NAME_LENGTH, NOTE_LENGTH
from ..tools.told import is_id, is_number
from .conveyor_call import LINK_LENGTH, LONGEST_CALL, OUTCOMES, PHONE_LENGTH

TEXTS = {
    "external_id": NAME_LENGTH,
    "phone": PHONE_LENGTH,
    "note": NOTE_LENGTH,
    "login": NAME_LENGTH,
}
IDS = ("user_id", "lead_id", "partner_id", "company_id", "activity_id")
OTHERS = ("direction", "started_at", "talk_seconds", "outcome", "recording_link", "recording")
KNOWN = {*TEXTS, *IDS, *OTHERS}
DIRECTIONS = ("outgoing", "incoming")
OLDEST = datetime(2000, 1, 1)
AHEAD = timedelta(minutes=5)


class ConveyorCall(models.Model):
    """What may be told of a call, read value by value; what is wrong is told in one sentence."""

    _inherit = "conveyor.call"

    # === BUSINESS METHODS === #

    @api.model
    def _read_values(self, values):
        """The values of one call, each of its type and within its limits.

        :param dict values: as anybody may have sent them
        :return: dict of the same names, with ``started_at`` naive in UTC; what was not told is None
        """
        if not isinstance(values, dict):
            raise UserError(self.env._("A call is told as a set of names and values."))
        unknown = sorted(str(name)[:NAME_LENGTH] for name in values.keys() - KNOWN)
        if unknown:
            raise UserError(self.env._("A call has no such values: %s.", ", ".join(unknown[:5])))
        told = {name: None if value is False else value for name, value in values.items()}
        read = dict.fromkeys(KNOWN)
        for name in IDS:
            read[name] = self._read_id(name, told.get(name))
        for name, length in TEXTS.items():
            read[name] = self._read_text(name, told.get(name), length)
        keys = [key for key, _label in OUTCOMES]
        read["outcome"] = self._read_key("outcome", told.get("outcome"), keys)
        read["direction"] = (
            self._read_key("direction", told.get("direction"), DIRECTIONS) or "outgoing"
        )
        read["talk_seconds"] = self._read_seconds(told.get("talk_seconds"))
        read["started_at"] = self._read_instant(told.get("started_at"))
        read["recording_link"] = self._read_link(told.get("recording_link"))
        read["recording"] = told.get("recording")
        if not read["outcome"]:
            read["outcome"] = "talked" if read["talk_seconds"] else "no_answer"
        return read

    @api.model
    def _read_id(self, name, value):
        if value is None:
            return None
        if not is_id(value):
            raise UserError(self.env._("“%s” of a call is the number of a record.", name))
        return value

    @api.model
    def _read_text(self, name, value, length):
        if value is None:
            return None
        if not isinstance(value, str):
            raise UserError(self.env._("“%s” of a call is a text.", name))
        kept = "".join(char for char in value if char.isprintable() or char in "\n\t").strip()
        if len(kept) > length:
            raise UserError(
                self.env._(
                    "“%(name)s” of a call has at most %(length)s characters.",
                    name=name,
                    length=length,
                )
            )
        return kept or None

    @api.model
    def _read_key(self, name, value, keys):
        if value is None or (isinstance(value, str) and value in keys):
            return value
        raise UserError(
            self.env._("“%(name)s” of a call is one of: %(keys)s.", name=name, keys=", ".join(keys))
        )

    @api.model
    def _read_seconds(self, value):
        if value is None:
            return 0
        if not is_number(value, -math.inf, math.inf) or abs(value) == math.inf:
            raise UserError(self.env._("The talk time of a call is a number of seconds."))
        if not 0 <= value <= LONGEST_CALL:
            raise UserError(self.env._("The talk time of a call is between nothing and a day."))
        return round(value)

    @api.model
    def _read_instant(self, value):
        """An instant as ISO 8601 or as Odoo writes it, in UTC unless it names its zone."""
        if value is None:
            return None
        try:
            instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            if instant.tzinfo:
                instant = instant.astimezone(UTC).replace(tzinfo=None)
        except (TypeError, ValueError, OverflowError):
            raise UserError(
                self.env._(
                    "The beginning of a call is an instant like 2026-03-02 09:30:00, in UTC."
                )
            ) from None
        if instant > self.env.cr.now() + AHEAD:
            raise UserError(
                self.env._(
                    "This call begins in the future: %s UTC.", fields.Datetime.to_string(instant)
                )
            )
        if instant < OLDEST:
            raise UserError(self.env._("A call before the year 2000 is a mistake."))
        return instant.replace(microsecond=0)

    @api.model
    def _read_link(self, value):
        """A link to a recording: https alone, with a host and nothing that could run."""
        link = self._read_text("recording_link", value, LINK_LENGTH)
        if link is None:
            return None
        try:
            parts = urlsplit(link)
            is_sound = parts.scheme == "https" and parts.hostname and not parts.username
        except ValueError:
            is_sound = False
        if not is_sound or any(char.isspace() for char in link):
            raise UserError(self.env._("The link to a recording begins with https://."))
        return link
