from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import NAME_LENGTH, NOTE_LENGTH
from ..tools.told import clean_text, is_number
from ..tools.verdicts import MATCH, NOT_LOGGED, OVER

LIMIT = 999_999_999_999


class ConveyorDailyReport(models.Model):
    """What people do with a report: the person submits it, the head accepts or returns it."""

    _inherit = "conveyor.daily.report"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_my_report(self, day=False):
        """The evening screen of the present person.

        :param str day: ``YYYY-MM-DD``; the latest report without
        :return: dict for the screen, or False where there is none; ``counted`` is False for a blind report that
            was not submitted yet
        """
        domain = Domain("user_id", "=", self.env.uid)
        if day:
            domain &= Domain("day_on", "=", self._read_day(day))
        report = self.search(domain, limit=1)
        return report._describe() if report else False

    @api.model
    def _read_day(self, day):
        try:
            return fields.Date.from_string(day if isinstance(day, str) else str(day))
        except ValueError:
            raise UserError(self.env._("A day is told like 2026-03-02.")) from None

    def submit_report(self, values):
        """Hand in one's own report; what is not said is what the ledger counted.

        :param dict values: ``{"claims": {line id: number}, "comments": {line id: text}, "note", "tomorrow"}``
        :return: the report as `get_my_report` tells it
        :raises UserError: of a day that is frozen or decided, of what is no number, of a claim without a line
        """
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Everybody hands in his own evening report."))
        self._lock_to_submit()
        claims, comments = self._read_claims(values)
        self._store_claims(claims, comments)
        now = self.env.cr.now()
        self._write_deed(
            {
                "state": "submitted",
                "submitted_at": now,
                # What was told in time stays told in time, also after a return.
                "is_on_time": self.is_on_time or now <= self.deadline_at,
                "note": self._read_text(values.get("note"), NOTE_LENGTH),
                "tomorrow": self._read_text(values.get("tomorrow"), NOTE_LENGTH),
                **self._compare_claims(),
            }
        )
        self.env["conveyor.fact"]._expect(self._name, self.ids, happened=True)
        return self._describe()

    def _lock_to_submit(self):
        """Refuse what cannot be submitted any more; of two submits at once the later waits and wins."""
        self._wait_for_turn()
        if self.state == "excused":
            raise UserError(self.env._("You were away that day: there is nothing to report."))
        if self.frozen_at or self.state not in ("open", "submitted", "returned"):
            raise UserError(self.env._("This day is frozen: add an adjustment instead."))

    def _read_claims(self, values):
        """The claims and comments of a person, by line.

        :return: ``({line id: number}, {line id: text})``
        """
        if not isinstance(values, dict):
            raise UserError(self.env._("An evening report is told line by line."))
        lines = self.line_ids.filtered(lambda line: line.metric_id and not line.is_adjustment)
        known = {str(line.id): line for line in lines}
        claims, comments = values.get("claims") or {}, values.get("comments") or {}
        if not (isinstance(claims, dict) and isinstance(comments, dict)):
            raise UserError(self.env._("An evening report is told line by line."))
        if unknown := {str(key) for key in (*claims, *comments)} - known.keys():
            raise UserError(
                self.env._("No such line in this report: %s.", ", ".join(sorted(unknown)))
            )
        told = {
            known[str(key)].id: self._read_number(known[str(key)], claims[key]) for key in claims
        }
        if self.is_blind and not self.submitted_at and len(told) < len(lines):
            raise UserError(self.env._("Tell every number first; CRM shows its own afterwards."))
        if self.is_blind and self.state == "submitted":
            stands = {line.id: line.claimed for line in lines}
            if {**stands, **told} != stands:
                raise UserError(
                    self.env._("What was told before CRM was seen stands: explain it in a comment.")
                )
            told = stands
        return told, {
            known[str(key)].id: self._read_text(comments[key], NAME_LENGTH) for key in comments
        }

    def _read_number(self, line, value):
        """A claim: a plain number from 0 to a trillion."""
        if not is_number(value, 0, LIMIT):
            raise UserError(
                self.env._("“%s” needs a number from 0 to 999,999,999,999.", line.metric_id.name)
            )
        return value

    def _read_text(self, value, length):
        """What a person typed, or False."""
        if not isinstance(value, str | None | bool) or value is True:
            raise UserError(self.env._("A comment is a text."))
        text = clean_text(value or "")
        if len(text) > length:
            raise UserError(self.env._("A comment has at most %s characters.", length))
        return text or False

    def _store_claims(self, claims, comments):
        """Keep what is claimed beside what the ledger knows at this moment, in one statement."""
        counts = self._count_facts()
        lines = self.line_ids.filtered(lambda line: line.metric_id and not line.is_adjustment)
        rows = [
            SQL(
                "(%s, %s::numeric, %s::numeric, %s::varchar)",
                line.id,
                claims.get(line.id, counts.get((line.user_id, line.metric_id), 0.0)),
                counts.get((line.user_id, line.metric_id), 0.0),
                comments.get(line.id) or None,
            )
            for line in lines
        ]
        if rows:
            self.env.cr.execute(
                SQL(
                    """UPDATE conveyor_daily_report_line l SET claimed = v.claimed, counted = v.counted, comment = v.comment
                         FROM (VALUES %s) v (id, claimed, counted, comment) WHERE l.id = v.id""",
                    SQL(", ").join(rows),
                )
            )
            lines.invalidate_recordset(flush=False)

    def _compare_claims(self):
        """What differs as it stands now: the head sees it the same evening; the freeze counts once more."""
        verdicts = [
            line._get_verdict(line.counted, line.counted)
            for line in self.line_ids
            if line.metric_id and not line.is_adjustment
        ]
        return {
            "difference_count": sum(verdict != MATCH for verdict in verdicts),
            "has_over_claim": any(verdict in (OVER, NOT_LOGGED) for verdict in verdicts),
        }

    # === DECISION === #

    def action_accept(self):
        """The head accepts; an over-claim needs his comment first."""
        reports = self._lock_to_decide()
        if not all(report.frozen_at for report in reports):
            raise UserError(
                self.env._(
                    "Next morning CRM is compared with it: accept it then, or return it now."
                )
            )
        if unsaid := reports.filtered(lambda one: one.has_over_claim and not one.head_comment):
            raise UserError(
                self.env._(
                    "More was claimed than CRM knows: comment on it first. %s",
                    ", ".join(unsaid.mapped("display_name")),
                )
            )
        reports._write_deed(
            {"state": "accepted", "decided_by_id": self.env.uid, "decided_at": self.env.cr.now()}
        )
        reports._mark_error_free()

    def action_answer(self):
        """Say something first, then accept or return."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "conveyor.daily.report.answer",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_report_ids": self.ids},
        }

    def return_report(self, comment):
        """The head gives the reports back, and says why."""
        text = self._read_text(comment, NOTE_LENGTH)
        if not text:
            raise UserError(self.env._("Say what is to be put right."))
        reports = self._lock_to_decide()
        decided = {"decided_by_id": self.env.uid, "decided_at": self.env.cr.now()}
        reports._write_deed({"state": "returned", "head_comment": text, **decided})

    def comment_report(self, comment):
        """The head says something about reports that wait for him, an over-claim above all."""
        text = self._read_text(comment, NOTE_LENGTH)
        self._lock_to_decide()._write_deed({"head_comment": text})

    def _lock_to_decide(self):
        """These reports, if the present person may judge them and they wait for it."""
        self.check_access("read")
        if not all(report._may_decide() for report in self):
            raise AccessError(
                self.env._("The head or the leader of the team decides, and nobody on his own.")
            )
        self._wait_for_turn()
        if any(report.state != "submitted" for report in self):
            raise UserError(self.env._("Only a report that was submitted can be decided."))
        return self
