# plans
from . import motivation_computed_mixin
from . import motivation_plan_part_mixin
from . import motivation_pay_plan
from . import motivation_pay_plan_deeds
from . import motivation_pay_plan_people
from . import motivation_pay_plan_words
from . import motivation_pay_plan_changes
from . import motivation_pay_plan_check
from . import motivation_pay_plan_gain
from . import motivation_pay_pool
from . import motivation_pay_component
from . import motivation_pay_component_check
from . import motivation_pay_component_words
from . import motivation_pay_component_rates
from . import motivation_pay_component_defaults
from . import motivation_pay_component_risks
from . import motivation_pay_component_gain
from . import motivation_pay_tier
from . import motivation_pay_gate
from . import motivation_pay_gate_words
from . import motivation_pay_gate_risks
from . import motivation_pay_assignment
from . import motivation_pay_assignment_reading

# borders of periods
from . import res_company_boundary
from . import res_config_settings_boundary

# runs
from . import motivation_simulation
from . import motivation_simulation_deeds
from . import motivation_simulation_people
from . import motivation_simulation_person
from . import motivation_simulation_results
from . import motivation_pay_plan_simulation
from . import motivation_pay_component_simulation
from . import motivation_run
from . import motivation_run_terms
from . import motivation_run_scope
from . import motivation_run_curve
from . import motivation_run_clawback
from . import motivation_run_judging
from . import motivation_run_gates
from . import motivation_run_period
from . import motivation_run_placing
from . import motivation_run_settling
from . import motivation_run_computing
from . import motivation_run_screen
from . import motivation_run_deeds
from . import motivation_run_lock
from . import motivation_run_workbook
from . import motivation_run_live

# statements
from . import motivation_statement
from . import motivation_statement_deeds
from . import motivation_statement_line
from . import motivation_statement_gate
from . import motivation_statement_screen
from . import motivation_statement_verify
from . import motivation_statement_line_words
from . import motivation_statement_line_kinds
from . import motivation_statement_line_known
from . import motivation_statement_line_screen
from . import motivation_statement_seal
from . import motivation_statement_end
from . import motivation_statement_line_lock
from . import motivation_adjustment
from . import motivation_adjustment_deeds
from . import motivation_refund
from . import conveyor_fact
from . import motivation_inquiry
from . import motivation_inquiry_guard
from . import motivation_inquiry_deeds
from . import motivation_my_pay
from . import motivation_my_pay_reading
from . import motivation_my_pay_settling
from . import motivation_my_pay_screen
from . import motivation_my_pay_foreseeing
from . import motivation_my_pay_documents
from . import res_company
from . import res_company_seal
from . import res_config_settings

# contests
from . import motivation_contest
from . import motivation_contest_deeds
from . import motivation_contest_people
from . import motivation_contest_screen
from . import motivation_contest_entry
from . import motivation_contest_prize
from . import motivation_contest_standing

# career
from . import conveyor_metric_words
from . import motivation_grade
from . import motivation_grade_criterion
from . import motivation_grade_change
from . import crm_team_member
from . import crm_team_member_career
from . import crm_team_member_criteria

# the day of a head
from . import motivation_run_tiers
from . import motivation_prompt
from . import motivation_prompt_choosing
from . import motivation_prompt_finding
from . import motivation_prompt_words
from . import ir_ui_menu
from . import crm_team
