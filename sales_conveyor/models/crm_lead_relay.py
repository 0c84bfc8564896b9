from odoo import api, models
from odoo.tools import SQL

from ..const import PERSON_FIELD, RELAY, SCOUT


class CrmLead(models.Model):
    """The relay's own columns, kept in step with Odoo's by a constant number of statements per batch."""

    _inherit = "crm.lead"

    # === BUSINESS METHODS === #

    def _sync_relay(self, outcome=None):
        """Bring section, people and passages of these cards in step with their stage, owner and state.

        All in one statement, whose parts see the cards as they were before it: ``sections`` tells the turn,
        ``cards`` the cards as they will be, ``moved`` and ``closed`` are what it writes on the way.

        :param str outcome: how the open passages ended, where the cards themselves cannot tell
        """
        if not self.ids:
            return
        Passage = self.env["conveyor.passage"]
        self.flush_recordset()  # all columns: what Odoo would write later goes in the same update
        self._flush_relay_settings()
        Passage.flush_model()
        self.env.cr.execute(
            SQL(
                "WITH sections AS (%s), cards AS (%s), moved AS (%s), closed AS (%s) %s",
                self._get_sections_sql(SQL("x.id IN %s", self._ids)),
                self._get_cards_sql(),
                self._get_move_sql(),
                Passage._get_close_sql(outcome),
                Passage._get_open_sql(),
            )
        )
        self._invalidate_relay()
        Passage.invalidate_model(flush=False)

    @api.model
    def _sync_sections(self, condition):
        """Bring section and people alone in step.

        :param SQL condition: which cards, over ``crm_lead x``
        """
        self._flush_relay_settings()
        sections = self._get_sections_sql(condition)
        self.env.cr.execute(SQL("WITH sections AS (%s) %s", sections, self._get_move_sql()))
        self._invalidate_relay()

    def _get_cards_sql(self):
        """What a passage tells of a card, with its section as it will be."""
        return SQL(
            """
            SELECT l.id, l.user_id, l.team_id, l.stage_id, l.source_id, l.partner_id, l.company_id, l.active,
                   l.won_status, l.lost_reason_id,
                   COALESCE((SELECT s.role FROM sections s WHERE s.id = l.id LIMIT 1), l.conveyor_role)
                       AS conveyor_role
              FROM crm_lead l
             WHERE l.id IN %s
            """,
            self._ids,
        )

    @api.model
    def _get_move_sql(self):
        """Write whose turn it is, since when, and who the present person of the section is."""
        people = SQL(", ").join(
            SQL(
                "%(column)s = CASE WHEN s.role = %(role)s THEN COALESCE(l.user_id, l.%(column)s) ELSE l.%(column)s END",
                column=SQL.identifier(field),
                role=role,
            )
            for role, field in PERSON_FIELD.items()
        )
        changed = SQL(" OR ").join(
            SQL("(s.role = %s AND l.user_id != COALESCE(l.%s, 0))", role, SQL.identifier(field))
            for role, field in PERSON_FIELD.items()
        )
        return SQL(
            """
            UPDATE crm_lead l
               SET conveyor_role = s.role,
                   section_entered_at = CASE WHEN l.conveyor_role IS DISTINCT FROM s.role
                                             THEN %(now)s ELSE l.section_entered_at END,
                   %(people)s
              FROM sections s
             WHERE l.id = s.id AND (l.conveyor_role IS DISTINCT FROM s.role OR %(changed)s)
            """,
            now=self.env.cr.now(),
            people=people,
            changed=changed,
        )

    @api.model
    def _invalidate_relay(self):
        fields = ["conveyor_role", "section_entered_at", *PERSON_FIELD.values(), "relay"]
        self.invalidate_model(fields, flush=False)

    @api.model
    def _flush_relay_settings(self):
        """Let the statements of the relay see settings that were changed in this very transaction."""
        self.env["crm.team"].flush_model(["use_conveyor", "company_id"])
        self.env["crm.stage"].flush_model(["conveyor_role"])
        self.env["conveyor.stage.role"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env["crm.team.member"].flush_model(["crm_team_id", "user_id", "role", "active"])

    @api.model
    def _get_sections_sql(self, condition):
        """Whose turn it is, card by card.

        A lead not yet converted is the scout's ground; a card that its client's farmer owns is his in every
        stage; then the section of the stage in the team, of the stage, and where the stage has none the
        section the card came from.
        """
        return SQL(
            """
            SELECT x.id,
                   CASE WHEN x.user_id = x.farmer_id THEN 'farmer'
                        WHEN x.type = 'lead' THEN 'scout'
                        ELSE COALESCE(r.role, st.conveyor_role, x.conveyor_role, m.role, 'scout') END AS role
              FROM crm_lead x
              JOIN crm_team t ON t.id = x.team_id AND t.use_conveyor
              LEFT JOIN conveyor_stage_role r ON r.team_id = x.team_id AND r.stage_id = x.stage_id
              LEFT JOIN crm_stage st ON st.id = x.stage_id
              LEFT JOIN crm_team_member m ON m.crm_team_id = x.team_id AND m.user_id = x.user_id AND m.active
             WHERE %s
            """,
            condition,
        )

    def _sync_waiting(self):
        """Show on the cards whom they wait for, from the handovers themselves."""
        if not self.ids:
            return
        self.env["conveyor.handover"].flush_model(["state", "to_user_id", "deadline_at", "lead_id"])
        self.flush_recordset(["waiting_user_id", "decision_due_at"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_lead l
                   SET waiting_user_id = h.to_user_id, decision_due_at = h.deadline_at
                  FROM crm_lead x
                  LEFT JOIN conveyor_handover h
                         ON h.lead_id = x.id AND h.state = 'offered' AND h.kind = 'lead'
                 WHERE x.id = l.id AND l.id IN %s
                """,
                self._ids,
            )
        )
        self.invalidate_recordset(["waiting_user_id", "decision_due_at", "relay"], flush=False)

    @api.model
    def _refresh_sections(self, domain):
        """Bring cards in step after the sections of teams or stages changed."""
        teams = list(self.env["crm.team"]._get_conveyor_team_ids())
        # Settings touch every card of the team, whoever owns it.
        leads = (
            self.sudo().with_context(active_test=False).search([("team_id", "in", teams), *domain])
        )
        leads._sync_relay()

    def _get_stage_role(self, stage):
        """Whose turn it would be if the card stood in this stage."""
        self.ensure_one()
        if self.farmer_id and self.user_id == self.farmer_id:
            return "farmer"
        return (
            self.env["crm.team"]._get_stage_roles(self.team_id.id).get(stage.id)
            or self.conveyor_role
            or SCOUT
        )

    def _filter_with_first_sale(self):
        """The cards whose client has bought before: a won card, a confirmed order, a posted invoice."""
        bought = self.filtered(lambda lead: lead.won_status == "won")
        for company, leads in (
            (self - bought).grouped(lambda lead: lead._get_relay_company()).items()
        ):
            clients = leads.partner_id.commercial_partner_id._filter_with_first_sale(company)
            bought |= leads.filtered(
                lambda lead, clients=clients: lead.partner_id.commercial_partner_id in clients
            )
        return bought

    def _mark_contacted(self):
        """The owner has reached the client: the clock of the first contact stops."""
        waiting = self.filtered(lambda lead: lead.contact_due_at and lead.user_id == self.env.user)
        if not waiting:
            return
        domain = [
            ("lead_id", "in", waiting.ids),
            ("to_user_id", "=", self.env.uid),
            ("state", "=", "accepted"),
        ]
        # Handovers have no writer of their own; the deed is the owner's.
        handovers = (
            self.env["conveyor.handover"].sudo().search([*domain, ("contacted_at", "=", False)])
        )
        handovers.contacted_at = self.env.cr.now()
        relay = waiting.sudo().with_context(conveyor_relay=RELAY)  # the column is the relay's own
        relay.contact_due_at = False

    def _offer_clients_of_won(self):
        """In teams that sell without orders a won card is the first sale."""
        leads = self.filtered(
            lambda lead: lead.won_status == "won" and lead.team_id.sells_without_orders
        )
        self.env["conveyor.handover"]._offer_clients(
            [
                {
                    "client": lead.partner_id.commercial_partner_id,
                    "company": lead._get_relay_company(),
                    "team": lead.team_id,
                    "seller": lead.sudo().hunter_id
                    or lead.sudo().user_id,  # a colleague's card may be won too
                    "lead": lead,
                }
                for lead in leads
            ]
        )

    # === MESSAGE METHODS === #

    def _message_post_after_hook(self, message, msg_vals):
        # A note among colleagues is no contact with the client.
        if (
            message.message_type in ("comment", "email_outgoing")
            and not message.subtype_id.internal
        ):
            self._mark_contacted()
        return super()._message_post_after_hook(message, msg_vals)
