from . import motivation_demo
