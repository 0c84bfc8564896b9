from odoo.tools import SQL

from .agreements import AgreementCommon, on
from .common import department

BATCH = 300
# What agreements add to Odoo's own statements, for one activity and for a batch of any size.
ONE, MANY = 1, 1


@department
class TestAgreementPerformance(AgreementCommon):
    """Counts of SQL statements: what agreements add is small, and does not grow with their number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["ir.model"]._get_id("crm.lead")

    def activities(self, count):
        cards = self.env["crm.lead"].create(
            [
                {
                    "name": f"Card {number}",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "user_id": self.hunter.id,
                    "stage_id": self.stage_talk.id,
                }
                for number in range(count)
            ]
        )
        kind = self.env.ref("mail.mail_activity_data_call").id
        values = {"res_model_id": self.model, "activity_type_id": kind, "user_id": self.env.uid}
        activities = self.env["mail.activity"]
        self.settle()
        return activities.create([{**values, "res_id": card.id} for card in cards])

    def settle(self):
        self.env.flush_all()
        self.env["conveyor.fact"]._book_expected()
        self.env.invalidate_all()

    def added(self, deed):
        """The statements that the end of the transaction adds to those of the deed itself."""
        deed()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        with self.statements("conveyor_agreement") as found:
            self.env["conveyor.agreement"]._keep_touched()
            count = self.env.cr.sql_log_count - before
        self.settle()
        self.assertTrue(found)
        return count

    def test_planning_moving_and_dropping(self):
        for count, allowed in ((1, ONE), (BATCH, MANY)):
            self.settle()
            counts = {"plan": self.added(lambda n=count: setattr(self, "made", self.activities(n)))}
            day = on(20)
            counts["move"] = self.added(lambda day=day: self.made.write({"date_deadline": day}))
            half = self.made[: len(self.made) // 2]
            counts["drop"] = self.added(lambda half=half: (half or self.made).unlink())
            with self.subTest(activities=count, **counts):
                self.assertLessEqual(max(counts.values()), allowed)

    def test_hooks_ask_nothing_of_their_own(self):
        """Beside what Odoo asks for each activity, a thousand of them are kept in mind without a question."""
        made = self.activities(BATCH)
        self.settle()
        made.mapped("res_model")
        before = self.env.cr.sql_log_count
        made._touch_agreements()
        self.assertEqual(self.env.cr.sql_log_count, before)

    def test_a_deed_done_is_kept_and_booked_by_two(self):
        """One for agreements, cards and calls; one for all facts."""
        for count in (1, BATCH):
            made = self.activities(count)
            self.settle()
            made.action_feedback()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["conveyor.fact"]._book_expected()
            with self.subTest(activities=count):
                self.assertEqual(self.env.cr.sql_log_count - before, 2)
        for metric in ("agreement_kept", "call"):
            self.assertEqual(sum(self.facts(metric).mapped("quantity")), 1 + BATCH, metric)

    def test_cards_on_which_nothing_was_agreed_ask_nothing(self):
        cards = self.mill | self.barn
        self.plan(self.barn, due=9)
        self.env["conveyor.fact"]._book_expected()
        for card, asked in ((self.mill, 0), (self.barn, 1)):
            self.settle()
            with self.subTest(card=card.name), self.statements("conveyor_agreement a") as found:
                card.write({"stage_id": self.stage_won.id})
                self.env["conveyor.agreement"]._keep_touched()
                self.assertEqual(len(found), asked)
        self.assertEqual(cards.mapped("has_agreements"), [False, True])

    def test_a_night_of_many_is_as_many_statements_as_of_one(self):
        counts = []
        for count in (1, BATCH):
            with self.at(2):
                self.activities(count).write({"date_deadline": on(3)})
            self.settle()
            with self.at(4):
                before = self.env.cr.sql_log_count
                self.env["conveyor.agreement"]._decide(self.env.company)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(sum(self.facts("agreement_broken").mapped("quantity")), 1 + BATCH)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_the_live_list_is_read_by_its_index(self):
        """However many cards there are: the first page comes in the order of the index, without a sort."""
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_sort = off")
        plan = self.env.execute_query(
            SQL(
                """
                EXPLAIN SELECT id FROM crm_lead
                 WHERE team_id IN (%s, 0) AND won_status = 'pending' AND active IS TRUE AND user_id IS NOT NULL
                   AND (next_contact_on IS NOT NULL OR last_contact_at IS NOT NULL)
                 ORDER BY next_contact_on, id LIMIT 80
                """,
                self.team.id,
            )
        )
        text = "\n".join(row for (row,) in plan)
        self.assertIn("crm_lead_contact_idx", text)
        self.assertNotIn("Sort", text)
