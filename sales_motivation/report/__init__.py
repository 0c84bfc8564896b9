from . import motivation_simulation_report
from . import motivation_boundary_report
from . import motivation_boundary_report_query
