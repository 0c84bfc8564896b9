from odoo import api, models

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
    """Deals won and lost reach the ledger when the transaction ends: what opens and closes in between is nothing."""

    _inherit = "crm.lead"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        closed = leads.filtered(lambda lead: lead.won_status != "pending")
        self.env["conveyor.fact"]._expect("crm.lead", closed.ids, happened=True)
        return leads

    def write(self, vals):
        if not LEDGER_TRIGGERS & vals.keys():
            return super().write(vals)
        before = {lead.id: lead.won_status for lead in self}
        res = super().write(vals)
        self._expect_facts(before)
        return res

    def unlink(self):
        closed = self.filtered(lambda lead: lead.won_status != "pending")
        self.env["conveyor.fact"]._expect("crm.lead", closed.ids)
        return super().unlink()

    # === BUSINESS METHODS === #

    def _expect_facts(self, before):
        """Book the cards that were closed, reopened, or changed while closed.

        :param dict before: ``{id: won_status}`` before the write
        """
        # Whoever passed a card on may no longer read it.
        after = {lead.id: lead.won_status for lead in self.sudo()}
        decided = [id_ for id_, status in after.items() if status != before.get(id_)]
        touched = [id_ for id_, status in after.items() if status == before.get(id_) != "pending"]
        ledger = self.env["conveyor.fact"]
        ledger._expect("crm.lead", decided, happened=True)
        ledger._expect("crm.lead", touched)
