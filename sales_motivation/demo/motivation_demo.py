from odoo import api, fields, models

from .asking import Asking
from .climbing import Climbing
from .paying import Paying
from .racing import Racing

PEOPLE = ("scout1", "scout2", "hunter1", "hunter2", "farmer1", "farmer2", "head", "owner")


class MotivationDemo(models.AbstractModel):
    """Pay, contests and careers of the demonstration department, from the half year that it has lived through.

    Called once by the demonstration data; without them nothing of it exists.
    """

    _name = "motivation.demo"
    _description = "Demonstration of Motivation"

    # === BUSINESS METHODS === #

    @api.model
    def _load(self):
        """Pay, race and climb, unless the department is not there or is paid already."""
        team = self.env.ref("sales_conveyor.crm_team_department", False)
        people = {name: self.env.ref(f"sales_conveyor.user_{name}", False) for name in PEOPLE}
        if not team or not all(people.values()):
            return
        company = team.company_id or self.env.company
        paid = self.env["motivation.pay.assignment"].search_count(
            [("company_id", "=", company.id)], limit=1
        )
        if not paid:
            self._live(team, company, people)

    @api.model
    def _live(self, team, company, people):
        """Let everything happen as it would have.

        :param dict people: ``{name: user}``
        """
        quiet = self.with_context(tracking_disable=True, mail_notrack=True, mail_create_nolog=True)
        env = quiet.with_company(company).env
        today = company._get_business_day()
        domain = [("company_id", "=", company.id), ("is_level", "=", False)]
        first_fact = env["conveyor.fact"].search(domain, order="happened_on", limit=1)
        since = fields.Date.add((first_fact.happened_on or today).replace(day=1), months=1)
        for part in (Paying, Asking, Climbing, Racing):
            part(env, team, company, people, min(since, today.replace(day=1)), today).run()
        env["motivation.prompt"].with_user(people["head"]).action_open_today()
