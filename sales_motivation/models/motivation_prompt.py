from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_conveyor.const import NOTE_LENGTH

from ..const import PAY

KINDS = [("help", "Help"), ("praise", "Praise"), ("challenge", "Challenge")]


class MotivationPrompt(models.Model):
    """Whom to talk to today: for each person at most one card a day, whether to praise, help or challenge, and why.

    The reasons are facts of the last days beside the person's own norms, targets and usual weeks. The card is for
    the head and for the leader of the person's team, never for the person; what they note on it stays with them.
    """

    _name = "motivation.prompt"
    _description = "Prompt of the Day"
    _order = "day_on desc, is_done, weight desc, id"
    _rec_name = "user_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    day_on = fields.Date(string="Day", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    weight = fields.Integer(readonly=True, aggregator=None)
    reasons = fields.Json(readonly=True)
    why = fields.Text(compute="_compute_why")
    is_done = fields.Boolean(string="Talked", readonly=True)
    done_by_id = fields.Many2one(
        "res.users", string="Talked by", readonly=True, ondelete="set null"
    )
    done_at = fields.Datetime(string="Talked on", readonly=True)
    note = fields.Text(
        size=NOTE_LENGTH,
        groups="sales_team.group_sale_salesman",
        help="What came of the talk. Only the head and the leader read it.",
    )

    _unique_person = models.UniqueIndex("(company_id, day_on, user_id)")

    # === COMPUTE METHODS === #

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_why(self):
        """The reasons in the language of whoever reads them."""
        told = self._find_told()
        for prompt in self:
            sentences = (prompt._tell_reason(reason, told) for reason in prompt.reasons or ())
            prompt.why = "\n".join(filter(None, sentences))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - {"note"}:
            self._refuse()
        return super().write(vals)

    def _refuse(self):
        if self.env.context.get("motivation_pay") is not PAY:
            raise UserError(
                self.env._("Prompts are made of facts: only a note may be written here.")
            )

    # === ACTION METHODS === #

    @api.model
    def action_open_today(self):
        """Open the cards of today; whoever comes first has them made."""
        self._prepare_day(self.env.company)
        return self._get_today_action()

    @api.model
    def action_look_anew(self):
        """Make the cards of today anew from the facts of now; whom somebody talked to stays."""
        company = self.env.company
        self._refuse_strangers()
        today = self._get_day(company)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """DELETE FROM motivation_prompt
                    WHERE company_id = %s AND day_on = %s AND NOT is_done AND COALESCE(note, '') = ''""",
                company.id,
                today,
            )
        )
        self.invalidate_model(flush=False)
        self._make_cards(company, today)
        return self._get_today_action()

    def action_done(self):
        """Somebody has talked to the person; once."""
        self.check_access("write")
        todo = self.filtered(lambda prompt: not prompt.is_done)
        # Whoever may write the note may say that he talked.
        todo.sudo().with_context(motivation_pay=PAY).write(
            {"is_done": True, "done_by_id": self.env.uid, "done_at": self.env.cr.now()}
        )

    def action_open_facts(self):
        """What the person did in the last days."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_fact_action"
        )
        domain = [
            ("user_id", "=", self.user_id.id),
            ("happened_on", ">=", fields.Date.subtract(self.day_on, days=7)),
        ]
        return {**action, "domain": domain, "context": {}, "display_name": self.user_id.name}

    # === BUSINESS METHODS === #

    @api.model
    def _get_day(self, company):
        """Today; on a day off the last working day, whose talks may still be open."""
        today = company.sudo()._get_business_day()  # its clock is no secret
        days = company._get_working_days(today - timedelta(days=13), today)
        return days[-1] if days else today

    @api.model
    def _get_today_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.motivation_prompt_action"
        )
        today = self._get_day(self.env.company)
        domain = [("day_on", "=", today), ("company_id", "=", self.env.company.id)]
        return {**action, "domain": domain}

    @api.model
    def _is_leading(self, user):
        """Whom prompts are for: the head, the owner, and whoever leads a team."""
        if self.env["motivation.statement"]._decides(user):
            return True
        teams = self.env["crm.team"].sudo()  # who leads is no secret
        return bool(teams.search_count([("user_id", "=", user.id)], limit=1))

    @api.model
    def _refuse_strangers(self):
        if not self._is_leading(self.env.user):
            raise AccessError(self.env._("Prompts are for whoever leads people."))

    @api.model
    def _prepare_day(self, company):
        """Make the cards of today, unless they are there."""
        self._refuse_strangers()
        today = self._get_day(company)
        known = [("company_id", "=", company.id), ("day_on", "=", today)]
        # Each reader sees his people alone.
        if not self.sudo().search_count(known, limit=1):
            self._make_cards(company, today)

    @api.model
    def _make_cards(self, company, today):
        """Make what is missing of a day's cards; two at once make them once."""
        prompts = self.sudo()  # the facts of everybody; each reader sees his people alone
        rows = prompts._choose_cards(company.sudo(), today)  # as above
        if rows:
            prompts._insert_cards(company, today, rows)

    @api.model
    def _insert_cards(self, company, today, rows):
        """Write cards, each person once a day.

        :param rows: of ``(user id, team id, kind, weight, reasons)``
        """
        users, teams, kinds, weights, reasons = zip(*rows, strict=True)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO motivation_prompt (company_id, day_on, user_id, team_id, kind, weight, reasons, is_done,
                                               create_uid, create_date, write_uid, write_date)
                SELECT %(company)s, %(day)s, r.user_id, r.team_id, r.kind, r.weight, r.reasons::jsonb, FALSE,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(users)s::int4[], %(teams)s::int4[], %(kinds)s::varchar[], %(weights)s::int4[],
                              %(reasons)s::text[]) AS r(user_id, team_id, kind, weight, reasons)
                ON CONFLICT DO NOTHING
                """,
                company=company.id,
                day=today,
                uid=self.env.uid,
                now=self.env.cr.now(),
                users=list(users),
                teams=list(teams),
                kinds=list(kinds),
                weights=list(weights),
                reasons=list(reasons),
            )
        )
        self.invalidate_model(flush=False)
