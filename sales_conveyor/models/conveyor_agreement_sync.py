from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

TOUCHED = "sales_conveyor.agreements"
SCOPES = ("activities", "done", "events", "cards", "rows")


class ConveyorAgreement(models.Model):
    """Keeping agreements in step: hooks only collect, two statements at the end of the transaction do the rest."""

    _inherit = "conveyor.agreement"

    # === BUSINESS METHODS === #

    @api.model
    def _touch(self, scope, ids):
        """Have agreements brought in step before the transaction ends.

        :param str scope: ``activities``, ``done`` (activities marked as done), ``events``, ``cards`` or ``rows``
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
            scopes = (*SCOPES, "reasons", "contacts")
            precommit.data[TOUCHED] = {scope: {} for scope in scopes}
            precommit.add(self.sudo()._keep_touched)  # agreements have no writer of their own
        return precommit.data[TOUCHED]

    @api.model
    def _keep_touched(self):
        """Bring in step what this transaction has touched so far."""
        if TOUCHED not in self.env.cr.precommit.data:
            return
        self.env.flush_all()
        touched = self.env.cr.precommit.data.pop(TOUCHED)
        cards = set()
        if any(touched[scope] for scope in SCOPES):
            cards = self._keep(self._get_scope_sql(touched), touched)
        self._keep_cards(cards, touched["contacts"])

    @api.model
    def _keep(self, scope, touched):
        """Bring agreements in step with their documents by one statement, whatever their number.

        :param SQL scope: which agreements there are, a condition over ``conveyor_agreement a``
        :param dict touched: of `_get_touched`
        :return: ids of the cards concerned
        """
        self.env.cr.execute(self._get_keep_sql(scope, touched))
        rows = self.env.cr.fetchall()
        if not rows:
            return set()
        self.invalidate_model(flush=False)
        self.env["conveyor.agreement.move"].invalidate_model(flush=False)
        booked = [id_ for id_, _new, _old, is_booked in rows if is_booked]
        self.env["conveyor.fact"]._expect(self._name, booked, happened=True)
        return {card for _id, *cards, _booked in rows for card in cards if card}

    @api.model
    def _keep_cards(self, ids, contacts):
        """Write the next and the last contact of these cards, by one statement.

        :param dict contacts: ``{id of a card: instant}`` of clients just reached
        """
        ids = sorted(ids | contacts.keys())
        if not ids:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_lead l
                   SET next_contact_on = n.due_on, next_contact_user_id = n.user_id,
                       next_contact_moves = COALESCE(n.move_count, 0),
                       last_contact_at = GREATEST(l.last_contact_at, t.at)
                  FROM unnest(%(ids)s::int4[], %(instants)s::timestamp[]) AS t (id, at)
                  LEFT JOIN LATERAL (
                       SELECT a.due_on, a.move_count, COALESCE(m.user_id, e.user_id, a.user_id) AS user_id
                         FROM conveyor_agreement a
                         LEFT JOIN mail_activity m ON m.id = a.activity_key
                         LEFT JOIN calendar_event e ON e.id = a.event_key
                        WHERE a.lead_id = t.id AND a.is_pending
                        ORDER BY a.due_on, a.id LIMIT 1) n ON TRUE
                 WHERE l.id = t.id
                   AND (l.next_contact_on, l.next_contact_user_id, COALESCE(l.next_contact_moves, 0), l.last_contact_at)
                       IS DISTINCT FROM
                       (n.due_on, n.user_id, COALESCE(n.move_count, 0), GREATEST(l.last_contact_at, t.at))
                """,
                ids=ids,
                instants=[contacts.get(id_) for id_ in ids],
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
        nothing = {name: {} for name in (*SCOPES, "reasons")}
        self._keep_cards(self._keep(scope, nothing), {})
        self.env["conveyor.fact"]._book_expected()
