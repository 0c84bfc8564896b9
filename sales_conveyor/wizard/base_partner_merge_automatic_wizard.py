from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    # === BUSINESS METHODS === #

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Odoo deletes or refuses what cannot exist twice for one client: it is joined before."""
        clients = (dst_partner | src_partners).sudo()  # merging clients is the right to join these
        self.env["conveyor.handover"]._withdraw_doubles(clients)
        clients.immersion_ids._join_for(dst_partner)
        self.env["conveyor.fact"]._expect("res.partner", clients.commercial_partner_id.ids)
        self.env["conveyor.client"]._expect_documents(src_partners)
        self.env["conveyor.client"]._join(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
