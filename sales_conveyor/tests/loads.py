from datetime import date, datetime

from ..tools.clock import at_instant
from .norms import WorkingDaysCommon

NOW = datetime(2026, 3, 2, 9)


class LoadCommon(WorkingDaysCommon):
    """Words for load: Monday, the second of March 2026, at nine."""

    def setUp(self):
        super().setUp()
        self.env["mail.activity"].search([]).unlink()
        self.team.crm_team_member_ids.capacity = 10
        self.env.company.conveyor_tz = "UTC"

    def row(self, user, team=None, viewer=None):
        with at_instant(self.env, NOW):
            rows = self.env["conveyor.load.report"].with_user(viewer or self.env.user)
            rows.invalidate_model()
            row = rows.search([("user_id", "=", user.id), ("team_id", "=", (team or self.team).id)])
            row.mapped("load")
            return row

    def cards(self, count, owner=None, **values):
        return self.env["crm.lead"].concat(
            *(
                self.card(
                    f"Card {number}", owner=owner or self.hunter, stage=self.stage_talk, **values
                )
                for number in range(count)
            )
        )

    def task(self, card, day, user=None):
        return card.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=(user or self.hunter).id,
            date_deadline=date(2026, 3, day),
        )

    def total(self, groupby, *measures, viewer=None):
        with at_instant(self.env, NOW):
            rows = self.env["conveyor.load.report"].with_user(viewer or self.env.user)
            return rows._read_group([("team_id", "=", self.team.id)], groupby, measures)
