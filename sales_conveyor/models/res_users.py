from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    # === CRUD METHODS === #

    def write(self, vals):
        if vals.get("active") is False:
            self._leave_conveyor()
        return super().write(vals)

    def action_archive(self):
        """A leaver's work passes to his leader before Odoo archives him."""
        # Odoo deletes a leaver's activities before it archives him: they must be with his leader by then.
        self._leave_conveyor()
        return super().action_archive()

    # === BUSINESS METHODS === #

    def _get_conveyor_members(self):
        """The memberships of these people in teams that use the conveyor."""
        domain = [("user_id", "in", self.ids), ("crm_team_id.use_conveyor", "=", True)]
        return (
            self.env["crm.team.member"].sudo().search(domain)
        )  # roles of colleagues are no secret

    def _get_conveyor_teams(self):
        """The teams with the conveyor that these people work in or lead."""
        domain = [
            ("use_conveyor", "=", True),
            "|",
            ("member_ids", "in", self.ids),
            ("user_id", "in", self.ids),
        ]
        return self.env["crm.team"].search(domain)

    def _leads_conveyor(self):
        """Whether this person is the head of sales or leads a team that uses the conveyor."""
        domain = [("user_id", "=", self.id), ("use_conveyor", "=", True)]
        return self.has_group("sales_team.group_sale_manager") or bool(
            self.env["crm.team"].sudo().search_count(domain, limit=1)  # who leads is no secret
        )

    def _leave_conveyor(self):
        """A leaver takes nothing: cards, clients, activities and meetings go to his leader, with a list."""
        self.check_access("write")
        for member in self.filtered("active")._get_conveyor_members():
            leader = member._get_successor()
            # Whoever may archive a person may move what is his, also where he could not read it.
            member.sudo()._hand_over_everything(leader)
            member.active = False
