from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext, html_sanitize

from ..const import INCIDENT, NAME_LENGTH
from .conveyor_incident import TEXT_LENGTH


class ConveyorIncident(models.Model):
    """Complaints that come by e-mail: each becomes a reported complaint, and its letters stay with it."""

    _inherit = "conveyor.incident"

    # === MAIL GATEWAY === #

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A letter to the address of complaints; what does not fit into the description stays in the letter."""
        if not self.env.su:  # the mail gateway alone
            raise AccessError(self.env._("Letters come by e-mail. Write a complaint down instead."))
        values = dict(custom_values or {})
        company = (
            self.env["res.company"].browse(values.get("company_id")).exists() or self.env.company
        )
        address = email_normalize(msg_dict.get("email_from") or "") or ""
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or ())
        colleague = author.user_ids.filtered(lambda user: not user.share)[:1]
        client = self._find_client(
            author if not colleague else author.browse(), address, company, bool(colleague)
        )
        lead = self._find_open_card(client, company)
        category = self.env["conveyor.incident.category"].browse(values.get("category_id")).exists()
        if category.kind != "complaint":
            category = self.env.ref("sales_conveyor.incident_category_other")
        told = {
            "category_id": category.id,
            "company_id": company.id,
            "lead_id": lead.id,
            "partner_id": client.id,
            "description": self._read_letter(msg_dict, address),
        }
        vals = self.with_company(company)._prepare_vals(
            told,
            reporter_id=colleague.id,
            reporter_email=(msg_dict.get("email_from") or "")[:NAME_LENGTH].replace("\0", ""),
        )
        incident = self.with_context(conveyor_incident=INCIDENT).create(vals)
        incident._tell_judges(self.env._("A complaint came by e-mail"))
        return incident.with_context(conveyor_incident=None)

    @api.model
    def _read_letter(self, msg_dict, address):
        """Subject and words of a letter as plain text, without the address of whoever wrote it."""
        words = html2plaintext(html_sanitize(msg_dict.get("body") or ""), include_references=False)
        text = "\n\n".join(
            part.strip() for part in (msg_dict.get("subject") or "", words) if part.strip()
        )
        text = text.replace("\0", "")
        if address:
            text = text.replace(address, "…")
        return text[: TEXT_LENGTH - 1] + "…" if len(text) > TEXT_LENGTH else text

    @api.model
    def _find_client(self, author, address, company, is_colleague):
        """The client of an address, in this company; nobody for a letter of a colleague."""
        ours = Domain("company_id", "in", [False, company.id])
        if is_colleague or not (author or address):
            return self.env["res.partner"]
        if author and author.company_id in (company, author.company_id.browse()):
            return author
        colleagues = Domain("user_ids", "any", [("share", "=", False)])
        domain = Domain("email_normalized", "=", address) & ~colleagues & ours
        return self.env["res.partner"].search(domain if address else Domain.FALSE, limit=1)

    @api.model
    def _find_open_card(self, client, company):
        """The card that a client's complaint is most likely about: the one touched last."""
        if not client:
            return self.env["crm.lead"]
        domain = [
            ("partner_id.commercial_partner_id", "=", client.commercial_partner_id.id),
            ("won_status", "=", "pending"),
            "|",
            ("company_id", "=", company.id),
            *("&", ("company_id", "=", False), ("team_id.company_id", "in", [False, company.id])),
        ]
        return self.env["crm.lead"].search(domain, order="write_date desc, id desc", limit=1)
