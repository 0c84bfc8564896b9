"""Every model says who may do what, and whose records one sees."""

import ast

from architecture import (
    REPOSITORY,
    access_lines,
    field,
    files,
    is_test,
    models,
    parsed,
    records,
    referred_model,
    told,
    where,
)

PERSONAL = {"lead_id", "user_id", "company_id", "partner_id"}


def _own(*kinds):
    return [model for model in models() if not model.is_extension and model.kind in kinds]


def test_every_model_has_access_lines():
    """Without a line nobody may open it, and Odoo only warns."""
    known = {referred_model(row["model_id:id"]) for _path, row in access_lines()}
    told(
        f"{where(model.path, model.node)} {model.name} has no line in ir.model.access.csv"
        for model in _own("Model", "TransientModel")
        if model.underscored not in known
    )


def test_every_personal_model_has_rules():
    """What belongs to a card, a person or a company is not for everyone."""
    known = {referred_model(field(record, "model_id")) for _path, record, _id in records("ir.rule")}
    told(
        f"{where(model.path, model.node)} {model.name} has {', '.join(PERSONAL & set(model.values))} and no ir.rule"
        for model in _own("Model")
        if PERSONAL & set(model.values) and model.underscored not in known
    )


REASON_REACH = 4  # lines above the statement in which its reason may stand


def _sudo_calls(tree):
    """The span of lines (first, last) of every statement that lifts rights."""
    for statement in ast.walk(tree):
        simple = isinstance(statement, ast.stmt) and not hasattr(statement, "body")
        if simple and any(getattr(node, "attr", None) == "sudo" for node in ast.walk(statement)):
            yield statement.lineno, statement.end_lineno


def test_every_sudo_says_why():
    """Rights are lifted for a reason, written on the statement or just above it."""
    faults = []
    for path in (path for path in files(".py") if not is_test(path)):
        lines = ["", *path.read_text(encoding="utf-8").splitlines()]
        for first, last in _sudo_calls(parsed(path)):
            if not any("#" in line for line in lines[max(first - REASON_REACH, 1) : last + 1]):
                faults.append(f"{path.relative_to(REPOSITORY)}:{first} sudo without a reason")
    told(faults)
