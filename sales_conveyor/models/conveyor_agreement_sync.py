from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

TOUCHED = "sales_conveyor.agreements"
SCOPES = ("activities", "done", "events", "cards", "rows")
# Beside them: calls that were done as planned, reasons given, clients reached.
TOLD = (*SCOPES, "calls", "reasons", "contacts")


class ConveyorAgreement(models.Model):
    """Keeping agreements in step: hooks only collect, a statement at the end of the transaction does the rest."""

    _inherit = "conveyor.agreement"

    # === BUSINESS METHODS === #

    @api.model
    def _touch(self, scope, ids):
        """Have agreements brought in step before the transaction ends.

        :param str scope: ``activities``, ``done`` (activities marked as done), ``calls`` (those of them that
            were calls), ``events``, ``cards`` or ``rows``
        :param ids: of documents that exist or will be deleted in this transaction
        """
        if ids:
            touched = self._get_touched()[scope]
            for id_ in ids:
                touched.setdefault(id_, self.env.uid)

    @api.model
    def _touch_contacts(self, contacts):
        """Clients were reached on these cards.

        :param dict contacts: ``{id of a card: instant}``
        """
        if contacts:
            known = self._get_touched()["contacts"]
            for id_, instant in contacts.items():
                known[id_] = max(instant, known.get(id_, instant))

    @api.model
    def _get_touched(self):
        """What this transaction has touched so far: ``{scope: {id: who}}``, reasons told and clients reached."""
        precommit = self.env.cr.precommit
        if TOUCHED not in precommit.data:
            precommit.data[TOUCHED] = {name: {} for name in TOLD}
            precommit.add(self.sudo()._keep_touched)  # agreements have no writer of their own
        return precommit.data[TOUCHED]

    @api.model
    def _keep_touched(self):
        """Bring in step what this transaction has touched so far."""
        if TOUCHED not in self.env.cr.precommit.data:
            return
        self.env.flush_all()
        touched = self.env.cr.precommit.data.pop(TOUCHED)
        if any(touched[scope] for scope in SCOPES):
            self._keep(self._get_scope_sql(touched), touched)
        elif touched["contacts"]:
            self._reach(touched["contacts"])

    @api.model
    def _keep(self, scope, touched):
        """Bring agreements in step with their documents, and cards with both: one statement, whatever their number.

        :param SQL scope: which agreements there are, a condition over ``conveyor_agreement a``
        :param dict touched: of `_get_touched`
        """
        self.env.cr.execute(self._get_keep_sql(scope, touched))
        rows = self.env.cr.fetchall()
        if rows:
            self.invalidate_model(flush=False)
            self.env["conveyor.agreement.move"].invalidate_model(flush=False)
            booked = [id_ for id_, is_booked in rows if is_booked]
            self.env["conveyor.fact"]._expect(self._name, booked, happened=True)
        if rows or touched["contacts"]:
            self.env["crm.lead"]._invalidate_contacts()

    @api.model
    def _reach(self, contacts):
        """Clients were reached, and nothing else happened.

        :param dict contacts: ``{id of a card: instant}``
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_lead l SET last_contact_at = t.at
                  FROM unnest(%s::int4[], %s::timestamp[]) AS t (id, at)
                 WHERE l.id = t.id AND t.at > COALESCE(l.last_contact_at, '-infinity')
                """,
                list(contacts),
                list(contacts.values()),
            )
        )
        self.env["crm.lead"]._invalidate_contacts()

    # === CRON === #

    @api.model
    def _cron_decide(self):
        """Book what was still open when the business day of its company ended; run again it finds it booked."""
        # A cron of the whole department.
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        for number, company in enumerate(companies, start=1):
            self._decide(company)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - number):
                break

    @api.model
    def _decide(self, company):
        """Decide what a company's business days that are over have left open, however long the server slept."""
        self.env["conveyor.fact"]._book_expected()
        today = company._get_business_day()
        scope = SQL(
            "a.company_id = %s AND a.state = 'open' AND a.decide_on < %s", company.id, today
        )
        self._keep(scope, {name: {} for name in TOLD})
        self.env["conveyor.fact"]._book_expected()
