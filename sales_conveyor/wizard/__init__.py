from . import base_partner_merge_automatic_wizard
from . import conveyor_handover_offer
from . import conveyor_handover_return
from . import conveyor_plan_spread
from . import conveyor_plan_spread_basis
from . import conveyor_plan_spread_month
from . import conveyor_plan_spread_person
from . import crm_lead2opportunity_partner
