from odoo import models
from odoo.fields import Date
from odoo.tools import format_date

# What reasons name by its id, and the numbers that have the unit of their metric.
TOLD = {
    "metric": "conveyor.metric",
    "grade": "motivation.grade",
    "contest": "motivation.contest",
    "component": "motivation.pay.component",
}
NUMBERS = {"value", "usual", "norm", "left"}


class MotivationPrompt(models.Model):
    """The reasons in plain words. They tell of work and places, never of money that is paid."""

    _inherit = "motivation.prompt"

    # === BUSINESS METHODS === #

    def _find_told(self):
        """The records that the reasons of these cards tell of, one look for each model.

        :return: ``{name in a reason: {id: record}}``
        """
        reasons = [reason for prompt in self for reason in prompt.reasons or ()]
        return {
            # Names in a reason are no secret to whoever reads the card.
            name: {
                record.id: record
                for record in self.env[model]
                .sudo()
                .browse({reason[name] for reason in reasons if name in reason})
                .exists()
            }
            for name, model in TOLD.items()
        }

    def _tell_reason(self, reason, told):
        """A sentence for a reason, or nothing where what it tells of is gone."""
        words = {name: records.get(reason.get(name)) for name, records in told.items()}
        if any(name in reason and not record for name, record in words.items()):
            return ""
        metric = words["metric"]
        words = {name: record and record.name for name, record in words.items()}
        words |= {
            name: metric._tell_value(reason[name], self.company_id)
            for name in NUMBERS & reason.keys()
        }
        if "last_on" in reason:
            words["day"] = format_date(self.env, Date.to_date(reason["last_on"]))
        return getattr(self, f"_tell_{reason['code']}")({**reason, **words})

    # === HELP === #

    def _tell_complaint(self, words):
        return self.env._("Complaints of clients confirmed within a week: %s.", words["count"])

    def _tell_drop(self, words):
        return self.env._(
            "%(metric)s: %(value)s in the last seven days, usually %(usual)s a week.",
            **words,
        )

    def _tell_behind(self, words):
        return self.env._(
            "%(metric)s: %(value)s of %(norm)s asked in the last five days.",
            **words,
        )

    def _tell_silent(self, words):
        return self.env._("Evening reports missing of the last five: %s.", words["count"])

    # === PRAISE === #

    def _tell_grade_ready(self, words):
        return self.env._("Meets everything that “%s” asks: promote, and say it.", words["grade"])

    def _tell_contest_first(self, words):
        return self.env._("First in “%s”.", words["contest"])

    def _tell_streak(self, words):
        return self.env._("%s working days in a row without an error.", words["count"])

    def _tell_rise(self, words):
        return self.env._(
            "%(metric)s: %(value)s in the last seven days, usually %(usual)s a week.",
            **words,
        )

    def _tell_norm_over(self, words):
        return self.env._(
            "All norms of the last day met; %(metric)s: %(value)s of %(norm)s asked.",
            **words,
        )

    # === CHALLENGE === #

    def _tell_near_tier(self, words):
        return self.env._(
            "Only %(left)s of “%(metric)s” to the next rate of “%(component)s”, until %(day)s.",
            **words,
        )

    def _tell_near_grade(self, words):
        return self.env._("One criterion away from “%s”.", words["grade"])

    def _tell_contest_chase(self, words):
        return self.env._(
            "Place %(place)s in “%(contest)s”, close behind the one ahead.",
            **words,
        )
