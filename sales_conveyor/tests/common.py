from odoo import Command
from odoo.tests import TransactionCase, new_test_user, tagged

SELLER = "sales_team.group_sale_salesman"


class ConveyorCommon(TransactionCase):
    """The cast.

    ============  =======================  ==========================================
    person        in the department        rights
    ============  =======================  ==========================================
    scout         finds clients            own documents
    scout2        finds clients            own documents
    hunter        sells first              own documents
    hunter2       sells first              own documents
    farmer        keeps key clients        own documents
    farmer2       keeps clients            own documents
    leader        leads the department     own documents, and the teams he leads
    head          head of sales            sales administrator
    owner         owns the company         reads everything
    stranger      sells in a stock team    own documents
    ============  =======================  ==========================================

    Stages: New, Contact (scouts) → Talk, Offer (hunters) → Growth (farmers); Won ends a card.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={**cls.env.context, "mail_create_nolog": True, "mail_notrack": True}
        )
        cls._create_people()
        cls._create_stages()
        cls._create_teams()
        cls.reason = cls.env.ref("sales_conveyor.return_reason_no_need")
        product = {"name": "Audit", "type": "service", "list_price": 1000.0, "taxes_id": False}
        cls.product = cls.env["product.product"].create(product)
        cls.client = cls.env["res.partner"].create({"name": "Northern Mill", "is_company": True})

    @classmethod
    def _create_people(cls):
        for login in (
            "scout",
            "scout2",
            "hunter",
            "hunter2",
            "farmer",
            "farmer2",
            "leader",
            "stranger",
        ):
            setattr(
                cls,
                login,
                new_test_user(cls.env, f"t_{login}", groups=SELLER, name=login.capitalize()),
            )
        cls.head = new_test_user(
            cls.env, "t_head", groups="sales_team.group_sale_manager", name="Head"
        )
        cls.owner = new_test_user(
            cls.env, "t_owner", groups="sales_conveyor.sales_conveyor_group_owner", name="Owner"
        )

    @classmethod
    def _create_stages(cls):
        cls.env["crm.stage"].search([]).conveyor_role = False
        rows = [
            ("new", "New", "scout"),
            ("contact", "Contact", "scout"),
            ("talk", "Talk", "hunter"),
            ("offer", "Offer", "hunter"),
            ("growth", "Growth", "farmer"),
            ("won", "Won", False),
        ]
        for sequence, (key, name, role) in enumerate(rows, start=-100):
            values = {
                "name": name,
                "sequence": sequence,
                "conveyor_role": role,
                "is_won": key == "won",
            }
            setattr(cls, f"stage_{key}", cls.env["crm.stage"].create(values))

    @classmethod
    def _create_teams(cls):
        Team = cls.env["crm.team"]
        members = [
            cls._member(cls.scout, "scout"),
            cls._member(cls.scout2, "scout"),
            cls._member(cls.hunter, "hunter"),
            cls._member(cls.hunter2, "hunter"),
            cls._member(cls.farmer, "farmer", is_key_farmer=True),
            cls._member(cls.farmer2, "farmer"),
        ]
        cls.team = Team.create(
            {
                "name": "Department",
                "user_id": cls.leader.id,
                "use_conveyor": True,
                "company_id": cls.env.company.id,
                "crm_team_member_ids": members,
            }
        )
        stock = [Command.create({"user_id": cls.stranger.id})]
        cls.stock_team = Team.create({"name": "Stock", "crm_team_member_ids": stock})
        stages = cls.env["crm.stage"].concat(
            *(getattr(cls, f"stage_{key}") for key in ("new", "contact", "talk"))
        )
        (stages | cls.stage_offer | cls.stage_growth | cls.stage_won).team_ids = (
            cls.team | cls.stock_team
        )

    @classmethod
    def _member(cls, user, role, **values):
        return Command.create({"user_id": user.id, "role": role, **values})

    # === WORDS OF THE DEPARTMENT === #

    def card(self, name="Mill", owner=None, stage=None, **values):
        """A card of the department, with the scout in stage Contact unless said otherwise."""
        owner = self.scout if owner is None else owner
        defaults = {
            "name": name,
            "type": "opportunity",
            "user_id": owner and owner.id,
            "team_id": self.team.id,
            "stage_id": (stage or self.stage_contact).id,
        }
        return self.env["crm.lead"].create({**defaults, **values})

    def drag(self, card, stage, user=None):
        """Drag cards in the kanban as their owner, or as another person."""
        card.with_user(user or card.user_id).write({"stage_id": stage.id})

    def waiting(self, card):
        return self.env["conveyor.handover"].search(
            [("lead_id", "in", card.ids), ("state", "=", "offered")]
        )

    def offered(self, **values):
        """A card that the scout has offered to the hunter."""
        card = self.card(**values)
        self.env["conveyor.handover"].with_user(card.user_id)._offer_leads(
            card.with_user(card.user_id),
            {card.with_user(card.user_id): self.stage_talk},
            receiver=self.hunter,
        )
        return card

    def accepted(self, **values):
        """A card that the hunter has accepted from the scout."""
        card = self.offered(**values)
        self.waiting(card).with_user(self.hunter).action_accept()
        return card

    def order(self, **values):
        """A quotation of one audit for a thousand."""
        line = Command.create({"product_id": self.product.id, "price_unit": 1000.0})
        defaults = {"partner_id": self.client.id, "team_id": self.team.id, "order_line": [line]}
        return self.env["sale.order"].create({**defaults, **values})

    def passages(self, card):
        return self.env["conveyor.passage"].search([("lead_id", "in", card.ids)], order="id")


def department(cls):
    """Tests of the department run after the installation, beside whatever else the company has installed."""
    return tagged("post_install", "-at_install")(cls)
