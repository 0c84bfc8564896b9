from markupsafe import Markup
from pytz import UTC

from odoo import api, models
from odoo.tools import format_date, format_time

# So many records of a part are named.
SHOWN = 5


class ConveyorReminder(models.Model):
    """The words of the morning note, in the language of its reader."""

    _inherit = "conveyor.reminder"

    # === BUSINESS METHODS === #

    @api.model
    def _get_words(self):
        """What each part is called, and the screen that it opens: ``{part: (title, path)}``."""
        return {
            "report": (self.env._("Evening report still to be sent"), "my-evening"),
            "breaches": (
                self.env._("Breaches that were noticed; tell where that is wrong"),
                "conveyor-incidents",
            ),
            "verdicts": (self.env._("Incidents to decide"), "conveyor-incidents"),
            "disputes": (self.env._("Disputed reviews to resolve"), "call-reviews"),
            "reports": (self.env._("Evening reports to accept"), "evening-reports"),
            "overdue": (self.env._("Agreements that are overdue"), "agreements"),
            "answers": (self.env._("Reviews of your calls to acknowledge"), "my-reviews"),
            "handovers": (self.env._("Waiting for your decision"), "waiting-for-me"),
            "today": (self.env._("Agreed for today"), "agreements"),
            "queue": (self.env._("Calls to review"), "my-reviews"),
            "standup": (self.env._("Stand-up today"), "stand-up"),
        }

    @api.model
    def _prepare_note(self, items):
        """What a person reads.

        :param list items: what waits, exceptions first
        :return: ``(subject, body)``
        """
        words = self._get_words()
        titles, rows = [], []
        for item in items:
            title, path = words[item.part]
            if item.calls:
                title = f"{title}: {item.count}"
                titles.append(title)
            link = Markup('<a href="/odoo/%s">%s</a>') % (path, title)
            rows.append(Markup("<li>%s%s</li>") % (link, self._name_records(item)))
        return "; ".join(titles[:2]), Markup("<ul>%s</ul>") % Markup().join(rows)

    @api.model
    def _name_records(self, item):
        """The first records of a part, by name."""
        name = getattr(self, f"_name_{item.part}", None)
        if not name:
            return Markup()
        rows = [name(record) for record in item.records[:SHOWN]]
        if item.count > SHOWN:
            rows.append(self.env._("and %s more", item.count - SHOWN))
        return Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % row for row in rows)

    # === NAMES === #

    @api.model
    def _name_report(self, report):
        until = UTC.localize(report.freeze_at).astimezone(report.team_id._get_clock())
        return self.env._(
            "%(day)s, until %(time)s",
            day=format_date(self.env, report.day_on),
            time=format_time(self.env, until.time(), time_format="HH:mm"),
        )

    @api.model
    def _name_breaches(self, incident):
        told = (incident.partner_name or incident.lead_name, incident._get_words())
        return Markup(" — ").join([incident._get_html_link(), *filter(None, told)])

    _name_verdicts = _name_breaches

    @api.model
    def _name_disputes(self, review):
        return review._get_html_link()

    @api.model
    def _name_overdue(self, agreement):
        client = agreement.partner_id.name or agreement.lead_name
        if client and agreement.lead_id:
            client = agreement.lead_id._get_html_link(title=client)
        parts = (format_date(self.env, agreement.due_on), agreement.name, client)
        return Markup(" — ").join(filter(None, parts))

    _name_today = _name_overdue

    @api.model
    def _name_answers(self, review):
        until = self.env._("until %s", format_date(self.env, review.dispute_until_on))
        return Markup("%s — %s") % (review._get_html_link(), until)

    @api.model
    def _name_handovers(self, handover):
        return handover.name

    @api.model
    def _name_standup(self, standup):
        start = UTC.localize(standup.starts_at).astimezone(standup.team_id._get_clock())
        return format_time(self.env, start.time(), time_format="HH:mm")
