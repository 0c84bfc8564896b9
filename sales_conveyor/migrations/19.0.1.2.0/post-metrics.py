def migrate(cr, version):
    """These metrics are asked in the evening report; the records themselves belong to the company."""
    cr.execute(
        """
        UPDATE conveyor_metric SET is_reported = TRUE
         WHERE code IN ('contact_delivered', 'contact_taken', 'deal_won', 'contract', 'contract_amount', 'money_in',
                        'call', 'meeting_held', 'offer_sent')
        """
    )
