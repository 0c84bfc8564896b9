"""Pay may leave and come back: the relay and its ledger stay as they are, approved statements or not."""

from datetime import date

import pytest

from odoo.modules.registry import Registry

from serving import copied_database, environment, rows_of, run_odoo

UNINSTALL = """
env["ir.module.module"].search([("name", "=", "sales_motivation")]).button_immediate_uninstall()
"""
GROUND = ("conveyor_fact", "conveyor_fact_sum", "conveyor_metric", "conveyor_passage", "crm_lead")
GROUND += ("crm_team_member", "crm_team", "res_company", "res_users", "sale_order")
# What people have won is theirs.
GROUND += ("gamification_badge_user",)
# Where something of pay could stay behind.
LEFTOVERS = {
    "table": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'motivation%'",
    "function": "SELECT proname FROM pg_proc WHERE proname LIKE 'motivation%'",
    "trigger": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'motivation%'",
    "sequence": "SELECT relname FROM pg_class WHERE relname LIKE 'motivation%'",
    "data": "SELECT model, name FROM ir_model_data WHERE module = 'sales_motivation'",
    "model": "SELECT model FROM ir_model WHERE model LIKE 'motivation%'",
    "field": "SELECT model, name FROM ir_model_fields WHERE relation LIKE 'motivation%'",
    "cron": """SELECT a.name FROM ir_cron c JOIN ir_act_server a ON a.id = c.ir_actions_server_id
                WHERE a.code LIKE '%motivation%'""",
    "rule": "SELECT name FROM ir_rule WHERE name ILIKE '%motivation%'",
    "view": "SELECT name, model FROM ir_ui_view WHERE name LIKE '%motivation%' OR model LIKE 'motivation%'",
    "action": "SELECT name FROM ir_act_window WHERE res_model LIKE 'motivation%'",
    "attachment": "SELECT name FROM ir_attachment WHERE res_model LIKE 'motivation%'",
    "activity": "SELECT id FROM mail_activity WHERE res_model LIKE 'motivation%'",
    "message": "SELECT id FROM mail_message WHERE model LIKE 'motivation%'",
    "follower": "SELECT id FROM mail_followers WHERE res_model LIKE 'motivation%'",
}
OWN_COLUMNS = """
SELECT c.table_name, c.column_name
  FROM ir_model_data d
  JOIN ir_model_fields f ON f.id = d.res_id
  JOIN information_schema.columns c ON c.table_name = replace(f.model, '.', '_') AND c.column_name = f.name
 WHERE d.model = 'ir.model.fields' GROUP BY 1, 2 HAVING array_agg(DISTINCT d.module::text) = ARRAY['sales_motivation']
"""
COLUMNS = (
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
)


@pytest.fixture(scope="module")
def company():
    """A database with both addons."""
    with copied_database("motivation_leaving") as database:
        yield database


def _odoo(database, *options, stdin=""):
    """Let Odoo work on the database; what this process knew of its models is forgotten."""
    run_odoo(database, *options, stdin=stdin)
    Registry.registries.pop(database, None)


def _read(database, query):
    with rows_of(database) as cr:
        cr.execute(query)
        return cr.fetchall()


def _counts(database):
    return {table: _read(database, f"SELECT COUNT(*) FROM {table}") for table in GROUND}  # noqa: S608


def _pay(database):
    """One person is paid one month, to the end; what the chain of statements says of it."""
    with environment(database) as env:
        user = env["res.users"].create({"name": "Paid", "login": f"paid_{env.cr.now():%H%M%S%f}"})
        company = env["res.company"].create({"name": f"Company of {user.login}"})
        user.write({"company_ids": [(4, company.id)]})
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        salary = [(0, 0, {"name": "Salary", "kind": "salary"})]
        values = {"name": "Plan", "valid_from_on": date(2015, 1, 1), "component_ids": salary}
        plan = env["motivation.pay.plan"].create({**values, "company_id": company.id})
        plan._approve()
        values = {"user_id": user.id, "plan_id": plan.id, "date_from_on": date(2015, 1, 1)}
        env["motivation.pay.assignment"].create({**values, "salary": 1000})
        run = env["motivation.run"].create({"first_on": date(2015, 1, 1), "company_id": company.id})
        run._compute()
        for step in ("action_send", "action_approve", "action_pay"):
            getattr(run.statement_ids, step)()
        assert run.statement_ids.mapped("payable") == [1000]
        assert run.statement_ids.mapped("state") == ["paid"]
        return env["motivation.statement"]._find_broken(company).ids


def test_uninstalling_pay_leaves_the_relay_as_it_was(company):
    """Approved statements go, locks and all; people, cards and facts keep their rows."""
    assert not _pay(company)
    before = _counts(company)
    columns, own = set(_read(company, COLUMNS)), set(_read(company, OWN_COLUMNS))
    assert own
    _odoo(company, "shell", stdin=UNINSTALL)
    left = {what: _read(company, query) for what, query in LEFTOVERS.items()}
    assert not {what: rows for what, rows in left.items() if rows}
    assert _counts(company) == before
    now = set(_read(company, COLUMNS))
    assert not own & now
    lost = {(table, column) for table, column in columns - now if "motivation" not in table}
    assert lost <= own


def test_the_relay_works_without_pay(company):
    """What is left updates itself quietly, and every screen opens."""
    _odoo(company, "-u", "sales_conveyor", "--stop-after-init")
    with environment(company) as env:
        assert "motivation.run" not in env
        for model in ("crm.lead", "crm.team", "crm.team.member", "res.users", "conveyor.fact"):
            for kind in ("list", "form", "search"):
                assert env[model].get_view(view_type=kind)["arch"]
        assert env["ir.ui.menu"].load_menus(False)["root"]


def test_pay_can_be_installed_again(company):
    """Nothing of before stands in the way, and the locks are back."""
    _odoo(company, "-i", "sales_motivation", "--stop-after-init")
    assert not _pay(company)
    assert len(_read(company, LEFTOVERS["function"])) >= 2
