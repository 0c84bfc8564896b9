import os
from collections import Counter
from random import Random
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from odoo.tests import new_test_user

from .common import department
from .histories import DEEDS, History
from .ledger import LedgerCommon

HISTORIES = int(os.environ.get("CONVEYOR_HISTORIES", "500"))
STEPS = 9
BATCH = 50


class FactHistoriesCommon(LedgerCommon):
    """Random lives in two companies, two currencies and two time zones; each has a seed of its own, and a failure names it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={**cls.env.context, "tracking_disable": True, "mail_notify_force_send": False}
        )
        second = {"name": "Survey", "type": "service", "list_price": 10.0, "taxes_id": False}
        cls.products = cls.product | cls.env["product.product"].create(
            {**second, "invoice_policy": "order"}
        )
        cls.product.invoice_policy = "order"
        home = cls.env.company
        home.conveyor_tz = "Europe/Berlin"
        away = cls.env["res.company"].create(
            {"name": "Away", "currency_id": cls._other_currency(home).id}
        )
        away.conveyor_tz = "Asia/Novosibirsk"
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=away, install_demo=False
        )
        cls.worlds = [cls._make_world(home), cls._make_world(away)]

    @classmethod
    def _other_currency(cls, home):
        name = "EUR" if home.currency_id.name == "USD" else "USD"
        currency = (
            cls.env["res.currency"].with_context(active_test=False).search([("name", "=", name)])
        )
        currency.active = True
        rates = [("2026-01-01", 1.25), ("2026-04-02", 0.8), ("2026-05-01", 1.1)]
        foreign = currency if currency != cls.env.ref("base.USD") else home.currency_id
        foreign.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            [
                {"currency_id": foreign.id, "name": day, "rate": rate, "company_id": False}
                for day, rate in rates
            ]
        )
        return currency

    @classmethod
    def _make_world(cls, company):
        """A company with its own scouts, hunters, team, tax and pricelists in two currencies."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        groups = "sales_team.group_sale_salesman"
        users = [
            new_test_user(
                cls.env,
                f"w_{company.id}_{n}",
                groups=groups,
                company_id=company.id,
                company_ids=company.ids,
            )
            for n in range(4)
        ]
        members = [
            cls._member(user, role, capacity=1000)
            for user, role in zip(users, ("scout", "scout", "hunter", "hunter"), strict=True)
        ]
        team = env["crm.team"].create(
            {
                "name": company.name,
                "use_conveyor": True,
                "company_id": company.id,
                "crm_team_member_ids": members,
            }
        )
        (
            cls.stage_contact | cls.stage_talk | cls.stage_new | cls.stage_offer | cls.stage_won
        ).team_ids |= team
        currencies = cls.env.ref("base.USD") | cls.env.ref("base.EUR")
        pricelists = env["product.pricelist"].create(
            [{"name": c.name, "currency_id": c.id, "company_id": company.id} for c in currencies]
        )
        tax = env["account.tax"].create(
            {"name": "VAT 20 %", "amount": 20, "company_id": company.id}
        )
        people = cls.env["res.users"].concat(*users)
        return SimpleNamespace(
            company=company,
            env=env,
            team=team,
            tax=tax,
            pricelists=pricelists,
            scouts=people[:2],
            hunters=people[2:],
        )

    def live_all(self, part):
        """Live one half of all lives."""
        first = int(os.environ.get("CONVEYOR_SEED", "20260327")) + part * HISTORIES // 2
        last = first + HISTORIES // 2
        done = Counter()
        for start in range(first, last, BATCH):
            seeds = range(start, min(start + BATCH, last))
            with self.env.cr.savepoint() as lives:
                done.update(self._live_and_check(seeds))
                lives.rollback()  # the next lives find the tables as small as these did
            self.env.invalidate_all()
        self.assertGreater(min(done[name] for name in DEEDS), HISTORIES / 100, done)

    def _live_and_check(self, seeds):
        """So many lives, and what must be true of each and of all of them.

        :return: what was done, with repetitions
        """
        done = []
        for seed in seeds:
            history = History(self, Random(seed), seed)
            try:
                history.live(STEPS)
                self._check_history(history)
            except Exception as error:
                error.add_note(f"seed {seed}: {'; '.join(history.log)} at {history.clock}")
                raise
            done += history.log
        self.assertFalse(self.check(), f"the check found differences in {seeds}")
        self.assertFalse(self.check("rebuild"), f"the copy differs in {seeds}")
        self._check_everything(len(seeds))
        return done

    def _check_history(self, history):
        """The sums of the ledger beside Odoo's own figures."""
        for status in ("won", "lost"):
            cards = history.cards.filtered(lambda card, status=status: card.won_status == status)
            facts = self.facts(f"deal_{status}", history.cards)
            self.assertEqual(sum(facts.mapped("quantity")), len(cards.filtered("user_id")))
            self.assertAlmostEqual(
                sum(facts.mapped("amount")), sum(cards.mapped("expected_revenue")), 2
            )
        for order in history.orders:
            is_sale = order.state == "sale"
            self.assertEqual(self.standing("contract", order)[0], is_sale)
            facts = self.facts("contract_amount", order)
            self.assertAlmostEqual(
                sum(facts.mapped("origin_amount")), order.amount_untaxed * is_sale, 2
            )
        for invoice in history.invoices:
            self._check_money(invoice)

    def _check_money(self, invoice):
        """Money in is the untaxed share of what was really paid, to the cent."""
        receivable = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        partials = receivable.matched_credit_ids | receivable.matched_debit_ids
        paid = 0
        for partial in partials:
            other = (partial.debit_move_id | partial.credit_move_id) - receivable
            if other.move_id.origin_payment_id:
                is_debit = partial.debit_move_id in receivable
                paid += (
                    partial.debit_amount_currency if is_debit else partial.credit_amount_currency
                )
        untaxed = invoice.amount_untaxed_signed
        expected = invoice.company_currency_id.round(untaxed * paid / invoice.amount_total)
        self.assertAlmostEqual(self.standing("money_in", invoice)[1], expected, 2)

    def _check_everything(self, count):
        """What holds for every row: a person, the document's company, the calendar day, sums by month."""
        self.env.cr.execute(
            "SELECT count(*) FROM conveyor_fact WHERE user_id IS NULL OR company_id IS NULL"
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        facts = self.env["conveyor.fact"].search(
            [
                ("company_id", "in", [w.company.id for w in self.worlds]),
                ("id", ">", self.last_before),
            ]
        )
        self.assertGreater(len(facts), count * 3)
        days = Counter()
        for fact in facts.filtered(lambda fact: fact.metric_id.code != "money_in"):
            zone = ZoneInfo(fact.company_id.conveyor_tz)
            local = fact.happened_at.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
            self.assertEqual(fact.happened_on, local.date())
            days[local.date() != fact.happened_at.date()] += 1
        self.assertTrue(
            all(days.values()) and len(days) == 2, "some days begin before or after UTC's"
        )
        self._check_sums_by_month()
        for metric in self.env["conveyor.metric"].search([]):
            self.env["conveyor.fact.sum"]._compact(metric)
        self._check_sums_by_month()

    def _check_sums_by_month(self):
        spec = ["metric_id", "company_id", "user_id", "team_id", "role", "product_id"]
        measures = ["quantity:sum", "amount:sum"]
        domain = [("is_level", "=", False)]
        facts = self.env["conveyor.fact"]._read_group(
            domain, ["happened_on:month", *spec], measures
        )
        sums = self.env["conveyor.fact.sum"]._read_group([], ["month_on:month", *spec], measures)
        self.assertEqual(self._tidy(facts), self._tidy(sums))

    def _tidy(self, groups):
        rows = {group[:-2]: (round(group[-2], 2), round(group[-1] or 0, 2)) for group in groups}
        return {key: value for key, value in rows.items() if any(value)}


@department
class TestFactHistories(FactHistoriesCommon):
    """Whatever happens to clients in whatever order: the ledger tells what the documents tell."""

    def test_every_history_ends_with_a_ledger_that_tells_what_the_documents_tell(self):
        self.live_all(0)


@department
class TestFactHistoriesGoOn(FactHistoriesCommon):
    """The other half of the lives, so that two processes can share them."""

    def test_every_history_ends_with_a_ledger_that_tells_what_the_documents_tell(self):
        self.live_all(1)
