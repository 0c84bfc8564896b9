from odoo import models


class ResPartner(models.Model):
    """Clients of the ledger follow what becomes of companies and their contacts."""

    _inherit = "res.partner"

    # === CRUD METHODS === #

    def write(self, vals):
        if not {"parent_id", "is_company"} & vals.keys():
            return super().write(vals)
        before = self._get_commercial_partners()
        res = super().write(vals)
        self.env["conveyor.client"]._follow(before)
        return res

    def unlink(self):
        """The contacts of a company that is deleted are clients of their own from now on."""
        before = self._get_commercial_partners()
        res = super().unlink()
        left = {partner: client for partner, client in before.items() if partner not in self}
        self.env["conveyor.client"]._follow(left)
        return res

    # === BUSINESS METHODS === #

    def _get_commercial_partners(self):
        """Whose contacts these people, and all below them, are.

        :return: ``{partner: commercial partner}``
        """
        # The ledger follows also those contacts that the person cannot read.
        everybody = self.sudo().with_context(active_test=False)
        everybody = everybody.search([("id", "child_of", self.ids)])
        return {partner: partner.commercial_partner_id for partner in everybody}
