from odoo import api, fields, models

from ..exceptions import HandoverError


class ConveyorHandoverOffer(models.TransientModel):
    """Pass cards on to a person of one's own choice."""

    _name = "conveyor.handover.offer"
    _description = "Pass Cards On"

    lead_ids = fields.Many2many("crm.lead", string="Cards", required=True)
    stage_id = fields.Many2one(
        "crm.stage",
        string="To Stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', stage_ids)]",
    )
    stage_ids = fields.Many2many(
        "crm.stage", string="Possible Stages", compute="_compute_stage_ids"
    )
    receiver_id = fields.Many2one(
        "res.users",
        compute="_compute_receiver_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', receiver_ids)]",
    )
    receiver_ids = fields.Many2many(
        "res.users", string="Possible Receivers", compute="_compute_receiver_ids"
    )
    note = fields.Text(help="What the receiver should know about the client.")

    # === COMPUTE METHODS === #

    @api.depends("lead_ids")
    def _compute_stage_ids(self):
        for offer in self:
            offer.stage_ids = offer._find_stages_ahead()

    @api.depends("stage_ids")
    def _compute_stage_id(self):
        for offer in self:
            offer.stage_id = offer.stage_ids[:1]

    def _find_stages_ahead(self):
        """The stages of the next section, in the team of the cards."""
        lead = self.lead_ids[:1]
        roles = self.env["crm.team"]._get_stage_roles(lead.team_id.id)
        role = self.env["conveyor.handover"]._get_next_role(
            lead.conveyor_role or "scout", set(roles.values())
        )
        ids = [stage for stage, stage_role in roles.items() if stage_role == role]
        teams = ["|", ("team_ids", "=", False), ("team_ids", "in", lead.team_id.ids)]
        return self.env["crm.stage"].search([("id", "in", ids), *teams])

    @api.depends("stage_id")
    def _compute_receiver_ids(self):
        for offer in self:
            offer.receiver_ids = offer._find_section().user_id

    @api.depends("stage_id")
    def _compute_receiver_id(self):
        for offer in self:
            section = offer._find_section()
            # Where nobody is free the person chooses: the list of the section stays complete.
            proposed = section._deal(1, section._get_absent_user_ids()) if section else []
            offer.receiver_id = proposed[0].user_id if proposed else False

    def _find_section(self):
        lead = self.lead_ids[:1]
        if not lead.team_id or not self.stage_id:
            return self.env["crm.team.member"]
        members = lead.team_id._find_section(lead._get_stage_role(self.stage_id))
        return members.filtered(lambda member: member.user_id not in self.lead_ids.user_id)

    # === ACTION METHODS === #

    def action_offer(self):
        """Offer the cards to the chosen person; an offer that still waits is replaced.

        What waits for this very person already stays as it is: a second click changes nothing.
        """
        self.ensure_one()
        if not (self.lead_ids and self.stage_id and self.receiver_id):
            raise HandoverError(self.env._("Choose the cards, the stage and the receiver."))
        Handover = self.env["conveyor.handover"]
        domain = [("lead_id", "in", self.lead_ids.ids), ("kind", "=", "lead")]
        waiting = Handover.search([*domain, ("state", "=", "offered")])
        same = waiting.filtered(self._is_same)
        if waiting - same:
            (waiting - same).action_withdraw()
        leads = self.lead_ids - same.lead_id
        stages = dict.fromkeys(leads, self.stage_id)
        Handover._offer_leads(leads, stages, receiver=self.receiver_id, note=self.note)
        return {"type": "ir.actions.act_window_close"}

    def _is_same(self, handover):
        now = (handover.to_user_id, handover.to_stage_id, handover.note)
        return now == (self.receiver_id, self.stage_id, self.note)
