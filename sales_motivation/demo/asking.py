"""Questions about the month that is with its people: one waits, one is explained, one is put right."""

from datetime import timedelta

from .paying import MONTH, Paying

WAITING = "The client paid twice that day. Is the second payment counted with this one?"
LOWERED = (
    "What was this taken off for?",
    "For a next contact that was never planned: the card stood without one for a week.",
)
MISSING = (
    "Two contacts of the fair are missing: they were handed over on the last day of the month.",
    "You are right: two contacts of the fair stood under another name.",
    40,
)


class Asking(Paying):
    """The department about its last month."""

    def run(self):
        """Some agree, three ask, the head answers two of them."""
        month = self.today.replace(day=1) - MONTH
        domain = [
            ("company_id", "=", self.company.id),
            ("first_on", "=", month),
            ("state", "=", "sent"),
        ]
        sent = self.env["motivation.statement"].search(domain)
        with self.on(month + MONTH + timedelta(days=3)):
            for user, ask in (
                (self.people["hunter1"], self.ask_about_sale),
                (self.people["farmer2"], self.ask_about_deduction),
                (self.people["scout1"], self.ask_for_missing),
            ):
                for statement in sent.filtered(lambda one, user=user: one.user_id == user):
                    ask(statement.with_user(user))
            agreed = self.people["scout2"] | self.people["farmer1"]
            for statement in sent.filtered(lambda one: one.user_id in agreed):
                statement.with_user(statement.user_id).action_accept()

    def ask(self, statement, question, **values):
        """A question of the person whose statement it is."""
        return self.env["motivation.inquiry"].with_user(statement.env.user).create(
            {"statement_id": statement.id, "question": question, **values}
        )  # fmt: skip

    def ask_about_sale(self, statement):
        """About the largest sale; it waits for the head."""
        lines = statement.line_ids.filtered(lambda line: line.kind == "commission" and line.fact_id)
        for line in lines.sorted("amount")[-1:]:
            self.ask(statement, WAITING, line_id=line.id)

    def ask_about_deduction(self, statement):
        """About what lowered a bonus; the head has explained it."""
        question, words = LOWERED
        for line in statement.line_ids.filtered(lambda line: line.kind == "deduction")[:1]:
            asked = self.ask(statement, question, line_id=line.id)
            self.answer(asked, "answered", words)

    def ask_for_missing(self, statement):
        """About what is not there; the head agrees, and the amount waits for the owner."""
        question, words, amount = MISSING
        asked = self.ask(statement, question)
        self.answer(asked, "accepted", words, way="adjustment", amount=amount)

    def answer(self, inquiry, state, words, **values):
        """An answer of the head."""
        form = self.env["motivation.inquiry.answer"].with_user(self.people["head"])
        form.create(
            {"inquiry_id": inquiry.id, "state": state, "words": words, **values}
        ).action_answer()
