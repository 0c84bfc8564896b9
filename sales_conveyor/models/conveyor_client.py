from odoo import api, fields, models
from odoo.tools import SQL


class ConveyorClient(models.Model):
    """Who a client of the ledger is today: the one place where a merge or an erasure changes it.

    Facts keep the id of this row for ever. Merging two clients of Odoo points the row of the one to the
    other, deleting a client leaves the row without a name.
    """

    _name = "conveyor.client"
    _description = "Client of the Ledger"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Client", readonly=True, index="btree_not_null", ondelete="set null"
    )
    merged_into_id = fields.Many2one("conveyor.client", readonly=True, ondelete="restrict")

    _unique_partner = models.UniqueIndex("(partner_id) WHERE merged_into_id IS NULL")

    # === COMPUTE METHODS === #

    @api.depends("partner_id")
    def _compute_display_name(self):
        for client in self:
            client.display_name = client.partner_id.display_name or self.env._(
                "Erased client %s", client.id
            )

    # === BUSINESS METHODS === #

    @api.model
    def _ensure(self, partner_ids):
        """Have a row for each of these clients.

        :param partner_ids: ids of commercial partners
        """
        if partner_ids:
            self.env["res.partner"].flush_model(["commercial_partner_id"])
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO conveyor_client (partner_id)
                    SELECT p.id FROM res_partner p
                     WHERE p.id IN %s AND NOT EXISTS (SELECT FROM conveyor_client c
                                     WHERE c.partner_id = p.id AND c.merged_into_id IS NULL)
                    ON CONFLICT DO NOTHING
                    """,
                    tuple(partner_ids),
                )
            )

    @api.model
    def _claim(self, partner_ids):
        """Let only one transaction at a time decide about these clients.

        A second one fails to serialize and is tried again by Odoo, when it sees what the first one did.

        :param partner_ids: ids of commercial partners
        """
        self._ensure(partner_ids)
        if partner_ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE conveyor_client SET partner_id = partner_id WHERE partner_id IN %s",
                    tuple(partner_ids),
                )
            )

    @api.model
    def _join(self, sources, target):
        """Facts of these clients belong to another one from now on.

        :param sources: ``res.partner`` records that cease to be clients of their own
        :param target: ``res.partner`` record
        """
        target = target.commercial_partner_id
        # Merging clients is no question of who may read the ledger.
        if self.sudo().search_count([("partner_id", "in", sources.ids)], limit=1):
            self._ensure(target.ids)
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE conveyor_client c
                       SET partner_id = %(target)s, merged_into_id = t.id
                      FROM conveyor_client t
                     WHERE t.partner_id = %(target)s AND t.merged_into_id IS NULL
                       AND c.partner_id IN %(sources)s AND c.id != t.id
                    """,
                    target=target.id,
                    sources=sources._ids,
                )
            )
            self.env["conveyor.client"].invalidate_model(flush=False)
            self.env["conveyor.fact"]._expect("res.partner", target.ids)

    @api.model
    def _follow(self, before):
        """Contacts belong to another company, or to none, from now on.

        :param dict before: ``{partner: commercial partner}`` as it was, of them and all contacts below them
        """
        moved = self.env["res.partner"]
        for partner, commercial in before.items():
            if partner.commercial_partner_id == commercial:
                continue
            if commercial == partner:
                self._join(partner, partner.commercial_partner_id)
            moved |= partner
            # Whom they leave has another first sale from now on.
            self.env["conveyor.fact"]._expect("res.partner", commercial.ids)
        if moved:
            self._expect_documents(moved)

    @api.model
    def _expect_documents(self, partners):
        """The documents of these contacts tell of another client now."""
        ledger = self.env["conveyor.fact"]
        of_them = [("partner_id", "in", partners.ids)]
        documents = {
            "conveyor.handover": [("kind", "=", "lead")],
            "crm.lead": [("won_status", "!=", "pending")],
            "sale.order": [("state", "=", "sale")],
            "account.move": [("move_type", "like", "out_%")],
        }
        for model, domain in documents.items():
            # What the ledger knows of a client does not depend on who may read his documents.
            records = self.env[model].sudo().with_context(active_test=False)
            found = records.search([*of_them, *domain])
            ledger._expect(model, found.ids)
            if model == "sale.order":
                found._expect_shipments()
        ledger._expect("res.partner", partners.ids)
