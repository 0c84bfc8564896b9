from decimal import ROUND_HALF_UP, Decimal

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .conveyor_target import DIGITS

LEAF = ("month_on", "metric_id", "team_id", "user_id", "categ_id")
BATCH = 20_000


class ConveyorTarget(models.Model):
    """Many leaves at once: in a few statements, whatever their number."""

    _inherit = "conveyor.target"

    # === BUSINESS METHODS === #

    @api.model
    def _find_teams(self, users, company):
        """The teams of people who are in one team only.

        :return: ``{user id: team id}``
        """
        domain = Domain("user_id", "in", users.ids) & Domain("crm_team_id.active", "=", True)
        domain &= Domain("crm_team_id.company_id", "in", [False, company.id])
        groups = self.env["crm.team.member"]._read_group(
            domain, ["user_id"], ["crm_team_id:array_agg"]
        )
        return {user.id: teams[0] for user, teams in groups if len(set(teams)) == 1}

    @api.model
    def _get_decimals(self, metric, company):
        """How many digits a target of this metric has behind the point."""
        if metric.measure == "amount":
            return min(company.currency_id.decimal_places, DIGITS)
        return DIGITS

    @api.model
    def _set_leaves(self, plan, leaves, replaced=None):
        """Write leaves of a draft: what is there already is changed, the rest is added.

        :param dict leaves: ``{(first day of month, metric id, team id, user id, category id): Decimal}``,
            ``None`` for what is left empty
        :param replaced: records of leaves that go unless they are set anew
        :return: number of targets that were written and of those that went
        :raises AccessError: where a rule keeps one of them from this person
        """
        self.check_access("create")
        plan.check_access("write")
        plan._hold_draft()
        self._check_keys(plan, leaves)
        gone = (replaced or self).filtered(lambda target: target._get_leaf() not in leaves)
        gone_count = len(gone)
        gone.unlink()
        self.env.flush_all()
        written = []
        rows = list(leaves.items())
        for start in range(0, len(rows), BATCH):
            written += self._insert_leaves(plan, rows[start : start + BATCH])
        self.invalidate_model(flush=False)
        plan.invalidate_recordset(flush=False)
        self._check_written(written)
        return len(written), gone_count

    @api.model
    def _tell_written(self, what, written, gone):
        """In words what `_set_leaves` has done."""
        words = [self.env._("%(what)s: %(count)s targets written.", what=what, count=written)]
        if gone:
            words.append(self.env._("%s others taken away.", gone))
        return " ".join(words)

    def _get_beside(self, month):
        """The values of a leaf like this one in another month."""
        key = {name: self[name].id for name in ("plan_id", *LEAF[1:])}
        return {**key, "month_on": self.plan_id._get_month(month)}

    def _get_leaf(self):
        """Whose and of what this target is, without its plan."""
        return (
            self.month_on,
            *(self[name].id or None for name in LEAF[1:]),
        )

    @api.model
    def _check_keys(self, plan, leaves):
        """The same rules as for a single target, each asked once of all."""
        months, metrics, teams, users, _categories = (
            map(set, zip(*leaves, strict=True)) if leaves else [set()] * 5
        )
        for month in months:
            self._check_month(plan, month)
        self._check_summed(self.env["conveyor.metric"].browse(metrics))
        self._check_teams(self.env["crm.team"].browse(teams - {None}), plan.company_id)
        self._check_people(self.env["res.users"].browse(users - {None}), plan.company_id)

    @api.model
    def _insert_leaves(self, plan, rows):
        columns = list(zip(*(leaf for leaf, _value in rows), strict=True))
        metrics = self.env["conveyor.metric"].browse(set(columns[1]))
        units = {
            metric.id: Decimal(1).scaleb(-self._get_decimals(metric, plan.company_id))
            for metric in metrics
        }
        values = [value.quantize(units[leaf[1]], ROUND_HALF_UP) for leaf, value in rows]
        for value in values:
            self._check_number(value)
        found = self.env.execute_query(
            SQL(
                """
                INSERT INTO conveyor_target (plan_id, company_id, %(leaf)s, value, create_uid, create_date,
                                             write_uid, write_date)
                SELECT %(plan)s, %(company)s, x.*, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(months)s::date[], %(metrics)s::int4[], %(teams)s::int4[], %(users)s::int4[],
                              %(categories)s::int4[], %(values)s::numeric[]) x
                    ON CONFLICT (plan_id, month_on, metric_id, COALESCE(team_id, 0), COALESCE(user_id, 0),
                                 COALESCE(categ_id, 0))
                    DO UPDATE SET value = EXCLUDED.value, write_uid = EXCLUDED.write_uid,
                                  write_date = EXCLUDED.write_date
                RETURNING id
                """,
                leaf=SQL(", ").join(map(SQL.identifier, LEAF)),
                plan=plan.id,
                company=plan.company_id.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
                **dict(
                    zip(
                        ("months", "metrics", "teams", "users", "categories"),
                        map(list, columns),
                        strict=True,
                    )
                ),
                values=values,
            )
        )
        return [target_id for (target_id,) in found]

    @api.model
    def _check_written(self, ids):
        """What was written past the ORM obeys the same rules as what it writes."""
        allowed = self.env["ir.rule"]._compute_domain(self._name, "create")
        # Only counts what the present person may not write.
        count = self.sudo().search_count(Domain("id", "in", ids) & Domain(allowed))
        if count != len(ids):
            raise AccessError(self.env._("Some of these targets are not yours to set."))

    @api.model
    def _copy_to(self, plan, draft):
        """Give a new version the targets of the plan that it will replace."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_target (plan_id, company_id, %(leaf)s, value, create_uid, create_date,
                                             write_uid, write_date)
                SELECT %(draft)s, company_id, %(leaf)s, value, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM conveyor_target WHERE plan_id = %(plan)s
                """,
                leaf=SQL(", ").join(map(SQL.identifier, LEAF)),
                draft=draft.id,
                plan=plan.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.invalidate_model(flush=False)
