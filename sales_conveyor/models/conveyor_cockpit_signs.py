from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

HANDOVER, LEAD, LOAD = "conveyor.handover", "crm.lead", "conveyor.load.report"
SHIFT, EVENT, DIFFERENCE = "conveyor.shift.report", "calendar.event", "conveyor.ledger.difference"


class ConveyorCockpit(models.AbstractModel):
    """The five signs that sales are managed, and what calls for somebody today."""

    _inherit = "conveyor.cockpit"

    # === COUNTS === #

    @api.model
    def _get_counts(self, scope, data):
        """Everything that is merely counted, by one statement.

        :return: ``{key: figure}``
        """
        specs = {
            key: (model, domain)
            for key, (model, domain) in self._get_count_specs(scope).items()
            if self.env[model].has_access("read")
        }
        queries = [self.env[model]._search(domain) for model, domain in specs.values()]
        counts = SQL(", ").join(SQL("(%s)", query.select(SQL("COUNT(*)"))) for query in queries)
        [row] = self.env.execute_query(SQL("SELECT %s", counts))
        return {
            key: self._figure(count, *spec)
            for (key, spec), count in zip(specs.items(), row, strict=True)
        }

    @api.model
    def _get_count_specs(self, scope):
        """What is counted for the signs and the exceptions.

        For a module to count something more, it must extend this dict.

        :return: ``{key: (model, domain)}``
        """
        now = self.env.cr.now()
        cards = self._get_cards_domain(scope)
        offers = scope.of("to_team_id", "to_user_id")
        return {
            "waiting": (LEAD, cards & Domain("waiting_user_id", "!=", False)),
            "late": (LEAD, cards & Domain("contact_due_at", "<", now)),
            "expired": (
                HANDOVER,
                offers & Domain("state", "=", "expired") & scope.within("deadline_at"),
            ),
            "offers": (
                HANDOVER,
                offers & Domain("state", "=", "offered") & Domain("deadline_at", "<", now),
            ),
            "shifts": (
                SHIFT,
                scope.of(user="owner_id") & Domain(self.env[SHIFT]._get_recent_shifts_domain()),
            ),
            "meetings": (EVENT, self._get_meetings_domain(scope)),
            "differences": (DIFFERENCE, self._get_differences_domain()),
        }

    @api.model
    def _get_cards_domain(self, scope):
        """The open cards of the scope."""
        teams = scope.team.ids or sorted(self.env["crm.team"]._get_conveyor_team_ids())
        domain = Domain("team_id", "in", teams) & Domain("won_status", "=", "pending")
        return domain & Domain("user_id", "=", scope.user.id) if scope.user else domain

    @api.model
    def _get_meetings_domain(self, scope):
        """Meetings of the last month about cards, of which nobody told whether they took place."""
        now = self.env.cr.now()
        domain = Domain("start", "<=", now) & Domain(
            "start", ">=", fields.Datetime.subtract(now, days=30)
        )
        domain &= Domain("held_state", "=", False) & Domain("opportunity_id", "!=", False)
        return domain & Domain("user_id", "=", scope.user.id) if scope.user else domain

    @api.model
    def _get_differences_domain(self):
        """What the last finished check of the ledger found."""
        last = Domain("kind", "=", "check") & Domain("state", "=", "done")
        runs = self.env["conveyor.ledger.run"]
        found = runs.search(last, order="id desc", limit=1) if runs.has_access("read") else runs
        return Domain("run_id", "in", found.ids)

    # === SIGNS === #

    @api.model
    def _get_signs(self, scope, data):
        """The five signs, each a tile.

        1. the % of plan, known without asking; 2. contacts now; 3. the load of everybody; 4. products and
        sellers; 5. complaints, broken dates and agreements.

        :return: ``{key: tile}``
        """
        counts = data["counts"]
        return {
            "plan": {"goal": data["plan"]["main"]},
            "contacts": {"in_work": self._get_in_work(scope, data), "waiting": counts["waiting"]},
            "load": self._get_load(scope, data),
            "products": {"rows": self._get_best_products(scope)},
            "broken": {key: counts[key] for key in ("late", "expired")},
        }

    @api.model
    def _get_in_work(self, scope, data):
        """The cards in work now: counted by the belt already, where there is one."""
        if data["strip"]:
            total = data["strip"]["totals"]["in_work"]
            return self._figure(total["count"], total["model"], total["domain"])
        cards = self._get_cards_domain(scope)
        return self._figure(self.env[LEAD].search_count(cards), LEAD, cards)

    @api.model
    def _get_load(self, scope, data):
        """How full everybody is, and who carries more than he can; one look at all cards."""
        narrow = {"load_team_id": scope.team.id, "load_user_id": scope.user.id}
        Load, domain = self.env[LOAD].with_context(**narrow), scope.of()
        query = Load._search(domain)
        load = Load._field_to_sql(query.table, "load", query)
        share = Load._read_group_select("load:avg", query)
        over = SQL("COUNT(*) FILTER (WHERE %s > 1)", load)
        [[share, count]] = self.env.execute_query(query.select(share, over))
        over = self._figure(count, LOAD, domain & Domain("load", ">", 1))
        data["counts"]["overloaded"] = over
        return {"share": share, "overloaded": over}

    @api.model
    def _get_best_products(self, scope):
        """The three products that bring the most of the main goal."""
        metric = scope.company._get_main_metric()
        domain = scope.within("month_on") & scope.of() & Domain("metric_id", "=", metric.id)
        # Only facts have a product: a plan is of categories.
        groups = scope.report._read_attainment(domain, ["product_id"], figures=("fact",))
        facts = {product: numbers[metric]["fact"] or 0.0 for (product,), numbers in groups.items()}
        best = sorted(filter(None, facts), key=facts.get, reverse=True)[:3]
        return [{"name": product.display_name, "fact": facts[product]} for product in best]

    # === EXCEPTIONS === #

    @api.model
    def _get_exceptions(self, scope, data):
        """What calls for somebody today; what is in order is left out.

        :return: list of ``{"key", "label", "tone", "figure"}``; without a figure the label tells it all
        """
        if not scope.is_present:
            return []
        found = [
            {"key": key, "label": label, "tone": tone, "figure": data["counts"][key]}
            for key, (label, tone) in self._get_exception_words().items()
            if key in data["counts"] and data["counts"][key]["value"]
        ]
        return found + self._get_staffing_exceptions(data)

    @api.model
    def _get_exception_words(self):
        """Which counts are exceptions, the gravest first.

        For a module to call for attention, it must extend this dict and `_get_count_specs`.

        :return: ``{key: (label, tone)}``
        """
        return {
            "late": (self.env._("Cards whose first contact is late"), "danger"),
            "offers": (self.env._("Offers that should be decided by now"), "danger"),
            "differences": (
                self.env._("Differences between the ledger and its documents"),
                "danger",
            ),
            "shifts": (self.env._("Deals moved over the border of a month"), "warning"),
            "overloaded": (self.env._("People who carry more than they can"), "warning"),
            "meetings": (self.env._("Meetings to mark: did they take place?"), "info"),
        }

    @api.model
    def _get_staffing_exceptions(self, data):
        sections = data["strip"]["sections"] if data["strip"] else []
        return [
            {"key": f"staffing_{section['role']}", "label": section["warning"], "tone": "warning"}
            for section in sections
            if section["warning"]
        ]
