from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .attainment_tables import find_origin

# What each piece of the query is read from, in their order.
ORIGINS = (
    "conveyor.fact.sum",
    "conveyor.target",
    "conveyor.fact.sum",
    "conveyor.fact.sum",
    "conveyor.fact",
    "conveyor.fact",
    "crm.lead",
)


class ConveyorAttainmentReport(models.Model):
    """From a number back to what it was made of: facts, targets, open deals."""

    _inherit = "conveyor.attainment.report"

    # === ACTION METHODS === #

    def action_open_facts(self):
        """Open what these rows were made of: the facts; without facts the targets; else what a forecast looked at."""
        rows = list(map(find_origin, self.ids))
        for piece, model in enumerate(ORIGINS):
            origins = {origin for number, origin in rows if number == piece}
            if origins:
                return self._get_origin_action(self.env[model].browse(sorted(origins)))
        raise UserError(self.env._("Choose the rows whose facts you want to see."))

    # === BUSINESS METHODS === #

    def _get_origin_action(self, records):
        """The page of these records; sums by month are shown as the facts in them."""
        # Rules are those of the records themselves: nobody opens more than he may read.
        records = records.exists()
        model, domain, modes = records._name, Domain("id", "in", records.ids), "list,form"
        if model == "conveyor.fact.sum":
            model, domain = "conveyor.fact", records._get_facts_domain()
        if model == "conveyor.fact":
            modes = "list,pivot,graph,form"
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(model).name,
            "res_model": model,
            "domain": list(domain),
            "views": [(False, mode) for mode in modes.split(",")],
        }
