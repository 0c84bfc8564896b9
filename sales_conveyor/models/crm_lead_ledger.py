from odoo import api, models

from .conveyor_fact_booking import WATCHED

# A write without any of these neither closes a card nor changes what a closed one is worth.
LEDGER_TRIGGERS = frozenset(
    {
        "stage_id",
        "probability",
        "active",
        "expected_revenue",
        "partner_id",
        "company_id",
        "won_status",
        "type",
        "user_id",
        "team_id",
    }
)


class CrmLead(models.Model):
    """Deals won and lost reach the ledger when the transaction ends: what opens and closes in between is nothing.

    Until then a card that may be decided is only watched: asking in between whether it is won would make Odoo
    compute its probability again and again.
    """

    _inherit = "crm.lead"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        watched = self.env["conveyor.fact"]._get_expected()[WATCHED]
        watched.update(dict.fromkeys(leads.ids, "pending"))
        return leads

    def write(self, vals):
        if LEDGER_TRIGGERS & vals.keys():
            watched = self.env["conveyor.fact"]._get_expected()[WATCHED]
            for lead in self.filtered(lambda lead: lead.id not in watched):
                watched[lead.id] = lead.won_status
        return super().write(vals)

    def unlink(self):
        ledger = self.env["conveyor.fact"]
        watched = ledger._get_expected()[WATCHED]
        closed = [lead.id for lead in self if watched.pop(lead.id, lead.won_status) != "pending"]
        ledger._expect("crm.lead", closed)
        return super().unlink()

    # === BUSINESS METHODS === #

    @api.model
    def _expect_decided(self, watched):
        """Book the cards that were closed or reopened, or changed while closed.

        :param dict watched: ``{id: won_status}`` as they were
        """
        after = {lead.id: lead.won_status for lead in self.browse(watched)}
        decided = [id_ for id_, status in after.items() if status != watched[id_]]
        touched = [id_ for id_, status in after.items() if status == watched[id_] != "pending"]
        ledger = self.env["conveyor.fact"]
        ledger._expect("crm.lead", decided, happened=True)
        ledger._expect("crm.lead", touched)
