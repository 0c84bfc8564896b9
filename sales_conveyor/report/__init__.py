from . import conveyor_report_mixin
from . import conveyor_handover_report
from . import conveyor_passage_report
from . import conveyor_attainment_report
from . import conveyor_attainment_report_clock
from . import conveyor_attainment_report_query
from . import conveyor_attainment_report_reading
