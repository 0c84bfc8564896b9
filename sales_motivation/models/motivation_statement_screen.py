from odoo import api, fields, models

# Kinds whose lines stand with the component that they are about.
OF_COMPONENT = ("commission", "override", "spif", "gate", "clawback")


class MotivationStatement(models.Model):
    """A statement on its screen: who may do what, and its lines by component."""

    _inherit = "motivation.statement"

    is_mine = fields.Boolean(compute="_compute_may")
    can_decide = fields.Boolean(compute="_compute_may")
    inquiry_ids = fields.One2many("motivation.inquiry", "statement_id", string="Questions")
    inquiry_count = fields.Integer(string="Questions Asked", compute="_compute_inquiry_count")
    open_inquiry_count = fields.Integer(
        string="Questions to Answer", compute="_compute_inquiry_count"
    )

    # === COMPUTE METHODS === #

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_may(self):
        decides = self._decides(self.env.user)
        for statement in self:
            statement.is_mine = statement.user_id == self.env.user
            statement.can_decide = decides and not statement.is_mine

    @api.depends("inquiry_ids.state")
    def _compute_inquiry_count(self):
        groups = self.env["motivation.inquiry"]._read_group(
            [("statement_id", "in", self.ids)], ["statement_id", "state"], ["__count"]
        )
        for statement in self:
            mine = [(state, count) for owner, state, count in groups if owner == statement]
            statement.inquiry_count = sum(count for _state, count in mine)
            statement.open_inquiry_count = sum(count for state, count in mine if state == "asked")

    # === ACTION METHODS === #

    def action_print(self):
        """The slip of a person as a PDF."""
        return self.env.ref("sales_motivation.motivation_statement_report").report_action(self)

    def action_open_lines(self):
        """The lines as a list, to be searched and grouped."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.motivation_statement_line_action"
        )
        return {
            **action,
            "display_name": self.display_name,
            "domain": [("statement_id", "=", self.id)],
            "context": {"search_default_group_component": 1},
            "views": [(False, "list"), (False, "pivot")],
        }

    def action_open_inquiries(self):
        """The questions about this statement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.motivation_inquiry_action"
        )
        return {**action, "domain": [("statement_id", "=", self.id)], "context": {}}

    def action_ask(self):
        """Ask about something that is missing in this statement."""
        self.ensure_one()
        return self.env["motivation.inquiry"]._open_form(statement=self)

    # === BUSINESS METHODS === #

    @api.readonly
    def get_groups(self):
        """The lines of a statement by component, each with its sentence.

        :return: list of ``{"key", "name", "kind", "amount", "held", "note", "lines": [...]}``; the note tells why
            money of the group is held
        """
        self.ensure_one()
        self.check_access("read")
        server = self.line_ids.sudo()  # as in `explanation`; the lines are the statement's own
        told = [line._as_told() for line in server]
        words = dict(zip(server.ids, server._explain(told, is_alone=False), strict=True))
        gates = server._tell_gates([one for one in told if one.held])
        groups = {}
        for line in server:
            groups.setdefault(line._get_group_key(), []).append(line)
        return [
            self._describe_group(key, groups[key], words, gates.get((self.id, key[2]), False))
            for key in sorted(groups)
        ]

    def _describe_group(self, key, lines, words, note):
        _place, _sequence, component_id, kind = key
        return {
            "key": f"{kind}_{component_id}",
            "name": lines[0].with_env(self.env)._get_group_name(),
            "kind": kind,
            "amount": self.currency_id.round(sum(line.amount for line in lines)),
            "held": self.currency_id.round(sum(line.held for line in lines)),
            "note": note,
            "lines": [line._describe(words[line.id]) for line in lines],
        }
