from odoo import api, fields, models

# So many places stand on a card; whoever looks finds himself below them.
ON_CARD = 3


class MotivationContest(models.Model):
    """A race as people look at it: who is ahead, how much of it is left, where I am."""

    _inherit = "motivation.contest"

    people_count = fields.Integer(string="Taking Part", compute="_compute_race")
    race = fields.Json(string="Standings of the Race", compute="_compute_race")
    podium = fields.Json(compute="_compute_race")
    my_place = fields.Integer(compute="_compute_race")
    days_left = fields.Integer(compute="_compute_days")
    progress = fields.Float(compute="_compute_days")
    when = fields.Char(compute="_compute_days")

    # === COMPUTE METHODS === #

    @api.depends("state", "first_on", "last_on", "standing_ids")
    @api.depends_context("uid", "lang")
    def _compute_race(self):
        """The standings of all these races, by one look at them."""
        nobody = self.env["motivation.contest.standing"]
        found = nobody.search_fetch(
            [("contest_id", "in", self.ids)],
            ["contest_id", "user_id", "place", "score", "value", "goal"],
        )
        rows = found.grouped("contest_id")
        for contest in self:
            mine = rows.get(contest._origin, nobody)
            contest.people_count = len(mine)
            lines = contest._describe_race(mine)
            me = [line for line in lines if line["is_me"]]
            first = lines[:ON_CARD]
            contest.race = lines
            contest.podium = first + [line for line in me if line not in first]
            contest.my_place = me[0]["place"] if me else 0

    @api.depends("state", "first_on", "last_on")
    @api.depends_context("lang")
    def _compute_days(self):
        for contest in self:
            first, last = contest.first_on, contest.last_on
            today = contest.company_id.sudo()._get_business_day()  # its clock is no secret
            left = (last - today).days + 1 if first and last else 0
            whole = (last - first).days + 1 if first and last else 1
            contest.days_left = max(0, min(left, whole)) if contest.state == "running" else 0
            contest.progress = 100 if left <= 0 else max(0, 100 * (whole - left) / whole)
            contest.when = contest._tell_when(today, left)

    def _tell_when(self, today, left):
        """How much of the race is left, in words."""
        if self.state == "closed":
            return self.env._("Over")
        if not self.first_on or not self.last_on:
            return False
        if self.first_on > today:
            return self.env._("Begins in %s days", (self.first_on - today).days)
        if left <= 0:
            return self.env._("To be closed")
        return self.env._("The last day") if left == 1 else self.env._("%s days left", left)

    def _describe_race(self, rows):
        """The standings as plain values: place, name, what was reached, and how long a bar for it is."""
        scores = [row.score for row in rows if row.place]
        best, worst = max(scores, default=0), min(scores, default=0)
        prizes = {prize.place: prize.name for prize in self.prize_ids}
        lines = []
        for row in rows:
            bar = row.score / best if best else 0
            if self.is_less_better:
                bar = (worst + 1) / (row.score + 1) if row.place else 0
            lines.append(
                {
                    "id": row.id,
                    "place": row.place,
                    "user_id": row.user_id.id,
                    "name": row.user_id.name,
                    "words": row.words,
                    "bar": round(100 * max(0, min(1, bar))) if row.place else 0,
                    "is_me": row.user_id == self.env.user,
                    "prize": prizes.get(row.place),
                }
            )
        return lines

    # === BUSINESS METHODS === #

    def _tell_score(self, row):
        """What somebody reached, in words; shares of goals instead of numbers where the race is on them."""
        if self.measure != "total":
            return self.metric_id._tell_share(row.score) if row.goal else "–"
        return self.metric_id._tell_value(row.value, self.company_id)
