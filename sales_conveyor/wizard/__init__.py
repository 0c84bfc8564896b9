from . import base_partner_merge_automatic_wizard
from . import conveyor_handover_offer
from . import conveyor_handover_return
from . import crm_lead2opportunity_partner
