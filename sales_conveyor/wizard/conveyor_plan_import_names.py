from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ..tools.table import clean
from .conveyor_plan_import_file import NAMED, PERIODS


class ConveyorPlanImport(models.TransientModel):
    """Whom and what the names of a file mean: each column looked up at once, as whoever imports."""

    _inherit = "conveyor.plan.import"

    # === BUSINESS METHODS === #

    def _resolve(self, rows, places, errors):
        """Put ids in the place of names; a name that means nothing, or two things, is an error."""
        for key in NAMED:
            names = {row[key] for row in rows if row.get(key)}
            meant = getattr(self, f"_find_{key}")(names) if names else {}
            for row in rows:
                if row.get(key):
                    row[key], message = meant[row[key]]
                    if message:
                        self._note(errors, row["line"], places[key], message)
        self._join_teams(rows)
        self._check_rows(rows, places, errors)

    def _join_teams(self, rows):
        """Put people without a team into the one that they are in."""
        alone = [row for row in rows if row.get("person") and not row.get("team")]
        users = self.env["res.users"].browse({row["person"] for row in alone})
        teams = self.env["conveyor.target"]._find_teams(users, self.plan_id.company_id)
        for row in alone:
            row["team"] = teams.get(row["person"])

    def _check_rows(self, rows, places, errors):
        """Every row has a target, and no two rows are of the same; a row with a wrong cell is not judged."""
        wrong = {line for line, *_cell in errors}
        seen, place = {}, places["metric"]
        for row in rows:
            if row["line"] in wrong:
                continue
            first = seen.setdefault(tuple(row.get(key) for key in NAMED), row["line"])
            if not row["numbers"] and PERIODS.keys() & places:
                self._note(errors, row["line"], place, self.env._("The row has no target."))
            elif first != row["line"]:
                message = self.env._("The same target is in row %s already.", first)
                self._note(errors, row["line"], place, message)

    # Each of these returns ``{name: (id, None)}`` or ``{name: (None, what is wrong)}``.

    def _find_metric(self, names):
        """Metrics by code, then by name."""
        metrics = self.env["conveyor.metric"].with_context(active_test=False).search(Domain.TRUE)
        meant = self._decide(names, self._index(metrics, "code", "name"))
        for name, (found, _message) in meant.items():
            metric = metrics.browse(found)
            if found and metric.aggregation != "sum":
                text = self.env._("“%s” does not add up: plan what it is made of.", name)
                meant[name] = None, text
            elif found and not metric.active:
                meant[name] = None, self.env._("“%s” is switched off.", name)
        return meant

    def _find_team(self, names):
        """Teams by name: those of the company that work, not those of old or of other companies."""
        company = self.plan_id.company_id
        teams = self.env["crm.team"].with_context(active_test=False).search(Domain.TRUE)
        own = teams.filtered(lambda team: not team.company_id or team.company_id == company)
        at_work = own.filtered("active")
        return self._decide(
            names,
            self._index(at_work, "name"),
            (self._index(own - at_work, "name"), self.env._("The team “%s” is archived.")),
            (self._index(teams - own, "name"), self.env._("“%s” is a team of another company.")),
        )

    def _find_person(self, names):
        """Colleagues by login, then by name; those at work, not archived ones of the same name."""
        company = self.plan_id.company_id
        told = Domain("login", "in", list(names | {name.lower() for name in names}))
        told |= Domain("name", "in", list(names))
        people = self.env["res.users"].with_context(active_test=False)
        people = people.search(told & Domain("share", "=", False))
        # Where somebody works is no secret to whoever plans his work.
        here = people.sudo().filtered(lambda user: company in user.company_ids).sudo(False)
        at_work = here.filtered("active")
        return self._decide(
            names,
            self._index(at_work, "login", "name"),
            (self._index(here - at_work, "login", "name"), self.env._("“%s” is archived.")),
            (
                self._index(people - here, "login", "name"),
                self.env._("“%s” does not work for this company."),
            ),
        )

    def _find_categ(self, names):
        """Product categories by their whole name."""
        found = self.env["product.category"].search(Domain.TRUE)
        return self._decide(names, self._index(found, "complete_name"))

    # === TOOLS === #

    def _index(self, records, *fields):
        """Which records a name means: in the reader's language or in English, by the first field that knows it.

        Names are cleaned as the cells of the file are: nobody sees a space at the end of either.

        :return: list of ``{name: {ids}}``, a login in small letters
        """
        indexes = []
        for field in fields:
            index = defaultdict(set)
            for lang in dict.fromkeys((self.env.lang, "en_US")):
                for record in records.with_context(lang=lang):
                    index[clean(record[field])].add(record.id)
            if field == "login":
                index = {name.lower(): ids for name, ids in index.items()}
            indexes.append(index)
        return indexes

    def _decide(self, names, indexes, *others):
        """What each name means: one record, or in words why none.

        :param others: pairs of indexes and what to say of a name that only they know
        """
        meant = {}
        for name in names:
            found = _look_up(name, indexes)
            words = (text for index, text in others if _look_up(name, index))
            if len(found) == 1:
                meant[name] = min(found), None
            elif found:
                meant[name] = None, self.env._("“%s” is the name of several.", name)
            else:
                meant[name] = None, next(words, self.env._("“%s” is unknown.")) % name
        return meant


def _look_up(name, indexes):
    """The ids of the first index that knows a name; a login is known in whatever letters."""
    for index in indexes:
        found = index.get(name) or index.get(name.lower())
        if found:
            return found
    return ()
