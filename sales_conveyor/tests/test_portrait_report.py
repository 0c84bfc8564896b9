from .common import department
from .portraits import PortraitCommon


@department
class TestPortraitReport(PortraitCommon):
    """Whom the department wins: figures of groups, of what deals, seen by whom."""

    # === FIGURES === #

    def test_by_industry(self):
        self.assertEqual(
            self.groups("industry_id"),
            {
                self.timber: (4, 3, 0.75, 2000, 1500, 1.875),
                self.trade: (4, 1, 0.25, 600, 150, 0.625),
                self.env["res.partner.industry"]: (2, 0, 0, False, 0, False),
            },
        )
        self.assertEqual(self.groups()[()], (10, 4, 0.4, 1650, 660, 1))

    def test_by_size_in_the_order_of_sizes(self):
        rows = self.groups("staff_range", measures=["deals:sum"])
        self.assertEqual(rows, {"0001": (4,), "0050": (4,), False: (2,)})
        self.assertEqual(list(rows), ["0001", "0050", False])

    def test_a_position_is_the_same_written_large_or_small(self):
        rows = self.groups("position", measures=["deals:sum", "won:sum"])
        self.assertEqual(rows, {"Director": (4, 3), "Buyer": (4, 1), False: (2, 0)})

    def test_the_position_of_the_contact_where_the_card_has_none(self):
        contact = self.env["res.partner"].create(
            {"name": "Vera", "parent_id": self.mill.id, "function": "head\tof <b>Sales</b>"}
        )
        card = self.closed_deal(self.hunter, 5, "won", (4, 20), partner_id=contact.id)
        self.env.cr.execute("UPDATE crm_lead SET function = ' ' WHERE id = %s", [card.id])
        row = self.Report.search([("name", "=", card.name)])
        self.assertEqual(row.position, "Head of <b>sales</b>")
        self.assertEqual((row.partner_id, row.industry_id), (self.mill, self.timber))

    def test_the_portrait_is_that_of_the_client_today(self):
        """Sizes and industries are learnt later, and old deals are told by them."""
        self.shop.write({"staff_count": 6000, "industry_id": self.timber.id})
        self.assertEqual(
            self.groups("industry_id", "staff_range", measures=["deals:sum"]),
            {
                (self.timber, "0050"): (4,),
                (self.timber, "5000"): (4,),
                (self.env["res.partner.industry"], False): (2,),
            },
        )

    def test_a_deal_that_stands_no_more_is_left_out(self):
        card = self.closed_deal(self.hunter, 5, "won", (4, 20), partner_id=self.mill.id)
        with self.day(4, 21):
            card.write({"stage_id": self.stage_offer.id, "probability": 40})
        self.assertEqual(self.groups(measures=["deals:sum"])[()], (10,))
        with self.day(4, 22):
            card.action_set_lost()
        self.assertEqual(self.groups(measures=["deals:sum", "won:sum"])[()], (11, 4))

    def test_money_corrected_later_is_told_as_corrected(self):
        card = self.closed_deal(self.hunter, 5, "won", (4, 20), partner_id=self.mill.id)
        with self.day(4, 21):
            card.expected_revenue = 50
        self.assertEqual(self.Report.search([("name", "=", card.name)]).won_amount, 50)

    # === RIGHTS AND COMPANIES === #

    def test_people_see_their_own_deals(self):
        everybody = ("scout", "hunter", "hunter2", "farmer", "leader", "head", "owner", "stranger")
        seen = {
            person: self.Report.with_user(getattr(self, person)).search_count(self.all)
            for person in everybody
        }
        self.assertEqual(
            {person: count for person, count in seen.items() if count},
            {"hunter": 10, "leader": 10, "head": 10, "owner": 10},
        )
        menu = self.env.ref("sales_conveyor.conveyor_portrait_report_menu")
        for person in ("hunter", "leader", "head", "owner"):
            user = getattr(self, person)
            self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
            views = [(False, kind) for kind in ("pivot", "graph", "list", "search")]
            self.assertTrue(self.Report.with_user(user).get_views(views))
            self.assertEqual(self.groups(report=self.Report.with_user(user))[()][0], 10)

    def test_nobody_writes_the_report(self):
        for user in (self.hunter, self.leader, self.head, self.owner):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(self.Report.with_user(user).has_access(operation))

    def test_another_company_has_its_own_minimum_and_money(self):
        rouble = self.currency("RUX", ("2026-01-01", 90))
        branch = self.env["res.company"].create({"name": "Branch", "currency_id": rouble.id})
        self.assertEqual(branch.conveyor_portrait_minimum, 20)
        team = self.env["crm.team"].create({"name": "Branch", "company_id": branch.id})
        for user in (self.head, self.hunter):
            user.company_ids += branch
        values = {"team_id": team.id, "company_id": branch.id, "partner_id": self.mill.id}
        self.closed_deal(self.hunter, 9000, "won", (4, 20), **values)
        mine = [("user_id", "=", self.hunter.id)]
        for companies, total in (
            (branch, (1, 9000, False)),
            (self.env.company, (10, 6600, 1)),
            (self.env.company | branch, (11, False, 1)),
        ):
            report = self.Report.with_user(self.head)
            report = report.with_context(allowed_company_ids=companies.ids)
            [row] = report._read_group(mine, [], ["deals:sum", "won_amount:sum", "lift:avg"])
            self.assertEqual(row, total)

    def test_a_row_opens_its_card(self):
        row = self.Report.search([*self.all, ("is_won", "=", True)], limit=1)
        action = row.action_open_deal()
        self.assertEqual(action["res_model"], "crm.lead")
        self.assertEqual(self.env["crm.lead"].browse(action["res_id"]).name, row.name)
