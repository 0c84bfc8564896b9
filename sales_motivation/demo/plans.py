"""What the people of the demonstration are paid by."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)
SALARIES = {"scout": 1500, "hunter": 1800, "farmer": 2000, "head": 3500}
SALARY = (_lt("Salary"), "salary", {"window": "month", "unit": "fixed"})
BREACHES = (
    _lt("Confirmed Breaches"),
    "deduction",
    {"metric": "breach_confirmed", "window": "month", "unit": "fixed", "amount": 20},
)
# Of each plan: name, kind and values of its components; metrics by their codes.
PLANS = {
    "scout": (
        _lt("Scouts"),
        _lt("For contacts that come on time: each one is paid, more of them beyond the target."),
        SALARY,
        (
            _lt("Delivered Contacts"),
            "commission",
            {
                "metric": "contact_delivered",
                "unit": "each",
                "tier_on": "attainment",
                "tiers": [(0, 15), (0.8, 20), (1, 25)],
            },
        ),
        (
            _lt("Bonus for Quality"),
            "bonus",
            {"window": "month", "unit": "fixed", "amount": 250, "gates": [("quality", 0.75)]},
        ),
        BREACHES,
    ),
    "hunter": (
        _lt("Hunters"),
        _lt(
            "For the money of new sales, counted by the quarter: no deal is worth more for being moved."
        ),
        SALARY,
        (
            _lt("Money of Sales"),
            "commission",
            {"metric": "money_in", "tiers": [(0, 0.04), (20000, 0.05), (40000, 0.06)]},
        ),
        (
            _lt("Bonus for Content Clients"),
            "bonus",
            {
                "window": "quarter",
                "unit": "fixed",
                "amount": 900,
                "gates": [("complaint_confirmed", 0)],
            },
        ),
        (*BREACHES[:2], {**BREACHES[2], "window": "quarter"}),
    ),
    "farmer": (
        _lt("Farmers"),
        _lt("For clients who stay and buy more."),
        SALARY,
        (
            _lt("Money of Clients"),
            "commission",
            {"metric": "money_in", "tiers": [(0, 0.03), (15000, 0.04)]},
        ),
        (
            _lt("Bonus for Content Clients"),
            "bonus",
            {
                "window": "month",
                "unit": "fixed",
                "amount": 200,
                "gates": [("complaint_confirmed", 0)],
            },
        ),
        BREACHES,
    ),
    "head": (
        _lt("Head of Sales"),
        _lt("For the department as a whole: a share of what it brings when it reaches its plan."),
        SALARY,
        (
            _lt("Money of the Department"),
            "override",
            {
                "metric": "money_in",
                "credit": "team",
                "tiers": [(0, 0.01)],
                "gates": [("contract_amount", 0.8, "attainment", "team")],
            },
        ),
    ),
}
# What the head thinks about for the hunters.
STEEPER = [(0, 0.03), (20000, 0.06), (40000, 0.08)]
