from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import DAY, STANDUP_KINDS


class ConveyorStandup(models.Model):
    """One stand-up of a team: who came, what everybody says, what is to be done today.

    The row appears on the morning of the day; its agenda is read from the ledger, the norms and the evening
    reports whenever somebody looks.
    """

    _name = "conveyor.standup"
    _description = "Stand-up"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "starts_at desc, id desc"

    schedule_id = fields.Many2one(
        "conveyor.standup.schedule", readonly=True, index="btree_not_null", ondelete="set null"
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    kind = fields.Selection(STANDUP_KINDS, required=True, readonly=True)
    day_on = fields.Date(string="Day", required=True, readonly=True)
    starts_at = fields.Datetime(string="Begins", required=True, readonly=True)
    state = fields.Selection(
        [("planned", "Planned"), ("running", "Running"), ("done", "Done")],
        default="planned",
        required=True,
        readonly=True,
    )
    led_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    ended_at = fields.Datetime(string="Ended", readonly=True)
    videocall_location = fields.Char(string="Video Call", readonly=True)
    attendance_ids = fields.One2many("conveyor.standup.attendance", "standup_id", readonly=True)
    can_lead = fields.Boolean(compute="_compute_can_lead")

    _unique_day = models.UniqueIndex("(team_id, kind, day_on)")

    # === COMPUTE METHODS === #

    @api.depends("team_id", "kind", "day_on")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for standup in self:
            day = fields.Date.to_string(standup.day_on) or ""
            standup.display_name = f"{standup.team_id.name}: {kinds.get(standup.kind, '')} {day}"

    @api.depends_context("uid")
    @api.depends("team_id")
    def _compute_can_lead(self):
        is_head = self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        for standup in self:
            # Who leads a team is no secret.
            standup.can_lead = is_head or standup.team_id.sudo().user_id == self.env.user

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_deed()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & self._get_own_fields():
            self._check_deed()
        return super().write(vals)

    @api.model
    def _get_own_fields(self):
        """The fields that only deeds write; messages and activities are Odoo's."""
        return {name for name, field in self._fields.items() if field.readonly and field.store}

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Stand-ups are kept."))

    @api.model
    def _check_deed(self):
        if self.env.context.get("conveyor_day") is not DAY:
            raise UserError(self.env._("A stand-up changes on its own screen only."))

    # === CRON === #

    @api.model
    def _cron_open(self):
        """The stand-ups of the day, by each team's clock; each team is kept even if the server dies after it."""
        schedules = (
            self.env["conveyor.standup.schedule"].sudo().search(Domain.TRUE)
        )  # of the department
        schedules._extend_calendar()
        for number, schedule in enumerate(schedules, start=1):
            day = schedule._get_day(self.env.cr.now())
            if schedule._meets_on(day):
                self._open(schedule, day)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(schedules) - number):
                break

    @api.model
    def _open(self, schedule, day):
        """The stand-up of a schedule and day with its people; done twice it changes nothing.

        :return: the stand-up
        """
        team, now = schedule.team_id, self.env.cr.now()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_standup (schedule_id, team_id, company_id, kind, day_on, starts_at, state,
                                              videocall_location, create_uid, create_date, write_uid, write_date)
                VALUES (%(schedule)s, %(team)s, %(company)s, %(kind)s, %(day)s, %(start)s, 'planned', %(video)s,
                        %(uid)s, %(now)s, %(uid)s, %(now)s)
                    ON CONFLICT DO NOTHING RETURNING id
                """,
                schedule=schedule.id,
                team=team.id,
                company=schedule.company_id.id,
                kind=schedule.kind,
                day=day,
                start=schedule._get_start(day),
                video=schedule.videocall_location or None,
                uid=self.env.uid,
                now=now,
            )
        )
        rows = self.env.cr.fetchall()
        if not rows:
            return self.search(
                [("team_id", "=", team.id), ("kind", "=", schedule.kind), ("day_on", "=", day)]
            )
        self.invalidate_model(flush=False)
        standup = self.browse(rows[0])
        self.env["conveyor.standup.attendance"]._expect_people(standup, team.crm_team_member_ids)
        return standup

    # === ACTION METHODS === #

    def action_open_screen(self):
        """The screen of the stand-up."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "sales_conveyor.standup",
            "name": self.display_name,
            "params": {"standup_id": self.id},
        }

    def start_standup(self):
        """Whoever leads the team begins."""
        self._lead({"state": "running", "led_by_id": self.env.uid})
        return self._describe()

    def finish_standup(self):
        """The stand-up is over; who was expected and did not come was absent."""
        self._lead({"state": "done", "ended_at": self.env.cr.now()})
        expected = self.attendance_ids.filtered(lambda row: row.state == "expected")
        expected._write_deed({"state": "absent"})
        return self._describe()

    # === BUSINESS METHODS === #

    def _lead(self, vals):
        self.ensure_one()
        self.check_access("read")
        if not self.can_lead:
            raise AccessError(self.env._("The leader of the team or the head leads a stand-up."))
        self.sudo().with_context(conveyor_day=DAY).write(vals)  # after that check

    @api.model
    def _get_today(self):
        """The stand-up that the present person should look at: the one that runs, or the next, or the last."""
        near = self.search([("starts_at", "<=", self.env.cr.now() + timedelta(hours=2))], limit=1)
        return near or self.search([], order="starts_at", limit=1)
