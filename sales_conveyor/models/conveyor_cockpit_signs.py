from odoo import api, fields, models
from odoo.fields import Domain

from .conveyor_cockpit_plan import REPORT

HANDOVER, LEAD = "conveyor.handover", "crm.lead"


class ConveyorCockpit(models.AbstractModel):
    """The five signs that sales are managed, and what calls for somebody today."""

    _inherit = "conveyor.cockpit"

    # === SIGNS === #

    @api.model
    def _get_signs(self, scope, data):
        """The five signs, each a tile.

        1. the % of plan, known without asking; 2. contacts now; 3. the load of everybody; 4. products and
        sellers; 5. complaints, broken dates and agreements.

        :return: ``{key: tile}``
        """
        return {
            "plan": {"goal": data["plan"]["main"]},
            "contacts": self._get_sign_contacts(scope),
            "load": self._get_sign_load(scope),
            "products": self._get_sign_products(scope),
            "broken": self._get_sign_broken(scope),
        }

    @api.model
    def _count(self, model, domain):
        domain = Domain(domain)
        return self._figure(self.env[model].search_count(domain), model, domain)

    @api.model
    def _get_sign_contacts(self, scope):
        """Cards in work now, and those of them whose receiver or next step is waited for."""
        cards = self._get_own_cards(scope)
        return {
            "in_work": self._count(LEAD, cards),
            "waiting": self._count(LEAD, cards & Domain("waiting_user_id", "!=", False)),
        }

    @api.model
    def _get_own_cards(self, scope):
        teams = scope.team or self.env["crm.team"].browse(
            sorted(self.env["crm.team"]._get_conveyor_team_ids())
        )
        domain = Domain("team_id", "in", teams.ids) & Domain("won_status", "=", "pending")
        return domain & Domain("user_id", "=", scope.user.id) if scope.user else domain

    @api.model
    def _get_sign_load(self, scope):
        """How full everybody is: load points ÷ capacity over the next days."""
        Load = self.env["conveyor.load.report"]
        people = scope.of(company="company_id")
        [[points, capacity]] = Load._read_group(people, [], ["points:sum", "available:sum"])
        return {
            "share": points / capacity if capacity else None,
            "overloaded": self._count(Load._name, people & Domain("load", ">", 1)),
        }

    @api.model
    def _get_sign_products(self, scope):
        """The three product categories that bring the most of the main goal."""
        metric = scope.company._get_main_metric()
        domain = scope.within("month_on") & scope.of() & Domain("metric_id", "=", metric.id)
        groups = self.env[REPORT]._read_attainment(domain, ["categ_id"])
        rows = [
            {
                "name": category.name,
                "fact": numbers[metric]["fact"] or 0.0,
                "attainment": numbers[metric]["attainment"],
            }
            for (category,), numbers in groups.items()
            if category
        ]
        return {"rows": sorted(rows, key=lambda row: -row["fact"])[:3]}

    @api.model
    def _get_sign_broken(self, scope):
        """Dates of the relay that were broken: offers left to expire, first contacts that are late."""
        now = self.env.cr.now()
        expired = Domain("state", "=", "expired") & scope.of(
            "to_team_id", "to_user_id", "company_id"
        )
        return {
            "expired": self._count(HANDOVER, expired & scope.within("deadline_at")),
            "late": self._count(
                LEAD, self._get_own_cards(scope) & Domain("contact_due_at", "<", now)
            ),
        }

    # === EXCEPTIONS === #

    @api.model
    def _get_exceptions(self, scope, data):
        """What calls for somebody today; what is in order is left out.

        :return: list of ``{"key", "label", "tone", "figure"}``; without a figure the label tells it all
        """
        if not scope.is_present:
            return []
        found = []
        for key, (label, tone, model, domain) in self._get_exception_specs(scope).items():
            if self.env[model].has_access("read"):
                figure = self._count(model, domain)
                if figure["value"]:
                    found.append({"key": key, "label": label, "tone": tone, "figure": figure})
        return found + self._get_staffing_exceptions(data)

    @api.model
    def _get_exception_specs(self, scope):
        """What is looked for.

        For a module to call for attention, it must extend this dict.

        :return: ``{key: (label, tone, model, domain)}``, the gravest first
        """
        now, month = self.env.cr.now(), fields.Datetime.subtract(self.env.cr.now(), days=30)
        _ = self.env._
        offers = Domain("state", "=", "offered") & Domain("deadline_at", "<", now)
        meetings = Domain("start", "<=", now) & Domain("start", ">=", month)
        meetings &= Domain("held_state", "=", False) & Domain("opportunity_id", "!=", False)
        if scope.user:
            meetings &= Domain("user_id", "=", scope.user.id)
        late = self._get_own_cards(scope) & Domain("contact_due_at", "<", now)
        shifts = self.env["conveyor.shift.report"]._get_recent_shifts_domain() & scope.of()
        return {
            "late": (_("Cards whose first contact is late"), "danger", LEAD, late),
            "offers": (
                _("Offers that should be decided by now"),
                "danger",
                HANDOVER,
                offers & scope.of("to_team_id", "to_user_id"),
            ),
            "shifts": (
                _("Deals moved over the border of a month"),
                "warning",
                "conveyor.shift.report",
                shifts,
            ),
            "meetings": (
                _("Meetings to mark: did they take place?"),
                "info",
                "calendar.event",
                meetings,
            ),
            "differences": (
                _("Differences between the ledger and its documents"),
                "danger",
                "conveyor.ledger.difference",
                Domain("run_id", "in", self._get_last_check().ids),
            ),
        }

    @api.model
    def _get_last_check(self):
        runs = self.env["conveyor.ledger.run"]
        if not runs.has_access("read"):
            return runs
        return runs.search(
            [("kind", "=", "check"), ("state", "=", "done")], order="id desc", limit=1
        )

    @api.model
    def _get_staffing_exceptions(self, data):
        sections = data["strip"]["sections"] if data["strip"] else []
        return [
            {"key": f"staffing_{section['role']}", "label": section["warning"], "tone": "warning"}
            for section in sections
            if section["warning"]
        ]
