from odoo import models
from odoo.exceptions import UserError

from .motivation_run_screen import PROBLEM

SHOWN = 5


class MotivationRun(models.Model):
    """The buttons of a month."""

    _inherit = "motivation.run"

    # === ACTION METHODS === #

    def action_send(self):
        """Show all computed statements to their people."""
        self.ensure_one()
        todo = self._get_others().filtered(lambda statement: statement.state == "computed")
        todo.action_send()
        return self._tell(self.env._("%s statements are with their people now.", len(todo)), todo)

    def action_approve(self):
        """Approve all that can be approved, and tell what is left and why."""
        self.ensure_one()
        self._refuse_unfinished()
        waiting = self._get_open()
        ready = waiting.filtered(
            lambda statement: (
                not statement.problem
                and statement.state != "disputed"
                and statement.user_id != self.env.user
            )
        )
        ready.action_approve()
        told = [self.env._("%s statements are approved.", len(ready))]
        return self._tell(" ".join(told + self._tell_left(waiting - ready)), ready)

    def action_pay(self):
        """All approved statements were paid."""
        self.ensure_one()
        todo = self._get_others().filtered(lambda statement: statement.state == "approved")
        todo.action_pay()
        return self._tell(self.env._("%s statements are paid.", len(todo)), todo)

    def action_verify(self):
        """Look whether every approved statement of the company is as it was approved."""
        self.ensure_one()
        self.check_access("read")
        statements = self.env["motivation.statement"]
        if not statements._decides(self.env.user):
            raise UserError(self.env._("Pay is decided by the head of sales and by the owner."))
        broken = statements._find_broken(self.company_id)
        cut = statements._tell_cut(self.company_id)
        if broken or cut:
            told = filter(None, (broken and broken._tell_broken(), cut))
            return self._notify(" ".join(told), "danger", is_sticky=True)
        sealed = [("company_id", "=", self.company_id.id), ("number", "!=", False)]
        return self._notify(
            self.env._(
                "All %s approved statements are as they were approved.",
                statements.search_count(sealed),
            ),
            "success",
        )

    def action_open_statements(self):
        """The statements of this month."""
        return self._open_statements([])

    def action_open_waiting(self):
        """The statements that are not approved yet."""
        return self._open_statements([("state", "not in", ("approved", "paid"))])

    def action_open_problems(self):
        """The statements that cannot be approved as they are."""
        return self._open_statements(list(PROBLEM))

    def action_open_refunds(self):
        """Refunds of which nobody has said yet what they take back."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.conveyor_fact_action_refund"
        )
        return {**action, "domain": self._get_refund_domain()}

    def action_export(self):
        """The workbook of this month for payroll."""
        self.ensure_one()
        url = f"/motivation/run/{self.id}/workbook"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    # === BUSINESS METHODS === #

    def _get_others(self):
        """The statements of everybody but the present person, who decides nothing about his own."""
        return self.statement_ids.filtered(lambda statement: statement.user_id != self.env.user)

    def _refuse_unfinished(self):
        """A month is approved when it is over: its last day brings facts, too."""
        # The clock of a company is no secret.
        company = self.company_id.sudo()
        if self.last_on >= company._get_business_day():
            raise UserError(
                self.env._(
                    "%s is not over yet: it is approved when its last day is.", self.display_name
                )
            )
        if self.computed_at and company._get_business_day(self.computed_at) < self.last_on:
            raise UserError(
                self.env._(
                    "%s was computed before its last day: compute it again.", self.display_name
                )
            )

    def _tell_left(self, left):
        """Why some statements are not approved with the others."""
        disputed = left.filtered(lambda one: one.state == "disputed")
        broken = (left - disputed).filtered("problem")
        own = left.filtered(lambda one: one.user_id == self.env.user)
        told = []
        if disputed:
            names = disputed.user_id[:SHOWN].mapped("name")
            told.append(self.env._("Their questions are not answered yet: %s.", names))
        if broken:
            names = broken.user_id[:SHOWN].mapped("name")
            told.append(self.env._("Something is missing for: %s.", names))
        if own:
            told.append(self.env._("Your own is approved by somebody else."))
        return told

    def _tell(self, text, done):
        return self._notify(text, "success" if done else "warning")

    def _notify(self, text, kind, is_sticky=False):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": kind,
                "sticky": is_sticky,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _open_statements(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.motivation_statement_action"
        )
        return {**action, "domain": [("run_id", "=", self.id), *domain], "context": {}}
