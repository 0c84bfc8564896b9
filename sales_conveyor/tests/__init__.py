from . import test_handover_offer
from . import test_handover_accept
from . import test_passage
from . import test_client
from . import test_rights
from . import test_rpc
from . import test_rpc_forging
from . import test_rpc_values
