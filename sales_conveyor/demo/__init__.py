from . import conveyor_demo
