from odoo import fields, models
from odoo.tools import SQL

from ..const import PLAN_STATES

SAME = SQL(
    """n.month_on = o.month_on AND n.metric_id = o.metric_id AND COALESCE(n.team_id, 0) = COALESCE(o.team_id, 0)
       AND COALESCE(n.user_id, 0) = COALESCE(o.user_id, 0)
       AND COALESCE(n.categ_id, 0) = COALESCE(o.categ_id, 0)"""
)
COUNT = {"digits": (16, 4), "readonly": True}


class ConveyorTargetChange(models.Model):
    """One target that a version of a plan sets otherwise than the plan that it replaces."""

    _name = "conveyor.target.change"
    _description = "Changed Target"
    _inherit = ["conveyor.target.mixin"]
    _auto = False
    _order = "plan_id desc, metric_id, team_id, user_id, categ_id, month_on, id"
    _rec_name = "metric_id"
    _depends = {
        "conveyor.target": [
            "plan_id", "company_id", "month_on", "metric_id", "team_id", "user_id", "categ_id", "value",
        ],
        "conveyor.plan": ["previous_id", "state"],
    }  # fmt: skip
    _TOTALS = ("old_value", "new_value", "difference")

    plan_id = fields.Many2one("conveyor.plan", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    state = fields.Selection(PLAN_STATES, string="Plan State", readonly=True)
    month_on = fields.Date(string="Month", readonly=True)
    month_name = fields.Char(
        string="Month of the Year", compute="_compute_month_name", depends=["month_on"]
    )
    metric_id = fields.Many2one("conveyor.metric", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    old_value = fields.Float(string="Before", **COUNT)
    new_value = fields.Float(string="Now", **COUNT)
    difference = fields.Float(string="Change of Target", **COUNT)

    # === QUERY === #

    @property
    def _table_query(self):
        """Leaves of both versions side by side; ids are even for those of the new one, odd for those that are gone."""
        return SQL(
            """
            SELECT n.id * 2 AS id, p.id AS plan_id, p.company_id, p.state, n.month_on, n.metric_id, n.team_id,
                   n.user_id, n.categ_id, COALESCE(o.value, 0) AS old_value, n.value AS new_value,
                   n.value - COALESCE(o.value, 0) AS difference
              FROM conveyor_plan p
              JOIN conveyor_target n ON n.plan_id = p.id
              LEFT JOIN conveyor_target o ON o.plan_id = p.previous_id AND %(same)s
             WHERE p.previous_id IS NOT NULL AND n.value != COALESCE(o.value, 0)
             UNION ALL
            SELECT o.id * 2 + 1, p.id, p.company_id, p.state, o.month_on, o.metric_id, o.team_id,
                   o.user_id, o.categ_id, o.value, 0, -o.value
              FROM conveyor_plan p
              JOIN conveyor_target o ON o.plan_id = p.previous_id AND o.value != 0
             WHERE NOT EXISTS (SELECT FROM conveyor_target n WHERE n.plan_id = p.id AND %(same)s)
            """,
            same=SAME,
        )
