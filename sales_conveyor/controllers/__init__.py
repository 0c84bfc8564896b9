from . import history_template
