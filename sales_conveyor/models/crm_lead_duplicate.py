from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    _inherit = "crm.lead"

    vat = fields.Char(
        string="Tax ID", size=32, index="btree_not_null", help="Of the client's company."
    )
    duplicate_hint = fields.Json(
        compute="_compute_duplicate_hint",
        export_string_translation=False,
        help="Cards and clients that are here already under the same phone, e-mail or tax number.",
    )

    _DUPLICATES_SHOWN = 5

    # === COMPUTE METHODS === #

    @api.depends("team_id", "email_from", "phone", "vat", "partner_id")
    def _compute_duplicate_hint(self):
        teams = self.env["crm.team"]._get_conveyor_team_ids()
        for lead in self:
            lead.duplicate_hint = lead.team_id.id in teams and lead._find_duplicates() or False

    def _find_duplicates(self):
        """The cards and clients known under the same exact phone, e-mail or tax number.

        The one base of clients is checked as a whole, also what the person may not open: he learns the name,
        the owner and the stage, so that nobody is called twice.

        :return: list of dicts for the screen
        """
        # The base of clients is one: see above what is told of a card one may not open.
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads = Lead.search(
            self._get_duplicate_domain(), limit=self._DUPLICATES_SHOWN, order="id desc"
        )
        found = [lead._get_duplicate_row(self.env) for lead in leads]
        room = self._DUPLICATES_SHOWN - len(found)
        # The same for clients.
        partners = (
            self.env["res.partner"].sudo().search(self._get_duplicate_partner_domain(), limit=room)
        )
        return found + [
            {
                "model": "res.partner",
                "id": partner.id,
                "name": partner.display_name,
                "owner": partner.farmer_id.name,
                "state": False,
                "can_open": partner.with_env(self.env).has_access("read"),
            }
            for partner in partners
            if room
        ]

    def _get_duplicate_domain(self):
        """Exact matches only: what looks alike is Odoo's own “Similar Leads”."""
        same = []
        phone = self.phone and (self._phone_format(fname="phone") or self.phone)
        if phone:
            same.append(Domain("phone_sanitized", "=", phone))
        if self.email_normalized:
            same.append(Domain("email_normalized", "=", self.email_normalized))
        if self.vat:
            same.append(
                Domain("vat", "=", self.vat.strip())
                | Domain("partner_id.vat", "=", self.vat.strip())
            )
        # What he sold or lost himself before is the history of his client, not a double of this card.
        other = Domain("user_id", "!=", self.user_id.id) | Domain("won_status", "=", "pending")
        other &= Domain("id", "!=", self._origin.id)
        return Domain.OR(same) & self._get_duplicate_companies() & other

    def _get_duplicate_partner_domain(self):
        same = []
        if self.vat and not self.partner_id:
            same.append(Domain("vat", "=", self.vat.strip()))
        if self.email_normalized and not self.partner_id:
            same.append(Domain("email_normalized", "=", self.email_normalized))
        return Domain.OR(same) & self._get_duplicate_companies()

    def _get_duplicate_companies(self):
        """The card's company, where the person works in it: a card not saved yet may name any."""
        company = self.company_id & self.env.companies or self.env.company
        return Domain("company_id", "in", [False, company.id])

    def _get_duplicate_row(self, env):
        state = {"won": env._("Won"), "lost": env._("Lost")}.get(
            self.won_status
        ) or self.stage_id.name
        return {
            "model": "crm.lead",
            "id": self.id,
            "name": self.name,
            "owner": self.user_id.name or env._("nobody"),
            "state": state,
            "can_open": self.with_env(env).has_access("read"),
        }

    # === BUSINESS METHODS === #

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        values = super()._prepare_customer_values(
            partner_name, is_company=is_company, parent_id=parent_id
        )
        if self.vat and (is_company or not parent_id):
            values["vat"] = self.vat
        return values
