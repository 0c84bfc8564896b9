from . import conveyor_handover_offer
from . import conveyor_handover_return
