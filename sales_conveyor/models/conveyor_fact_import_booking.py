from collections import defaultdict
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from odoo import models
from odoo.tools import SQL, format_date, formatLang

# Rows of one statement: seconds, not minutes.
BATCH = 10_000


class ConveyorFactImportBooking(models.Model):
    """From rows of a file to rows of the ledger, and back: a few statements, whatever the number of rows."""

    _inherit = "conveyor.fact.import"

    # === BUSINESS METHODS === #

    def _book(self, rows):
        """Book the rows that `_examine` has found right."""
        importer = self.sudo()  # the head decides, the import itself books
        importer.env["conveyor.client"]._ensure({client for client in rows["client"] if client})
        count = sum(importer._insert(importer._get_facts_sql(batch)) for batch in self._cut(rows))
        importer.write(
            {
                "state": "done",
                "fact_count": count,
                "user_id": self.env.uid,
                "booked_at": self.env.cr.now(),
            }
        )
        importer.flush_recordset()  # two files of the same rows meet here, in the unique index

    def _withdraw(self):
        """Reverse every fact of the file that stands."""
        importer = self.sudo()  # as above
        importer._insert(importer._get_reversals_sql())
        importer.write(
            {
                "state": "withdrawn",
                "withdrawn_by_id": self.env.uid,
                "withdrawn_at": self.env.cr.now(),
            }
        )

    def _find_beyond(self, rows):
        """Lines whose money is no number of the ledger any more once it is exchanged."""
        own = self.company_id.currency_id.id
        if all(currency in (None, own) for currency in rows["currency"]):
            return []
        found = []
        for batch in self._cut(rows):
            query = SQL(
                "SELECT r.line FROM (%s) r WHERE abs(r.money) >= 1e12 ORDER BY 1",
                self._get_rows_sql(batch),
            )
            found += [line for (line,) in self.env.execute_query(query)]
        return found

    def _keep_errors(self, errors):
        """Put what is wrong with the file beside it, in the place of what was wrong before."""
        self.env.cr.execute(
            SQL("DELETE FROM conveyor_fact_import_error WHERE import_id = %s", self.id)
        )
        labels = {key: label for key, (label, _help) in self._get_columns().items()}
        errors = sorted((line, labels.get(key, key), message) for line, key, message in errors)
        for start in range(0, len(errors), BATCH):
            lines, columns, messages = map(list, zip(*errors[start : start + BATCH], strict=True))
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO conveyor_fact_import_error (import_id, line, "column", message)
                    SELECT %s, * FROM unnest(%s::int4[], %s::varchar[], %s::varchar[])
                    """,
                    self.id,
                    lines,
                    columns,
                    messages,
                )
            )
        self.invalidate_recordset(["error_ids"], flush=False)
        self.env["conveyor.fact.import.error"].invalidate_model(flush=False)

    def _summarize(self, rows):
        """How many rows of which metric, of which days, with quantity and money.

        :return: Markup, a table
        """
        found = defaultdict(lambda: [0, Decimal(0), defaultdict(Decimal), date.max, date.min])
        columns = (rows[key] for key in ("metric", "day", "quantity", "amount", "currency"))
        for metric, day, quantity, amount, currency in zip(*columns, strict=True):
            sums = found[metric]
            sums[0] += 1
            sums[1] += quantity
            if amount is not None:
                sums[2][currency or self.company_id.currency_id.id] += amount
            sums[3], sums[4] = min(sums[3], day), max(sums[4], day)
        head = (
            self.env._("Metric"),
            self.env._("Rows"),
            self.env._("From"),
            self.env._("To"),
            self.env._("Quantity"),
            self.env._("Amount"),
        )
        lines = [
            self._prepare_summary_cells(metric, *sums) for metric, sums in sorted(found.items())
        ]
        return Markup(
            "<table class='table table-sm'><thead>%s</thead><tbody>%s</tbody></table>"
        ) % (
            Markup("<tr>%s</tr>") % Markup().join(Markup("<th>%s</th>") % text for text in head),
            Markup().join(
                Markup("<tr>%s</tr>")
                % Markup().join(Markup("<td>%s</td>") % cell for cell in cells)
                for cells in lines
            ),
        )

    def _prepare_summary_cells(self, metric, count, quantity, money, first, last):
        currencies = self.env["res.currency"]
        amounts = [
            formatLang(self.env, float(amount), currency_obj=currencies.browse(currency))
            for currency, amount in sorted(money.items())
        ]
        return (
            self.env["conveyor.metric"].browse(metric).name,
            count,
            format_date(self.env, first),
            format_date(self.env, last),
            formatLang(self.env, float(quantity), digits=0 if quantity == int(quantity) else 2),
            ", ".join(amounts),
        )

    # === SQL === #

    def _cut(self, rows):
        """The rows by batches."""
        for start in range(0, len(rows["line"]), BATCH):
            yield {key: values[start : start + BATCH] for key, values in rows.items()}

    def _insert(self, complete):
        """Put rows into the ledger, sealed, and into its sums.

        :param SQL complete: query of all columns of the ledger
        :return: number of rows
        """
        ledger, sums = self.env["conveyor.fact"], self.env["conveyor.fact.sum"]
        self.env.flush_all()
        [(count,)] = self.env.execute_query(
            SQL(
                """
                WITH complete AS (%(complete)s),
                     booked AS (INSERT INTO conveyor_fact (%(columns)s, hash)
                                SELECT %(values)s, %(seal)s FROM complete f
                             RETURNING %(columns)s),
                     summed AS (%(sums)s)
                SELECT count(*) FROM booked
                """,
                complete=complete,
                columns=ledger._get_columns_sql(),
                values=ledger._get_columns_sql("f"),
                seal=ledger._get_seal_sql(),
                sums=sums._get_insert_sql(SQL("booked")),
            )
        )
        ledger.invalidate_model(flush=False)
        sums.invalidate_model(flush=False)
        return count
