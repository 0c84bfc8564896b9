from odoo import api, fields, models
from odoo.tools import SQL

from ..const import PASSAGE_OUTCOMES, ROLE_ORDER, ROLES


class ConveyorPassage(models.Model):
    """A stay of a card with one person in one stage: opened and closed by the server, never written by a person.

    Work in progress, conversion, speed and the weakest section are read from here.
    """

    _name = "conveyor.passage"
    _description = "Passage"
    _order = "entered_at desc, id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one(
        "crm.lead", string="Card", index="btree_not_null", ondelete="set null", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", string="Person", index=True, ondelete="restrict", readonly=True
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", index=True, ondelete="restrict", readonly=True
    )
    stage_id = fields.Many2one("crm.stage", ondelete="set null", readonly=True)
    role = fields.Selection(selection=ROLES, string="Section", required=True, readonly=True)
    company_id = fields.Many2one("res.company", index=True, ondelete="restrict", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Client", index="btree_not_null", ondelete="set null", readonly=True
    )
    source_id = fields.Many2one("utm.source", ondelete="set null", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", ondelete="set null", readonly=True)
    entered_at = fields.Datetime(string="Entered", required=True, index=True, readonly=True)
    left_at = fields.Datetime(string="Left", readonly=True)
    outcome = fields.Selection(selection=PASSAGE_OUTCOMES, readonly=True)
    is_section_entry = fields.Boolean(
        string="Entered the Section",
        readonly=True,
        help="The card came from outside of the section.",
    )
    is_backfilled = fields.Boolean(
        string="Back-filled",
        readonly=True,
        help="Taken from what Odoo still knew when the conveyor was switched on.",
    )

    _unique_open = models.UniqueIndex(
        "(lead_id) WHERE left_at IS NULL", "The card has an open passage already."
    )
    _open_idx = models.Index("(team_id, role, user_id) INCLUDE (company_id) WHERE left_at IS NULL")
    _left_idx = models.Index("(left_at, role, outcome)")
    _check_span = models.Constraint(
        "CHECK (left_at >= entered_at)", "A passage cannot end before it begins."
    )

    # === BUSINESS METHODS === #

    @api.model
    def _get_close_sql(self, outcome):
        """Close the passages that no longer tell the truth about their ``cards``.

        :param str outcome: how the passages ended, where the cards themselves cannot tell
        """
        return SQL(
            """
            UPDATE conveyor_passage p
               SET left_at = %(now)s, outcome = %(outcome)s, write_date = %(now)s, write_uid = %(uid)s,
                   lost_reason_id = CASE WHEN l.won_status = 'lost' THEN l.lost_reason_id END
              FROM cards l LEFT JOIN crm_team t ON t.id = l.team_id
             WHERE l.id = p.lead_id
               AND (p.left_at IS NULL
                    AND ((p.user_id, p.team_id, p.stage_id, p.role)
                             IS DISTINCT FROM (l.user_id, l.team_id, l.stage_id, l.conveyor_role)
                         OR l.won_status != 'pending' OR NOT l.active OR t.use_conveyor IS NOT TRUE)
                    -- Odoo marks a card lost in two writes: archive it, then tell reason and probability.
                    OR (p.left_at = %(now)s AND l.won_status = 'lost'
                        AND (p.outcome = 'archived'
                             OR p.outcome = 'lost' AND p.lost_reason_id IS DISTINCT FROM l.lost_reason_id)))
            RETURNING p.id
            """,
            now=self.env.cr.now(),
            uid=self.env.uid,
            outcome=self._get_outcome_sql(outcome),
        )

    @api.model
    def _get_outcome_sql(self, outcome):
        order = SQL("ARRAY[%s]", SQL(", ").join(SQL("%s", role) for role in ROLE_ORDER))
        return SQL(
            """
            CASE WHEN l.won_status = 'won' THEN 'won'
                 WHEN l.won_status = 'lost' THEN 'lost'
                 WHEN NOT l.active THEN 'archived'
                 WHEN t.use_conveyor IS NOT TRUE THEN 'stopped'
                 WHEN %(outcome)s::varchar IS NOT NULL THEN %(outcome)s
                 -- Pushed to somebody by hand: nobody accepted it, so nothing was passed on.
                 WHEN p.user_id IS DISTINCT FROM l.user_id THEN 'reassigned'
                 WHEN array_position(%(order)s, p.role::text) < array_position(%(order)s, l.conveyor_role::text)
                     THEN 'passed'
                 WHEN p.role != l.conveyor_role THEN 'returned'
                 ELSE 'moved' END
            """,
            outcome=outcome,
            order=order,
        )

    @api.model
    def _get_open_sql(self):
        """Open the passages that the ``cards`` miss once those in ``closed`` are closed."""
        return SQL(
            """
            INSERT INTO conveyor_passage (%(columns)s, entered_at, left_at, outcome, is_section_entry)
            SELECT %(values)s, %(now)s,
                   CASE WHEN l.won_status = 'pending' AND l.active THEN NULL ELSE %(now)s END,
                   CASE WHEN l.won_status != 'pending' THEN l.won_status
                        WHEN NOT l.active THEN 'archived' END,
                   (SELECT q.role FROM conveyor_passage q WHERE q.lead_id = l.id
                     ORDER BY q.entered_at DESC, q.id DESC LIMIT 1) IS DISTINCT FROM l.conveyor_role
              FROM %(tables)s
             WHERE NOT EXISTS (SELECT FROM conveyor_passage q WHERE q.lead_id = l.id
                                AND (q.left_at IS NULL AND q.id NOT IN (SELECT id FROM closed)
                                     OR l.won_status != 'pending' OR NOT l.active))
            """,
            columns=self._get_lead_columns(),
            values=self._get_lead_values(),
            tables=self._get_lead_tables(SQL("cards")),
            now=self.env.cr.now(),
        )

    @api.model
    def _backfill(self, teams):
        """One passage for each card these teams have from before: its last stay, as Odoo still tells it."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_passage (%(columns)s, entered_at, left_at, outcome, is_section_entry,
                                              is_backfilled, lost_reason_id)
                SELECT %(values)s, LEAST(s.entered_at, s.left_at, %(now)s), s.left_at, s.outcome, TRUE, TRUE,
                       CASE WHEN l.won_status = 'lost' THEN l.lost_reason_id END
                  FROM %(tables)s
                 CROSS JOIN LATERAL (SELECT
                       COALESCE(l.date_open, l.create_date) AS entered_at,
                       CASE WHEN l.won_status != 'pending' OR NOT l.active
                            THEN COALESCE(l.date_closed, l.date_last_stage_update, l.write_date) END AS left_at,
                       CASE WHEN l.won_status != 'pending' THEN l.won_status
                            WHEN NOT l.active THEN 'archived' END AS outcome) s
                 WHERE l.team_id IN %(teams)s
                   AND NOT EXISTS (SELECT FROM conveyor_passage q
                                    WHERE q.lead_id = l.id AND (q.left_at IS NULL OR s.outcome IS NOT NULL))
                """,
                columns=self._get_lead_columns(),
                values=self._get_lead_values(),
                tables=self._get_lead_tables(SQL("crm_lead")),
                now=self.env.cr.now(),
                teams=teams._ids,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _get_lead_columns(self):
        return SQL(
            "lead_id, user_id, team_id, stage_id, role, source_id, partner_id, company_id, "
            "create_uid, create_date, write_uid, write_date"
        )

    @api.model
    def _get_lead_values(self):
        return SQL(
            "l.id, l.user_id, l.team_id, l.stage_id, l.conveyor_role, l.source_id, p.commercial_partner_id, "
            "COALESCE(l.company_id, t.company_id, u.company_id), %(uid)s, %(now)s, %(uid)s, %(now)s",
            uid=self.env.uid,
            now=self.env.cr.now(),
        )

    @api.model
    def _get_lead_tables(self, cards):
        return SQL(
            "%s l JOIN crm_team t ON t.id = l.team_id AND t.use_conveyor "
            "LEFT JOIN res_users u ON u.id = l.user_id LEFT JOIN res_partner p ON p.id = l.partner_id",
            cards,
        )

    @api.model
    def _close(self, condition, outcome):
        """Close the open passages that meet a condition.

        :param SQL condition: over ``conveyor_passage``
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE conveyor_passage SET left_at = %s, outcome = %s WHERE left_at IS NULL AND %s",
                self.env.cr.now(),
                outcome,
                condition,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _close_for_teams(self, teams):
        self._close(SQL("team_id IN %s", teams._ids), "stopped")

    @api.model
    def _close_for_leads(self, leads, outcome):
        if leads:
            self._close(SQL("lead_id IN %s", leads._ids), outcome)
