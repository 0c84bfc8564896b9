from . import history_template, workbook
