from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .calls import CallCommon
from .common import department


@department
class TestScorecard(CallCommon):
    """A version that judges work never changes; a change is a new version."""

    def test_version_in_force_never_changes(self):
        criterion = self.scorecard.criterion_ids[0]
        head = self.scorecard.with_user(self.head)
        for values in (
            {"name": "x"},
            {"state": "draft"},
            {"criterion_ids": [(5,)]},
            {"company_id": 1},
        ):
            with self.assertRaises(UserError):
                head.write(values)
        for deed in (
            lambda: criterion.with_user(self.head).write({"weight": 9}),
            lambda: criterion.with_user(self.head).unlink(),
            head.unlink,
            lambda: criterion.with_user(self.head).update_field_translations(
                "name", {"en_US": "x"}
            ),
            lambda: head.update_field_translations("name", {"en_US": "x"}),
            lambda: criterion.with_user(self.head).create(
                {"scorecard_id": self.scorecard.id, "name": "New", "section": "New"}
            ),
        ):
            with self.assertRaises(UserError):
                deed()

    def test_criterion_does_not_move_into_a_version_in_force(self):
        draft = self.env["conveyor.scorecard"].create(
            {"name": "Draft", "criterion_ids": [(0, 0, {"name": "A", "section": "B"})]}
        )
        with self.assertRaises(UserError):
            draft.criterion_ids.scorecard_id = self.scorecard

    def test_new_version_retires_the_one_before(self):
        action = self.scorecard.with_user(self.head).action_new_version()
        draft = self.env["conveyor.scorecard"].browse(action["res_id"])
        self.assertEqual((draft.version, draft.state, len(draft.criterion_ids)), (2, "draft", 3))
        self.assertEqual(self.scorecard.action_new_version()["res_id"], draft.id)
        draft.with_user(self.head).criterion_ids[0].weight = 4
        draft.with_user(self.head).action_put_in_force()
        self.assertEqual((self.scorecard.state, draft.state), ("retired", "in_force"))
        found = self.env["conveyor.scorecard"]._get_in_force("call_review", self.env.company)
        self.assertEqual(found, draft)

    def test_what_was_judged_by_an_old_version_reads_the_same(self):
        review = self.published("1", "3", "2")
        before = review.score
        draft = self.env["conveyor.scorecard"].browse(self.scorecard.action_new_version()["res_id"])
        draft.criterion_ids.weight = 7
        draft.action_put_in_force()
        self.env.invalidate_all()
        self.assertEqual((review.scorecard_id, review.score), (self.scorecard, before))

    def test_scorecard_without_criteria_judges_nothing(self):
        empty = self.env["conveyor.scorecard"].create({"name": "Empty"})
        with self.assertRaisesRegex(ValidationError, "no criteria"):
            empty.action_put_in_force()

    def test_two_versions_are_never_in_force_at_once(self):
        draft = self.env["conveyor.scorecard"].browse(self.scorecard.action_new_version()["res_id"])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE conveyor_scorecard SET state = 'in_force' WHERE id = %s", (draft.id,)
            )

    def test_numbers_of_a_criterion_have_limits(self):
        draft = self.env["conveyor.scorecard"].create({"name": "Draft"})
        good = {"scorecard_id": draft.id, "name": "A", "section": "B"}
        for wrong in (
            {"weight": 0},
            {"weight": -1},
            {"weight": 1001},
            {"weight": float("nan")},
            {"max_mark": 0},
            {"max_mark": 6},
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(Exception, msg=wrong) as caught,
                self.env.cr.savepoint(),
            ):
                self.env["conveyor.scorecard.criterion"].create({**good, **wrong})
            self.assertIsInstance(caught.exception, ValidationError | IntegrityError, wrong)

    def test_state_is_not_forged(self):
        forged = {
            "default_state": "in_force",
            "default_version": 9,
            "conveyor_scorecard": "scorecard",
        }
        cards = self.env["conveyor.scorecard"].with_user(self.head).with_context(**forged)
        card = cards.create({"name": "Forged"})
        self.assertEqual((card.state, card.version), ("draft", 1))
        for values in ({"state": "in_force"}, {"version": 3}, {"root_id": self.scorecard.id}):
            with self.assertRaises(UserError):
                card.write(values)
            with self.assertRaises(UserError):
                cards.create({"name": "Forged", **values})

    def test_who_reads_and_who_writes(self):
        for person in (self.hunter, self.leader, self.owner, self.reviewer):
            mine = self.scorecard.with_user(person)
            self.assertTrue(mine.name)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(mine.has_access(operation), (person.name, operation))
            with self.assertRaises(AccessError):
                mine.action_new_version()
            with self.assertRaises(AccessError):
                mine.action_retire()

    def test_ready_scorecards_are_in_force_at_install(self):
        for name, occasion in (("cold_call", "first"), ("follow_up_call", "next")):
            card = self.env.ref(f"sales_conveyor.scorecard_{name}")
            self.assertEqual(card.occasion, occasion)
            self.assertGreaterEqual(len(card.criterion_ids), 10)
            self.assertEqual(len(set(card.criterion_ids.mapped("section"))), 4)
            self.assertTrue(card.in_force_at)
            self.assertTrue(any(card.criterion_ids.mapped("is_critical")))
