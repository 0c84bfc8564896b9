"""What a pivot asks for when its menu opens it, derived as the web client does from the action and its views."""

import json
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta
from lxml import etree
from operations import Operation

from odoo import fields
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

MODULE = "sales_conveyor"


@dataclass
class Question:
    """One call of a pivot: every level of the rows crossed with every level of the columns."""

    model: str
    domain: list
    rows: list = field(default_factory=list)
    columns: list = field(default_factory=list)
    measures: list = field(default_factory=list)

    @property
    def groupings(self):
        """The sets of fields that are grouped by."""
        sets = []
        for row in range(len(self.rows) + 1):
            for column in range(len(self.columns) + 1):
                names = list(dict.fromkeys(self.rows[:row] + self.columns[:column]))
                if names not in sets:
                    sets.append(names)
        return sets

    @property
    def words(self):
        """The question in short."""
        return " × ".join(", ".join(names) for names in (self.rows, self.columns) if names)


def list_actions(env):
    """The windows of our menus that have a pivot, in the order of the menus.

    :return: list of names of actions
    """
    menus = env["ir.ui.menu"].sudo().with_context({"ir.ui.menu.full_list": True}).search([])
    found = {}
    for menu in menus.filtered(lambda one: one.get_external_id()[one.id].startswith(f"{MODULE}.")):
        action = menu.action
        if action and action._name == "ir.actions.act_window" and "pivot" in action.view_mode:
            found[action.get_external_id()[action.id].partition(".")[2]] = True
    return list(found)


def derive(env, name):
    """The question of a pivot as its action opens it, with the filters that are set by themselves."""
    action = env["ir.actions.act_window"]._for_xml_id(f"{MODULE}.{name}")
    model = action["res_model"]
    pivot = next((view for view, kind in action["views"] if kind == "pivot"), False)
    search = (action["search_view_id"] or [False])[0]
    found = env[model].get_views([(pivot, "pivot"), (search, "search")])
    known = found["models"][model]["fields"]
    question = Question(model, Domain(safe_eval(action["domain"] or "[]", _names(env))))
    for node in etree.fromstring(found["views"]["pivot"]["arch"]).iter("field"):
        spelled = ":".join(filter(None, (node.get("name"), node.get("interval"))))
        if node.get("type") == "row":
            question.rows.append(spelled)
        elif node.get("type") == "col":
            question.columns.append(spelled)
        elif node.get("type") == "measure":
            question.measures += _ask(known[node.get("name")], node.get("name"))
    question.measures.append("__count")
    context = safe_eval(action["context"] or "{}", _names(env))
    _apply_filters(env, etree.fromstring(found["views"]["search"]["arch"]), context, question)
    question.domain = list(question.domain)
    return question


def _names(env):
    """What the domains of filters and the contexts of actions may speak of."""
    return {
        "uid": env.uid,
        "context_today": lambda: fields.Date.context_today(env.user),
        "relativedelta": relativedelta,
        "active_id": False,
    }


def _ask(known, name):
    """A measure; of money also in which currencies it is."""
    asked = [f"{name}:{known.get('aggregator') or 'sum'}"]
    if known.get("currency_field"):
        asked += [f"{known['currency_field']}:array_agg_distinct", f"{name}:sum_currency"]
    return asked


def _apply_filters(env, arch, context, question):
    """The default filters: those between two separators are alternatives; a default grouping takes the rows' place."""
    alternatives, number, groups = {}, 0, []
    for node in arch.iter("separator", "filter"):
        if node.tag == "separator":
            number += 1
            continue
        value = context.get(f"search_default_{node.get('name')}")
        if not value or node.getparent().tag == "filter":
            continue
        if node.getparent().tag == "group":
            groups.append(safe_eval(node.get("context"))["group_by"])
        else:
            alternatives.setdefault(number, []).append(_read_filter(env, node, value))
    for domains in alternatives.values():
        question.domain &= Domain.OR(domains)
    question.rows = groups or question.rows


def _read_filter(env, node, value):
    if not node.get("date"):
        return Domain(safe_eval(node.get("domain"), _names(env)))
    chosen = value if isinstance(value, str) else node.get("default_period", "month")
    domains = []
    for period in chosen.split(","):
        if period == "month":
            first = fields.Date.context_today(env.user) + relativedelta(day=1)
            end = first + relativedelta(months=1)
            domains.append(
                Domain(node.get("date"), ">=", first) & Domain(node.get("date"), "<", end)
            )
        else:  # one of the periods that the view spells out
            own = node.find(f"filter[@name='{period.removeprefix('custom_')}']")
            domains.append(Domain(safe_eval(own.get("domain"), _names(env))))
    return Domain.OR(domains)


class Pivot(Operation):
    """The call of a pivot that opens."""

    def __init__(self, question):
        super().__init__(0)
        self.question = question
        self.rows, self.kilobytes = 0, 0.0

    def prepare(self, env, team):
        """The model, its views being in the cache of the client."""
        return env[self.question.model]

    def run(self, model):
        """Ask, and note how much travels."""
        question = self.question
        answer = model.formatted_read_grouping_sets(
            question.domain, question.groupings, question.measures
        )
        self.rows = sum(map(len, answer))
        self.kilobytes = len(json.dumps(answer, default=str)) / 1000


class BarePivot(Operation):
    """A statement written by hand."""

    def __init__(self, statement, values):
        super().__init__(0)
        self.statement, self.values = statement, values

    def prepare(self, env, team):
        """The cursor."""
        return env.cr

    def run(self, cr):
        """One statement."""
        cr.execute(self.statement, self.values)
        cr.fetchall()
