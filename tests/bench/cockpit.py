"""The cockpit of a month beside the least that PostgreSQL needs for the same figures."""

import json

from operations import Operation

from odoo.fields import Date

# A statement for each figure of the page: goals, pace, open deals, people, trend, median, levels, curve, belt, counts.
BARE = (
    """SELECT t.metric_id, sum(t.value) FROM conveyor_target t JOIN conveyor_plan p ON p.id = t.plan_id
        WHERE p.state IN ('approved', 'closed') AND t.company_id = %(company)s AND t.month_on = %(month)s
          AND (%(team)s IS NULL OR t.team_id = %(team)s) GROUP BY 1""",
    """SELECT metric_id, month_on, sum(quantity), sum(amount) FROM conveyor_fact_sum
        WHERE company_id = %(company)s AND month_on IN (%(month)s, %(month)s - interval '1 year')
          AND (%(team)s IS NULL OR team_id = %(team)s) AND metric_id IN %(goals)s GROUP BY 1, 2""",
    """SELECT metric_id, sum(quantity), sum(amount) FROM conveyor_fact_sum
        WHERE company_id = %(company)s AND month_on >= %(month)s - interval '3 months'
          AND (%(team)s IS NULL OR team_id = %(team)s) AND metric_id IN %(goals)s GROUP BY 1""",
    """SELECT count(*), sum(probability * expected_revenue) FROM crm_lead
        WHERE active AND type = 'opportunity' AND won_status = 'pending'
          AND (%(team)s IS NULL OR team_id = %(team)s) AND date_deadline < %(month)s + interval '1 month'""",
    """SELECT user_id, product_id, sum(amount) FROM conveyor_fact_sum
        WHERE company_id = %(company)s AND month_on = %(month)s AND metric_id = %(main)s
          AND (%(team)s IS NULL OR team_id = %(team)s) GROUP BY GROUPING SETS ((1), (2))""",
    """SELECT metric_id, month_on, sum(quantity), sum(amount) FROM conveyor_fact_sum
        WHERE company_id = %(company)s AND month_on > %(month)s - interval '6 months' AND metric_id IN %(deals)s
          AND (%(team)s IS NULL OR team_id = %(team)s) GROUP BY 1, 2""",
    """SELECT date_trunc('month', happened_on), percentile_cont(0.5) WITHIN GROUP (ORDER BY days_open)
         FROM conveyor_fact f WHERE company_id = %(company)s AND metric_id = %(won)s AND reversal_of_id IS NULL
          AND happened_on > %(month)s - interval '5 months' AND (%(team)s IS NULL OR team_id = %(team)s)
          AND NOT EXISTS (SELECT FROM conveyor_fact d WHERE d.reversal_of_id = f.id AND d.quantity < 0) GROUP BY 1""",
    """SELECT happened_on, sum(quantity) FROM conveyor_fact
        WHERE company_id = %(company)s AND metric_id = %(level)s AND happened_on > %(month)s - interval '5 months'
          AND (%(team)s IS NULL OR team_id = %(team)s) GROUP BY 1""",
    """SELECT happened_on, sum(amount) FROM conveyor_fact
        WHERE company_id = %(company)s AND metric_id = %(main)s AND happened_on >= %(month)s
          AND (%(team)s IS NULL OR team_id = %(team)s) GROUP BY 1""",
    """SELECT role, outcome, count(*), count(*) FILTER (WHERE entered_at >= %(month)s) FROM conveyor_passage
        WHERE company_id = %(company)s AND (left_at IS NULL OR left_at >= %(month)s)
          AND (%(team)s IS NULL OR team_id = %(team)s) GROUP BY 1, 2""",
    """SELECT from_role, state, count(*) FROM conveyor_handover
        WHERE company_id = %(company)s AND (state = 'offered' OR offered_at >= %(month)s)
          AND (%(team)s IS NULL OR from_team_id = %(team)s) GROUP BY 1, 2""",
    """SELECT count(*), count(waiting_user_id), count(*) FILTER (WHERE contact_due_at < now()) FROM crm_lead
        WHERE active AND won_status = 'pending' AND team_id IN %(teams)s
          AND (%(team)s IS NULL OR team_id = %(team)s)""",
)


class Cockpit(Operation):
    """One call for everything: of the company, or of one team."""

    of_team = False

    def prepare(self, env, team):
        """What the client sends."""
        return env["conveyor.cockpit"], team if self.of_team else False

    def run(self, prepared):
        """Ask, and note how much travels."""
        cockpit, team = prepared
        data = cockpit.get_cockpit(period="month", team_id=team)
        self.kilobytes = len(json.dumps(data, default=str)) / 1000


class TeamCockpit(Cockpit):
    """The cockpit of one team."""

    of_team = True


class BareCockpit(Cockpit):
    """The same figures by statements written by hand, without rights, names and drill-down."""

    def prepare(self, env, team):
        """The values of the statements."""
        ids = env["conveyor.metric"]._get_ids_by_code()
        today = env.company._get_business_day()
        return env.cr, {
            "company": env.company.id,
            "team": team if self.of_team else None,
            "teams": tuple(env["crm.team"]._get_conveyor_team_ids()),
            "month": Date.start_of(today, "month"),
            "main": ids["contract_amount"],
            "won": ids["deal_won"],
            "level": ids["deals_in_work"],
            "deals": (ids["deal_won"], ids["deal_lost"]),
            "goals": (ids["contract_amount"], ids["deal_won"], ids["contact_delivered"]),
        }

    def run(self, prepared):
        """A statement after the other."""
        cr, values = prepared
        for statement in BARE:
            cr.execute(statement, values)
            cr.fetchall()


class BareTeamCockpit(BareCockpit):
    """The same of one team."""

    of_team = True
