def migrate(cr, version):
    """Open deals feed the forecast of these metrics; the records themselves belong to the company."""
    cr.execute(
        """
        UPDATE conveyor_metric SET is_fed_by_pipeline = TRUE
         WHERE code IN ('deal_won', 'contract', 'contract_amount')
        """
    )
