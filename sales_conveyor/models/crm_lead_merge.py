from odoo import models
from odoo.tools import SQL

# What happened on a card, in rows that point to it.
HISTORY = (
    "conveyor.handover",
    "conveyor.deadline.move",
    "conveyor.agreement",
    "conveyor.call",
    "conveyor.incident",
    "conveyor.daily.report.line",
)


class CrmLead(models.Model):
    """Merging joins the history of cards, and takes no card from a person who only lets it be read."""

    _inherit = "crm.lead"

    # === BUSINESS METHODS === #

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        # Odoo deletes the merged cards beyond all rights: it takes whoever reads a card for its owner.
        self._filter_relay().check_access("write")
        return super()._merge_opportunity(
            user_id=user_id, team_id=team_id, auto_unlink=auto_unlink, max_length=max_length
        )

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        """Only what the person may write can be merged: a card passed on is no longer his."""
        duplicates = super()._get_lead_duplicates(
            partner=partner, email=email, include_lost=include_lost
        )
        return duplicates._filtered_access("write")

    def _merge_dependences(self, opportunities):
        """History follows the card that stays; what waited on the others is withdrawn."""
        res = super()._merge_dependences(opportunities)
        opportunities.filtered("waiting_user_id")._get_open_handovers()._withdraw()
        # What this transaction has done to them is written down as it was.
        self.env["conveyor.fact"]._book_expected()
        self._take_history(opportunities)
        return res

    def _take_history(self, opportunities):
        """Point the rows of cards that are merged away to this one: all tables in one statement.

        History has no writer of its own: only the pointer to the card changes.
        """
        self.env.flush_all()
        parts = [
            SQL("%s AS (%s)", SQL.identifier(f"part_{number}"), statement)
            for number, statement in enumerate(self._get_history_sql(opportunities))
        ]
        self.env.cr.execute(SQL("WITH %s SELECT 1", SQL(", ").join(parts)))
        for model in ("conveyor.passage", *HISTORY):
            self.env[model].invalidate_model(flush=False)

    def _get_history_sql(self, opportunities):
        """The statements by which history follows this card; none of them looks at the work of another.

        :return: list of SQL
        """
        values = {"head": self.id, "merged": opportunities._ids, "now": self.env.cr.now()}
        passages = SQL(
            """
            UPDATE conveyor_passage
               SET lead_id = %(head)s, left_at = COALESCE(left_at, %(now)s),
                   outcome = CASE WHEN left_at IS NULL THEN 'merged' ELSE outcome END
             WHERE lead_id IN %(merged)s
            """,
            **values,
        )
        others = [
            SQL(
                "UPDATE %s SET lead_id = %s WHERE lead_id IN %s",
                SQL.identifier(self.env[model]._table),
                self.id,
                opportunities._ids,
            )
            for model in HISTORY
        ]
        return [passages, *others]
