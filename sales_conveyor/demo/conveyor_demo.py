from odoo import api, fields, models

from ..const import RELAY
from .calendar import WorkCalendar
from .cast import Cast
from .finale import Finale
from .replay import Replay


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
