"""A company may leave: what Odoo had before is there afterwards, and nothing of ours is left."""

import os

import pytest

from relay import Department
from serving import copied_database, environment, rows_of, run_odoo

TABLES = ("crm_lead", "crm_stage", "crm_team", "crm_team_member", "res_partner", "sale_order")
OURS = ("conveyor_handover", "conveyor_passage", "conveyor_return_reason")
UNINSTALL = """
env["ir.module.module"].search([("name", "=", "sales_conveyor")]).button_immediate_uninstall()
"""
# Where something of ours could stay behind.
LEFTOVERS = {
    "table": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'conveyor%'",
    "function": "SELECT proname FROM pg_proc WHERE proname LIKE 'conveyor%'",
    "data": "SELECT name FROM ir_model_data WHERE module = 'sales_conveyor'",
    "model": "SELECT model FROM ir_model WHERE model LIKE 'conveyor%'",
    "field": "SELECT name FROM ir_model_fields WHERE name LIKE '%conveyor%'",
    "column": "SELECT column_name FROM information_schema.columns WHERE column_name LIKE '%conveyor%'",
    "cron": "SELECT cron_name FROM ir_cron WHERE cron_name ILIKE '%conveyor%'",
    "rule": "SELECT name FROM ir_rule WHERE name ILIKE '%conveyor%'",
    "view": "SELECT name FROM ir_ui_view WHERE name LIKE '%conveyor%'",
    "menu": "SELECT name FROM ir_ui_menu WHERE name ->> 'en_US' LIKE '%Conveyor%'",
    "action": "SELECT name FROM ir_actions WHERE name ->> 'en_US' LIKE '%Conveyor%'",
    "group": "SELECT name FROM res_groups_privilege WHERE name ->> 'en_US' LIKE '%Conveyor%'",
    "attachment": "SELECT name FROM ir_attachment WHERE res_model LIKE 'conveyor%'",
}


@pytest.fixture(scope="module")
def company():
    """A company without demonstration data that installs the conveyor and works with it."""
    with copied_database("conveyor_leaving", "CONVEYOR_BASE") as database:
        with rows_of(database) as cr:
            cr.execute("UPDATE ir_module_module SET demo = FALSE")
            cr.connection.commit()
        run_odoo(database, "-i", "sales_conveyor", "--stop-after-init")
        department = Department(database)
        cards, ids = department.offered(5)
        with environment(database) as env:
            hunter = env(user=department.users["hunter"])
            hunter["conveyor.handover"].browse(ids[:3]).action_accept()
            hunter["crm.lead"].browse(cards[0]).action_set_won()
        yield department


def _read(database, query, *values):
    with rows_of(database) as cr:
        cr.execute(query, values or None)
        return cr.fetchall()


def _columns(database):
    """The columns of Odoo's tables, as a database has them."""
    query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_name IN %s"
    return set(_read(database, query, TABLES))


def _sums(database, columns):
    """One checksum for each of these columns."""
    found = {}
    for table, column in columns:
        query = f'SELECT md5(string_agg("{column}"::text, \'|\' ORDER BY id)) FROM "{table}"'  # noqa: S608
        found[table, column] = _read(database, query)
    return found


def _counts(database):
    return {table: _read(database, f"SELECT COUNT(*) FROM {table}") for table in (*OURS, *TABLES)}  # noqa: S608


def test_installing_brings_no_people_and_no_cards(company):
    """Without demonstration data only what works on the first day is there."""
    made = (
        "SELECT DISTINCT model FROM ir_model_data WHERE module = 'sales_conveyor' AND model LIKE %s"
    )
    assert not _read(company.database, made, "crm.%")
    assert not _read(company.database, made, "res.partner")
    assert not _read(company.database, made, "res.users")


def test_an_update_keeps_every_row(company):
    """-u changes nothing that people have done."""
    before = _counts(company.database)
    run_odoo(company.database, "-u", "sales_conveyor", "--stop-after-init")
    assert _counts(company.database) == before
    assert not company.damages()


def test_uninstalling_leaves_odoo_as_it_was(company):
    """Stock columns keep their values, and no table, column, rule or record of ours stays."""
    stock = _columns(os.environ["CONVEYOR_BASE"])
    before = _sums(company.database, stock)
    run_odoo(company.database, "shell", stdin=UNINSTALL)
    assert _columns(company.database) == stock
    assert _sums(company.database, stock) == before
    left = {what: _read(company.database, query) for what, query in LEFTOVERS.items()}
    assert not {what: rows for what, rows in left.items() if rows}
