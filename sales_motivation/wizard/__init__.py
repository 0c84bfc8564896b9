from . import motivation_adjustment_refusal
from . import motivation_inquiry_answer
from . import motivation_refund_choice
from . import motivation_pay_plan_check
from . import motivation_pay_plan_check_gain
