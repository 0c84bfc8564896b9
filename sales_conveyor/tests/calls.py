from itertools import count as counting

from odoo.tests import new_test_user

from .ledger import LedgerCommon

# The doors of calls, scorecards and reviews; test_call_rpc tries them.
CALLS = {
    "conveyor.call": {
        "action_calibrate",
        "action_open_cancel",
        "action_review",
        "add_recording",
        "log_call",
        "log_calls",
    },
    "conveyor.call.cancel": {"action_cancel"},
    "conveyor.call.log": {
        "action_busy",
        "action_call_back",
        "action_no_answer",
        "action_refused",
        "action_talked",
        "action_wrong_number",
    },
    "conveyor.call.review": {
        "action_acknowledge",
        "action_choose_scorecard",
        "action_coach",
        "action_open_dispute",
        "action_open_resolve",
        "action_publish",
        "action_take",
        "set_mark",
    },
    "conveyor.call.review.word": {"action_send"},
    "conveyor.call.sample": {"action_draw_again"},
    "conveyor.hour.report": {"get_heat_map"},
    "conveyor.scorecard": {
        "action_new_version",
        "action_put_in_force",
        "action_retire",
        "update_field_translations",
    },
    "conveyor.scorecard.criterion": {"update_field_translations"},
    "crm.lead": {"action_log_call", "action_open_calls"},
    "res.partner": {"action_log_call", "action_open_calls"},
}

NUMBERS = counting()


class CallCommon(LedgerCommon):
    """Words for calls and their reviews."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.telephony = new_test_user(
            cls.env,
            "t_telephony",
            groups="sales_conveyor.sales_conveyor_group_telephony",
            name="Telephony",
        )
        cls.reviewer = new_test_user(
            cls.env,
            "t_reviewer",
            groups="sales_conveyor.sales_conveyor_group_reviewer",
            name="Reviewer",
        )
        reviewers = cls.env.ref("sales_conveyor.sales_conveyor_group_reviewer")
        (reviewers.all_user_ids - cls.reviewer).write({"group_ids": [(3, reviewers.id)]})
        cls.env["conveyor.scorecard"].search([("state", "=", "in_force")]).action_retire()
        cls.scorecard = cls._create_scorecard()

    @classmethod
    def _create_scorecard(cls, name="Talks", **values):
        criteria = [
            {"section": "Opening", "name": "Name", "weight": 1, "max_mark": 1},
            {"section": "Needs", "name": "Questions", "weight": 3},
            {"section": "End", "name": "Next step", "weight": 2, "is_critical": True},
        ]
        scorecard = cls.env["conveyor.scorecard"].create(
            {"name": name, "criterion_ids": [(0, 0, row) for row in criteria], **values}
        )
        scorecard.action_put_in_force()
        return scorecard

    # === WORDS OF CALLS === #

    def log(self, user=None, **values):
        """A call logged by hand."""
        user = user or self.hunter
        answer = self.env["conveyor.call"].with_user(user).log_call(values)
        return self.env["conveyor.call"].browse(answer["id"])

    def tell(self, *calls):
        """Calls told by telephony: each of the hunter unless said otherwise."""
        rows = [{"user_id": self.hunter.id, **values} for values in calls]
        return self.env["conveyor.call"].with_user(self.telephony).log_calls(rows)

    def told(self, **values):
        """One call told by telephony."""
        return self.env["conveyor.call"].browse(self.tell(values)[0]["id"])

    def talk(self, count=1, user=None, seconds=120, at=None, prefix="x"):
        """So many long calls of one person."""
        at = at or self.env.cr.now()
        rows = [
            {
                "user_id": (user or self.hunter).id,
                "external_id": f"{prefix}{(user or self.hunter).id}-{number}",
                "talk_seconds": seconds,
                "started_at": str(at.replace(microsecond=0)),
            }
            for number in range(count)
        ]
        answers = self.tell(*rows)
        return self.env["conveyor.call"].browse([answer["id"] for answer in answers])

    # === WORDS OF REVIEWS === #

    def review(self, reviewer=None, **values):
        """A review of a new call that somebody has to do."""
        reviewer = reviewer or self.reviewer
        call = values.pop("call", None) or self.talk(prefix=f"r{next(NUMBERS)}-")
        reviews = self.env["conveyor.call.review"]
        created = reviews._create_for(call, {call.id: reviewer.id}, **values)
        return created.with_user(reviewer)

    def mark(self, review, *marks):
        """Give the marks in the order of the criteria."""
        for line, mark in zip(review.line_ids, marks, strict=True):
            review.set_mark(line.id, mark)

    def published(self, *marks, **values):
        """A review that its reviewer has published."""
        review = self.review(**values)
        self.mark(review, *(marks or ("1", "4", "5")))
        review.action_publish()
        return review
