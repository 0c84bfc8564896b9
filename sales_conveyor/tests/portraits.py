from .pipelines import PipelineCommon

MEASURES = ("deals:sum", "won:sum", "win_rate:avg", "value:avg", "value_per_deal:avg", "lift:avg")


class PortraitCommon(PipelineCommon):
    """Whom the department wins: 4 of 10 deals, so the base is 0.4. Four deals are enough here to compare.

    ===========  =========  =======  ====  ===========  =====================  ======
    client       industry   people   won   lost         position               lift
    ===========  =========  =======  ====  ===========  =====================  ======
    mill         timber     60       3     1            Director               1.875
    shop         trade      5        1     3            buyer                  0.625
    nobody       -          -        0     2            -                      small
    ===========  =========  =======  ====  ===========  =====================  ======

    Money: the mill bought for 1,000, 2,000 and 3,000, the shop for 600.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["conveyor.portrait.report"]
        cls.env.company.conveyor_portrait_minimum = 4
        cls.timber, cls.trade = cls.env["res.partner.industry"].create(
            [{"name": "Timber"}, {"name": "Trade"}]
        )
        cls.mill = cls._client("Mill", cls.timber, 60)
        cls.shop = cls._client("Shop", cls.trade, 5)
        deals = [
            *((cls.mill, amount, "won", "Director ") for amount in (1000, 2000, 3000)),
            (cls.mill, 100, "lost", "DIRECTOR"),
            (cls.shop, 600, "won", "buyer"),
            *((cls.shop, amount, "lost", "Buyer") for amount in (10, 20, 30)),
            *((None, amount, "lost", False) for amount in (40, 50)),
        ]
        for day, (client, amount, outcome, job) in enumerate(deals, start=1):
            values = {"partner_id": client and client.id, "function": job}
            cls.closed_deal(cls.hunter, amount, outcome, (4, day), **values)
        cls.all = [("team_id", "=", cls.team.id)]

    @classmethod
    def _client(cls, name, industry, staff, **values):
        values = {"name": name, "is_company": True, "industry_id": industry.id, **values}
        return cls.env["res.partner"].create({**values, "staff_count": staff})

    def groups(self, *groupby, domain=(), measures=MEASURES, report=None, **kwargs):
        rows = (self.Report if report is None else report)._read_group(
            [*self.all, *domain], groupby, measures, **kwargs
        )
        size = len(groupby)
        return {
            (row[0] if size == 1 else row[:size]): tuple(
                round(number, 6) if isinstance(number, float) else number for number in row[size:]
            )
            for row in rows
        }
