import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

TELEPHONY = "sales_conveyor.sales_conveyor_group_telephony"
BATCH = 5000
BURST_SECONDS = 60
BURST_COUNT = 20
# What telephony may tell a second time, and what then must be the same.
COMPARED = ("user_id", "direction", "started_at", "talk_seconds", "outcome", "phone", "lead_id")

# The columns that a teller fills, in the order of the statement.
COLUMNS = (
    "user_id", "company_id", "direction", "started_at", "talk_seconds", "outcome", "phone", "lead_id",
    "partner_id", "activity_id", "external_id", "note", "source",
)  # fmt: skip


class ConveyorCall(models.Model):
    """Logging calls: the one door for people and for telephony, whatever their number in one statement."""

    _inherit = "conveyor.call"

    # === PUBLIC METHODS === #

    @api.model
    def log_call(self, values):
        """Log one call; telephony calls it as often as it likes.

        :param dict values: ``user_id`` or ``login`` of the caller (default: oneself), ``direction``,
            ``started_at`` (telephony only: a call logged by hand began now), ``talk_seconds``, ``outcome``,
            ``phone``, ``lead_id``, ``partner_id``, ``company_id``, ``external_id``, ``note``,
            ``activity_id`` (a planned call that this one has done), ``recording_link`` or
            ``recording`` (``{"name": …, "data": base64}``)
        :return: ``{"id", "is_new", "changed"}``; a known ``external_id`` gives the call that stands, and the
            names of what was told otherwise this time
        """
        return self.log_calls([values])[0]

    @api.model
    def log_calls(self, calls):
        """Log many calls at once: all of them, or none where one is wrong.

        :param list calls: as for `log_call`
        :return: list of answers in the same order
        """
        if not isinstance(calls, list) or len(calls) > BATCH:
            raise UserError(self.env._("Calls are told as a list of at most %s.", BATCH))
        rows = []
        for number, values in enumerate(calls, start=1):
            try:
                rows.append(self._read_values(values))
            except UserError as error:
                if len(calls) == 1:
                    raise
                raise UserError(
                    self.env._("Call %(number)s: %(fault)s", number=number, fault=error.args[0])
                ) from None
        return self._log(rows) if rows else []

    # === BUSINESS METHODS === #

    @api.model
    def _log(self, rows):
        """Book calls whose values have been read."""
        is_telephony = self.env.user.has_group(TELEPHONY)
        self.env.flush_all()  # cards and people of this transaction are seen by the statements
        self._complete_rows(rows, is_telephony)
        fresh = self._insert(rows)
        answers = self._answer(rows, fresh)
        self.invalidate_model(flush=False)
        booked = self.browse([row["id"] for row in rows if row["is_new"]])
        self._keep_recordings(rows)
        self._follow(booked, rows)
        return answers

    @api.model
    def _insert(self, rows):
        """One statement for all; who comes twice at once meets himself in the unique index.

        :return: ``{place in rows: id}`` of the calls that are new
        """
        told = [
            {
                **{name: row[name] for name in COLUMNS},
                "place": place,
                "started_at": str(row["started_at"]),
            }
            for place, row in enumerate(rows)
        ]
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        values = SQL(", ").join(
            SQL("r.%s", SQL.identifier("client_id" if name == "partner_id" else name))
            for name in COLUMNS
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_call (%(columns)s, lead_name, partner_name, called_on, is_conversation, team_id,
                                           logged_by_id, logged_at, create_uid, create_date, write_uid, write_date)
                SELECT %(values)s, left(r.lead_name, 200), left(r.partner_name, 200), r.called_on, r.is_conversation,
                       r.team_id, %(uid)s, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM (%(told)s) r ORDER BY r.place
                    ON CONFLICT DO NOTHING
                RETURNING id, company_id, external_id
                """,
                columns=columns,
                values=values,
                told=self._get_told_sql(told),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        return self._place(rows, self.env.cr.fetchall())

    @api.model
    def _get_told_sql(self, told):
        """What was told, with what the database knows of card, client, team and clock."""
        return SQL(
            """
            SELECT r.*, l.name AS lead_name, p.id AS client_id,
                   COALESCE(p.complete_name, NULLIF(l.partner_name, ''), l.contact_name) AS partner_name,
                   (r.started_at AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC'))::date AS called_on,
                   r.outcome = 'talked' OR r.talk_seconds >= c.conveyor_conversation_seconds AS is_conversation,
                   COALESCE(l.team_id, (SELECT m.crm_team_id FROM crm_team_member m
                                          JOIN crm_team t ON t.id = m.crm_team_id
                                         WHERE m.user_id = r.user_id AND m.active
                                         ORDER BY t.company_id = r.company_id DESC NULLS LAST, m.id LIMIT 1)) AS team_id
              FROM jsonb_to_recordset(%s::jsonb) AS r (
                   place int, user_id int, company_id int, direction varchar, started_at timestamp, talk_seconds int,
                   outcome varchar, phone varchar, lead_id int, partner_id int, activity_id int, external_id varchar,
                   note text, source varchar)
              JOIN res_company c ON c.id = r.company_id
              LEFT JOIN crm_lead l ON l.id = r.lead_id
              LEFT JOIN res_partner p ON p.id = COALESCE(r.partner_id, l.partner_id)
            """,
            json.dumps(told),
        )

    @api.model
    def _place(self, rows, booked):
        """Which row became which call: by its external id, else in order."""
        known = {(company, external): id_ for id_, company, external in booked if external}
        plain = iter(sorted(id_ for id_, _company, external in booked if not external))
        placed = {}
        for place, row in enumerate(rows):
            if row["external_id"]:
                # Told twice in one go, the first one is the call.
                id_ = known.pop((row["company_id"], row["external_id"]), None)
            else:
                id_ = next(plain)
            if id_:
                placed[place] = id_
        return placed

    @api.model
    def _answer(self, rows, fresh):
        """What each teller is told: his call, whether it is new, and what he told otherwise before."""
        known = [row for place, row in enumerate(rows) if place not in fresh]
        standing = self._find_standing(known)
        answers = []
        for place, row in enumerate(rows):
            row["is_new"] = place in fresh
            row["id"] = fresh.get(place)
            changed = []
            if not row["is_new"]:
                call = standing[row["company_id"], row["external_id"]]
                row["id"] = call.id
                changed = [name for name in COMPARED if self._differs(call, name, row)]
            answers.append({"id": row["id"], "is_new": row["is_new"], "changed": changed})
        return answers

    @api.model
    def _differs(self, call, name, row):
        told = row[name]
        if told is None:
            return False
        stands = call[name].id if name.endswith("_id") else call[name]
        return (stands or False) != (told or False)

    @api.model
    def _find_standing(self, rows):
        if not rows:
            return {}
        domain = [
            ("external_id", "in", [row["external_id"] for row in rows]),
            ("company_id", "in", [row["company_id"] for row in rows]),
        ]
        calls = self.sudo().search(domain)  # whoever may tell of a call learns whether it stands
        return {(call.company_id.id, call.external_id): call for call in calls}

    @api.model
    def _follow(self, calls, rows):
        """What follows from calls: facts, planned calls done, the clock of the first contact, bursts."""
        if not calls:
            return
        self._flag_bursts(calls)
        self._close_planned([row for row in rows if row["is_new"] and row["activity_id"]])
        self._link_done(SQL("c.id IN %s", tuple(calls.ids)))
        self.env["conveyor.fact"]._expect("conveyor.call", calls.ids, happened=True)
        self._tell_cards(calls)

    @api.model
    def _tell_cards(self, calls):
        """Where the client was reached, the card knows of the contact, and its clock of the first contact stops."""
        # One's own calls may be of cards that were passed on.
        reached = calls.sudo().filtered(lambda call: call.is_conversation and call.lead_id)
        contacts = {call.lead_id.id: call.started_at for call in reached.sorted("started_at")}
        self.env["conveyor.agreement"]._touch_contacts(contacts)
        if not reached or not self.env["crm.team"]._get_conveyor_team_ids():
            return
        for user, group in reached.grouped("user_id").items():
            group.lead_id.with_user(user)._filtered_access("read")._mark_contacted()

    @api.model
    def _flag_bursts(self, calls):
        """Nobody makes more than twenty calls in a minute: what is logged so is marked to be looked at."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE conveyor_call c SET is_suspicious = TRUE
                  FROM (SELECT user_id FROM conveyor_call
                         WHERE source = 'hand' AND logged_at > %(now)s::timestamp - %(span)s * interval '1 second'
                           AND user_id IN (SELECT user_id FROM conveyor_call WHERE id IN %(ids)s)
                         GROUP BY user_id HAVING count(*) > %(many)s) b
                 WHERE c.user_id = b.user_id AND c.source = 'hand' AND c.is_suspicious IS NOT TRUE
                   AND c.logged_at > %(now)s::timestamp - %(span)s * interval '1 second'
                """,
                now=self.env.cr.now(),
                span=BURST_SECONDS,
                many=BURST_COUNT,
                ids=tuple(calls.ids),
            )
        )
        self.invalidate_model(["is_suspicious"], flush=False)
