from odoo import fields, models
from odoo.exceptions import UserError

from ..const import KIND_ORDER
from .motivation_statement_screen import OF_COMPONENT


class MotivationStatementLine(models.Model):
    """A line on the screen, and what analyses group lines by."""

    _inherit = "motivation.statement.line"

    # What an analysis of pay groups by is read from the statement, the component and the fact.
    team_id = fields.Many2one(related="statement_id.team_id")
    state = fields.Selection(related="statement_id.state")
    role = fields.Selection(related="component_id.plan_id.role", string="Role of the Plan")
    metric_id = fields.Many2one(related="component_id.metric_id")
    product_id = fields.Many2one(related="fact_id.product_id")
    partner_id = fields.Many2one(related="fact_id.client_id.partner_id", string="Client")

    # === ACTION METHODS === #

    def action_open_document(self):
        """Open the document that a line is paid for."""
        self.ensure_one()
        self.check_access("read")
        # Whoever is paid for a fact may know of it; whether he may open its document is up to the document.
        return self._open_document(self.sudo().fact_id)

    def action_ask(self):
        """Ask about this line."""
        self.ensure_one()
        return self.env["motivation.inquiry"]._open_form(line=self)

    # === BUSINESS METHODS === #

    def _open_document(self, fact):
        """Open the document of a fact for the present person, or tell why it stays closed.

        :param fact: a row of the ledger, whoever may read it
        """
        if not fact:
            raise UserError(self.env._("This amount comes from no document."))
        model = self.env.get(fact.res_model)
        record = model.browse(fact.res_id).exists() if model is not None else None
        name = fact.reference or fact.display_name
        if not record:
            raise UserError(self.env._("%s no longer exists; the fact remains.", name))
        if not record.has_access("read"):
            raise UserError(
                self.env._(
                    "%(document)s is a document of %(person)s: ask him or your head to show it.",
                    document=name,
                    person=fact.user_id.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _get_group_key(self):
        """Where a line stands: by kind in the order of a statement, then by component."""
        component = self.component_id
        kind = component.kind if self.kind in OF_COMPONENT else self.kind
        return KIND_ORDER[kind], component.sequence, component.id, kind

    def _get_group_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.component_id.name or kinds[self.kind]

    def _describe(self, words):
        """A line for the screen."""
        return {
            "id": self.id,
            "day": self.happened_on,
            "words": words,
            "amount": self.amount,
            "held": self.held,
            "fact_id": self.fact_id.id,
            "trouble": self.trouble,
        }
