from odoo.exceptions import UserError


class HandoverError(UserError):
    """The relay refuses a move of a card; its text tells the person why and what to do."""
