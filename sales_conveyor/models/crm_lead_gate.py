import logging

from odoo import api, models
from odoo.exceptions import AccessError, RedirectWarning

from ..const import (
    HAT_FIELD,
    PERSON_FIELDS,
    RELAY,
    RELAY_FIELDS,
    RELAY_TRIGGERS,
    ROLE_ORDER,
    SCOUT,
)


class CrmLead(models.Model):
    """Where the relay meets Odoo's own writes: a drag over a border becomes an offer, all else passes through."""

    _inherit = "crm.lead"

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """No default, of a context or of a person, reaches the relay's columns."""
        own = RELAY_FIELDS | PERSON_FIELDS
        return super().default_get([name for name in fields if name not in own])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_relay_fields(vals)
        leads = super().create(vals_list)
        relay = leads._filter_relay()
        if relay:
            relay._start_with_farmer()
            relay._sync_relay()
            relay._check_farmers_get_no_new_leads()
        return leads

    def write(self, vals):
        self._check_relay_fields(vals)
        if not RELAY_TRIGGERS & vals.keys() or self._is_relay_write():
            return super().write(vals)
        relay = self._filter_relay(vals)
        if not relay:
            return super().write(vals)
        held = relay._hold_at_border(vals)
        free = self - self.browse([lead.id for lead in held])
        if free:
            super(CrmLead, free).write(dict(vals))
            (relay & free)._follow(vals)
        if held:
            self._write_held(held, vals)
        return True

    def unlink(self):
        relay = self._filter_relay()
        if relay:
            relay._get_open_handovers()._withdraw()
            self.env["conveyor.passage"]._close_for_leads(relay, "deleted")
        return super().unlink()

    # === BUSINESS METHODS === #

    def _is_relay_write(self):
        return self.env.context.get("conveyor_relay") is RELAY

    @api.model
    def _check_relay_fields(self, vals):
        """Only the server writes the relay's columns; a head of sales may correct the three people."""
        if self._is_relay_write():
            return
        forbidden = RELAY_FIELDS & vals.keys()
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            forbidden |= PERSON_FIELDS & vals.keys()
        if forbidden:
            labels = ", ".join(
                sorted(self._fields[name]._description_string(self.env) for name in forbidden)
            )
            raise AccessError(self.env._("The conveyor itself keeps these fields: %s.", labels))

    def _filter_relay(self, vals=None):
        """The cards whose team uses the conveyor, before or after this write."""
        teams = self.env["crm.team"]._get_conveyor_team_ids()
        if not teams:
            return self.browse()
        if vals and self._get_asked(vals, "team_id").id in teams:
            return self
        return self.filtered(lambda lead: lead.team_id.id in teams)

    def _get_asked(self, vals, name):
        """The record that a write names, read as Odoo itself reads it: what is no id is nobody."""
        field = self._fields[name]
        return field.convert_to_record(field.convert_to_cache(vals.get(name), self), self)

    def _hold_at_border(self, vals):
        """The cards that this write would carry forward over a border, with the stage they may be offered for.

        :return: ``{lead: crm.stage}``
        :raise RedirectWarning: a card would go back over a border: the reason is asked for
        """
        if not {"stage_id", "type"} & vals.keys():
            return {}
        held, back = {}, self.browse()
        asked = self._get_asked(vals, "stage_id")
        for lead in self._filter_relay():
            stage = asked or lead.stage_id
            to_role = lead._get_border(vals, stage)
            if to_role and ROLE_ORDER[to_role] > ROLE_ORDER[lead.conveyor_role or SCOUT]:
                held[lead] = lead._get_offer_stage(stage, to_role)
            elif to_role:
                back |= lead
        back._ask_for_return_reason()
        return held

    def _get_border(self, vals, stage):
        """The section that this write would carry the card to, where that is a border for its owner.

        No border: for a card without owner or given to another owner by hand, for a closed one, towards a won
        stage, and for an owner who wears both hats.
        """
        self.ensure_one()
        by_hand = "user_id" in vals and self._get_asked(vals, "user_id") != self.user_id
        if (
            by_hand
            or not self.user_id
            or stage.is_won
            or not self.active
            or self.won_status != "pending"
        ):
            return None
        from_role = self.conveyor_role or SCOUT
        converted = self.type == "opportunity" or vals.get("type") == "opportunity"
        to_role = self._get_stage_role(stage) if converted else SCOUT
        if to_role == from_role or to_role in self._get_owner_roles():
            return None
        return to_role

    def _get_owner_roles(self):
        """The roles that the card's owner has in its team."""
        members = self.team_id.sudo().crm_team_member_ids  # roles of colleagues are no secret
        own = members.filtered(lambda member: member.user_id == self.user_id)
        return {role for role, hat in HAT_FIELD.items() if any(own.mapped(hat))}

    def _get_offer_stage(self, stage, to_role):
        """The stage asked for; where it lies two borders ahead, the first stage of the next section."""
        roles = self.env["crm.team"]._get_stage_roles(self.team_id.id)
        Handover = self.env["conveyor.handover"]
        next_role = Handover._get_next_role(
            self.conveyor_role or SCOUT, set(roles.values()) | {to_role}
        )
        if next_role == to_role:
            return stage
        return self.team_id._find_first_stage(next_role)

    def _is_next_section(self, stage):
        """Whether a stage belongs to the section that follows the card's own in its team."""
        to_role = self._get_stage_role(stage)
        roles = {to_role, *self.env["crm.team"]._get_stage_roles(self.team_id.id).values()}
        following = self.env["conveyor.handover"]._get_next_role(self.conveyor_role or SCOUT, roles)
        return to_role == following

    def _ask_for_return_reason(self):
        """Cards that came by a handover go back with a reason; others have nobody to tell it to."""
        handovers = self._get_own_handovers()
        if not handovers:
            return
        action = self.env.ref("sales_conveyor.conveyor_handover_return_action")
        question = RedirectWarning(
            self.env._(
                "“%s” goes back to the previous section. Tell the sender why.", handovers[0].name
            ),
            action.id,
            self.env._("Give the reason"),
            {"default_handover_ids": handovers.ids},
        )
        question.loglevel = logging.INFO  # else Odoo logs it as a failure, with a traceback
        raise question

    def _get_own_handovers(self):
        """The handovers by which these cards came to their present owners."""
        if not self:
            return self.env["conveyor.handover"]
        domain = [("lead_id", "in", self.ids), ("kind", "=", "lead"), ("state", "=", "accepted")]
        handovers = self.env["conveyor.handover"].sudo().search(domain)  # only which ones there are
        own = handovers.filtered(lambda handover: handover.to_user_id == handover.lead_id.user_id)
        return own.browse([group[0].id for group in own.grouped("lead_id").values()])

    def _write_held(self, held, vals):
        """Offer the cards that stand at a border; whatever else was written goes through."""
        leads = self.browse([lead.id for lead in held])
        rest = {
            key: value
            for key, value in vals.items()
            if key not in ("stage_id", "type", "date_conversion")
        }
        if rest:
            leads.write(rest)
        handovers = self.env["conveyor.handover"]._offer_leads(leads, held)
        handovers._toast_offered(self._get_asked(vals, "stage_id"))

    def _follow(self, vals):
        """After a write that needed no handover: withdraw what no longer holds, keep section and passages."""
        if vals.get("user_id"):
            self._check_farmers_get_no_new_leads()
        self._offer_clients_of_won()
        stale = (
            self.filtered("waiting_user_id")._get_open_handovers()
            if self
            else self.env["conveyor.handover"]
        )
        self._sync_relay()
        stale.filtered(lambda handover: handover._is_stale())._withdraw()

    def _get_open_handovers(self):
        domain = [("lead_id", "in", self.ids), ("state", "=", "offered"), ("kind", "=", "lead")]
        return (
            self.env["conveyor.handover"].sudo().search(domain)
        )  # follows a write that was allowed
