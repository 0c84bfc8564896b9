from odoo import api, models
from odoo.tools import SQL

EXPECTED = "sales_conveyor.facts"
WATCHED = "watched cards"
BACKFILLED = SQL(
    "NOT EXISTS (SELECT FROM conveyor_ledger_run WHERE kind = 'backfill' AND state IN ('waiting', 'running'))"
)
# Sources that look at what the others have booked: they come after them.
LOOKING_BACK = {"res.partner"}
# Sources that Odoo keeps no history of: what happened before the ledger stays blank.
WITHOUT_HISTORY = {"sale.order.sent"}


class ConveyorFact(models.Model):
    """Booking: what documents say now, beside what stands in the ledger; the difference is inserted.

    The same query books when something happens, back-fills, mends and checks, so that all four agree. Each
    source has one rule, ``_truth_<source>``: a query of the columns in ``TRUTH``, one row per fact as it
    should stand. The ledger itself decides the rest:

    * a key that does not stand yet is booked, with the people of this moment;
    * a key that stands is changed by a further row: by the difference, or, where client, product, company or
      document are other ones now, by a reversal and a new row; person and cohort stay those of the first row;
    * a key whose document says nothing any more is reversed, unless it is a deed.
    """

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_sources(self):
        """The documents that book facts, in the order of booking: first sales look at contracts.

        :return: ``{source: table}``; a source is a model name, or a part of one with a rule of its own
        """
        return {
            "conveyor.handover": "conveyor_handover",
            "mail.activity": "mail_activity",
            "calendar.event": "calendar_event",
            "crm.lead": "crm_lead",
            "sale.order.sent": "sale_order",
            "sale.order": "sale_order",
            "account.move": "account_move",
            "res.partner": "res_partner",
        }

    @api.model
    def _expect(self, source, ids, happened=False):
        """Book these documents before the transaction ends, all of one source in one statement.

        :param source: a key of `_get_sources`
        :param ids: of documents that exist, existed, or will be deleted in this transaction
        :param bool happened: it happens right now; else a document is touched that may have been before the
            ledger: until the back-fill has come by, its first booking takes the document's own dates
        """
        if ids:
            expected = self._get_expected().setdefault(source, ({}, {}))
            expected[bool(happened)].update(dict.fromkeys(ids))

    @api.model
    def _get_expected(self):
        """What this transaction will book: ``{source: ({touched id}, {happened id})}``, and the cards it watches."""
        precommit = self.env.cr.precommit
        if EXPECTED not in precommit.data:
            precommit.data[EXPECTED] = {WATCHED: {}}
            precommit.add(self.sudo()._book_expected)  # the ledger has no writer of its own
        return precommit.data[EXPECTED]

    @api.model
    def _book_expected(self):
        """Book what this transaction has done so far."""
        precommit = self.env.cr.precommit
        if EXPECTED not in precommit.data:
            return
        self.env.flush_all()  # what is computed anew may touch further documents
        # Whoever passed a card on may no longer read it.
        self.env["crm.lead"].sudo()._expect_decided(precommit.data[EXPECTED][WATCHED])
        expected = precommit.data.pop(EXPECTED)
        ledger = self.sudo()  # the ledger has no writer of its own
        jobs, later = [], []
        for source in self._get_sources():
            touched, happened = expected.get(source, ((), ()))
            own = [
                (source, [id_ for id_ in touched if id_ not in happened], None),
                (source, list(happened), True),
            ]
            (later if source in LOOKING_BACK else jobs).extend(own)
        ledger._book_jobs(jobs)
        for job in later:
            ledger._book(*job)

    @api.model
    def _book(self, source, ids, is_now):
        """Bring the ledger in step with these documents, by one statement whatever their number.

        Called twice it finds nothing to do. Two transactions that book the same key at once meet in the
        unique index: the later one fails to serialize, and Odoo tries it again.

        :param is_now: whether what does not stand yet happened now (True) or when the document says (False);
            None: now, unless the back-fill is still to come by
        :return: number of rows booked
        """
        return self._book_jobs([(source, ids, is_now)])

    @api.model
    def _book_jobs(self, jobs):
        """Bring the ledger in step with the documents of several sources, by one statement.

        :param jobs: list of ``(source, ids, is_now)`` as for `_book`
        :return: number of rows booked
        """
        parts = [
            self._get_changes_sql(
                source,
                self._get_ids_scope(source, ids),
                BACKFILLED if is_now is None else SQL("%s", is_now),
            )
            for source, ids, is_now in jobs
            if ids
        ]
        return self._book_changes(parts)

    @api.model
    def _get_ids_scope(self, source, ids):
        """The function that tells of a column whether it holds one of these documents."""
        among = SQL("%s", tuple(ids))
        if source == "res.partner":
            among = SQL("(SELECT commercial_partner_id FROM res_partner WHERE id IN %s)", among)
        return lambda column: SQL("%s IN %s", column, among)

    @api.model
    def _book_scope(self, source, scope, is_now):
        """Bring the ledger in step with the documents of a scope.

        :param scope: function of the column of a document's id, giving the SQL condition
        :param SQL is_now: condition: what does not stand yet happened now
        """
        return self._book_changes([self._get_changes_sql(source, scope, is_now)])

    @api.model
    def _book_changes(self, parts):
        """Insert what the ledger misses.

        :param parts: list of SQL of `_get_changes_sql`, of which no two tell of the same keys
        :return: number of rows booked
        """
        if not parts:
            return 0
        self.env.flush_all()  # a rule reads many tables
        changes = SQL(" UNION ALL ").join(SQL("(%s SELECT * FROM changes)", part) for part in parts)
        self.env.cr.execute(
            SQL(
                "WITH changes AS (%s), %s SELECT count(*) FROM booked",
                changes,
                self._get_insert_sql(),
            )
        )
        [count] = self.env.cr.fetchone()
        if count:
            self.invalidate_model(flush=False)
            self.env["conveyor.fact.sum"].invalidate_model(flush=False)
        return count
