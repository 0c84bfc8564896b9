from . import test_handover_offer
from . import test_handover_accept
from . import test_passage
