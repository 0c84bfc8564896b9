from math import ceil

from odoo import api, models
from odoo.tools.misc import formatLang

from ..const import FARMER, HUNTER, SCOUT


class CrmTeam(models.Model):
    """The weakest link in plain sentences, and the advice: raise productivity, or hire, and how many."""

    _inherit = "crm.team"

    # === BUSINESS METHODS === #

    @api.model
    def _tell_bottleneck(self, kind, section, after):
        """What is wrong, in a sentence or two of the reader's language.

        :param dict section: of the strip; ``after`` is the one that follows, or None
        """
        names = {
            SCOUT: self.env._("Scouts"),
            HUNTER: self.env._("Hunters"),
            FARMER: self.env._("Farmers"),
        }
        name = names[section["role"]]
        if kind == "overloaded":
            words = self.env._(
                "%(section)s get more than they can work: %(inflow)s cards came, the norm so far is %(norm)s "
                "(%(percent)s %%).",
                section=name,
                **self._get_flow_words(section),
            )
            return f"{words} {self._tell_queue(section)}"
        if kind == "starving":
            return self.env._(
                "%(section)s bring too little: %(inflow)s cards came to the next section, its norm so far is %(norm)s "
                "(%(percent)s %%). The plan is missed so far.",
                section=name,
                **self._get_flow_words(after),
            )
        return self.env._(
            "%(section)s: cards wait here the longest. %(count)s wait for a decision, the oldest %(oldest)s.",
            section=name,
            count=section["figures"]["waiting"]["count"],
            oldest=self._tell_hours(section["oldest_hours"]),
        )

    @api.model
    def _tell_queue(self, section):
        now = self._tell_hours(section["average_hours"])
        if not section["queue_hours_before"]:
            return self.env._(
                "The cards in the queue wait %s on average; nothing waited when the period began.",
                now,
            )
        return self.env._(
            "The cards in the queue wait %(now)s on average; when the period began, %(before)s.",
            now=now,
            before=self._tell_hours(section["queue_hours_before"]),
        )

    @api.model
    def _get_flow_words(self, section):
        return {
            "inflow": self._tell_count(section["figures"]["inflow"]["count"]),
            "norm": self._tell_norm(section["norm"]),
            "percent": self._tell_count(100 * section["utilisation"]),
        }

    @api.model
    def _advise_bottleneck(self, kind, section, after):
        """What to do about it, with numbers."""
        if kind == "starving":
            return self._advise_starving(section, after)
        if section["utilisation"] is False:
            return self.env._("Set norms for this section to see whether people are missing.")
        if section["utilisation"] > 1:
            return self._advise_people(section, section["figures"]["inflow"]["count"])
        return self.env._(
            "There is room: the section got %(percent)s %% of its norm. Decide first what waits; nobody is missing.",
            percent=self._tell_count(100 * section["utilisation"]),
        )

    @api.model
    def _advise_people(self, section, wanted):
        """How many people are missing at today's norms for so many cards, or how much more each must do."""
        each = section["norm"] / section["norm_people"]
        return self.env._(
            "People missing here at today's norms: %(count)s. Hire, or raise productivity by %(percent)s %%.",
            count=max(ceil(wanted / each) - section["norm_people"], 0),
            percent=self._tell_count(ceil(100 * (wanted / section["norm"] - 1))),
        )

    @api.model
    def _advise_starving(self, section, after):
        """Contacts of scouts and the norm of hunters are counted alike; what hunters bring farmers has no norm."""
        came = after["figures"]["inflow"]["count"]
        if section["role"] != SCOUT or not section["norm"]:
            return self._advise_by_pace(section, after, came)
        if came >= section["norm"]:
            return self._advise_people(section, after["norm"])
        each = section["norm"] / section["norm_people"]
        missing = ceil(after["norm"] / each) - section["norm_people"]
        words = self.env._(
            "Raise productivity first: the norm of this section so far is %(norm)s, and %(count)s came of it.",
            norm=self._tell_norm(section["norm"]),
            count=self._tell_count(came),
        )
        if missing <= 0:
            return words
        return " ".join(
            [words, self.env._("People missing besides, at today's norms: %s.", missing)]
        )

    @api.model
    def _advise_by_pace(self, section, after, came):
        people = len(section["people"])
        if not came or not people:
            return self.env._("Nothing comes through: look at what is in work here first.")
        return self.env._(
            "Raise conversion first, now %(share)s %%. People missing here at today's pace: %(count)s.",
            share=self._tell_count(100 * section["conversion"]),
            count=ceil(after["norm"] * people / came) - people,
        )

    @api.model
    def _tell_count(self, number):
        return formatLang(self.env, number, digits=0)

    @api.model
    def _tell_norm(self, norm):
        is_whole = norm >= 100 or round(norm, 1) == round(norm)
        return formatLang(self.env, norm, digits=0 if is_whole else 1)

    @api.model
    def _tell_hours(self, hours):
        """A span of hours in the one unit that a person would use for it."""
        if hours < 48:
            return self.env._("%s h", round(hours))
        return self.env._("%s d", round(hours / 24))
