from . import history_template, workbook
from . import plan_workbook
