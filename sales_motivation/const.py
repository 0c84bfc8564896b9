"""What never changes in pay: kinds of components, states, windows."""

from odoo.addons.sales_conveyor.const import ROLES, RelayKey

# Only deeds change the state of plans, runs and statements.
PAY = RelayKey("pay")

PLAN_ROLES = [*ROLES, ("head", "Head of Sales")]
PLAN_STATES = [("draft", "Draft"), ("approved", "In Force"), ("retired", "Retired")]

KINDS = [
    ("salary", "Salary"),
    ("commission", "Commission"),
    ("override", "Override"),
    ("spif", "Prize per Sale"),
    ("bonus", "Bonus"),
    ("deduction", "Deduction"),
    ("draw", "Guaranteed Minimum"),
]
# What is paid fact by fact.
FACT_KINDS = ("commission", "override", "spif")
# What runs add to the kinds of components.
LINE_KINDS = [
    *KINDS,
    ("gate", "Held or Released"),
    ("clawback", "Taken Back"),
    ("adjustment", "Adjustment"),
    ("carried", "Carried Over"),
]

# The order of a statement.
KIND_ORDER = {kind: place for place, (kind, _label) in enumerate(LINE_KINDS)}

CREDITS = [
    ("doer", "Whoever did it"),
    ("scout", "The scout of the card then"),
    ("hunter", "The hunter of the card then"),
    ("farmer", "The farmer of the client then"),
    ("team", "The teams of this person"),
]
WINDOWS = [("month", "Month"), ("quarter", "Quarter to Date"), ("year", "Year to Date")]
# How many months a window has.
MONTHS = {"month": 1, "quarter": 3, "year": 12}

STATEMENT_STATES = [
    ("computed", "Computed"),
    ("sent", "Sent"),
    ("accepted", "Accepted"),
    ("disputed", "Disputed"),
    ("approved", "Approved"),
    ("paid", "Paid"),
]
# From here on a statement and its lines are never changed again.
FROZEN = ("approved", "paid")
