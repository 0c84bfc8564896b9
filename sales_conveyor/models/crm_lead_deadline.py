from odoo import models


class CrmLead(models.Model):
    """Odoo does not track the expected close: who moves it over a month border leaves a trace."""

    _inherit = "crm.lead"

    # === CRUD METHODS === #

    def write(self, vals):
        if "date_deadline" in vals:
            new = self._fields["date_deadline"].convert_to_cache(vals["date_deadline"], self)
            days = {lead.id: lead.date_deadline for lead in self if lead.date_deadline}
            moved = {id_: old for id_, old in days.items() if not _same_month(old, new)}
            self.env["conveyor.deadline.move"]._watch("deadline", moved)
        return super().write(vals)


def _same_month(old, new):
    return bool(new) and (old.year, old.month) == (new.year, new.month)
