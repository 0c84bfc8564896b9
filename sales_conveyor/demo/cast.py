"""Who works in the replay, with what, for whom; and how each of them works."""

from dataclasses import dataclass, field

PRODUCTS = ("product_audit", "product_implementation", "product_support", "product_training")
SOURCES = (
    "utm_source_cold_call",
    "utm_source_exhibition",
    "utm_source_directory",
    "utm_source_website",
)
LOST_REASONS = (
    "lost_reason_price",
    "lost_reason_competitor",
    "lost_reason_postponed",
    "lost_reason_silence",
)


@dataclass(frozen=True)
class Manner:
    """How a person works: what part of a scout's cards comes back, how slowly a receiver decides."""

    returned: float = 0.15
    slowness: float = 1.0


# By place in the section: the first scout is careful, the second hurries; the second hunter is slow.
MANNERS = {
    "scout": [Manner(returned=0.10), Manner(returned=0.36)],
    "hunter": [Manner(slowness=0.8), Manner(slowness=1.5)],
    "farmer": [Manner(slowness=1.0), Manner(slowness=1.0)],
}


@dataclass
class Cast:
    """A department for the replay; whatever is left out the replay makes by itself."""

    team: object
    products: object
    sources: object
    lost_reasons: object
    clients: object
    exchange: object = None  # the account of telephony
    _stages: dict = field(default_factory=dict)

    @classmethod
    def from_demo_data(cls, env, team):
        """Gather the records of the demonstration data."""
        return cls(
            team=team,
            products=cls._find(env, "product.product", PRODUCTS),
            sources=cls._find(env, "utm.source", SOURCES),
            lost_reasons=cls._find(env, "crm.lost.reason", LOST_REASONS),
            clients=cls._find_clients(env),
            exchange=env.ref("sales_conveyor.user_exchange", False),
        )

    @staticmethod
    def _find(env, model, names):
        return env[model].union(*(env.ref(f"sales_conveyor.{name}") for name in names))

    @staticmethod
    def _find_clients(env):
        domain = [("module", "=", "sales_conveyor"), ("model", "=", "res.partner")]
        ids = env["ir.model.data"].search([*domain, ("name", "like", "partner_")]).mapped("res_id")
        return env["res.partner"].search([("id", "in", ids), ("is_company", "=", True)], order="id")

    def people(self, role):
        """The users of a section, in the order of their accounts."""
        members = self.team.crm_team_member_ids.filtered(lambda member: member.role == role)
        return members.user_id.sorted("id")

    def place(self, user):
        """The place of a person among the whole department."""
        people = self.team.crm_team_member_ids.user_id | self.team.user_id
        return list(people.sorted("id")).index(user)

    def manner(self, user, role):
        """How this person works."""
        people = self.people(role)
        place = list(people).index(user) if user in people else 0
        return MANNERS[role][place % len(MANNERS[role])]

    def stages(self, role):
        """The stages of a section in the team, in their order."""
        if role not in self._stages:
            self._stages[role] = self._find_stages(role)
        return self._stages[role]

    def _find_stages(self, role):
        roles = self.team._get_stage_roles(self.team.id)
        ids = [stage for stage, stage_role in roles.items() if stage_role == role]
        teams = ["|", ("team_ids", "=", False), ("team_ids", "in", self.team.ids)]
        return self.team.env["crm.stage"].search([("id", "in", ids), *teams])
