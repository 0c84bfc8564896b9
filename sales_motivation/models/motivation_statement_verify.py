from odoo import api, models

WARNING = "mail.mail_activity_data_warning"
SHOWN = 5


class MotivationStatement(models.Model):
    """Every day the seals are looked at, whoever thinks of it."""

    _inherit = "motivation.statement"

    # === BUSINESS METHODS === #

    def _tell_broken(self):
        """In words: which approved statements are not as they were approved."""
        names = [
            self.env._("%(statement)s (number %(number)s)", statement=one.display_name, number=one.number)
            for one in self[:SHOWN]
        ]  # fmt: skip
        words = self.env._(
            "%(count)s approved statements are not as they were approved, or one before them was taken away: %(names)s",
            count=len(self),
            names=names,
        )
        return f"{words}." if len(self) <= SHOWN else f"{words}…"

    @api.model
    def _cron_verify(self):
        """Look at the seals of every company; what is broken is given to its heads and owners."""
        # A watchman sees all companies.
        # pylint: disable=no-search-all
        for company in self.env["res.company"].sudo().search([]):
            broken = self.sudo()._find_broken(company)
            if broken:
                broken._raise_alarm(company)
            if self._tell_cut(company):
                self._warn_of_cut(company)

    def _find_watchers(self, company):
        """The heads and owners of a company."""
        heads = self.env["conveyor.incident"]._find_heads(company)
        return heads | self.env["motivation.inquiry"]._find_owners(company)

    @api.model
    def _warn_of_cut(self, company):
        """A message to each head and owner: there is no statement left that an activity could stand on."""
        for person in self._find_watchers(company):
            speaker = self.with_context(lang=person.lang or self.env.lang)
            # A notice of the department: people get it whoever runs the job.
            speaker.env["mail.thread"].sudo().message_notify(
                partner_ids=person.partner_id.ids,
                subject=speaker.env._("Approved pay was changed"),
                body=speaker._tell_cut(company),
                email_layout_xmlid="mail.mail_notification_light",
            )

    def _raise_alarm(self, company):
        """One activity for each head and owner, until it is done."""
        first = self[:1]
        for person in self._find_watchers(company):
            speaker = first.with_context(lang=person.lang or self.env.lang)
            known = first.activity_ids.filtered(
                lambda one, person=person: (
                    one.user_id == person and one.activity_type_id == self.env.ref(WARNING)
                )
            )
            if not known:
                speaker.activity_schedule(
                    WARNING,
                    summary=speaker.env._("Approved pay was changed"),
                    note=self.with_env(speaker.env)._tell_broken(),
                    user_id=person.id,
                )
