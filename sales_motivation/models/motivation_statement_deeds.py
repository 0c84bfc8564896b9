from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import FROZEN, PAY


class MotivationStatement(models.Model):
    """A statement on its way: sent, accepted or disputed, approved, paid."""

    _inherit = "motivation.statement"

    # === ACTION METHODS === #

    def action_send(self):
        """Show statements to their people."""
        self._move("sent", ("computed",))

    def action_accept(self):
        """The person agrees with his statement."""
        for statement in self:
            if statement.user_id != self.env.user:
                raise UserError(self.env._("A statement is accepted by the person himself."))
        # Whoever is paid cannot write his statement, but may say that he agrees.
        self.sudo()._move("accepted", ("sent", "disputed"))

    def action_approve(self):
        """Approve statements: from here on they never change."""
        for run in self.run_id:
            run._refuse_unfinished()
        self._approve()

    def action_pay(self):
        """Approved statements were paid."""
        self._move("paid", ("approved",), paid_at=self.env.cr.now())

    # === BUSINESS METHODS === #

    def _move(self, state, before, **values):
        """Bring statements from one of the states before to the next."""
        if not self.env.su:
            self._refuse_strangers()
        wrong = self.filtered(lambda statement: statement.state not in before)[:1]
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The statement of %(person)s is “%(state)s” already.",
                    person=wrong.user_id.name,
                    state=labels[wrong.state],
                )
            )
        # Nobody may write statements; whoever may decide about these was asked above.
        self.sudo().with_context(motivation_pay=PAY).write({"state": state, **values})

    def _refuse_strangers(self):
        """Heads of sales and the owner decide about pay, and nobody about his own."""
        self.check_access("read")
        user = self.env.user
        if not self._decides(user):
            raise UserError(self.env._("Pay is decided by the head of sales and by the owner."))
        if self.filtered(lambda statement: statement.user_id == user):
            raise UserError(self.env._("Nobody decides about his own pay."))

    @api.model
    def _decides(self, user):
        return user.has_group("sales_team.group_sale_manager") or user.has_group(
            "sales_conveyor.sales_conveyor_group_owner"
        )

    def _approve(self):
        """Seal statements one after another, so that none can be changed, taken away or put in between.

        :raises UserError: where one cannot be approved as it is
        """
        todo = self.filtered(lambda statement: statement.state not in FROZEN)
        for statement in todo.filtered(lambda statement: statement._get_problem())[:1]:
            raise UserError(statement._get_problem())
        if todo.simulation_id:
            raise UserError(self.env._("A simulation pays nobody."))
        # Two people who approve a month at once meet in this row: the later one is tried again by Odoo.
        self.env.cr.execute(
            SQL("UPDATE motivation_run SET is_frozen = TRUE WHERE id = ANY(%s)", todo.run_id.ids)
        )
        todo._move(
            "approved",
            ("computed", "sent", "accepted", "disputed"),
            approved_by_id=self.env.uid,
            approved_at=self.env.cr.now(),
        )
        todo.sudo()._seal()  # nobody writes seals
