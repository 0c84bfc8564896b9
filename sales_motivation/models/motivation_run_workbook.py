from odoo import models

from odoo.addons.sales_conveyor.tools.workbook import Book, Column

from ..const import KIND_ORDER, LINE_KINDS

PAYERS = (
    "sales_team.group_sale_manager",
    "sales_conveyor.sales_conveyor_group_owner",
    "sales_motivation.sales_motivation_group_payroll",
)


class MotivationRun(models.Model):
    """The pay of a month as a workbook for payroll: by person and kind, and by person and component."""

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _may_export(self):
        """Heads, owners and payroll take pay out of Odoo; each of them what he may read."""
        return any(self.env.user.has_group(group) for group in PAYERS)

    def _make_workbook(self):
        """The workbook of what the present person may read of this month.

        :return: bytes of an XLSX
        """
        self.ensure_one()
        statements = self.env["motivation.statement"].search(
            [("run_id", "=", self.id)], order="currency_id, team_id, user_id, id"
        )
        sums = self._read_workbook_sums(statements)
        book = Book()
        for currency, mine in statements.grouped("currency_id").items():
            self._add_people_sheet(book, currency, mine, sums)
            self._add_component_sheet(book, currency, mine, sums)
        if not statements:
            book.add_sheet(self.env._("Pay")).add_title(
                self._get_workbook_title(), self.env._("There is no statement that you may read.")
            )
        return book.close()

    def _get_workbook_title(self):
        return self.env._("Pay of %s", self.display_name)

    def _read_workbook_sums(self, statements):
        """The lines by statement, kind and component: ``[(statement, kind, component, amount, held)]``."""
        sums = self.env["motivation.statement.line"]._read_group(
            [("statement_id", "in", statements.ids)],
            ["statement_id", "kind", "component_id"],
            ["amount:sum", "held:sum"],
        )
        place = {statement: number for number, statement in enumerate(statements)}
        return sorted(
            sums,
            key=lambda row: (place[row[0]], KIND_ORDER[row[1]], row[2].sequence, row[2].id),
        )

    def _add_people_sheet(self, book, currency, statements, sums):
        """A row for each person: the kinds of pay, and what is paid."""
        labels = self._get_kind_labels()
        kinds = [kind for kind, _label in LINE_KINDS if any(row[1] == kind for row in sums)]
        columns = [
            Column(self.env._("Person"), width=28),
            Column(self.env._("Sales Team"), width=20),
            *(Column(labels[kind], "money") for kind in kinds),
            Column(self.env._("To Be Paid"), "money", 16),
            Column(self.env._("Held"), "money"),
            Column(self.env._("Carried Over"), "money"),
            Column(self.env._("State"), width=12),
        ]
        amounts = {}
        for statement, kind, _component, amount, _held in sums:
            amounts[statement, kind] = amounts.get((statement, kind), 0) + amount
        rows = [
            [
                one.user_id.name,
                one.team_id.name,
                *(currency.round(amounts.get((one, kind), 0)) for kind in kinds),
                one.payable,
                one.held,
                one.carried,
                self._get_state_label(one),
            ]
            for one in statements
        ]
        sheet = book.add_sheet(self.env._("Pay %s", currency.name))
        sheet.add_title(self._get_workbook_title(), self.company_id.name, currency.name)
        sheet.keep_in_sight()
        total = [
            currency.round(sum(row[place] for row in rows)) for place in range(2, 5 + len(kinds))
        ]
        sheet.add_table(columns, rows, [self.env._("Total"), None, *total, None])

    def _add_component_sheet(self, book, currency, statements, sums):
        """A row for each person and component."""
        labels = self._get_kind_labels()
        columns = [
            Column(self.env._("Person"), width=28),
            Column(self.env._("Plan"), width=24),
            Column(self.env._("Component"), width=28),
            Column(self.env._("Kind"), width=18),
            Column(self.env._("Amount"), "money", 16),
            Column(self.env._("Held"), "money"),
        ]
        rows = [
            [
                statement.user_id.name,
                component.plan_id.display_name,
                component.name,
                labels[kind],
                currency.round(amount),
                currency.round(held),
            ]
            for statement, kind, component, amount, held in sums
            if statement in statements
        ]
        sheet = book.add_sheet(self.env._("Components %s", currency.name))
        sheet.add_title(self._get_workbook_title(), self.company_id.name, currency.name)
        sheet.keep_in_sight()
        total = [currency.round(sum(row[place] for row in rows)) for place in (4, 5)]
        sheet.add_table(columns, rows, [self.env._("Total"), None, None, None, *total])

    def _get_kind_labels(self):
        kinds = self.env["motivation.statement.line"]._fields["kind"]
        return dict(kinds._description_selection(self.env))

    def _get_state_label(self, statement):
        states = statement._fields["state"]
        return dict(states._description_selection(self.env))[statement.state]
