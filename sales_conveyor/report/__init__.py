from . import conveyor_report_mixin
from . import conveyor_handover_report
from . import conveyor_passage_report
