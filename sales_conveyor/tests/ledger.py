from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tools import SQL

from .common import ConveyorCommon


class LedgerCommon(ConveyorCommon):
    """Words for the ledger of facts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["conveyor.ledger.run"].search([]).write({"state": "done"})
        cls.env.company.conveyor_tz = "UTC"

    # === WORDS OF WORK === #

    def activity(self, card, user=None, kind="mail.mail_activity_data_call"):
        """Something to do on a card."""
        return card.activity_schedule(kind, user_id=(user or self.hunter).id)

    def meeting(self, card=None, user=None, start=None, **values):
        """A meeting of a seller with himself and whoever is named."""
        user = user or self.hunter
        start = start or self.env.cr.now() - timedelta(days=1)
        defaults = {
            "name": "Visit",
            "start": start,
            "stop": start + timedelta(hours=1),
            "user_id": user.id,
            "partner_ids": [Command.set(user.partner_id.ids)],
            "opportunity_id": card and card.id,
        }
        return self.env["calendar.event"].create({**defaults, **values})

    # === WORDS OF THE LEDGER === #

    def facts(self, code, document=None):
        """The facts of a metric about a document, in the order of booking."""
        domain = [("metric_id.code", "=", code)]
        if document is not None:
            domain += [("res_model", "=", document._name), ("res_id", "in", document.ids)]
        return self.env["conveyor.fact"].search(domain, order="id")

    def standing(self, code, document=None):
        """What the facts sum up to: ``(quantity, amount)``."""
        facts = self.facts(code, document)
        return sum(facts.mapped("quantity")), round(sum(facts.mapped("amount")), 2)

    def check(self, kind="check"):
        """The differences that a check of the whole ledger finds."""
        self.env["conveyor.fact"]._book_expected()
        run = self.env["conveyor.ledger.run"].create({"kind": kind})
        while run.state in ("waiting", "running"):
            run._advance()
        self.env.invalidate_all()
        return [
            (d.kind, d.metric_id.code, d.res_model, d.res_id, d.quantity, d.amount)
            for d in run.difference_ids
        ]

    @contextmanager
    def statements(self, text):
        """The statements of the block that contain a text."""
        found, execute = [], type(self.env.cr).execute

        def listen(cr, query, *args, **kwargs):
            if text in (query.code if isinstance(query, SQL) else str(query)):
                found.append(query)
            return execute(cr, query, *args, **kwargs)

        with patch.object(type(self.env.cr), "execute", listen):
            yield found

    def tamper(self, fact, column, value):
        """Change a row behind Odoo's back."""
        self.env.cr.execute(
            SQL(
                "UPDATE conveyor_fact SET %s = %s WHERE id = %s",
                SQL.identifier(column),
                value,
                fact.id,
            )
        )
        self.env.invalidate_all()
