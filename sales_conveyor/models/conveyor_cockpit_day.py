from odoo import api, models
from odoo.fields import Domain

LEAD, AGREEMENT, INCIDENT = "crm.lead", "conveyor.agreement", "conveyor.incident"
REPORT = "conveyor.daily.report"


class ConveyorCockpit(models.AbstractModel):
    """What the day adds to the cockpit: contacts, agreements, complaints, evening reports."""

    _inherit = "conveyor.cockpit"

    # === COUNTS === #

    @api.model
    def _get_count_specs(self, scope):
        cards, due = self._get_cards_domain(scope), "next_contact_on"
        incidents = scope.of() & scope.within("happened_on")
        return {
            **super()._get_count_specs(scope),
            "unplanned": (LEAD, cards & Domain(due, "=", False)),
            "overdue": (LEAD, cards & Domain(due, "<", scope.today)),
            "agreements": (
                AGREEMENT,
                scope.of() & Domain("state", "in", ("broken", "late")) & scope.within("decided_on"),
            ),
            "complaints": (
                INCIDENT,
                incidents & Domain("kind", "=", "complaint") & Domain("state", "!=", "dismissed"),
            ),
            "undecided": (
                INCIDENT,
                scope.of()
                & Domain("state", "=", "reported")
                & Domain("due_at", "<", self.env.cr.now()),
            ),
            "reports": (REPORT, scope.of() & Domain("state", "=", "submitted")),
        }

    # === SIGNS === #

    @api.model
    def _get_signs(self, scope, data):
        signs, counts = super()._get_signs(scope, data), data["counts"]
        signs["contacts"] |= {key: counts[key] for key in ("unplanned", "overdue")}
        signs["broken"] |= {key: counts[key] for key in ("agreements", "complaints")}
        return signs

    # === EXCEPTIONS === #

    @api.model
    def _get_exception_words(self):
        return {
            **super()._get_exception_words(),
            "undecided": (self.env._("Incidents that should be decided by now"), "danger"),
            "overdue": (self.env._("Cards whose next contact is overdue"), "warning"),
            "reports": (self.env._("Evening reports to accept"), "info"),
        }
