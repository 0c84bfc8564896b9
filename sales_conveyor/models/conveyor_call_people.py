import json

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

SELLER = "sales_team.group_sale_salesman"


class ConveyorCall(models.Model):
    """Who called whom: the caller, his company, the card and the client of calls that are told."""

    _inherit = "conveyor.call"

    # === BUSINESS METHODS === #

    @api.model
    def _complete_rows(self, rows, is_telephony):
        """Fill what was not told, and refuse what may not be told.

        Telephony tells of everybody; a person logs his own calls, and they begin at that moment.
        """
        callers = self._find_callers(rows, is_telephony)
        cards = self._find_readable("crm.lead", rows, "lead_id", is_telephony)
        self._find_readable("res.partner", rows, "partner_id", is_telephony)
        planned = self._find_readable("mail.activity", rows, "activity_id", is_telephony)
        for row in rows:
            told = row["started_at"] or row["external_id"]
            row["source"] = "telephony" if told and is_telephony else "hand"
            if told and not is_telephony:
                raise UserError(
                    self.env._(
                        "A call logged by hand begins now and has no id: only telephony tells those."
                    )
                )
            row["started_at"] = row["started_at"] or self.env.cr.now().replace(microsecond=0)
            caller = callers[row["user_id"] or row["login"] or self.env.uid]
            row["user_id"] = caller.id
            card = cards.get(row["lead_id"])
            row["company_id"] = self._find_company(row, caller, card).id
            self._check_planned(row, planned.get(row["activity_id"]))
        self._find_by_phone(rows)

    @api.model
    def _find_callers(self, rows, is_telephony):
        """The people who called.

        :return: ``{id or login: user}``
        """
        told = {row["user_id"] or row["login"] or self.env.uid for row in rows}
        if not is_telephony and told - {self.env.uid, self.env.user.login}:
            raise AccessError(
                self.env._("You log your own calls; those of others are told by telephony.")
            )
        Users = (
            self.env["res.users"].sudo().with_context(active_test=False)
        )  # telephony reads nobody
        ids = [key for key in told if isinstance(key, int)]
        users = Users.search(
            ["|", ("id", "in", ids), ("login", "in", [key for key in told if isinstance(key, str)])]
        )
        found = {user.id: user for user in users} | {user.login: user for user in users}
        sellers = (
            self.env.ref(SELLER).sudo().with_context(active_test=False).all_user_ids
        )  # as above
        for key in told:
            if key not in found:
                raise UserError(self.env._("There is no person “%s” to have called.", key))
            if found[key] not in sellers:
                raise UserError(
                    self.env._(
                        "%s does not work in sales: his calls are not counted.", found[key].name
                    )
                )
        return found

    @api.model
    def _find_readable(self, model, rows, name, is_telephony):
        """The records that the rows name, of those that the teller may read.

        :return: ``{id: record}``
        """
        ids = {row[name] for row in rows if row[name]}
        if not ids:
            return {}
        records = self.env[model].with_context(active_test=False).browse(ids)
        # Telephony has no rights but this one.
        records = records.sudo().exists() if is_telephony else records.exists()
        found = {record.id: record for record in records._filtered_access("read")}
        for missing in ids - found.keys():
            raise UserError(
                self.env._(
                    "The record %(id)s of “%(name)s” does not exist, or is not yours to call.",
                    id=missing,
                    name=name,
                )
            )
        return found

    @api.model
    def _find_company(self, row, caller, card):
        """The company of a call: its card's, else the one that was told, else the caller's."""
        company = caller.company_id
        if row["company_id"]:
            # Companies are no secret to whoever tells of calls.
            company = self.env["res.company"].sudo().browse(row["company_id"]).exists()
        if card:
            own = card.sudo().company_id or card.sudo().team_id.company_id  # of a card just read
            if own and row["company_id"] and own != company:
                raise UserError(self.env._("This card belongs to another company."))
            company = own or company
        for person in (caller, self.env.user):
            if not company or company not in person.sudo().company_ids:  # as above
                raise UserError(self.env._("%s does not work in this company.", person.name))
        return company.sudo()  # as above

    @api.model
    def _check_planned(self, row, activity):
        """A planned call that this one has done is one on the same card or client."""
        if activity is None:
            return
        documents = {("crm.lead", row["lead_id"]), ("res.partner", row["partner_id"])}
        # What was planned for a card that was just read.
        is_call = activity.sudo().activity_type_id.category == "phonecall"
        if not is_call or (activity.res_model, activity.res_id) not in documents:
            raise UserError(self.env._("This is no planned call with the same client."))
        if row["direction"] != "outgoing":
            raise UserError(self.env._("A planned call is done by an outgoing one."))

    @api.model
    def _find_by_phone(self, rows):
        """Where only a number was told: the caller's open card of that number, else the client; all in one query."""
        numbers = []
        for place, row in enumerate(rows):
            if row["phone"] and not row["lead_id"] and not row["partner_id"]:
                # The country of a company is no secret.
                country = self.env["res.company"].sudo().browse(row["company_id"]).country_id
                number = self.env.user._phone_format(number=row["phone"], country=country)
                told = {"place": place, "number": number or None}
                numbers.append({**told, "company": row["company_id"], "caller": row["user_id"]})
        if not numbers:
            return
        self.env.cr.execute(
            SQL(
                """
                SELECT r.place, l.id, p.id
                  FROM jsonb_to_recordset(%s::jsonb) AS r (place int, number varchar, company int, caller int)
                  LEFT JOIN LATERAL (
                       SELECT l.id FROM crm_lead l
                        WHERE l.phone_sanitized = r.number AND l.active AND l.won_status = 'pending'
                          AND (l.company_id IS NULL OR l.company_id = r.company) AND l.user_id = r.caller
                        ORDER BY l.id DESC LIMIT 1) l ON TRUE
                  LEFT JOIN LATERAL (
                       SELECT p.id FROM res_partner p
                        WHERE l.id IS NULL AND p.phone_sanitized = r.number AND p.active
                          AND (p.company_id IS NULL OR p.company_id = r.company)
                        ORDER BY p.id LIMIT 1) p ON TRUE
                """,
                json.dumps(numbers),
            )
        )
        for place, lead_id, partner_id in self.env.cr.fetchall():
            rows[place].update(lead_id=lead_id, partner_id=partner_id)

    @api.model
    def _close_planned(self, rows):
        """Mark the planned calls as done by who called; the calls count, and the activities nothing more."""
        by_caller = {}
        for row in rows:
            by_caller.setdefault(row["user_id"], []).append(row["activity_id"])
        for user_id, ids in by_caller.items():
            activities = self.env["mail.activity"].with_user(user_id).browse(ids).exists()
            activities.filtered("active")._filtered_access("write").action_done()

    @api.model
    def _link_done(self, scope):
        """Pair calls with call activities that were done just after them.

        :param SQL scope: condition of calls ``c`` or activities ``a``
        """
        self.env["mail.activity"].flush_model()
        self.flush_model()
        self.env.cr.execute(self._get_link_sql(scope))
        ids = [id_ for (id_,) in self.env.cr.fetchall()]
        if ids:
            self.invalidate_model(["activity_id"], flush=False)
            self.env["conveyor.fact"]._expect("mail.activity", ids, happened=True)

    @api.model
    def _get_link_sql(self, scope):
        """A call activity done just after a call of the same person on the same card is that call.

        :param SQL scope: condition of calls ``c`` or activities ``a``
        """
        return SQL(
            """
            UPDATE conveyor_call c SET activity_id = x.activity_id
              FROM (SELECT DISTINCT ON (a.id) a.id AS activity_id, c.id AS call_id
                      FROM conveyor_call c
                      JOIN mail_activity a ON a.res_model = 'crm.lead' AND a.res_id = c.lead_id
                           AND a.user_id = c.user_id AND NOT a.active AND a.date_done IS NOT NULL
                      JOIN mail_activity_type k ON k.id = a.activity_type_id AND k.category = 'phonecall'
                     WHERE %s AND c.activity_id IS NULL AND c.cancelled_at IS NULL AND c.direction = 'outgoing'
                       AND a.write_date BETWEEN c.started_at - interval '5 minutes'
                           AND c.started_at + (c.talk_seconds + 3600) * interval '1 second'
                       AND NOT EXISTS (SELECT FROM conveyor_call o WHERE o.activity_id = a.id)
                     ORDER BY a.id, c.started_at DESC) x
             WHERE c.id = x.call_id
            RETURNING c.activity_id
            """,
            scope,
        )
