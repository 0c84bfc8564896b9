from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class MailActivity(models.Model):
    """Open tasks on cards by person and day, counted without reading what is done."""

    _inherit = "mail.activity"

    _load_idx = models.Index(
        "(user_id, date_deadline) INCLUDE (res_id) WHERE res_model = 'crm.lead' AND active"
    )

    # === BUSINESS METHODS === #

    @api.model
    def _get_alive_domain(self):
        """What is still to be done: tasks of closed deals stay open in Odoo for ever, and wait for nobody."""
        self.env["crm.lead"].flush_model(["active", "won_status"])
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                """NOT EXISTS (SELECT FROM crm_lead l WHERE %s = 'crm.lead' AND l.id = %s
                                AND (NOT l.active OR l.won_status != 'pending'))""",
                SQL.identifier(alias, "res_model"),
                SQL.identifier(alias, "res_id"),
            )
        )
