"""What the people of the demonstration are paid by."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)
# Each by itself: Odoo would take texts that stand behind one for terms, too.
SALARY = _lt("Salary")
CONFIRMED_BREACHES = _lt("Confirmed Breaches")
SCOUTS = _lt("Scouts")
WHY_SCOUTS = _lt(
    "For contacts that come on time: each one is paid, more of them beyond the target."
)
DELIVERED_CONTACTS = _lt("Delivered Contacts")
BONUS_FOR_QUALITY = _lt("Bonus for Quality")
HUNTERS = _lt("Hunters")
WHY_HUNTERS = _lt(
    "For the money of new sales, counted by the quarter: no deal is worth more for being moved."
)
MONEY_OF_SALES = _lt("Money of Sales")
BONUS_FOR_CONTENT_CLIENTS = _lt("Bonus for Content Clients")
FARMERS = _lt("Farmers")
WHY_FARMERS = _lt("For clients who stay and buy more.")
MONEY_OF_CLIENTS = _lt("Money of Clients")
HEAD_OF_SALES = _lt("Head of Sales")
WHY_HEAD = _lt("For the department as a whole: a share of what it brings when it reaches its plan.")
MONEY_OF_THE_DEPARTMENT = _lt("Money of the Department")
SALARIES = {"scout": 1500, "hunter": 1800, "farmer": 2000, "head": 3500}
FIXED = (SALARY, "salary", {"window": "month", "unit": "fixed"})
BREACHES = (
    CONFIRMED_BREACHES,
    "deduction",
    {"metric": "breach_confirmed", "window": "month", "unit": "fixed", "amount": 20},
)
# Of each plan: name, kind and values of its components; metrics by their codes.
PLANS = {
    "scout": (
        SCOUTS,
        WHY_SCOUTS,
        FIXED,
        (
            DELIVERED_CONTACTS,
            "commission",
            {
                "metric": "contact_delivered",
                "unit": "each",
                "tier_on": "attainment",
                "tiers": [(0, 15), (0.8, 20), (1, 25)],
            },
        ),
        (
            BONUS_FOR_QUALITY,
            "bonus",
            {"window": "month", "unit": "fixed", "amount": 250, "gates": [("quality", 0.75)]},
        ),
        BREACHES,
    ),
    "hunter": (
        HUNTERS,
        WHY_HUNTERS,
        FIXED,
        (
            MONEY_OF_SALES,
            "commission",
            {"metric": "money_in", "tiers": [(0, 0.04), (20000, 0.05), (40000, 0.06)]},
        ),
        (
            BONUS_FOR_CONTENT_CLIENTS,
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
        FARMERS,
        WHY_FARMERS,
        FIXED,
        (
            MONEY_OF_CLIENTS,
            "commission",
            {"metric": "money_in", "tiers": [(0, 0.03), (15000, 0.04)]},
        ),
        (
            BONUS_FOR_CONTENT_CLIENTS,
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
        HEAD_OF_SALES,
        WHY_HEAD,
        FIXED,
        (
            MONEY_OF_THE_DEPARTMENT,
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
