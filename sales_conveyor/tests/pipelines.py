from datetime import date, datetime, timedelta

from ..tools.clock import at_instant
from .ledger import LedgerCommon

FIGURES = (
    "in_work:sum",
    "pipeline:sum",
    "won:sum",
    "lost:sum",
    "average_deal:avg",
    "win_rate:avg",
    "win_rate_amount:avg",
    "days_open:avg",
)


class PipelineCommon(LedgerCommon):
    """Deals of 2026, opened and closed on chosen days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["conveyor.pipeline.report"]

    @classmethod
    def day(cls, month, day, hour=12):
        """Let everything inside the block happen on this day."""
        return at_instant(cls.env, datetime(2026, month, day, hour))

    @classmethod
    def deal(cls, owner, revenue, **values):
        """An open deal of the department that is born now."""
        defaults = {
            "name": f"Deal of {owner.name} for {revenue}",
            "type": "opportunity",
            "user_id": owner.id,
            "team_id": cls.team.id,
            "stage_id": cls.stage_talk.id,
            "expected_revenue": revenue,
        }
        return cls.env["crm.lead"].create({**defaults, **values})

    @classmethod
    def closed_deal(cls, owner, revenue, outcome, closed_on, days=5, **values):
        """A deal that was closed on a day, so many days after it was born."""
        with cls.day(*closed_on):
            card = cls.deal(owner, revenue, **values)
            cls.env.flush_all()
            cls.env.cr.execute(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s",
                [cls.env.cr.now() - timedelta(days=days), card.id],
            )
            card.invalidate_recordset()
            card.action_set_won() if outcome == "won" else card.action_set_lost()
        return card

    @classmethod
    def freeze_levels(cls, month, day):
        """What the night's work does with a day that is over."""
        cls.env["conveyor.fact"]._book_levels(cls.env.company, date(2026, month, day))

    def figures(self, *groupby, domain=(), measures=FIGURES, user=None):
        """The rows of the pivot on the 20th of May: ``{group: figures}``."""
        with self.day(5, 20):
            rows = self.Report.with_user(user or self.env.user)._read_group(
                [("team_id", "=", self.team.id), *domain], groupby, measures
            )
        size = len(groupby)
        return {
            (row[0] if size == 1 else row[:size]): tuple(
                round(number, 6) if isinstance(number, float) else number for number in row[size:]
            )
            for row in rows
        }


class ShiftCommon(PipelineCommon):
    """A card of the hunter that is expected to close on the 20th of April, and dates that move."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Move = cls.env["conveyor.deadline.move"]
        with cls.day(4, 1):
            cls.card = cls.deal(cls.hunter, 1000, date_deadline="2026-04-20")

    def move(self, day, card=None, user=None, at=(4, 27)):
        with self.day(*at):
            (card or self.card).with_user(user or self.hunter).date_deadline = day

    def moves(self, *records):
        ids = [id_ for record in records or (self.card,) for id_ in record.ids]
        return self.Move.search([("res_id", "in", ids)], order="id")

    def sold(self, month, day, **values):
        """An order that the hunter confirmed on a day."""
        with self.day(month, day):
            order = self.order(user_id=self.hunter.id, **values)
            order.action_confirm()
            order.date_order = self.env.cr.now()
        return order
