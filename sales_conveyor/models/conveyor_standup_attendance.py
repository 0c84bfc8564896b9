from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import ATTENDANCE_STATES, DAY, NAME_LENGTH


class ConveyorStandupAttendance(models.Model):
    """A person in a stand-up: whether he came, and the lines he shared. Successes and failures are kept as lessons."""

    _name = "conveyor.standup.attendance"
    _description = "Stand-up Attendance"
    _order = "day_on desc, standup_id desc, user_id, id"
    _rec_name = "user_id"

    standup_id = fields.Many2one(
        "conveyor.standup", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    day_on = fields.Date(string="Day", required=True, readonly=True)
    state = fields.Selection(
        ATTENDANCE_STATES, default="expected", required=True, readonly=True, string="Attendance"
    )
    success = fields.Char(readonly=True, size=NAME_LENGTH)
    failure = fields.Char(readonly=True, size=NAME_LENGTH)
    blocker = fields.Char(readonly=True, size=NAME_LENGTH, help="What is in the way of the work.")

    _unique_person = models.UniqueIndex("(standup_id, user_id)")
    _person_idx = models.Index("(user_id, day_on)")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_deed()
        return super().create(vals_list)

    def write(self, vals):
        self._check_deed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Stand-ups are kept."))

    @api.model
    def _check_deed(self):
        if self.env.context.get("conveyor_day") is not DAY:
            raise UserError(self.env._("A stand-up changes on its own screen only."))

    def _write_deed(self, vals):
        """Write what a deed of the stand-up brings about."""
        self.sudo().with_context(conveyor_day=DAY).write(vals)  # after the deed's own checks

    # === BUSINESS METHODS === #

    @api.model
    def _expect_people(self, standup, members):
        """A row for everybody in the team; whoever is away that day is excused."""
        members = members.filtered(lambda member: member.user_id.active)
        if not members:
            return
        hours = members._get_day_hours(standup.day_on, standup.day_on)
        there = {
            member.user_id.id: not hours[member]
            or any(left for left, _planned in hours[member].values())
            for member in members
        }
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_standup_attendance (standup_id, user_id, team_id, company_id, day_on, state,
                                                         create_uid, create_date, write_uid, write_date)
                SELECT s.id, p.user_id, s.team_id, s.company_id, s.day_on,
                       CASE WHEN p.is_there THEN 'expected' ELSE 'excused' END, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(users)s::int4[], %(there)s::bool[]) AS p (user_id, is_there)
                  JOIN conveyor_standup s ON s.id = %(standup)s
                    ON CONFLICT DO NOTHING
                """,
                standup=standup.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
                users=list(there),
                there=list(there.values()),
            )
        )
        self.invalidate_model(flush=False)
        standup.invalidate_recordset(["attendance_ids"], flush=False)
