from collections import defaultdict

from odoo import SUPERUSER_ID, models
from odoo.fields import Domain

from ..const import ROLES

NAMED = ("metric", "person", "role", "team", "client", "product", "source", "currency")


class ConveyorFactImportNames(models.Model):
    """Whom and what the names of a file mean: each column looked up at once, whatever the number of rows.

    Names are looked up among everything the company has and ever had: history tells of people who left and
    of clients whom the reader of today does not see. The file names them; nothing else of them is told.
    """

    _inherit = "conveyor.fact.import"

    # === BUSINESS METHODS === #

    def _resolve(self, rows, errors):
        """Put ids in the place of names; a name that means nothing, or two things, is an error.

        :param dict rows: values by column, changed in place
        :param list errors: of ``(line, column, message)``, added to
        """
        finder = self.sudo()  # among everything the company has, see above
        for key in NAMED:
            names = {name for name in rows[key] if name is not None}
            meant = getattr(finder, f"_find_{key}")(names) if names else {}
            for index, name in enumerate(rows[key]):
                if name is not None:
                    rows[key][index], message = meant[name]
                    if message:
                        errors.append((rows["line"][index], key, message))
        if not errors:
            errors.extend(
                (line, "amount", self.env._("The money is too large in the company's currency."))
                for line in self._find_beyond(rows)
            )

    # Each of these returns ``{name: (id, None)}`` or ``{name: (None, what is wrong)}``.

    def _find_metric(self, names):
        metrics = self.env["conveyor.metric"].with_context(active_test=False).search(Domain.TRUE)
        meant = self._match(names, *_index(metrics, "code", *self._translate(metrics, "name")))
        for name, (found, _message) in meant.items():
            metric = metrics.browse(found)
            if metric and (metric.aggregation != "sum" or metric.basis_id):
                text = self.env._(
                    "“%s” is worked out from other facts: import only what is summed.", name
                )
                meant[name] = None, text
            elif metric and not metric.active:
                meant[name] = None, self.env._("“%s” is switched off.", name)
        return meant

    def _find_person(self, names):
        """People of the company, also those who left: by login, then e-mail, then exact name."""
        lower = {name.lower() for name in names}
        told = Domain("login", "in", list(names | lower)) | Domain("name", "in", list(names))
        told |= Domain("email_normalized", "in", list(lower))
        domain = told & Domain("share", "=", False) & Domain("id", "!=", SUPERUSER_ID)
        people = self._search_all(
            "res.users", domain & Domain("company_ids", "in", self.company_id.ids)
        )
        logins = {person.id: person.login.lower() for person in people}
        logins, mails, exact = _index(people, logins, "email_normalized", "name")
        return {
            name: self._decide(
                name, logins.get(name.lower()) or mails.get(name.lower()) or exact.get(name)
            )
            for name in names
        }

    def _find_role(self, names):
        field = self.env["conveyor.fact"]._fields["role"]
        known = {label.lower(): {key} for key, label in field._description_selection(self.env)}
        known |= {key: {key} for key, _label in ROLES}
        return {name: self._decide(name, known.get(name.lower())) for name in names}

    def _find_team(self, names):
        teams = self._search_all("crm.team", self._of_company())
        return self._match(names, *_index(teams, *self._translate(teams, "name")), among=teams)

    def _find_client(self, names):
        """Clients by exact name, then by reference; a contact means its company."""
        told = Domain("name", "in", list(names)) | Domain("ref", "in", list(names))
        partners = self._search_all("res.partner", told & self._of_company())
        index = _index(partners, "name", "ref", take="commercial_partner_id")
        return self._match(names, *index, among=partners.commercial_partner_id)

    def _find_product(self, names):
        """Products by internal reference, then by exact name in the reader's language or in English."""
        told = Domain("default_code", "in", list(names)) | Domain("name", "in", list(names))
        products = self._search_all("product.product", told & self._of_company())
        products |= self._search_all("product.product", told & self._of_company(), lang="en_US")
        index = _index(products, "default_code", *self._translate(products, "name"))
        return self._match(names, *index, among=products)

    def _find_source(self, names):
        sources = self._search_all("utm.source", Domain("name", "in", list(names)))
        return self._match(names, *_index(sources, "name"))

    def _find_currency(self, names):
        """Currencies by code; without a rate nobody can tell the money of the company."""
        currencies = self._search_all(
            "res.currency", Domain("name", "in", [n.upper() for n in names])
        )
        [known] = _index(currencies, "name")
        companies = [False, self.company_id.root_id.id]
        domain = [("currency_id", "in", currencies.ids), ("company_id", "in", companies)]
        rates = self.env["res.currency.rate"]._read_group(domain, ["currency_id"])
        rated = {self.company_id.currency_id.id, *(currency.id for (currency,) in rates)}
        meant = {name: self._decide(name, known.get(name.upper())) for name in names}
        for name, (found, _message) in meant.items():
            if found and found not in rated:
                meant[name] = None, self.env._("“%s” has no exchange rate.", name)
        return meant

    # === TOOLS === #

    def _of_company(self):
        return Domain("company_id", "in", [False, *self.company_id.parent_ids.ids])

    def _search_all(self, model, domain, **context):
        """Everything that fits, archived or not."""
        return self.env[model].with_context(active_test=False, **context).search(domain)

    def _translate(self, records, name):
        """A translated field as columns of an index: in the reader's language, then in English."""
        return [
            {record.id: record[name] for record in records.with_context(lang=lang)}
            for lang in dict.fromkeys((self.env.lang, "en_US"))
        ]

    def _match(self, names, *indexes, among=None):
        """What each name means: the first index that knows it decides.

        :param indexes: ``{text: {ids}}``
        :param among: records of which those in use win over archived ones of the same name
        """
        in_use = set(among.filtered("active").ids) if among is not None else set()
        meant = {}
        for name in names:
            found = next((index[name] for index in indexes if name in index), set())
            meant[name] = self._decide(name, (found & in_use) or found)
        return meant

    def _decide(self, name, found):
        """One is meant; none or several are told."""
        if not found:
            return None, self.env._("“%s” is unknown.", name)
        if len(found) > 1:
            return None, self.env._("“%s” is the name of several.", name)
        return min(found), None


def _index(records, *columns, take="id"):
    """Indexes of records, one for each column: ``[{text: {ids}}]``.

    :param columns: names of fields, or texts by id
    :param take: the record itself, or a field that leads to the one that is meant
    """
    indexes = []
    for column in columns:
        index = defaultdict(set)
        for record in records:
            text = column[record.id] if isinstance(column, dict) else record[column]
            if text:
                index[text].add(record.id if take == "id" else record[take].id)
        indexes.append(index)
    return indexes
