from odoo import api, fields, models
from odoo.fields import Domain

from ..const import PERSON_FIELD, RELAY, ROLES
from ..exceptions import HandoverError


class CrmLead(models.Model):
    _inherit = "crm.lead"

    use_conveyor = fields.Boolean(compute="_compute_use_conveyor", search="_search_use_conveyor")
    is_led_by_me = fields.Boolean(
        compute="_compute_is_led_by_me",
        search="_search_is_led_by_me",
        help="The team uses the conveyor, and the present person leads it.",
    )
    conveyor_role = fields.Selection(
        selection=ROLES, string="Section", readonly=True, copy=False, help="Whose turn it is now."
    )
    scout_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Who found the client.",
    )
    hunter_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Who sells first.",
    )
    farmer_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Who keeps the client.",
    )
    section_entered_at = fields.Datetime(string="In Section Since", readonly=True, copy=False)
    waiting_user_id = fields.Many2one(
        "res.users",
        string="Waiting For",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The card is offered to this person, who has not decided yet.",
    )
    decision_due_at = fields.Datetime(string="Decide By", readonly=True, copy=False)
    contact_due_at = fields.Datetime(
        string="First Contact By", readonly=True, copy=False, index="btree_not_null"
    )
    handover_ids = fields.One2many("conveyor.handover", "lead_id", string="Handovers")
    passage_ids = fields.One2many("conveyor.passage", "lead_id", string="Passages")
    relay = fields.Json(
        compute="_compute_relay",
        export_string_translation=False,
        help="What the card shows of the relay: people, clock, who is waited for.",
    )

    can_pass_on = fields.Boolean(
        compute="_compute_can_pass_on",
        help="The present person may offer the card to the next section.",
    )

    # === COMPUTE METHODS === #

    @api.depends("team_id.use_conveyor")
    def _compute_use_conveyor(self):
        for lead in self:
            lead.use_conveyor = lead.team_id.use_conveyor

    def _search_use_conveyor(self, operator, value):
        """Record rules ask this: by the cards' own column, for PostgreSQL takes long to plan a join of the teams."""
        if operator != "in":
            return NotImplemented
        return Domain("team_id", "in", sorted(self.env["crm.team"]._get_conveyor_team_ids()))

    @api.depends_context("uid")
    @api.depends("team_id.use_conveyor", "team_id.user_id")
    def _compute_is_led_by_me(self):
        relayed = self.env["crm.team"]._get_conveyor_team_ids()
        for lead in self:
            team = lead.team_id.sudo()  # who leads is no secret
            lead.is_led_by_me = team.id in relayed and team.user_id == self.env.user

    def _search_is_led_by_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        teams = (
            self.env["crm.team"].sudo().with_context(active_test=False)
        )  # who leads is no secret
        led = teams._search([("use_conveyor", "=", True), ("user_id", "=", self.env.uid)])
        return Domain("team_id", "in", led)

    @api.depends_context("uid")
    @api.depends(
        "team_id", "conveyor_role", "waiting_user_id", "contact_due_at", *PERSON_FIELD.values()
    )
    def _compute_relay(self):
        teams = self.env["crm.team"]._get_conveyor_team_ids()
        relay = self.filtered(lambda lead: lead.team_id.id in teams)
        (self - relay).relay = False
        # Names of colleagues are no secret; their user records may be out of a seller's reach.
        people = self.env["res.users"].concat(*(relay[field] for field in PERSON_FIELD.values()))
        names = {user.id: user.name for user in people.sudo()}
        for lead in relay:
            lead.relay = lead._get_relay(names)

    def _get_relay(self, names):
        """The relay of one card as plain data for the kanban and the form.

        :param dict names: ``{user id: name}`` of all its people
        """
        owners = [(role, self[field].id) for role, field in PERSON_FIELD.items()]
        people = [
            {"role": role, "id": user_id, "name": names.get(user_id, False)}
            for role, user_id in owners
        ]
        return {
            "role": self.conveyor_role,
            "people": people,
            "since": fields.Datetime.to_string(self.section_entered_at),
            "contact_due": fields.Datetime.to_string(self.contact_due_at),
            "waiting": self._get_relay_waiting(),
            "closed": self.won_status != "pending" or not self.active,
            "free": not self.user_id,
        }

    def _get_relay_waiting(self):
        if not self.waiting_user_id:
            return False
        # Names of colleagues are no secret; their user records may be out of a seller's reach.
        user = self.waiting_user_id.sudo()
        return {
            "id": user.id,
            "name": user.name,
            "mine": user == self.env.user,
            "due": fields.Datetime.to_string(self.decision_due_at),
        }

    @api.depends_context("uid")
    @api.depends("team_id.use_conveyor", "user_id", "won_status", "active")
    def _compute_can_pass_on(self):
        for lead in self:
            is_open = lead.won_status == "pending" and lead.active and lead.user_id
            lead.can_pass_on = bool(lead.use_conveyor and is_open and lead.has_access("write"))

    # === ACTION METHODS === #

    def action_take_card(self):
        """Take cards that nobody owns; of two people clicking at once one wins, the other is told.

        :raise HandoverError: a card has an owner already
        """
        self.env["conveyor.handover"]._lock_or_tell(self)
        # Whoever was slower may not even read the card by now: he is told so, and nothing of the card.
        if self.sudo().filtered(lambda lead: lead.user_id - self.env.user):
            raise HandoverError(self.env._("Somebody else has taken this card already."))
        return self.write({"user_id": self.env.uid})

    def action_accept_card(self):
        """Accept the cards that wait for me."""
        return self._get_waiting_handovers().action_accept()

    def action_open_return(self):
        """Ask why the cards are returned: those that wait for me, or that I accepted before."""
        return self._get_returnable_handovers().action_open_return()

    def action_withdraw_card(self):
        """Take back my offer of these cards."""
        return self._get_waiting_handovers().action_withdraw()

    def action_open_offer(self):
        """Choose the receiver by hand."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_handover_offer_action"
        )
        return {**action, "context": {"default_lead_ids": self.ids}}

    # === BUSINESS METHODS === #

    def _get_waiting_handovers(self):
        domain = [("lead_id", "in", self.ids), ("state", "=", "offered"), ("kind", "=", "lead")]
        handovers = self.env["conveyor.handover"].search(domain)
        if not handovers:
            raise HandoverError(
                self.env._("This card no longer waits: somebody has decided already.")
            )
        return handovers

    def _get_returnable_handovers(self):
        """The handover by which each card came to its present owner, or the one that waits."""
        domain = [
            ("lead_id", "in", self.ids),
            ("kind", "=", "lead"),
            ("state", "in", ("offered", "accepted")),
        ]
        handovers = self.env["conveyor.handover"].search(domain, order="lead_id, id desc")
        last = handovers.browse([group[0].id for group in handovers.grouped("lead_id").values()])
        if not last:
            raise HandoverError(
                self.env._("Nobody has passed this card on, so there is nobody to return it to.")
            )
        return last

    def _convert_passed(self):
        """What a hunter takes is an opportunity from then on."""
        relay = self.filtered(lambda lead: lead.type == "lead").with_context(conveyor_relay=RELAY)
        relay.write({"type": "opportunity", "date_conversion": self.env.cr.now()})

    def _move_to(self, user, team, stage, **values):
        """Give cards to a person, team and stage in one write: Odoo's computes go astray with less (the
        team follows the user, the stage follows the team)."""
        relay = self.with_context(
            conveyor_relay=RELAY, tracking_disable=True, mail_auto_subscribe_no_notify=True
        )
        relay.write({"user_id": user.id, "team_id": team.id, "stage_id": stage.id, **values})
        # What Odoo computes from it must be computed here: the one who gives a card back can no longer read it.
        relay.flush_recordset()

    def _get_relay_company(self):
        """A card's company is its own, else its team's, else its owner's."""
        self.ensure_one()
        return (
            self.company_id
            or self.team_id.company_id
            or self.user_id.company_id
            or self.env.company
        )
