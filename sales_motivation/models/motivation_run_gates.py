from odoo import models
from odoo.tools import SQL


class MotivationRun(models.Model):
    """Noting what gates measured, so that a statement can tell it later."""

    _inherit = "motivation.run"

    def _note_gates(self, state):
        """Keep what each gate measured beside the statements of this month.

        :param state: the `Judgement` of this month
        """
        if not state.gates:
            return
        rows = [(*key, value, is_reached) for key, (value, is_reached) in state.gates.items()]
        users, gates, values, reached = map(list, zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO motivation_statement_gate (statement_id, gate_id, value, is_measured, is_reached)
                SELECT s.id, k.gate_id, COALESCE(k.value, 0), k.value IS NOT NULL, k.is_reached
                  FROM unnest(%(users)s::int4[], %(gates)s::int4[], %(values)s::numeric[], %(reached)s::bool[])
                       AS k(user_id, gate_id, value, is_reached)
                  JOIN motivation_pay_gate g ON g.id = k.gate_id
                  JOIN motivation_pay_component c ON c.id = g.component_id
                  JOIN motivation_pay_plan p ON p.id = c.plan_id
                  JOIN motivation_statement s
                    ON s.run_id = %(run)s AND s.user_id = k.user_id AND s.currency_id = p.currency_id
                ON CONFLICT (statement_id, gate_id) DO UPDATE
                   SET value = EXCLUDED.value, is_measured = EXCLUDED.is_measured, is_reached = EXCLUDED.is_reached
                """,
                users=users,
                gates=gates,
                values=values,
                reached=reached,
                run=self.id,
            )
        )
