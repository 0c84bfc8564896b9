# the ledger of facts
from . import res_company
from . import conveyor_metric
from . import conveyor_metric_measure
from . import conveyor_metric_parts
from . import conveyor_client
from . import conveyor_ledger_mixin
from . import conveyor_fact
from . import conveyor_fact_booking
from . import conveyor_fact_changes
from . import conveyor_fact_row
from . import conveyor_fact_rules
from . import conveyor_fact_deals
from . import conveyor_fact_deeds
from . import conveyor_fact_sales
from . import conveyor_fact_money
from . import conveyor_fact_shipments
from . import conveyor_fact_level
from . import conveyor_fact_sum
from . import conveyor_fact_median
from . import conveyor_fact_import
from . import conveyor_fact_import_file
from . import conveyor_fact_import_names
from . import conveyor_fact_import_rows
from . import conveyor_fact_import_booking
from . import conveyor_fact_import_error
from . import conveyor_fact_import_template
from . import conveyor_ledger_run
from . import conveyor_ledger_run_step
from . import conveyor_ledger_run_words
from . import conveyor_ledger_difference
from . import conveyor_ledger_copy
from . import res_config_settings

# plans and norms
from . import resource_calendar
from . import conveyor_plan
from . import conveyor_plan_deeds
from . import conveyor_plan_history
from . import conveyor_target_mixin
from . import conveyor_target
from . import conveyor_target_leaves
from . import conveyor_target_row
from . import conveyor_target_change

# settings of the relay: whose turn it is, and who may take it
from . import crm_stage
from . import conveyor_stage_role
from . import crm_team
from . import crm_team_conveyor
from . import crm_team_strip
from . import crm_team_strip_time
from . import crm_team_member
from . import crm_team_member_proposal
from . import crm_team_member_succession
from . import crm_team_member_days

# the relay itself
from . import conveyor_return_reason
from . import conveyor_handover
from . import conveyor_handover_offer
from . import conveyor_handover_decision
from . import conveyor_handover_message
from . import conveyor_handover_client
from . import conveyor_passage
from . import crm_lead
from . import crm_lead_relay
from . import crm_lead_gate
from . import crm_lead_farmer
from . import crm_lead_merge
from . import crm_lead_duplicate
from . import crm_lead_ledger

# neighbours that the relay listens to
from . import account_move
from . import account_partial_reconcile
from . import calendar_event
from . import digest_digest
from . import mail_activity
from . import res_partner
from . import res_partner_ledger
from . import conveyor_immersion
from . import res_users
from . import sale_order
from . import sale_order_line

# the page of the owner and the head
from . import conveyor_cockpit
from . import conveyor_cockpit_plan
from . import conveyor_cockpit_pipeline
from . import conveyor_cockpit_signs
from . import conveyor_cockpit_workbook
from . import conveyor_cockpit_workbook_flow
