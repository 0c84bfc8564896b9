from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

FAULTS = ("no_contact", "past_close", "no_amount", "stuck")


class CrmLead(models.Model):
    """How a card is kept: what it must tell in its stage, and whether the funnel is looked after.

    Asked of PostgreSQL when somebody looks: what is wrong changes with the clock, without anybody writing.
    """

    _inherit = "crm.lead"

    card_complete = fields.Float(
        string="Filled",
        compute="_compute_card_faults",
        help="What the card tells ÷ what it must tell in its stage and in those before.",
    )
    card_faults = fields.Char(string="To Put in Order", compute="_compute_card_faults")
    is_card_faulty = fields.Boolean(compute="_compute_card_faults", search="_search_is_card_faulty")

    # === COMPUTE METHODS === #

    @api.depends("team_id", "stage_id", "won_status", "active", "date_deadline", "expected_revenue")
    @api.depends_context("lang")
    def _compute_card_faults(self):
        cards = SQL("l.id IN %s", tuple(self._origin.ids) or (0,))
        found = {row["lead_id"]: row for row in self._read_hygiene(cards)}
        words = self._get_fault_words() if found else {}
        for lead in self:
            row = found.get(lead._origin.id)
            faults = self._tell_faults(row, words) if row else []
            lead.card_complete = row["filled"] / row["required"] if row and row["required"] else 1.0
            lead.card_faults = "; ".join(faults) or False
            lead.is_card_faulty = bool(faults)

    def _search_is_card_faulty(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["crm.lead"].flush_model()
        faulty = SQL(
            "SELECT h.lead_id FROM (%s) h WHERE h.is_faulty", self._get_hygiene_sql(SQL("TRUE"))
        )
        return Domain("id", "in", faulty)

    # === BUSINESS METHODS === #

    @api.model
    def _get_card_faults(self, users, limit=None):
        """What is to be put in order on the open cards of people, in one question whatever their number.

        :param users: ``res.users`` records
        :param int limit: so many cards of each person are named at most
        :return: ``{user: (number of cards, [(card id, name of the card, what is wrong)])}``, the worst card first
        """
        found = {user: (0, []) for user in users}
        if not users or not self.env["crm.team"]._get_conveyor_team_ids():
            return found
        self.env.flush_all()
        cards = self._get_hygiene_sql(SQL("l.user_id IN %s", tuple(users.ids)))
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT * FROM (
                       SELECT h.*, count(*) OVER (PARTITION BY h.user_id) AS number,
                              row_number() OVER (PARTITION BY h.user_id ORDER BY h.faults DESC, h.lead_id) AS place
                         FROM (%s) h WHERE h.is_faulty) f
                 WHERE %s IS NULL OR f.place <= %s ORDER BY f.place
                """,
                cards,
                limit,
                limit,
            )
        )
        words = self._get_fault_words()
        for row in rows:
            _number, cards = found[user := users.browse(row["user_id"])]
            told = "; ".join(self._tell_faults(row, words))
            cards.append((row["lead_id"], row["name"], told))
            found[user] = row["number"], cards
        return found

    @api.model
    def _get_fault_words(self):
        """How faults are called: ``{fault: text}``, and what a card may be asked for."""
        asked = self.env["conveyor.card.requirement"]._fields["asked"]
        return {
            "no_contact": self.env._("no next contact"),
            "past_close": self.env._("the expected closing is over"),
            "no_amount": self.env._("no amount"),
            "stuck": self.env._("too long in its stage"),
            "missing": self.env._("not filled: %s"),
            **{what: text.lower() for what, text in asked._description_selection(self.env)},
        }

    @api.model
    def _tell_faults(self, row, words):
        """What is wrong with a card, as people say it.

        :param dict row: of `_read_hygiene`
        :param dict words: of `_get_fault_words`
        :return: list of texts
        """
        faults = [words[name] for name in FAULTS if row[name]]
        if row["missing"]:
            missing = ", ".join(words[what] for what in row["missing"])
            faults.insert(0, words["missing"] % missing)
        return faults

    @api.model
    def _read_hygiene(self, where):
        """How open cards are kept.

        :param SQL where: condition on the card ``l``
        :return: list of dicts
        """
        if not self.env["crm.team"]._get_conveyor_team_ids():
            return []
        self.env.flush_all()
        return self.env.execute_query_dict(self._get_hygiene_sql(where))

    # === QUERY === #

    @api.model
    def _get_hygiene_sql(self, where):
        """How the open cards of teams with the conveyor are kept: a row for each.

        :param SQL where: condition on the card ``l``, its team ``t`` and its company ``c``
        """
        rows = self.env["conveyor.card.requirement"]._get_asked_rows()
        wrong = SQL(
            "(cardinality(x.missing) + y.no_contact + y.past_close + y.no_amount + y.stuck)"
        )
        return SQL(
            """
            SELECT l.id AS lead_id, l.name, l.user_id, l.team_id, t.user_id AS manager_id, c.id AS company_id,
                   l.stage_id, l.conveyor_role AS role, l.partner_id, x.today, x.required,
                   x.required - cardinality(x.missing) AS filled, x.missing,
                   y.no_contact, y.past_close, y.no_amount, y.stuck, %(wrong)s AS faults, %(wrong)s > 0 AS is_faulty
              FROM crm_lead l
              JOIN crm_team t ON t.id = l.team_id
              JOIN res_users u ON u.id = l.user_id
              JOIN res_company c ON c.id = COALESCE(l.company_id, t.company_id, u.company_id)
              LEFT JOIN crm_stage s ON s.id = l.stage_id
              LEFT JOIN %(asked)s ON q.team_id = l.team_id AND q.stage_id = l.stage_id
             CROSS JOIN LATERAL (%(told)s OFFSET 0) x  -- worked out once, however often it is named
             CROSS JOIN LATERAL (%(kept)s) y
             WHERE l.won_status = 'pending' AND l.active AND l.team_id IN %(conveyor)s AND %(where)s
            """,
            wrong=wrong,
            asked=self._get_asked_sql(rows),
            told=self._get_told_sql({what for *_place, asked in rows for what in asked}),
            kept=self._get_kept_sql(),
            conveyor=tuple(self.env["crm.team"]._get_conveyor_team_ids()) or (0,),
            where=where,
        )

    @api.model
    def _get_asked_sql(self, rows):
        """What each stage of each team asks for, as a table ``q``."""
        return SQL(
            "unnest(%s::int4[], %s::int4[], %s::varchar[]) AS q (team_id, stage_id, asked)",
            [team for team, _stage, _asked in rows],
            [stage for _team, stage, _asked in rows],
            [",".join(asked) for _team, _stage, asked in rows],
        )

    @api.model
    def _get_told_sql(self, asked):
        """What a card is asked for and does not tell, and the business day of its company.

        :param asked: all that any card is asked for
        """
        requirements = self.env["conveyor.card.requirement"]
        missing = SQL(", ").join(
            SQL(
                "CASE WHEN %s = ANY (a.asked) AND (%s) IS NOT TRUE THEN %s END",
                what,
                requirements._get_filled_sql(what),
                what,
            )
            for what in sorted(asked)
        )
        return SQL(
            """
            SELECT (%(now)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date AS today,
                   cardinality(a.asked) AS required, array_remove(ARRAY[%(missing)s]::varchar[], NULL) AS missing
              FROM (SELECT string_to_array(COALESCE(q.asked, ''), ',') AS asked OFFSET 0) a
            """,
            now=self.env.cr.now(),
            missing=missing,
        )

    @api.model
    def _get_kept_sql(self):
        """Whether the funnel is looked after, by 1 and 0."""
        return SQL(
            """
            SELECT (%(no_contact)s)::int AS no_contact, COALESCE(l.date_deadline < x.today, FALSE)::int AS past_close,
                   (COALESCE(l.conveyor_role, '') IN ('hunter', 'farmer')
                    AND COALESCE(l.expected_revenue, 0) IN (0, 'NaN'))::int AS no_amount,
                   (COALESCE(s.rotting_threshold_days, 0) > 0 AND COALESCE(l.date_last_stage_update, l.create_date)
                    + s.rotting_threshold_days * interval '1 day' < %(now)s)::int AS stuck
            """,
            no_contact=self._get_no_contact_sql(),
            now=self.env.cr.now(),
        )

    @api.model
    def _get_no_contact_sql(self):
        """The condition that nobody knows when the client of a card ``l`` is spoken to next."""
        if "next_contact_on" in self._fields:
            return SQL("l.next_contact_on IS NULL")
        return SQL("FALSE")
