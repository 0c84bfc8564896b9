from odoo import fields, models

KPIS = (
    "kpi_conveyor_contact_accepted",
    "kpi_conveyor_first_sale",
    "kpi_conveyor_contract_amount",
    "kpi_conveyor_money_in",
)


class DigestDigest(models.Model):
    """Figures of the ledger in Odoo's digest mail: each reader gets what he may see."""

    _inherit = "digest.digest"

    kpi_conveyor_contact_accepted = fields.Boolean(string="Contacts Accepted")
    kpi_conveyor_contact_accepted_value = fields.Integer(
        compute="_compute_kpi_conveyor_contact_accepted_value"
    )
    kpi_conveyor_first_sale = fields.Boolean(string="First Sales")
    kpi_conveyor_first_sale_value = fields.Integer(compute="_compute_kpi_conveyor_first_sale_value")
    kpi_conveyor_contract_amount = fields.Boolean(string="Contract Amount")
    kpi_conveyor_contract_amount_value = fields.Monetary(
        compute="_compute_kpi_conveyor_contract_amount_value"
    )
    kpi_conveyor_money_in = fields.Boolean(string="Money In")
    kpi_conveyor_money_in_value = fields.Monetary(compute="_compute_kpi_conveyor_money_in_value")

    # === COMPUTE METHODS === #

    # Odoo asks each value anew for each span of time, so that none may be worked out beside another.

    def _compute_kpi_conveyor_contact_accepted_value(self):
        self._calculate_kpi_conveyor("contact_accepted")

    def _compute_kpi_conveyor_first_sale_value(self):
        self._calculate_kpi_conveyor("first_sale")

    def _compute_kpi_conveyor_contract_amount_value(self):
        self._calculate_kpi_conveyor("contract_amount")

    def _compute_kpi_conveyor_money_in_value(self):
        self._calculate_kpi_conveyor("money_in")

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("crm.crm_menu_root")
        cockpit = f"sales_conveyor.conveyor_cockpit_action?menu_id={menu.id}"
        return {**actions, **dict.fromkeys(KPIS, cockpit)}

    # === BUSINESS METHODS === #

    def _calculate_kpi_conveyor(self, code):
        """The sum of a metric's facts between two instants.

        :raises AccessError: for whoever may not read facts: the mail leaves the line out
        """
        self.env["conveyor.fact"].check_access("read")
        metric = self.env.ref(f"sales_conveyor.metric_{code}")
        self._calculate_company_based_kpi(
            "conveyor.fact",
            f"kpi_conveyor_{code}_value",
            date_field="happened_at",
            additional_domain=[("metric_id", "=", metric.id)],
            sum_field=metric.measure,
        )
