from odoo import api, models
from odoo.tools import SQL

from ..const import INCIDENT
from .conveyor_incident import TEXT_LENGTH

BATCH = 500
COLUMNS = (
    "origin",
    "evidence",
    "happened_on",
    "user_id",
    "team_id",
    "company_id",
    "lead_id",
    "partner_id",
)
KINDS = ("varchar", "text", "date", "int4", "int4", "int4", "int4", "int4")


class ConveyorIncident(models.Model):
    """Breaches that rules find: booked by one statement, once for each origin, confirmed by time."""

    _inherit = "conveyor.incident"

    # === BUSINESS METHODS === #

    @api.model
    def _book_breaches(self, rule, rows):
        """Book what a rule has found; what is booked already is left as it is, so that twice is once.

        :param str rule: code of a category of breaches; one that is switched off books nothing
        :param rows: dicts of ``origin`` ("model,id[,key]", unique per rule), ``user_id``, ``team_id``,
            ``company_id``, ``lead_id``, ``partner_id``, ``happened_on`` and ``evidence`` (plain text); ids or
            nothing. Without a company it is that of the team, else of the person
        :return: ids of the incidents that are new
        """
        category = self.env["conveyor.incident.category"]._get_rule(rule)
        rows = list({row["origin"]: row for row in rows}.values())
        if not category or not rows:
            return []
        self.env.flush_all()
        rows = self._place_rows(rows)
        due = {
            key: self._plan_days(*key, key[1].conveyor_dispute_days)
            for key in {row[0] for row in rows}
        }
        columns = list(zip(*(values for _key, values in rows), strict=True))
        self.env.cr.execute(
            self._get_breaches_sql(category, columns, [due[key] for key, _values in rows])
        )
        ids = [row for (row,) in self.env.cr.fetchall()]
        self.invalidate_model(flush=False)
        if ids and self._is_quiet():
            # A past that is only replayed is news to nobody; a rule speaks for the department.
            self.sudo().browse(ids)._mark_told(self.env.cr.now().date())
        return ids

    @api.model
    def _place_rows(self, rows):
        """The rows by whose clock they run, each as the values of ``COLUMNS``.

        :return: list of ``((team, company), values)``
        """
        server = self.sudo()  # whoever finds a breach need not read teams and companies
        Team, User, Company = (
            server.env[name] for name in ("crm.team", "res.users", "res.company")
        )
        teams = Team.browse({row.get("team_id") or 0 for row in rows} - {0})
        users = User.browse({row.get("user_id") or 0 for row in rows} - {0})
        placed = []
        for row in rows:
            team = Team.browse(row.get("team_id") or ()).with_prefetch(teams.ids)
            user = User.browse(row.get("user_id") or ()).with_prefetch(users.ids)
            company = Company.browse(row.get("company_id") or ())
            company = company or team.company_id or user.company_id or self.env.company
            words = (row.get("evidence") or "").replace("\0", "")[:TEXT_LENGTH]
            values = {**row, "evidence": words, "company_id": company.id}
            placed.append(((team, company), [values.get(name) or None for name in COLUMNS]))
        return placed

    @api.model
    def _get_breaches_sql(self, category, columns, due):
        """The statement that books breaches.

        :param list columns: of the rows, in the order of ``COLUMNS``
        :param list due: instants at which they are confirmed by themselves
        """
        arrays = [
            SQL("%s::%s[]", list(column), SQL(kind))
            for column, kind in zip(columns, KINDS, strict=True)
        ]
        return SQL(
            """
            INSERT INTO conveyor_incident (category_id, kind, state, origin, evidence, happened_on, user_id, team_id,
                        company_id, lead_id, partner_id, lead_name, partner_name, reported_at, due_at,
                        create_uid, create_date, write_uid, write_date)
            SELECT %(category)s, 'breach', 'reported', r.origin, r.evidence, r.happened_on, r.user_id, r.team_id,
                   r.company_id, l.id, p.id, left(l.name, 200), left(COALESCE(p.complete_name, p.name), 200),
                   %(now)s, r.due_at, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM unnest(%(arrays)s, %(due)s::timestamp[]) AS r (%(names)s, due_at)
              LEFT JOIN crm_lead l ON l.id = r.lead_id
              LEFT JOIN res_partner p ON p.id = COALESCE(r.partner_id, l.partner_id)
             WHERE NOT EXISTS (SELECT FROM conveyor_incident i
                                WHERE i.category_id = %(category)s AND i.origin = r.origin)
                ON CONFLICT DO NOTHING
            RETURNING id
            """,
            category=category.id,
            now=self.env.cr.now(),
            uid=self.env.uid,
            arrays=SQL(", ").join(arrays),
            due=list(due),
            names=SQL(", ").join(SQL.identifier(name) for name in COLUMNS),
        )

    # === CRON === #

    @api.model
    def _cron_confirm(self):
        """Confirm the breaches that nobody disputed in time.

        Each batch is kept even if the server dies after it; run again it finds nothing to do.
        """
        cron = self.env["ir.cron"]
        while due := self._find_due(BATCH):
            due._confirm_by_time()
            if not cron._commit_progress(len(due), remaining=self._count_due()):
                return

    @api.model
    def _get_due_domain(self):
        return [
            ("state", "=", "reported"),
            ("kind", "=", "breach"),
            ("disputed_at", "=", False),
            ("user_id", "!=", False),
            ("due_at", "<=", self.env.cr.now()),
        ]

    @api.model
    def _find_due(self, limit):
        # As the cron does, whoever calls it.
        due = self.sudo().search(self._get_due_domain(), limit=limit, order="id")
        return due.try_lock_for_update(allow_referencing=True)

    @api.model
    def _count_due(self):
        return self.sudo().search_count(self._get_due_domain())  # as above

    def _confirm_by_time(self):
        """Nobody disputed it: it is confirmed, and from now on the days of a dispute run once more."""
        now = self.env.cr.now()
        deeds = self.with_context(conveyor_incident=INCIDENT, tracking_disable=True)
        for incidents in deeds.grouped(lambda one: (one.team_id, one.company_id)).values():
            until = incidents[0]._plan_dispute()
            incidents.write(
                {
                    "state": "confirmed",
                    "confirmed_at": now,
                    "verdict_at": now,
                    "dispute_until_at": until,
                }
            )
        self.env["conveyor.fact"]._expect("conveyor.incident", self.ids, happened=True)
