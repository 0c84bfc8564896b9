from odoo import models

from ..tools.telling import tell_number

# Working days that a window has at most; what is counted by the day is never more.
WORKING_DAYS = {"month": 23, "quarter": 66, "year": 262}
BY_DAY = {"error_free_day", "report_due", "report_on_time", "norm_day", "norm_met_day"}
# A share of a target above this was hardly meant.
HIGH = 3


class MotivationPayGate(models.Model):
    """What may go wrong with a condition."""

    _inherit = "motivation.pay.gate"

    # === BUSINESS METHODS === #

    def _is_of_sales(self):
        """Does it ask for sales rather than for order and care? Then deals are moved around it."""
        booked = self.metric_id._get_booked()
        is_money = self.metric_id.measure == "amount" or "amount" in booked.mapped("measure")
        return self.kind == "attainment" or (self.kind == "value" and is_money)

    def _find_odd_goal(self, window):
        """A goal that nobody can reach, or that was meant as a share: ``{code: sentence}``."""
        values = {"metric": self.metric_id.name, "goal": self._tell_goal()}
        if self.kind == "attainment" and self.goal > HIGH:
            return {
                "goal": self.env._(
                    "The condition asks for %(goal)s of the target of “%(metric)s”: is it meant?",
                    **values,
                )
            }
        if self.kind != "value" or self.metric_id.is_less_better:
            return {}
        if self.metric_id.is_percentage and self.goal > 1:
            return {
                "goal": self.env._(
                    "The condition asks for %(goal)s of “%(metric)s”: that is never reached.",
                    **values,
                )
            }
        days = WORKING_DAYS[window]
        if self.of_whom == "person" and self.metric_id.code in BY_DAY and self.goal > days:
            return self._tell_too_many_days(window, values, tell_number(self.env, days))
        return {}

    def _tell_too_many_days(self, window, values, days):
        told = {
            "month": self.env._(
                "The condition asks for %(goal)s of “%(metric)s”: a month has at most %(days)s working days.",
                days=days,
                **values,
            ),
            "quarter": self.env._(
                "The condition asks for %(goal)s of “%(metric)s”: a quarter has at most %(days)s working days.",
                days=days,
                **values,
            ),
            "year": self.env._(
                "The condition asks for %(goal)s of “%(metric)s”: a year has at most %(days)s working days.",
                days=days,
                **values,
            ),
        }
        return {"goal": told[window]}
