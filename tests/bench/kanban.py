"""Opening the CRM kanban, with the calls and the specification that the web client derives from the view."""

from lxml import etree
from operations import Operation

DOMAIN = [("type", "=", "opportunity")]
GROUP = "stage_id"


def derive_specification(env):
    """The fields of the kanban as the client asks for them: relations by name, tags by name and colour."""
    view = env.ref("crm.crm_case_kanban_view_leads").id
    views = env["crm.lead"].get_views([(view, "kanban")])
    arch = etree.fromstring(views["views"]["kanban"]["arch"])
    fields = views["models"]["crm.lead"]["fields"]
    names = {node.get("name") for node in arch.iter("field")} & fields.keys()
    return {name: _ask(fields[name]) for name in sorted(names)}


def _ask(field):
    if field["type"] == "many2one":
        return {"fields": {"display_name": {}}}
    if field["type"] == "many2many":
        return {"fields": {"display_name": {}, "color": {}}}
    return {}


class Kanban(Operation):
    """The groups with their first cards, and the progress bars above them."""

    own = False

    def prepare(self, env, team):
        """What the client knows before it asks: the view is in its cache."""
        lead = env["crm.lead"]
        if self.own:
            seller = self._sellers(env, team, "hunter")[0]
            lead = lead.with_user(seller)
        domain = (
            [*DOMAIN, ("user_id", "=", lead.env.uid)]
            if self.own
            else [*DOMAIN, ("team_id", "=", team)]
        )
        return lead, domain, derive_specification(lead.env)

    def run(self, prepared):
        """Both calls of the client, one transaction."""
        lead, domain, specification = prepared
        lead.web_read_group(
            domain,
            [GROUP],
            ["expected_revenue:sum", "recurring_revenue_monthly:sum"],
            auto_unfold=True,
            unfold_read_specification=specification,
            unfold_read_default_limit=self.count,
        )
        lead.read_progress_bar(
            domain,
            GROUP,
            {
                "field": "activity_state",
                "colors": {"planned": "success", "today": "warning", "overdue": "danger"},
            },
        )


class OwnKanban(Kanban):
    """The pipeline of one seller, under the record rules."""

    own = True


class Strip(Operation):
    """The conveyor strip above the board of a team."""

    def prepare(self, env, team):
        """The leader's call."""
        return env["crm.team"], team

    def run(self, prepared):
        """One read-only call."""
        teams, team = prepared
        teams.get_conveyor_strip(team)
