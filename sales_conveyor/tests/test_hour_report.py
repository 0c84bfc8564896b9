from datetime import timedelta

from odoo.exceptions import AccessError

from .calls import CallCommon
from .common import department


@department
class TestHourReport(CallCommon):
    """When in the day work is done, by the company's clock; everybody sees what he sees of the facts."""

    def setUp(self):
        super().setUp()
        company = self.env["res.company"].create(
            {"name": "Hours", "conveyor_tz": "Asia/Novosibirsk"}
        )
        people = self.hunter | self.scout | self.leader | self.head | self.owner | self.stranger
        people |= self.telephony
        people.company_ids |= company
        self.company = company
        self.yesterday = (self.env.cr.now() - timedelta(days=1)).replace(
            hour=3, minute=30, second=0, microsecond=0
        )

    def made(self, user, count, hours=0, **values):
        rows = [
            {
                "user_id": user.id,
                "company_id": self.company.id,
                "external_id": f"{user.id}-{hours}-{n}",
                "started_at": str(self.yesterday + timedelta(hours=hours)),
                "talk_seconds": 40,
                **values,
            }
            for n in range(count)
        ]
        self.tell(*rows)

    def map(self, user, **values):
        report = self.env["conveyor.hour.report"].with_user(user)
        return report.with_context(allowed_company_ids=self.company.ids).get_heat_map(**values)

    def test_hours_are_of_the_company(self):
        """03:30 in UTC is 10:30 in Novosibirsk."""
        self.made(self.hunter, 3)
        self.made(self.hunter, 2, hours=9)
        told = self.map(self.head)
        [row] = told["rows"]
        cells = {hour["key"]: cell for hour, cell in zip(told["hours"], row["cells"], strict=True)}
        self.assertEqual({hour: cell for hour, cell in cells.items() if cell}, {"10": 3, "19": 2})
        self.assertEqual((row["name"], row["total"], told["best"]), ("Hunter", 5, 3))
        self.assertEqual(sum(told["totals"]), 5)

    def test_everybody_sees_his_own(self):
        self.made(self.hunter, 2)
        self.made(self.scout, 1)
        self.assertEqual([row["name"] for row in self.map(self.hunter)["rows"]], ["Hunter"])
        for person in (self.head, self.owner):
            self.assertEqual(len(self.map(person)["rows"]), 2)
        self.assertFalse(self.map(self.stranger)["rows"])
        with self.assertRaises(AccessError):
            self.map(self.reviewer)

    def test_weekdays_in_their_order(self):
        self.made(self.hunter, 2)
        self.made(self.hunter, 1, hours=-48)
        rows = self.map(self.head, rows="weekday")["rows"]
        local = [self.yesterday + timedelta(hours=hours + 7) for hours in (0, -48)]
        self.assertEqual(
            [row["id"] for row in rows], sorted(str(day.isoweekday()) for day in local)
        )

    def test_conversations_have_a_map_of_their_own(self):
        self.made(self.hunter, 2)
        self.assertEqual(self.map(self.head, code="conversation")["rows"][0]["total"], 2)
        self.assertFalse(self.map(self.head, code="meeting_held")["rows"])

    def test_reached_is_the_share_of_conversations_in_calls(self):
        """Of an hour, of a person and of all from their sums; where nobody called there is no share."""
        self.made(self.hunter, 3)
        self.made(self.hunter, 1, hours=2)
        self.made(self.scout, 4, talk_seconds=0)
        told = self.map(self.head, code="reached")
        at = [hour["key"] for hour in told["hours"]].index("10")
        cells = {row["name"]: (row["cells"][at], row["total"]) for row in told["rows"]}
        self.assertEqual(cells, {"Hunter": (1, 1), "Scout": (0, 0)})
        self.assertEqual((told["totals"][at], told["totals"][at + 2]), (3 / 7, 1))
        self.assertEqual((told["total"], told["totals"][0]), (0.5, None))
        self.assertTrue(told["is_share"])

    def test_cancelled_call_leaves_its_hour(self):
        self.made(self.hunter, 2)
        call = self.env["conveyor.call"].search([("company_id", "=", self.company.id)], limit=1)
        call.with_user(self.head)._cancel("test")
        self.assertEqual(self.map(self.head)["rows"][0]["cells"].count(1), 1)

    def test_switched_off_nobody_sees_it(self):
        self.made(self.hunter, 2)
        self.company.conveyor_shows_hours = False
        told = self.map(self.head)
        self.assertFalse(told["rows"] or told["is_shown"])

    def test_report_is_written_by_nobody(self):
        report = self.env["conveyor.hour.report"]
        for person in (self.hunter, self.head, self.owner):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(report.with_user(person).has_access(operation))
