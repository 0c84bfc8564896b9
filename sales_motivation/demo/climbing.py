"""Career ladders, and how far people have climbed."""

from dateutil.relativedelta import relativedelta

from odoo.tools import LazyTranslate

from .paying import Paying

_lt = LazyTranslate(__name__)
# Each by itself: Odoo would take texts that stand behind one for terms, too.
JUNIOR_SCOUT = _lt("Junior Scout")
SCOUT = _lt("Scout")
SENIOR_SCOUT = _lt("Senior Scout")
JUNIOR_HUNTER = _lt("Junior Hunter")
HUNTER = _lt("Hunter")
SENIOR_HUNTER = _lt("Senior Hunter")
JUNIOR_FARMER = _lt("Junior Farmer")
FARMER = _lt("Farmer")
KEY_FARMER = _lt("Key Farmer")

# Of each section: the steps with months on the step before and criteria (metric, at least, months, share of target).
LADDERS = {
    "scout": (
        (JUNIOR_SCOUT, 0, ()),
        (SCOUT, 1, (("contact_delivered", 0.8, 3, True), ("quality", 0.7, 3))),
        (SENIOR_SCOUT, 3, (("contact_delivered", 1, 6, True), ("quality", 0.85, 6))),
    ),
    "hunter": (
        (JUNIOR_HUNTER, 0, ()),
        (HUNTER, 1, (("contract_amount", 0.8, 3, True), ("win_rate", 0.2, 3))),
        (SENIOR_HUNTER, 3, (("contract_amount", 1, 5, True), ("win_rate", 0.3, 5), ("complaint_confirmed", 1, 6))),
    ),
    "farmer": (
        (JUNIOR_FARMER, 0, ()),
        (FARMER, 1, (("contract_amount", 0.8, 3, True),)),
        (KEY_FARMER, 3, (("contract_amount", 1, 5, True), ("complaint_confirmed", 0, 6))),
    ),
}  # fmt: skip


class Climbing(Paying):
    """Careers of the department."""

    def run(self):
        """Everybody begins on the first step; whoever is ready two months ago climbs; one asks for an exception."""
        for role, steps in LADDERS.items():
            self.build(role, steps)
        members = self.team.crm_team_member_ids.filtered("role")
        head = self.people["head"]
        with self.on(self.since):
            members.with_user(head).action_promote()
        later = self.today - relativedelta(months=2, day=3)
        if later > self.since:
            with self.on(later):
                self.env.invalidate_all()
                ready = members.with_user(head).filtered(
                    lambda member: member.next_grade_id and member.is_ready
                )
                ready.action_promote()
        self.ask_for_exception(members)

    def build(self, role, steps):
        """The ladder of a section."""
        metrics = self.env["conveyor.metric"]
        for sequence, (name, months, criteria) in enumerate(steps, start=1):
            grade = self.env["motivation.grade"].create(
                {
                    "name": str(name),
                    "role": role,
                    "sequence": sequence,
                    "months_before": months,
                    "criterion_ids": [
                        (0, 0, {
                            "metric_id": metrics._get(code).id,
                            "goal": goal,
                            "months": span,
                            "kind": "target" if of_target else "value",
                        })
                        for code, goal, span, *of_target in criteria
                    ],
                }
            )  # fmt: skip
            self.say(grade, name=name)

    def ask_for_exception(self, members):
        """The head proposes one step that the facts do not give yet; the owner has not answered."""
        self.env.invalidate_all()
        waiting = members.with_user(self.people["head"]).filtered(
            lambda member: member.next_grade_id and not member.is_ready
        )
        member = waiting.sorted(lambda member: member.role or "")[:1]
        if member:
            self.env["motivation.grade.change"].with_user(self.people["head"]).create(
                {
                    "member_id": member.id,
                    "to_grade_id": member.next_grade_id.id,
                    "reason": "Took over the clients of a colleague who left, and lost none of them.",
                }
            )
