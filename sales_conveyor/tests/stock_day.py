"""A day of a stock sales team, played in a database with or without the addon; told as plain data.

Run by the shell of Odoo: everything it does is rolled back, what happened is printed as one line.
"""

import json
import sys
from datetime import date, datetime
from unittest.mock import patch

MARK = "STOCK DAY "
# Odoo learns them from all deals of the database, so they differ with the demonstration data. What it has
# learnt is forgotten before the day begins: each team that it knows of costs a statement of its own.
LEARNT = {"probability", "automated_probability", "is_automated_probability"}
LEARNT |= {"prorated_revenue", "recurring_revenue_monthly_prorated", "recurring_revenue_prorated"}
NOISE = {"id", "message_ids", "website_message_ids", "create_uid", "write_uid", "duration_tracking"}
# The number of an order depends on how many there were before.
NAMED_BY = {"sale.order": "state"}


class StockDay:
    """The steps, in the order in which they are played."""

    STEPS = (
        "create_cards",
        "move",
        "change_owner",
        "plan",
        "finish",
        "win",
        "reopen",
        "lose",
        "restore",
    )
    STEPS += ("post", "merge", "convert", "assign", "confirm_order", "archive_user", "delete")

    def __init__(self, env):
        self.env = env
        env["crm.lead.scoring.frequency"].search([]).unlink()
        Users = env["res.users"].with_context(no_reset_password=True)
        group = env.ref("sales_team.group_sale_salesman").ids
        self.anna, self.boris = Users.create(
            [
                {"name": name, "login": f"day_{name}", "email": f"{name}@day.example.com",
                 "group_ids": [(6, 0, group)]}
                for name in ("Anna", "Boris")
            ]
        )  # fmt: skip
        members = [
            (0, 0, {"user_id": user.id, "assignment_max": 60}) for user in self.anna | self.boris
        ]
        self.team = env["crm.team"].create(
            {"name": "Day", "use_leads": True, "assignment_domain": "[('name', 'like', 'Day')]",
             "crm_team_member_ids": members, "company_id": env.company.id}
        )  # fmt: skip
        names = ["Day New", "Day Talk", "Day Won"]
        self.stages = env["crm.stage"].create(
            [
                {"name": name, "sequence": n - 200, "is_won": name == "Day Won",
                 "team_ids": self.team.ids}
                for n, name in enumerate(names)
            ]
        )  # fmt: skip
        self.reason = env["crm.lost.reason"].create({"name": "Day Price"})
        self.client = env["res.partner"].create({"name": "Day Client", "is_company": True})

    def play(self):
        """Play all steps.

        :return: list of ``(step, statements, what is in the database then)``
        """
        told = []
        for step in self.STEPS:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            getattr(self, step)()
            self.env.cr.flush()
            told.append((step, self.env.cr.sql_log_count - before, self.describe()))
        return told

    def create_cards(self):
        values = {"type": "opportunity", "team_id": self.team.id, "user_id": self.anna.id}
        rows = [
            {"name": f"Day {n}", "email_from": f"{n}@client.example.com", **values}
            for n in range(4)
        ]
        self.cards = self.env["crm.lead"].with_user(self.anna).create(rows)

    def move(self):
        self.cards.write({"stage_id": self.stages[1].id})

    def change_owner(self):
        self.cards[0].write({"user_id": self.boris.id})

    def plan(self):
        self.cards[1].activity_schedule("mail.mail_activity_data_call", summary="Ring")

    def finish(self):
        self.cards[1].activity_ids.action_feedback("Reached")

    def win(self):
        self.cards[1].action_set_won()

    def reopen(self):
        self.cards[1].write({"stage_id": self.stages[0].id})

    def lose(self):
        self.cards[2].action_set_lost(lost_reason_id=self.reason.id)

    def restore(self):
        self.cards[2].sudo().action_restore()

    def post(self):
        self.cards[2].message_post(body="Good day", message_type="comment")

    def merge(self):
        merged = (self.cards[2] | self.cards[3]).sudo().merge_opportunity()
        self.cards = (self.cards[:2] | merged).with_user(self.anna)

    def convert(self):
        Lead = self.env["crm.lead"]
        lead = Lead.create(
            {"name": "Day Lead", "type": "lead", "team_id": self.team.id, "user_id": False}
        )
        lead.convert_opportunity(self.client, user_ids=self.anna.ids, team_id=self.team.id)
        self.cards |= lead.with_user(self.anna)

    def assign(self):
        values = {"type": "lead", "user_id": False, "team_id": False}
        leads = self.env["crm.lead"].create([{"name": f"Day Free {n}", **values} for n in range(2)])
        with patch.object(type(self.env.cr), "commit", lambda cr: None):
            self.team._action_assign_leads()
        self.cards |= leads.with_user(self.anna)

    def confirm_order(self):
        product = self.env["product.product"].create({"name": "Day Thing", "type": "service"})
        line = (0, 0, {"product_id": product.id, "price_unit": 100})
        card = self.cards[0]
        values = {"partner_id": self.client.id, "opportunity_id": card.id, "team_id": self.team.id}
        self.order = self.env["sale.order"].create({**values, "order_line": [line]})
        self.order.action_confirm()

    def archive_user(self):
        self.boris.action_archive()

    def delete(self):
        self.cards[1].sudo().unlink()
        self.cards -= self.cards[1]

    # === WHAT CAN BE SEEN === #

    def describe(self):
        """The cards with everything that Odoo knows of them, as text."""
        cards = self.cards.sudo().with_context(active_test=False)
        return [
            {
                "fields": {name: _plain(card[name]) for name in sorted(_stock_fields(card))},
                "messages": [_message(message) for message in card.message_ids.sorted("id")],
                "readers": [user.name for user in self.anna | self.boris if _reads(card, user)],
            }
            for card in cards.sorted("id")
        ]


def _stock_fields(card):
    ours = {f.name for f in card._fields.values() if "sales_conveyor" in (f._module or "")}
    for name, field in card._fields.items():
        if field.store and name not in ours | LEARNT | NOISE and field.type != "properties":
            yield name


def _plain(value):
    if hasattr(value, "_name"):
        return sorted(value.mapped(NAMED_BY.get(value._name, "display_name")))
    return bool(value) if isinstance(value, datetime | date) else value


def _message(message):
    subtype = message.subtype_id.name
    changes = [
        (v.field_id.name, v.old_value_char, v.new_value_char) for v in message.tracking_value_ids
    ]
    return [message.message_type, subtype, message.author_id.name, sorted(map(str, changes))]


def _reads(card, user):
    return user.active and card.with_user(user).has_access("read")


def tell(env):
    """Play the day twice, the second time with all that Odoo keeps in mind already; print it."""
    for _time in range(2):
        with env.cr.savepoint(flush=False) as savepoint:
            told = StockDay(env).play()
            savepoint.rollback()
        env.invalidate_all()
    env.cr.rollback()
    sys.stdout.write(MARK + json.dumps(told, default=str) + "\n")  # the one that asked reads it
