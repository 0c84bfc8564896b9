from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from ..const import FARMER, RELAY
from ..exceptions import HandoverError


class ResPartner(models.Model):
    _inherit = "res.partner"

    farmer_id = fields.Many2one(
        "res.users",
        company_dependent=True,
        domain="[('share', '=', False)]",
        help="Keeps this client and sells him more; his next deals begin with this person.",
    )
    is_key_client = fields.Boolean(
        string="Key Client",
        company_dependent=True,
        help="His farmer goes deep into his business; a key farmer has from one to three such clients.",
    )
    use_conveyor = fields.Boolean(compute="_compute_use_conveyor", export_string_translation=False)
    immersion_ids = fields.One2many("conveyor.immersion", "partner_id", string="Immersion Cards")

    # === COMPUTE METHODS === #

    def _compute_use_conveyor(self):
        self.use_conveyor = bool(self.env["crm.team"]._get_conveyor_team_ids())

    # === CONSTRAINT METHODS === #

    @api.constrains("farmer_id")
    def _check_farmer(self):
        for farmer in self.farmer_id.sudo():  # sellers need not read all accounts
            works_here = farmer.exists() and farmer.active and not farmer.share
            if not works_here or self.env.company not in farmer.company_ids:
                raise ValidationError(
                    self.env._("A farmer is an active colleague who works in this company.")
                )

    @api.constrains("farmer_id", "is_key_client")
    def _check_key_client_limit(self):
        """From one to three key clients per key farmer, also when two people add one at the same instant."""
        for farmer, clients in (
            self.filtered(lambda partner: partner.is_key_client).grouped("farmer_id").items()
        ):
            if farmer:
                clients._check_key_clients_of(farmer)

    def _check_key_clients_of(self, farmer):
        member = farmer._get_conveyor_members().filtered("is_key_farmer")[:1]
        if not member:
            # The names of colleagues are no secret.
            raise ValidationError(
                self.env._(
                    "%s is not a key farmer and cannot take the key client.", farmer.sudo().name
                )
            )
        # Two transactions would each count without the other: touching one row makes the second start again.
        self.env.cr.execute(
            SQL("UPDATE crm_team_member SET write_date = write_date WHERE id = %s", member.id)
        )
        limit = member.crm_team_id.key_client_limit
        # The limit counts all of his clients, whoever looks.
        count = self.sudo().search_count(
            [("is_key_client", "=", True), ("farmer_id", "=", farmer.id)]
        )
        if count > limit:
            # The names of colleagues are no secret.
            raise ValidationError(
                self.env._(
                    "%(person)s has %(limit)s key clients already: that is the most one can go deep into.",
                    person=farmer.sudo().name,
                    limit=limit,
                )
            )

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """No default, of a context or of a person, makes somebody a farmer."""
        own = ("farmer_id", "is_key_client")
        return super().default_get([name for name in fields if name not in own])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_farmer_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_farmer_fields(vals)
        return super().write(vals)

    @api.model
    def _check_farmer_fields(self, vals):
        """A client changes his farmer by a handover, or by the word of a leader or head of sales."""
        touched = {"farmer_id", "is_key_client"} & vals.keys()
        if not touched or self.env.su or self.env.context.get("conveyor_relay") is RELAY:
            return
        if not any(self._is_changed(vals, name) for name in touched):
            return
        if not self.env.user._leads_conveyor():
            raise AccessError(
                self.env._(
                    "Only a team leader or the head of sales changes the farmer or the key client mark."
                )
            )

    def _is_changed(self, vals, name):
        field = self._fields[name]
        value = field.convert_to_record(field.convert_to_cache(vals[name], self), self)
        return any(partner[name] != value for partner in self) if self else bool(value)

    # === ACTION METHODS === #

    def action_offer_to_farmer(self):
        """Offer the client to a farmer by hand, where the first offer was returned or expired."""
        self.ensure_one()
        client = self.commercial_partner_id
        if client.farmer_id:
            # Who keeps a client is no secret inside the company.
            raise HandoverError(
                self.env._(
                    "%(client)s has a farmer: %(person)s.",
                    client=client.name,
                    person=client.sudo().farmer_id.name,
                )
            )
        team = self.env.user._get_conveyor_teams()[:1]
        if not team:
            raise HandoverError(self.env._("You are in no team that uses the conveyor."))
        if not self.env.user._leads_conveyor() and not client._was_sold_by(self.env.user):
            raise HandoverError(
                self.env._(
                    "%s passes to a farmer after the first sale, by the one who made it or his leader.",
                    client.name,
                )
            )
        team._find_section(FARMER)._propose(
            1, FARMER
        )  # tells in words why nobody can take the client
        sale = {
            "client": client,
            "company": self.env.company,
            "team": team,
            "seller": self.env.user,
        }
        self.env["conveyor.handover"]._offer_clients([{**sale, "lead": self.env["crm.lead"]}])
        return True

    def action_open_immersion(self):
        """Open the immersion card of a key client, a new one where there is none."""
        self.ensure_one()
        domain = [("partner_id", "=", self.id), ("company_id", "=", self.env.company.id)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Immersion Card"),
            "res_model": "conveyor.immersion",
            "res_id": self.env["conveyor.immersion"].search(domain, limit=1).id,
            "views": [(False, "form")],
            "context": {"default_partner_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _was_sold_by(self, user):
        """Whether this person made a sale to the client in the present company."""
        self.ensure_one()
        sales = {
            "crm.lead": [
                ("won_status", "=", "won"),
                "|",
                ("user_id", "=", user.id),
                ("hunter_id", "=", user.id),
            ],
            "sale.order": [("state", "=", "sale"), ("user_id", "=", user.id)],
            "account.move": [
                ("state", "=", "posted"),
                ("move_type", "=", "out_invoice"),
                ("invoice_user_id", "=", user.id),
            ],
        }
        client = [
            ("partner_id", "child_of", self.id),
            ("company_id", "in", [False, self.env.company.id]),
        ]
        return any(
            self.env[model]
            .sudo()
            .search_count([*client, *domain], limit=1)  # only whether there is one
            for model, domain in sales.items()
        )

    def _set_farmer(self, farmer):
        # The handover was the right; a seller may not name a farmer himself.
        self.sudo().with_context(conveyor_relay=RELAY).farmer_id = farmer

    def _filter_with_first_sale(self, company):
        """The clients among these who have bought: a confirmed order or a posted invoice in the company.

        A document for nothing (a sample, a gift) is no sale.
        """
        if not self:
            return self
        self.env["sale.order"].flush_model(["state", "partner_id", "company_id", "amount_total"])
        self.env["account.move"].flush_model(
            ["state", "move_type", "commercial_partner_id", "company_id", "amount_total"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM res_partner c
                 WHERE c.id IN %(ids)s
                   AND (EXISTS (SELECT FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                                 WHERE p.commercial_partner_id = c.id AND o.state = 'sale'
                                   AND o.company_id = %(company)s AND o.amount_total > 0)
                        OR EXISTS (SELECT FROM account_move m
                                    WHERE m.commercial_partner_id = c.id AND m.state = 'posted'
                                      AND m.move_type = 'out_invoice' AND m.company_id = %(company)s
                                      AND m.amount_total > 0))
                """,
                ids=self._ids,
                company=company.id,
            )
        )
        return self.browse([row[0] for row in rows])
