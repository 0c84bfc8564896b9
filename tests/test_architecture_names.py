"""One name, four spellings: the model, its class, its file and its XML ids say the same."""

import re

from lxml import etree

from architecture import (
    access_lines,
    addon_of,
    camel,
    field,
    files,
    models,
    records,
    referred_model,
    told,
    where,
)

TYPES = "form|list|kanban|search|pivot|graph|calendar|activity|hierarchy"
ACTIONS = ("ir.actions.act_window", "ir.actions.server", "ir.actions.client")


def _expected_file(model):
    """The lines of a document may live beside it."""
    return {model.underscored, re.sub(r"_line(?=_|$)", "", model.underscored)}


def test_one_model_one_file():
    """conveyor.daily.report is the class ConveyorDailyReport in conveyor_daily_report.py.

    An extension may be cut into parts: crm_lead.py, crm_lead_relay.py.
    """
    faults = []
    for model in models():
        stem, good = model.path.stem, _expected_file(model)
        part = model.is_extension and any(stem.startswith(f"{name}_") for name in good)
        if stem not in good and not part:
            faults.append(
                f"{where(model.path, model.node)} holds {model.name}, expected in {min(good)}.py"
            )
        if model.node.name not in {camel(model.name), camel(stem) if part else ""}:
            faults.append(
                f"{where(model.path, model.node)} {model.node.name} should be {camel(model.name)}"
            )
    told(faults)


def test_views_are_named_after_model_and_type():
    """<model>_view_<type>[_suffix]; the name is the id with dots, .inherit.<addon> for inherited ones."""
    faults = []
    for path, record, identifier in records("ir.ui.view"):
        model = field(record, "model").replace(".", "_")
        if not model:
            continue
        if not re.fullmatch(rf"{model}_view_({TYPES})(_\w+)?", identifier):
            faults.append(f"{where(path, record)} view {identifier}: expected {model}_view_<type>")
        inherited = record.find("field[@name='inherit_id']") is not None
        name = identifier.replace("_", ".") + (f".inherit.{addon_of(path)}" if inherited else "")
        if field(record, "name") != name:
            faults.append(f"{where(path, record)} view {identifier}: the name should be {name}")
    told(faults)


def test_actions_are_named_after_their_model():
    """<model>_action[_detail]."""
    faults = []
    for path, record, identifier in records(*ACTIONS):
        model = field(record, "res_model").replace(".", "_") or referred_model(
            field(record, "model_id")
        )
        if not re.fullmatch(rf"{model or '[a-z_]+'}_action(_\w+)?", identifier):
            faults.append(f"{where(path, record)} action {identifier}: expected {model}_action")
    told(faults)


def test_rules_and_crons_are_named_after_their_model():
    """<model>_rule_<who> and <model>_cron_<what>."""
    faults = []
    for kind, word in (("ir.rule", "rule"), ("ir.cron", "cron")):
        for path, record, identifier in records(kind):
            model = referred_model(field(record, "model_id"))
            if not re.fullmatch(rf"{model}_{word}_\w+", identifier):
                faults.append(f"{where(path, record)} {identifier}: expected {model}_{word}_...")
    told(faults)


def test_menus_are_named_after_their_model():
    """<model>_menu, <addon>_menu_root."""
    faults = []
    for path in files(".xml"):
        for item in etree.parse(str(path)).iter("menuitem"):
            if not re.fullmatch(r"[a-z_]+_menu(_[a-z_]+)?", item.get("id", "")):
                faults.append(f"{where(path, item)} menu {item.get('id')}: expected <model>_menu")
    told(faults)


def test_access_lines_are_named_after_their_model():
    """access_<model>_<who>."""
    faults = []
    for path, row in access_lines():
        model = referred_model(row["model_id:id"])
        if not re.fullmatch(rf"access_{model}_\w+", row["id"]):
            faults.append(f"{where(path)} {row['id']}: expected access_{model}_<who>")
    told(faults)
