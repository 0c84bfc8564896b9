from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import FLAT, PayWords, day

# A Wednesday.
NOON = datetime(2026, 2, 4, 12)


@tagged("post_install", "-at_install")
class TestInquiry(PayWords):
    """A person asks about his own pay, is answered in time, and nothing of it is lost."""

    def setUp(self):
        super().setUp()
        for user in (self.hunter, self.hunter2):
            self.put(user, FLAT)
            self.sell(day(1), 1000, user, reference=f"INV/{user.name}")
        self.run = self.compute(1)
        self.run.with_user(self.head).action_send()
        self.mine = self.statement(self.run, self.hunter)

    def ask(self, user=None, **values):
        """A question about the first line of the hunter, unless said otherwise."""
        values = values or {"line_id": self.mine.line_ids.id}
        values.setdefault("question", "Why 5 %?")
        with at_instant(self.env, NOON):
            inquiry = self.env["motivation.inquiry"].with_user(user or self.hunter).create(values)
        return inquiry.with_env(self.env)

    def answer(self, inquiry, state, user=None, **values):
        wizard = self.env["motivation.inquiry.answer"].with_user(user or self.head)
        form = wizard.with_context(default_inquiry_id=inquiry.id, default_state=state)
        form = form.create({"words": "By your plan", "way": "document", **values})
        return form.action_answer()

    # === ASKING === #

    def test_a_question_keeps_what_it_was_about(self):
        inquiry = self.ask()
        self.assertIn("5\xa0% of", inquiry.about)
        self.assertEqual((inquiry.kind, inquiry.statement_id), ("line", self.mine))
        self.run.with_user(self.head).action_compute()
        self.assertFalse(inquiry.line_id.exists())
        self.assertIn("INV/Hunter", inquiry.about)

    def test_a_statement_with_an_open_question_is_disputed(self):
        self.mine.with_user(self.hunter).action_accept()
        self.ask()
        self.assertEqual(self.mine.state, "disputed")

    def test_the_answer_is_due_in_working_days(self):
        """Three working days after a Wednesday end with Monday; a Friday in between is one of them."""
        due = self.ask().due_at
        self.assertEqual(self.company._get_business_day(due), day(2, 9))
        self.company.motivation_answer_days = 1
        due = self.ask(statement_id=self.mine.id).due_at
        self.assertEqual(self.company._get_business_day(due), day(2, 5))

    def test_something_that_is_missing_may_name_a_document(self):
        order = self.order(user_id=self.hunter.id)
        inquiry = self.ask(statement_id=self.mine.id, document=f"sale.order,{order.id}")
        self.assertEqual((inquiry.kind, inquiry.document), ("missing", order))

    def test_a_document_that_one_may_not_read_is_not_named(self):
        order = self.order(user_id=self.hunter2.id, team_id=False)
        with self.assertRaises(AccessError):
            self.ask(statement_id=self.mine.id, document=f"sale.order,{order.id}")

    def test_everybody_asks_about_his_own_pay_only(self):
        other = self.statement(self.run, self.hunter2)
        for values in ({"line_id": other.line_ids.id}, {"statement_id": other.id}):
            with self.assertRaises(AccessError):
                self.ask(**values)
        for user in (self.leader, self.head, self.owner):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.ask(user, line_id=self.mine.line_ids.id)

    def test_a_fact_of_somebody_else_is_not_told_by_asking(self):
        fact = self.sell(day(2), 77, self.hunter2, reference="INV/SECRET")
        with self.assertRaises(AccessError):
            self.ask(fact_id=fact.id)
        mine = self.sell(day(2), 77, scout_id=self.scout.id, reference="INV/OPEN")
        self.assertIn("INV/OPEN", self.ask(self.scout, fact_id=mine.id).about)

    def test_a_question_is_asked_in_words(self):
        for words in ("", "   ", "x" * 2001, "a\0b"):
            with self.assertRaises(ValidationError):
                self.ask(statement_id=self.mine.id, question=words)

    def test_nothing_but_the_question_comes_from_whoever_asks(self):
        for name, value in (("state", "accepted"), ("user_id", self.hunter2.id), ("answer", "Yes")):
            with self.subTest(name), self.assertRaises(AccessError):
                self.ask(statement_id=self.mine.id, **{name: value})
        asked = self.env["motivation.inquiry"].with_user(self.hunter)
        told = asked.with_context(default_state="accepted", default_user_id=self.hunter2.id)
        inquiry = told.create({"statement_id": self.mine.id, "question": "Why?"})
        self.assertEqual((inquiry.state, inquiry.user_id), ("asked", self.hunter))

    # === ANSWERING === #

    def test_an_explanation_gives_the_statement_back(self):
        inquiry = self.ask()
        second = self.ask(statement_id=self.mine.id)
        self.answer(inquiry, "answered")
        self.assertEqual((inquiry.answer, inquiry.answered_by_id), ("By your plan", self.head))
        self.assertEqual(self.mine.state, "disputed")
        self.answer(second, "refused")
        self.assertEqual(self.mine.state, "sent")
        self.assertEqual(set((inquiry | second).mapped("activity_ids")), set())

    def test_the_person_hears_of_the_answer(self):
        inquiry = self.ask()
        self.answer(inquiry, "answered")
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.hunter.partner_id.ids)], order="id desc", limit=1
        )
        self.assertIn("By your plan", message.body)

    def test_accepting_proposes_an_amount_that_a_second_person_approves(self):
        inquiry = self.ask()
        self.answer(inquiry, "accepted", way="adjustment", amount=50)
        proposal = inquiry.adjustment_ids
        self.assertEqual((proposal.state, proposal.amount), ("draft", 50))
        self.assertEqual((proposal.proposed_by_id, proposal.month_on), (self.head, day(1, 1)))
        with self.assertRaises(UserError):
            proposal.with_user(self.head).action_approve()
        proposal.with_user(self.owner).action_approve()
        self.compute(1)
        self.assert_payable(self.run, self.hunter, 100)

    def test_an_approved_month_is_mended_in_the_next_one(self):
        self.run.statement_ids.with_user(self.owner)._approve()
        inquiry = self.ask()
        self.assertEqual(self.mine.state, "approved")
        self.answer(inquiry, "accepted", way="adjustment", amount=50)
        self.assertEqual(inquiry.adjustment_ids.month_on, day(2, 1))

    def test_accepting_says_which_sale_a_refund_takes_back(self):
        sale = self.sell(day(1, 3), 400, partner_id=self.client.id)
        refund = self.sell(day(2, 3), -400, self.farmer, partner_id=self.client.id)
        inquiry = self.ask()
        self.answer(
            inquiry, "accepted", way="refund", refund_fact_id=refund.id, original_id=sale.id
        )
        self.assertEqual(inquiry.refund_id.original_id, sale)

    def test_only_heads_and_owners_answer_and_never_about_themselves(self):
        inquiry = self.ask()
        for user in (self.hunter, self.hunter2, self.leader):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                inquiry.with_user(user)._answer("answered", "Because")
        self.put(self.head, FLAT)
        self.sell(day(1), 1000, self.head)
        own = self.statement(self.compute(1), self.head)
        own.with_user(self.owner).action_send()
        mine = self.ask(self.head, statement_id=own.id)
        self.assertFalse(mine.with_user(self.head).can_answer)
        with self.assertRaisesRegex(UserError, "own pay"):
            mine.with_user(self.head)._answer("answered", "Because")
        self.answer(mine, "answered", self.owner)

    def test_a_question_is_answered_once_and_in_words(self):
        inquiry = self.ask()
        with self.assertRaises(UserError):
            inquiry.with_user(self.head)._answer("answered", "  ")
        self.answer(inquiry, "answered")
        with self.assertRaisesRegex(UserError, "answered already"):
            self.answer(inquiry, "refused", self.owner)

    # === KEEPING === #

    def test_questions_are_never_rewritten_nor_deleted(self):
        inquiry = self.ask()
        for user in (self.hunter, self.head, self.owner):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    inquiry.with_user(user).write({"question": "Never mind"})
                with self.assertRaises(UserError):
                    inquiry.with_user(user).unlink()
        with self.assertRaises(UserError):
            inquiry.unlink()
        with self.assertRaises(UserError):
            inquiry.copy()

    def test_the_talk_goes_on_below_the_question(self):
        inquiry = self.ask()
        inquiry.with_user(self.hunter).message_post(body="And February?")
        inquiry.with_user(self.head).message_post(body="The same")
        with self.assertRaises(AccessError):
            inquiry.with_user(self.hunter2).message_post(body="Me too")

    def test_who_reads_a_question(self):
        inquiry = self.ask()
        readers = {"hunter": True, "hunter2": False, "leader": True, "head": True, "owner": True}
        for login, reads in readers.items():
            user = getattr(self, login)
            found = self.env["motivation.inquiry"].with_user(user).search([("id", "=", inquiry.id)])
            self.assertEqual(bool(found), reads, login)
        payroll = new_test_user(
            self.env, "t_payroll", groups="sales_motivation.sales_motivation_group_payroll"
        )
        self.assertFalse(self.env["motivation.inquiry"].with_user(payroll).has_access("read"))

    # === REMINDERS === #

    def test_heads_have_it_among_their_tasks(self):
        inquiry = self.ask()
        self.assertIn(self.head, inquiry.activity_ids.user_id)
        self.assertEqual(set(inquiry.activity_ids.mapped("date_deadline")), {day(2, 9)})

    def test_what_waits_too_long_is_told_once_a_day(self):
        self.ask()
        late = datetime(2026, 2, 10, 5)
        notes = self.env["mail.message"]
        before = notes.search([], order="id desc", limit=1).id
        with at_instant(self.env, NOON):
            self.env["motivation.inquiry"]._cron_remind()
        self.assertFalse(notes.search([("id", ">", before)]))
        with at_instant(self.env, late):
            self.env["motivation.inquiry"]._cron_remind()
        told = notes.search([("id", ">", before)]).partner_ids
        self.assertLessEqual((self.head | self.owner).partner_id, told)
        self.assertNotIn(self.hunter.partner_id, told)

    def test_the_form_asks_in_two_clicks(self):
        line = self.mine.line_ids.with_user(self.hunter)
        action = line.action_ask()
        asked = self.env["motivation.inquiry"].with_user(self.hunter)
        view = "sales_motivation.motivation_inquiry_view_form_ask"
        with Form(asked.with_context(**action["context"]), view) as form:
            form.question = "Why?"
        self.assertEqual(form.record.line_id, line)
        self.assertEqual(self.mine.open_inquiry_count, 1)
