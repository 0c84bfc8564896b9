from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL, format_date


class ConveyorLedgerRun(models.Model):
    """The state of the ledger in words, for the settings page."""

    _inherit = "conveyor.ledger.run"

    # === BUSINESS METHODS === #

    @api.model
    def _describe_ledger(self):
        """The state of the ledger in words, for the settings page.

        :return: Markup, a list
        """
        [(count,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM conveyor_fact WHERE company_id IN %s", self.env.companies._ids
            )
        )
        lines = [self.env._("%s facts booked.", count)]
        for kind in ("backfill", "check"):
            run = self.search([("kind", "=", kind)], limit=1)
            if run:
                lines.append(run._describe())
        lines += self._describe_nobody()
        return Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % line for line in lines)

    def _describe_nobody(self):
        """Sentences about documents that nobody can be credited for."""
        closed = [("won_status", "!=", "pending"), ("user_id", "=", False)]
        confirmed = [
            ("state", "=", "sale"),
            ("user_id", "=", False),
            ("opportunity_id.user_id", "=", False),
        ]
        leads = self.env["crm.lead"].with_context(active_test=False).search_count(closed)
        orders = self.env["sale.order"].search_count(confirmed)
        lines = []
        if leads:
            lines.append(
                self.env._("%s closed cards have no owner: nobody is credited for them.", leads)
            )
        if orders:
            lines.append(
                self.env._(
                    "%s confirmed orders have no salesperson: nobody is credited for them.", orders
                )
            )
        return lines

    def _describe(self):
        """One sentence: what it is, and how far."""
        self.ensure_one()
        labels = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        if self.state != "done":
            text = self.env._(
                "%(kind)s: %(state)s, %(percent)s %%.",
                kind=labels[self.kind],
                state=states[self.state].lower(),
                percent=round(self.progress),
            )
        elif self.kind == "backfill":
            text = self.env._(
                "%(kind)s: done, %(count)s facts.", kind=labels[self.kind], count=self.booked_count
            )
        else:
            text = self.env._(
                "%(kind)s of %(day)s: %(count)s differences.",
                kind=labels[self.kind],
                day=format_date(self.env, self.finished_at),
                count=self.difference_count,
            )
        return text
