from dataclasses import dataclass, field
from datetime import date
from typing import Any

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..const import FACT_KINDS

# How many past statements stand below.
PAST = 12


@dataclass
class Look:
    """A look at the pay of one person in the month that is running.

    known: all assignments so far; assignments: those of this month, the last one first
    lines: `Told` lines of this month; earlier: of months that are not computed yet
    windows: ``{component id: {"window_on", "target", "exchange", "reached"}}`` of today
    """

    user: Any
    company: Any
    currency: Any
    today: date
    first: date
    last: date
    known: Any
    assignments: Any
    components: Any
    run: Any
    state: Any = None
    lines: list = field(default_factory=list)
    earlier: list = field(default_factory=list)
    windows: dict = field(default_factory=dict)


class MotivationMyPay(models.AbstractModel):
    """My pay: this month so far, by the very SQL of pay runs, and nothing written.

    A person looks at his own; his leader, the heads of sales and the owner may look at it, too.
    """

    _name = "motivation.my.pay"
    _description = "My Pay"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_my_pay(self, user_id=False):
        """All of the screen but its lines, by one call.

        :param user_id: somebody else, for his leader, a head of sales or the owner
        :return: dict for the screen
        :raises AccessError: for everybody else
        """
        user = self._get_person(user_id)
        look = self._look(user)
        head = {
            "user_id": user.id,
            # Everybody knows his own name.
            "name": False if user == self.env.user else look.user.name,
            "is_self": user == self.env.user,
            "month": look.first,
            "today": look.today,
            "currency_id": look.currency.id,
            "statements": self._get_past(look),
        }
        if not look.assignments:
            return {**head, "has_plan": False}
        totals = self._get_totals(look)
        return {
            **head,
            "has_plan": True,
            "plan": self._describe_plan(look),
            "groups": self._get_groups(look),
            "totals": totals,
            "foreseen": self._foresee(look, totals),
            "gates": self._describe_gates(look),
            "earlier": self._describe_earlier(look),
        }

    @api.model
    @api.readonly
    def get_my_lines(self, component_id, kind=False, user_id=False):
        """The lines of a component so far, each in a sentence.

        :param component_id: False for what belongs to no component
        """
        look = self._look(self._get_person(user_id))
        lines = self.env["motivation.statement.line"].sudo()  # as in `explanation`
        rows = [
            row
            for row in look.lines
            if row.component.id == component_id and (not kind or self._get_kind(row) == kind)
        ]
        words = lines._explain(rows, is_alone=False)
        return [
            {
                "id": False,
                "day": row.happened_on,
                "words": text,
                "amount": row.amount,
                "held": row.held,
                "fact_id": row.fact.id,
                "trouble": False,
            }
            for row, text in zip(rows, words, strict=True)
        ]

    @api.model
    def open_document(self, fact_id, user_id=False):
        """Open the document of a fact that the person is paid for."""
        look = self._look(self._get_person(user_id))
        fact = next((row.fact for row in look.lines if row.fact.id == fact_id), None)
        return self.env["motivation.statement.line"]._open_document(fact)

    # === RIGHTS === #

    @api.model
    def _get_person(self, user_id):
        """Whom to look at: oneself, or somebody whose pay is one's business."""
        me = self.env.user
        if not user_id or user_id == me.id:
            self.env["motivation.statement"].check_access("read")
            return me
        is_id = isinstance(user_id, int) and not isinstance(user_id, bool) and 0 < user_id < 2**31
        if not is_id:
            raise UserError(self.env._("That is no record that could be chosen."))
        # Who is in whose team, and in which company, is no secret.
        user, here = self.env["res.users"].sudo().browse(user_id).exists(), self.env.company
        teams = user.crm_team_member_ids.crm_team_id
        led = teams.filtered(
            lambda team: team.company_id in (team.company_id.browse(), here)
        ).user_id
        if not user or not (self.env["motivation.statement"]._decides(me) or me in led):
            raise AccessError(
                self.env._("You may look at your own pay and at that of your people.")
            )
        return user.with_env(self.env)

    # === LOOK === #

    @api.model
    def _look(self, user):
        """Everything that the ledger and the plans say of a person this month."""
        look = self._begin(user)
        if look.assignments:
            self._read_lines(look)
            self._add_period(look)
            self._add_settlement(look)
        return look

    @api.model
    def _describe_plan(self, look):
        """The plan of today: its name and version; its words are read when they are asked for."""
        plan = look.assignments[:1].plan_id
        return {
            "id": plan.id,
            "name": plan.display_name,
            "assignment_id": look.assignments[:1].id,
            "is_acknowledged": bool(look.assignments[:1].acknowledged_at),
        }

    @api.model
    def _get_past(self, look):
        """The statements of the past months that may be looked at."""
        domain = [
            ("user_id", "=", look.user.id),
            ("company_id", "=", look.company.id),
            ("simulation_id", "=", False),
        ]
        found = self.env["motivation.statement"].search_fetch(
            domain, ["first_on", "payable", "held", "state", "currency_id"], limit=PAST
        )
        states = dict(found._fields["state"]._description_selection(self.env))
        return [
            {
                "id": one.id,
                "month": one.first_on,
                "payable": one.payable,
                "held": one.held,
                "state": one.state,
                "state_label": states[one.state],
                "currency_id": one.currency_id.id,
            }
            for one in found
        ]

    @api.model
    def _get_kind(self, row):
        """Under which kind a line stands on the screen."""
        of_component = (*FACT_KINDS, "gate", "clawback")
        return row.component.kind if row.kind in of_component else row.kind
