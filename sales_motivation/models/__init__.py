# plans
from . import motivation_pay_plan
from . import motivation_pay_plan_deeds
from . import motivation_pay_pool
from . import motivation_pay_component
from . import motivation_pay_component_check
from . import motivation_pay_tier
from . import motivation_pay_gate
from . import motivation_pay_assignment

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
from . import motivation_run_period
from . import motivation_run_settling
from . import motivation_run_computing

# statements
from . import motivation_statement
from . import motivation_statement_deeds
from . import motivation_statement_line
from . import motivation_statement_seal
from . import motivation_statement_line_lock
from . import motivation_adjustment
from . import motivation_refund

# borders of periods
from . import res_company_boundary
from . import res_config_settings_boundary

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
