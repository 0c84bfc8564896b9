"""What never changes in the relay: the three roles, their order, and the words for states."""

SCOUT, HUNTER, FARMER = "scout", "hunter", "farmer"

# The order is the order of the relay: a card goes from the first to the last.
ROLES = [(SCOUT, "Scout"), (HUNTER, "Hunter"), (FARMER, "Farmer")]
ROLE_ORDER = {role: index for index, (role, _label) in enumerate(ROLES)}
PERSON_FIELD = {SCOUT: "scout_id", HUNTER: "hunter_id", FARMER: "farmer_id"}
HAT_FIELD = {SCOUT: "is_scout", HUNTER: "is_hunter", FARMER: "is_farmer"}

HANDOVER_STATES = [
    ("offered", "Waiting"),
    ("accepted", "Accepted"),
    ("returned", "Returned"),
    ("expired", "Expired"),
    ("withdrawn", "Withdrawn"),
]

# How a stay of a card with one person in one stage ended.
PASSAGE_OUTCOMES = [
    ("moved", "Moved within the section"),
    ("passed", "Passed on"),
    ("returned", "Returned"),
    ("reassigned", "Given to somebody else"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("archived", "Archived"),
    ("merged", "Merged into another card"),
    ("deleted", "Deleted"),
    ("stopped", "Conveyor switched off"),
]

# Columns of a card that only the relay itself writes.
RELAY_FIELDS = frozenset(
    {
        "conveyor_role",
        "section_entered_at",
        "waiting_user_id",
        "decision_due_at",
        "contact_due_at",
    }
)
# The three people: the relay writes them, a head of sales may correct them.
PERSON_FIELDS = frozenset(PERSON_FIELD.values())
# A write without any of these leaves the relay as it was.
RELAY_TRIGGERS = frozenset({"stage_id", "user_id", "team_id", "type", "active", "probability"})

NAME_LENGTH = 200
NOTE_LENGTH = 2000


class RelayKey(str):
    """A context value that only code of this server can hold.

    A context may come from anybody over RPC, but as text or number, never as this very object:
    compare it with ``is``.
    """


RELAY = RelayKey("relay")
# The same for plans: only their own deeds change the state of a plan.
PLAN = RelayKey("plan")
# And for incidents: only their deeds decide them.
INCIDENT = RelayKey("incident")

PLAN_STATES = [
    ("draft", "Draft"),
    ("approved", "In Force"),
    ("closed", "Closed"),
    ("replaced", "Replaced"),
]
# Plans whose targets count.
PLANS_IN_FORCE = ("approved", "closed")

# Why a row of the ledger changes what was booked before.
FACT_REASONS = [
    ("changed", "Changed"),
    ("moved", "Moved to another client, product or company"),
    ("cancelled", "Cancelled or taken back"),
    ("deleted", "Document deleted"),
    ("withdrawn", "Import withdrawn"),
]

# Only deeds change an evening report.
DAY = RelayKey("day")
REPORT_STATES = [
    ("open", "To Fill In"),
    ("submitted", "Submitted"),
    ("returned", "Returned"),
    ("accepted", "Accepted"),
    ("missing", "Missing"),
    ("excused", "Excused"),
]
VERDICTS = [
    ("match", "Matches"),
    ("over", "Over-claimed"),
    ("under", "Under-claimed"),
    ("not_logged", "Not in CRM"),
    ("late", "Entered Late"),
    ("fault", "Fault"),
]

STANDUP_KINDS = [("morning", "Morning"), ("evening", "Evening"), ("weekly", "Weekly")]
ATTENDANCE_STATES = [
    ("expected", "Expected"),
    ("present", "Present"),
    ("late", "Came Late"),
    ("absent", "Absent"),
    ("excused", "Excused"),
]
