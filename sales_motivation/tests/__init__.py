from . import test_tools
from . import test_run_curve
from . import test_pay_commission
from . import test_pay_clawback
from . import test_pay_refund
from . import test_simulation
from . import test_simulation_steps
from . import test_boundary
