"""A race that is over and one that is running."""

from datetime import timedelta

from odoo.tools import LazyTranslate

from .paying import Paying

_lt = LazyTranslate(__name__)
# Each by itself: Odoo would take texts that stand behind one for terms, too.
CONTACTS_OF_THE_MONTH = _lt("Contacts of the Month")
FOUR_WEEKS_OF_CONTRACTS = _lt("Four Weeks of Contracts")


class Racing(Paying):
    """Contests of the department."""

    def run(self):
        """Let the scouts have raced last month, and the sellers race now."""
        self.race_of_scouts()
        self.race_of_sellers()

    def race_of_scouts(self):
        """Closed, weighed by their own targets, with badges."""
        last = self.today.replace(day=1) - timedelta(days=1)
        first = last.replace(day=1)
        if first < self.since:
            return
        with self.on(first):
            contest = self.make(
                CONTACTS_OF_THE_MONTH,
                "contact_delivered",
                first,
                last,
                is_scout=True,
                measure="target",
                prize="The winner chooses where the department has dinner.",
            )
            contest.action_start()
        with self.on(last + timedelta(days=1)):
            contest._close()

    def race_of_sellers(self):
        """Running for two weeks, with two more to go."""
        first, last = self.today - timedelta(days=13), self.today + timedelta(days=14)
        with self.on(first):
            contest = self.make(
                FOUR_WEEKS_OF_CONTRACTS,
                "contract_amount",
                first,
                last,
                is_hunter=True,
                is_farmer=True,
                prize="A day off, and the chair by the window for a month.",
            )
            contest.action_start()

    def make(self, name, metric, first, last, **values):
        """A contest being prepared, with badges for the first three."""
        contest = self.env["motivation.contest"].create(
            {
                "name": str(name),
                "company_id": self.company.id,
                "metric_id": self.env["conveyor.metric"]._get(metric).id,
                "first_on": first,
                "last_on": last,
                "who": "role",
                **values,
            }
        )
        self.say(contest, name=name)
        return contest
