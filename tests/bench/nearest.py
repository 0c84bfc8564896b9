"""The stock report that comes nearest to each of our pivots, asked the same: same period, same grouping."""

from dateutil.relativedelta import relativedelta
from pivots import Question

from odoo.tools import date_utils

SOLD = [("state", "=", "sale")]
# Lost cards are archived: whoever asks for them says so.
CLOSED = [("won_status", "in", ("won", "lost")), ("active", "in", (True, False))]
WON = [("won_status", "=", "won")]
LOST = [("won_status", "=", "lost"), ("active", "in", (True, False))]
ANY = [("active", "in", (True, False))]
MONEY = ["price_subtotal:sum", "margin:sum"]
CARDS = ["expected_revenue:sum", "__count"]
SPEED = ["day_open:avg", "day_close:avg", "__count"]
# By the name of our action: model, domain, field of the period and its beginning, rows, columns, measures. Targets,
# norms, handovers, levels and moved dates have no like in stock Odoo.
NEAREST = {
    "conveyor_attainment_report_action": (
        "sale.report", SOLD, "date", "quarter", ["date:quarter"], [], MONEY,
    ),
    "conveyor_attainment_report_action_product": (
        "sale.report", SOLD, "date", "month", ["categ_id", "product_id"], ["user_id"], MONEY[:1],
    ),
    "conveyor_pipeline_report_action": (
        "crm.lead", CLOSED, "date_closed", "two quarters", ["user_id"], ["date_closed:quarter"],
        ["expected_revenue:avg", "probability:avg", "day_close:avg", "__count"],
    ),
    "conveyor_profit_report_action": ("sale.report", SOLD, "date", "year", ["date:month"], [], MONEY),
    "conveyor_profit_report_action_rank": ("sale.report", SOLD, "date", "year", ["product_id"], [], MONEY),
    "conveyor_portrait_report_action": (
        "sale.report", SOLD, "date", "365 days", ["industry_id"], [], MONEY[:1],
    ),
    "conveyor_passage_report_action": ("crm.lead", ANY, "create_date", "90 days", ["stage_id"], [], SPEED),
    "conveyor_passage_report_action_win": (
        "crm.lead", CLOSED, "date_closed", "90 days", ["team_id", "user_id"], ["won_status"], CARDS,
    ),
    "conveyor_passage_report_action_loss": (
        "crm.lead", LOST, "date_closed", "90 days", ["lost_reason_id"], ["stage_id"], CARDS,
    ),
    "conveyor_passage_report_action_speed": (
        "crm.lead", ANY, "create_date", "90 days", ["stage_id", "user_id"], [], SPEED,
    ),
    "conveyor_norm_day_action": (
        "crm.activity.report", [], "date", "30 days", ["user_id", "mail_activity_type_id"], [], ["__count"],
    ),
    "conveyor_norm_day_action_rank": (
        "crm.activity.report", [], "date", "30 days", ["team_id", "user_id"], [], ["__count"],
    ),
    "conveyor_load_report_action": (
        "crm.lead", [("won_status", "=", "pending")], None, None, ["team_id", "user_id"], [], CARDS,
    ),
    "conveyor_fact_action": (
        "crm.activity.report", [], "date", "month", ["mail_activity_type_id"], ["date:month"], ["__count"],
    ),
    "conveyor_fact_sum_action": (
        "crm.lead", WON, None, None, ["user_id"], ["date_closed:quarter"], CARDS,
    ),
}  # fmt: skip


def find(name, today):
    """The question to stock Odoo, or None where it has nothing of the kind.

    :param str name: of our action
    :param date today: the business day
    """
    if name not in NEAREST:
        return None
    model, domain, day, period, rows, columns, measures = NEAREST[name]
    since = [(day, ">=", _begin(period, today))] if day else []
    measures = list(dict.fromkeys([*measures, "__count"]))
    return Question(model, [*domain, *since], rows, columns, measures)


def _begin(period, today):
    """The first day of a period, as the filters of our views mean it."""
    if period.endswith("days"):
        return today - relativedelta(days=int(period.split()[0]) - 1)
    if period == "two quarters":
        return date_utils.start_of(today, "quarter") - relativedelta(months=3)
    return date_utils.start_of(today, period)
