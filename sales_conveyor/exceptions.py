from odoo.exceptions import UserError


class HandoverError(UserError):
    """The relay refuses a move of a card; its text tells the person why and what to do."""

    # The web client shows a refusal calmly only when it knows its name; it knows this one.
    context = {"exception_class": "odoo.exceptions.UserError"}
