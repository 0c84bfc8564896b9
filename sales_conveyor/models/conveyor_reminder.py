from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import RELAY

KEPT = timedelta(days=30)
READ = {"required": True, "readonly": True}
DECIDERS = ("sales_team.group_sale_manager", "sales_conveyor.sales_conveyor_group_reviewer")


class ConveyorReminder(models.Model):
    """The one note of a day: what waits for a person, exceptions first.

    On a working morning, by the clock of the team, everybody is looked at once. Whoever has something waiting
    is told of all of it in one note, in his inbox or by a letter as he has chosen; whoever has nothing, or is away,
    hears nothing. A row says that a person was looked at: twice is once, whatever dies in between.
    """

    _name = "conveyor.reminder"
    _description = "Morning Note"
    _order = "day_on desc, id desc"
    _rec_name = "user_id"
    _log_access = False

    user_id = fields.Many2one("res.users", string="Person", ondelete="cascade", **READ)
    company_id = fields.Many2one("res.company", ondelete="cascade", **READ)
    day_on = fields.Date(string="Day", **READ)
    looked_at = fields.Datetime(**READ)

    _unique_day = models.UniqueIndex("(user_id, day_on)")
    _day_idx = models.Index("(day_on)")

    # === CRON === #

    @api.model
    def _cron_remind(self):
        """Tell people what waits for them; each company and day is kept even if the server dies after it."""
        server = self.sudo()  # a cron of the whole department
        due = server.env["crm.team"].search([("use_conveyor", "=", True)])._get_due_reminders()
        for number, ((company, day), teams) in enumerate(due.items(), start=1):
            server._remind(teams, company, day)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(due) - number):
                break

    @api.autovacuum
    def _gc_reminders(self):
        """Who was looked at long ago is of no use any more."""
        before = self.env.cr.now().date() - KEPT
        self.env.cr.execute(SQL("DELETE FROM conveyor_reminder WHERE day_on < %s", before))
        self.invalidate_model(flush=False)

    # === BUSINESS METHODS === #

    @api.model
    def _remind(self, teams, company, day):
        """One note to everybody who works that day and has something waiting.

        :param teams: whose morning it is
        :return: the people who were told
        """
        people = self._claim(self._find_people(teams, company, day), company, day)
        if not people:
            return people
        silent = self._find_silent(teams, people)
        notes = []
        for user, items in self._find_items(people, company, day).items():
            if user in silent:
                items = [item for item in items if item.part == "breaches"]
            if any(item.calls for item in items):
                words = self.with_context(lang=user.lang or self.env.lang)
                notes.append((user, *words._prepare_note(items)))
        if self.env.context.get("conveyor_quiet") is not RELAY:  # a past that is only replayed
            self.env["mail.thread"]._notify_each(notes)
        self.env["conveyor.incident"]._find_untold(company, people)._mark_told(day)
        return people.browse([user.id for user, _subject, _body in notes])

    @api.model
    def _find_people(self, teams, company, day):
        """Who works that day: the people of the teams, who leads them, and who decides or judges beside them."""
        Member = self.env["crm.team.member"]
        members = teams.crm_team_member_ids.filtered(lambda one: one._get_company() == company)
        known, places = members.user_id, []
        for team in teams:
            # Who leads a team works by its hours, whether he sells in it or not.
            places += [(team, leader) for leader in team.user_id - known]
            known |= team.user_id
        places += [(teams[0], other) for other in self._find_others(company) - known]
        for team, user in places:
            members |= Member.new({"crm_team_id": team.id, "user_id": user.id})
        hours = members._get_day_hours(day, day)
        there = {
            member.user_id.id
            for member in members
            if any(left for left, _planned in hours[member].values())
        }
        return self.env["res.users"].browse(sorted(there)).filtered("active")

    @api.model
    def _find_others(self, company):
        """Heads of sales, reviewers, and whom a rule has found, who are in no team: they have no other morning."""
        people = self.env["res.users"].union(*(self.env.ref(one).all_user_ids for one in DECIDERS))
        people |= self.env["conveyor.incident"]._find_untold(company).user_id
        domain = [("use_conveyor", "=", True)]
        teams = self.env["crm.team"].search(domain)
        people -= teams.crm_team_member_ids.user_id | teams.user_id
        return people.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )

    @api.model
    def _claim(self, people, company, day):
        """Of these people those whom nobody has looked at today."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_reminder (user_id, company_id, day_on, looked_at)
                SELECT u, %(company)s, %(day)s, %(now)s FROM unnest(%(users)s::int4[]) AS u
                    ON CONFLICT DO NOTHING RETURNING user_id
                """,
                company=company.id,
                day=day,
                now=self.env.cr.now(),
                users=people.ids,
            )
        )
        return people.browse([id_ for (id_,) in self.env.cr.fetchall()])

    @api.model
    def _find_silent(self, teams, people):
        """Of these people those who are told of breaches alone: their teams want no more."""
        loud = teams.filtered("use_reminder")
        if not loud:
            return people
        quiet = teams - loud
        silent = quiet.crm_team_member_ids.user_id | quiet.user_id
        return people & (silent - loud.crm_team_member_ids.user_id - loud.user_id)
