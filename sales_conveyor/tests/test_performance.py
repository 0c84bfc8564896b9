from .common import ConveyorCommon, department

BATCH = 30
# What the relay may add to Odoo's own statements, for one card and for a batch of any size.
ONE, MANY = 3, 10


@department
class TestPerformance(ConveyorCommon):
    """Counts of SQL statements: what the relay adds is small, and does not grow with the number of cards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.crm_team_member_ids.capacity = 10 * BATCH
        cls.lost_reason = cls.env["crm.lost.reason"].create({"name": "Price"})

    # === HELPERS === #

    def _cards(self, count, team=None, owner=None, stage=None):
        team = team or self.team
        values = {
            "type": "opportunity",
            "team_id": team.id,
            "user_id": (owner or (self.stranger if team == self.stock_team else self.hunter)).id,
            "stage_id": (stage or self.stage_talk).id,
        }
        return self.env["crm.lead"].create([{"name": f"Card {n}", **values} for n in range(count)])

    def _count(self, deed):
        """The statements of a deed, with what Odoo writes at the end of the transaction."""
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        deed()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _count_write(self, deed, team, count):
        """Odoo learns on its first call what it then keeps in mind: count the second."""
        deed(self._cards(1, team))
        cards = self._cards(count, team)
        return self._count(lambda: deed(cards))

    def _expect_little(self, deed):
        for count, allowed in ((1, ONE), (BATCH, MANY)):
            stock = self._count_write(deed, self.stock_team, count)
            ours = self._count_write(deed, self.team, count)
            with self.subTest(cards=count, stock=stock, conveyor=ours):
                self.assertLessEqual(ours - stock, allowed)

    # === STOCK WRITES === #

    def test_a_move_within_a_section(self):
        self._expect_little(lambda cards: cards.write({"stage_id": self.stage_offer.id}))

    def test_a_new_owner(self):
        colleague = {self.team: self.hunter2, self.stock_team: self.leader}
        self.env["crm.team.member"].create(
            {"user_id": self.leader.id, "crm_team_id": self.stock_team.id}
        )
        self._expect_little(
            lambda cards: cards.write(
                {"user_id": colleague[cards.team_id].id, "team_id": cards.team_id.id}
            )
        )

    def test_a_won_deal(self):
        self._expect_little(lambda cards: cards.write({"stage_id": self.stage_won.id}))

    def test_a_lost_deal(self):
        self._expect_little(lambda cards: cards.action_set_lost(lost_reason_id=self.lost_reason.id))

    def test_what_the_relay_does_not_mind(self):
        for values in ({"expected_revenue": 7}, {"priority": "2"}, {"name": "Another"}):
            stock = self._count_write(lambda c, v=values: c.write(v), self.stock_team, 1)
            ours = self._count_write(lambda c, v=values: c.write(v), self.team, 1)
            self.assertEqual(ours, stock, values)

    def test_new_cards(self):
        for count, allowed in ((1, ONE), (BATCH, MANY)):
            self._cards(1), self._cards(1, self.stock_team)
            stock = self._count(lambda c=count: self._cards(c, self.stock_team))
            ours = self._count(lambda c=count: self._cards(c))
            with self.subTest(cards=count, stock=stock, conveyor=ours):
                self.assertLessEqual(ours - stock, allowed)

    def test_a_planned_activity(self):
        self._expect_little(
            lambda cards: cards.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.head.id
            )
        )

    # === HANDOVER === #

    def _offer(self, count):
        cards = self._cards(count, owner=self.scout, stage=self.stage_contact)
        offer = self.env["conveyor.handover"].with_user(self.scout)
        mine = cards.with_user(self.scout)
        stages = dict.fromkeys(mine, self.stage_talk.with_user(self.scout))
        queries = self._count(lambda: offer._offer_leads(mine, stages, receiver=self.hunter))
        return cards, queries

    def test_an_offer_of_many_costs_little_more_than_of_one(self):
        self._offer(1)
        _card, one = self._offer(1)
        cards, many = self._offer(BATCH)
        self.assertEqual(cards.waiting_user_id, self.hunter)
        self.assertLessEqual(one, 50)
        self.assertLessEqual(many, one + 5)

    def test_acceptance_of_many_costs_little_more_than_of_one(self):
        counts = []
        for count in (1, 1, BATCH):
            cards, _queries = self._offer(count)
            waiting = self.waiting(cards).with_user(self.hunter)
            counts.append(self._count(waiting.action_accept))
            self.assertEqual(cards.user_id, self.hunter)
        self.assertLessEqual(counts[1], 60)
        self.assertLessEqual(counts[2], counts[1] + 10)

    def test_a_drag_of_many_is_one_offer_per_receiver(self):
        cards = self._cards(BATCH, owner=self.scout, stage=self.stage_contact)
        queries = self._count(lambda: self.drag(cards, self.stage_talk, user=self.scout))
        self.assertEqual(cards.waiting_user_id, self.hunter | self.hunter2)
        self.assertLessEqual(queries, 90)

    # === SCREENS === #

    def _read_kanban(self, cards):
        specification = {"name": {}, "user_id": {"fields": {"display_name": {}}}, "relay": {}}
        return self._count(
            lambda: self.env["crm.lead"].web_search_read([("id", "in", cards.ids)], specification)
        )

    def test_the_kanban_reads_many_cards_as_quickly_as_one(self):
        few, many = self._cards(1), self._cards(BATCH)
        self._read_kanban(few)
        self.assertEqual(self._read_kanban(few), self._read_kanban(many))

    def test_the_kanban_of_a_stock_team_asks_nothing_more(self):
        cards = self._cards(10, self.stock_team)
        self._read_kanban(cards)
        name_only = {"name": {}, "user_id": {"fields": {"display_name": {}}}}
        domain = [("id", "in", cards.ids)]
        stock = self._count(lambda: self.env["crm.lead"].web_search_read(domain, name_only))
        self.assertEqual(self._read_kanban(cards), stock)
