"""The department of the race tests, and what must be true of its relay whatever happened."""

from datetime import datetime, timedelta

from serving import environment

SELLERS = {
    "scout": "scout",
    "scout2": "scout",
    "hunter": "hunter",
    "hunter2": "hunter",
    "farmer": "farmer",
    "leader": None,
}
# What must never be found in the tables: each query looks for one kind of damage.
DAMAGES = {
    "an open card without exactly one open passage": """
        SELECT l.id, COUNT(p.id) FROM crm_lead l
          JOIN crm_team t ON t.id = l.team_id AND t.use_conveyor
          LEFT JOIN conveyor_passage p ON p.lead_id = l.id AND p.left_at IS NULL
         WHERE l.active AND l.won_status = 'pending'
         GROUP BY l.id HAVING COUNT(p.id) != 1""",
    "an open passage of a closed card": """
        SELECT p.id FROM conveyor_passage p JOIN crm_lead l ON l.id = p.lead_id
         WHERE p.left_at IS NULL AND (NOT l.active OR l.won_status != 'pending')""",
    "an open passage that does not tell where its card is": """
        SELECT p.id FROM conveyor_passage p JOIN crm_lead l ON l.id = p.lead_id
         WHERE p.left_at IS NULL AND (p.user_id, p.team_id, p.stage_id, p.role)
               IS DISTINCT FROM (l.user_id, l.team_id, l.stage_id, l.conveyor_role)""",
    "overlapping passages of a card": """
        SELECT a.id, b.id FROM conveyor_passage a
          JOIN conveyor_passage b ON b.lead_id = a.lead_id AND b.id > a.id AND a.outcome != 'merged'
         WHERE b.outcome IS DISTINCT FROM 'merged' AND COALESCE(a.left_at, 'infinity') > b.entered_at""",
    "a card that waits for another person than its handover": """
        SELECT l.id FROM crm_lead l
          LEFT JOIN conveyor_handover h
                 ON h.lead_id = l.id AND h.state = 'offered' AND h.kind = 'lead'
         WHERE (l.waiting_user_id, l.decision_due_at) IS DISTINCT FROM (h.to_user_id, h.deadline_at)""",
    "a handover that does not begin where the one before ended": """
        SELECT a.id, b.id FROM conveyor_handover a
          JOIN LATERAL (SELECT * FROM conveyor_handover n
                         WHERE n.lead_id = a.lead_id AND n.kind = 'lead' AND n.id > a.id
                         ORDER BY n.id LIMIT 1) b ON TRUE
         WHERE a.kind = 'lead'
           AND b.from_user_id != CASE a.state WHEN 'accepted' THEN a.to_user_id ELSE a.from_user_id END
           AND NOT EXISTS (SELECT FROM conveyor_passage p WHERE p.lead_id = a.lead_id
                            AND p.outcome IN ('reassigned', 'merged', 'passed', 'returned'))""",
    "a decision without its instant and its person": """
        SELECT id FROM conveyor_handover
         WHERE (state != 'offered') != (decided_at IS NOT NULL AND decided_by_id IS NOT NULL)""",
    "a card or an offer with somebody who left": """
        SELECT l.id FROM crm_lead l JOIN res_users u ON u.id IN (l.user_id, l.waiting_user_id)
          JOIN crm_team t ON t.id = l.team_id AND t.use_conveyor
         WHERE NOT u.active AND l.active AND l.won_status = 'pending'""",
    "a card won without a fact, or a fact that stands without a won card": """
        SELECT l.id, sum(f.quantity) FROM crm_lead l
          LEFT JOIN conveyor_fact f ON f.origin_id = l.id
               AND f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'deal_won')
         WHERE l.team_id IN (SELECT id FROM crm_team WHERE name ->> 'en_US' = 'Race') AND l.type = 'opportunity'
         GROUP BY l.id HAVING COALESCE(sum(f.quantity), 0) != (l.won_status = 'won')::int""",
    "a client with two first sales": """
        SELECT f.company_id, c.partner_id FROM conveyor_fact f JOIN conveyor_client c ON c.id = f.client_id
         WHERE f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'first_sale')
         GROUP BY f.company_id, c.partner_id HAVING sum(f.quantity) > 1""",
    "sums by month that are not those of the facts": """
        SELECT metric_id, month, sum(quantity), sum(amount)
          FROM (SELECT metric_id, date_trunc('month', happened_on)::date AS month, user_id, quantity, amount
                  FROM conveyor_fact WHERE NOT is_level
                 UNION ALL
                SELECT metric_id, month_on, user_id, -quantity, -amount FROM conveyor_fact_sum) x
         GROUP BY metric_id, month, user_id
        HAVING sum(quantity) != 0 OR COALESCE(sum(amount), 0) != 0""",
    "more key clients than the limit": """
        SELECT f.value, COUNT(*) FROM res_partner p, jsonb_each_text(p.farmer_id) f
         WHERE (p.is_key_client ->> f.key)::boolean GROUP BY f.value HAVING COUNT(*) > 3""",
}


class Department:
    """One team, its people with keys for RPC, and cards on demand."""

    def __init__(self, database):
        """Create the team and its people."""
        self.database = database
        with environment(database) as env:
            env["crm.stage"].search([]).conveyor_role = False
            self.stages = self._create_stages(env)
            self.users, self.keys = self._create_people(env)
            self.team = self._create_team(env)
            self.reason = env.ref("sales_conveyor.return_reason_no_need").id

    def _create_stages(self, env):
        rows = [("contact", "scout"), ("talk", "hunter"), ("growth", "farmer")]
        values = [
            {"name": name, "conveyor_role": role, "sequence": n - 100}
            for n, (name, role) in enumerate(rows)
        ]
        return dict(
            zip([name for name, _role in rows], env["crm.stage"].create(values).ids, strict=True)
        )

    def _create_people(self, env):
        groups = dict.fromkeys(SELLERS, "sales_team.group_sale_salesman")
        groups["head"] = "sales_team.group_sale_manager"
        users = {
            name: env["res.users"].create(
                {
                    "name": name.title(),
                    "login": f"race_{name}",
                    "group_ids": [(4, env.ref(group).id)],
                }
            )
            for name, group in groups.items()
        }
        users["admin"] = env.ref("base.user_admin")
        soon = datetime.now() + timedelta(hours=20)
        make = {
            name: env["res.users.apikeys"].with_user(user).sudo() for name, user in users.items()
        }
        keys = {name: keys._generate("rpc", "race", soon) for name, keys in make.items()}
        return {name: user.id for name, user in users.items()}, keys

    def _create_team(self, env):
        members = [
            (
                0,
                0,
                {
                    "user_id": self.users[name],
                    "role": role,
                    "is_key_farmer": role == "farmer",
                    "capacity": 9999,
                },
            )
            for name, role in SELLERS.items()
            if role
        ]
        values = {"name": "Race", "use_conveyor": True, "user_id": self.users["leader"]}
        values["company_id"] = env.company.id
        return env["crm.team"].create({**values, "crm_team_member_ids": members}).id

    # === WORDS OF THE RACES === #

    def by(self, person, model, method, **body):
        """A call that the server can be given."""
        return (self.keys[person], model, method, body)

    def cards(self, count=1, owner="scout", stage="contact"):
        """New cards; nobody's where the owner is empty."""
        values = {"type": "opportunity", "team_id": self.team, "stage_id": self.stages[stage]}
        values["user_id"] = self.users.get(owner)
        with environment(self.database) as env:
            return (
                env["crm.lead"].create([{**values, "name": f"Card {n}"} for n in range(count)]).ids
            )

    def offered(self, count=1, receiver="hunter"):
        """New cards that the scout has offered to a hunter: ids of cards and handovers."""
        ids = self.cards(count)
        with environment(self.database) as env:
            scout = env(user=self.users["scout"])
            leads, stage = (
                scout["crm.lead"].browse(ids),
                scout["crm.stage"].browse(self.stages["talk"]),
            )
            person = scout["res.users"].browse(self.users[receiver])
            offers = scout["conveyor.handover"]
            return ids, offers._offer_leads(leads, dict.fromkeys(leads, stage), receiver=person).ids

    def wizard(self, person, model, **values):
        """A form that this person has open."""
        with environment(self.database) as env:
            return env(user=self.users[person])[model].create(values).ids

    def read(self, model, ids, *names):
        """What is stored now."""
        with environment(self.database) as env:
            records = env[model].browse(ids).exists()
            return [
                tuple(record[n].id if hasattr(record[n], "id") else record[n] for n in names)
                for record in records
            ]

    def count(self, model, domain):
        """How many there are now."""
        with environment(self.database) as env:
            return env[model].with_context(active_test=False).search_count(domain)

    def damages(self):
        """What is wrong in the tables, in words."""
        with environment(self.database) as env:
            found = {}
            for damage, query in DAMAGES.items():
                env.cr.execute(query)
                found[damage] = env.cr.fetchall()
            return {damage: rows for damage, rows in found.items() if rows}
