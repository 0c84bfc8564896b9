"""What people do with cards, each as ``prepare`` (not measured) and ``run`` (measured)."""

from dataclasses import dataclass

from department import SECTIONS


@dataclass
class Operation:
    """An operation on so many cards of a team."""

    count: int

    def prepare(self, env, team):
        """The cards to work with."""
        return self._cards(env, team, "stage_lead2")

    def _cards(self, env, team, stage):
        domain = [
            ("team_id", "=", team),
            ("stage_id", "=", env.ref(f"crm.{stage}").id),
            ("won_status", "=", "pending"),
        ]
        return env["crm.lead"].search(domain, limit=self.count, order="id")

    def _sellers(self, env, team, role):
        users = env["crm.team"].browse(team).crm_team_member_ids.sorted("id").user_id
        return [user.id for n, user in enumerate(users) if SECTIONS[n % len(SECTIONS)] == role]


class Create(Operation):
    """New cards, dealt among the scouts."""

    def prepare(self, env, team):
        """The values, as an import would bring them."""
        users = self._sellers(env, team, "scout")
        return env["crm.lead"], [
            {
                "name": f"New {n}",
                "type": "opportunity",
                "team_id": team,
                "user_id": users[n % len(users)],
                "email_from": f"new{n}@lead.example.com",
                "expected_revenue": 1000,
            }
            for n in range(self.count)
        ]

    def run(self, prepared):
        """Create all in one call."""
        lead, vals_list = prepared
        lead.create(vals_list)


class Stage(Operation):
    """To the next stage of the same section."""

    def run(self, cards):
        """Move all in one call."""
        cards.write({"stage_id": cards.env.ref("crm.stage_lead3").id})


class Owner(Operation):
    """To a colleague of the same section."""

    def prepare(self, env, team):
        """The cards and who gets them."""
        return super().prepare(env, team), self._sellers(env, team, "hunter")[-1]

    def run(self, prepared):
        """Give all in one call."""
        cards, user = prepared
        cards.write({"user_id": user})


class Won(Operation):
    """Won by the button."""

    def run(self, cards):
        """Win all in one call."""
        cards.action_set_won()


class Lost(Operation):
    """Lost with a reason."""

    def run(self, cards):
        """Lose all in one call."""
        cards.action_set_lost(lost_reason_id=cards.env["crm.lost.reason"].search([], limit=1).id)


class Schedule(Operation):
    """A call planned on each card."""

    def run(self, cards):
        """Plan all in one call."""
        cards.activity_schedule("mail.mail_activity_data_call", user_id=cards.env.uid)


class Done(Operation):
    """A planned call done on each card."""

    def prepare(self, env, team):
        """One planned activity of each card."""
        cards = super().prepare(env, team)
        domain = [("res_model", "=", "crm.lead"), ("res_id", "in", cards.ids)]
        return env["mail.activity"].search(domain)

    def run(self, activities):
        """Mark all done in one call."""
        activities.action_feedback("Talked")


class StockHandover(Operation):
    """What a company does without the addon: the scouts' cards get another owner."""

    def prepare(self, env, team):
        """The scouts' cards and a hunter."""
        return self._cards(env, team, "stage_lead1"), self._sellers(env, team, "hunter")[-1]

    def run(self, prepared):
        """Change owner and stage in one write."""
        cards, user = prepared
        cards.write({"user_id": user, "stage_id": cards.env.ref("crm.stage_lead2").id})


class Offer(Operation):
    """The scouts' cards dragged over the border: offered to the hunters."""

    def prepare(self, env, team):
        """The scouts' cards."""
        return self._cards(env, team, "stage_lead1")

    def run(self, cards):
        """Drag all in one call."""
        cards.write({"stage_id": cards.env.ref("crm.stage_lead2").id})


class Accept(Offer):
    """The hunters accept what waits for them."""

    def prepare(self, env, team):
        """The waiting handovers."""
        cards = super().prepare(env, team)
        super().run(cards)
        env.cr.flush()
        return env["conveyor.handover"].search(
            [("lead_id", "in", cards.ids), ("state", "=", "offered")]
        )

    def run(self, handovers):
        """Accept all in one call."""
        handovers.action_accept()


class Handover(Offer):
    """Offer and acceptance together."""

    def run(self, cards):
        """Drag and accept."""
        super().run(cards)
        cards.action_accept_card()


WRITES = [Create, Stage, Owner, Won, Lost, Schedule, Done]
