from odoo import api, fields, models

from ..const import RELAY
from .calendar import WorkCalendar
from .cast import Cast
from .evening import Evenings
from .finale import Finale
from .planning import Planning
from .replay import Replay
from .troubles import Troubles


class ConveyorDemo(models.AbstractModel):
    """Half a year of a sales department, replayed through the conveyor's own code as its people.

    Called once by the demonstration data; without them nothing of it exists.
    """

    _name = "conveyor.demo"
    _description = "Demonstration Department"

    MONTHS = 6
    SEED = 2019

    # === BUSINESS METHODS === #

    @api.model
    def _load_history(self):
        """Replay the history of the demonstration department, unless it has one already."""
        team = self.env.ref("sales_conveyor.crm_team_department")
        if not self._has_history(team):
            months = self.env["ir.config_parameter"].get_param("sales_conveyor.demo_months")
            self._replay(Cast.from_demo_data(self.env, team), int(months or self.MONTHS))

    @api.model
    def _load_plans(self):
        """Give the history of the demonstration department its plans, unless the company has some already."""
        team = self.env.ref("sales_conveyor.crm_team_department")
        company = team.company_id or self.env.company
        if not self.env["conveyor.plan"].search_count([("company_id", "=", company.id)], limit=1):
            cast = Cast.from_demo_data(self.env, team)
            owner = self.env.ref("sales_conveyor.user_owner")
            self._plan(cast, self._find_beginning(team), owner)

    @api.model
    def _plan(self, cast, began_at, owner):
        """Let the head of sales plan what a cast has lived through, and the owner approve it."""
        quiet = self.with_context(tracking_disable=True, mail_create_nolog=True)
        Planning(quiet.env, cast, began_at).run(cast.team.user_id, owner)

    @api.model
    def _find_beginning(self, team):
        domain = [("team_id", "=", team.id)]
        cards = self.env["crm.lead"].with_context(active_test=False)
        return cards.search(domain, order="create_date", limit=1).create_date or self.env.cr.now()

    @api.model
    def _has_history(self, team):
        domain = [("team_id", "=", team.id)]
        return self.env["crm.lead"].with_context(active_test=False).search_count(domain, limit=1)

    @api.model
    def _replay(self, cast, months):
        """Let the people of a cast work from so many months ago until now.

        :param Cast cast: who works, with what and for whom
        """
        now = self.env.cr.now()
        calendar = WorkCalendar(fields.Datetime.subtract(now, months=months), now)
        quiet = self.with_context(
            tracking_disable=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            mail_notrack=True,
            no_mail_to_attendees=True,
            conveyor_quiet=RELAY,
        )
        replay = Replay(quiet.env, cast, calendar, self.SEED)
        replay.run()
        Finale(replay).run()
        self.env["res.partner"]._classify(cast.team.company_id or self.env.company)
        Troubles(replay).run()
        Evenings(replay).run()
