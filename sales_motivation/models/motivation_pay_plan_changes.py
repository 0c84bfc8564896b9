from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date


class MotivationPayPlan(models.Model):
    """What a version changes, in words: what was said before, and what is said now."""

    _inherit = "motivation.pay.plan"

    # Whoever may read a version may read what it changes.
    changes = fields.Html(
        string="What Changes", compute="_compute_changes", compute_sudo=True, sanitize=False
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "previous_id.component_ids.words", "previous_id.words", "component_ids.words", "component_ids.name", "words",
        "component_ids.sequence", "component_ids.origin_id", "valid_from_on", "role",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_changes(self):
        for plan in self:
            changes = plan._find_changes() if plan.previous_id else []
            items = [Markup("<li>%s</li>") % change for change in changes]
            plan.changes = (
                Markup('<ul class="mb-0">%s</ul>') % Markup().join(items) if items else False
            )

    # === BUSINESS METHODS === #

    def _find_changes(self):
        """Every difference from the version before, as a list of sentences."""
        self.ensure_one()
        before = self.previous_id
        told = []
        if self.name != before.name:
            told.append(
                self.env._(
                    "Called “%(now)s”, before “%(before)s”.", now=self.name, before=before.name
                )
            )
        if self.role != before.role:
            labels = dict(self._fields["role"]._description_selection(self.env))
            told.append(
                self.env._(
                    "For another role: %(now)s, before %(before)s.",
                    now=labels[self.role],
                    before=labels[before.role],
                )
            )
        told += self._find_changed_components()
        told += self._tell_difference(
            self.env._("For All of It"), before._tell_rules(), self._tell_rules()
        )
        if not told:
            return [self.env._("Nothing so far.")]
        if self.valid_from_on:
            day = format_date(self.env, self.valid_from_on)
            told.append(
                self.env._("All of this from %s on; what happens before is paid as before.", day)
            )
        return told

    def _find_changed_components(self):
        """Components that are new, gone, or other than before."""
        told, kept = [], self.env["motivation.pay.component"]
        places = []
        for component in self.component_ids.sorted("sequence"):
            old = self._get_origin(component, kept)
            if not old:
                told.append(
                    self.env._(
                        "New: “%(component)s”. %(words)s",
                        component=component.name or "",
                        words=" ".join(component._tell()),
                    )
                )
                continue
            kept |= old
            places.append((old.sequence, old.id))
            told += component._tell_changes(old)
        told += [
            self.env._("No longer: “%s”.", gone.name)
            for gone in self.previous_id.component_ids - kept
        ]
        if places != sorted(places):
            told.append(self.env._("The components stand in another order."))
        return told

    def _get_origin(self, component, taken):
        """What a component was before: what it was copied from, else one of the same name and kind."""
        left = self.previous_id.component_ids - taken
        if component.origin_id:
            return component.origin_id & left
        return left.filtered(lambda old: (old.name, old.kind) == (component.name, component.kind))[
            :1
        ]

    @api.model
    def _tell_difference(self, title, before, now):
        """The sentences that are other than before, as one difference; nothing where there is none."""
        gone = [text for text in before if text not in now]
        new = [text for text in now if text not in before]
        values = {"title": title, "before": " ".join(gone), "now": " ".join(new)}
        if gone and new:
            return [self.env._("“%(title)s”, before: %(before)s Now: %(now)s", **values)]
        if gone:
            return [self.env._("“%(title)s”, no longer: %(before)s", **values)]
        if new:
            return [self.env._("“%(title)s”, new: %(now)s", **values)]
        return []
