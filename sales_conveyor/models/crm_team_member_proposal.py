import heapq

from odoo import models

from ..exceptions import HandoverError


class CrmTeamMember(models.Model):
    _inherit = "crm.team.member"

    # === BUSINESS METHODS === #

    def _propose(self, count, role):
        """Deal a number of cards to these members, all of them.

        :param int count: how many cards
        :param str role: the section, to be named when nobody can take a card
        :return: list of ``count`` members
        :raise HandoverError: nobody is free for one of the cards
        """
        absent = self._get_absent_user_ids()
        dealt = self._deal(count, absent)
        if len(dealt) < count:
            raise HandoverError(self._explain_nobody_free(role, absent))
        return dealt

    def _deal(self, count, absent):
        """Each next card goes to the least loaded at that moment, of those present and under capacity.

        The load is open and waiting cards over capacity; of two alike, who keeps fewer clients.

        :return: list of members, shorter than ``count`` where their room ends
        """
        opened, waiting = self._count_cards()
        clients = self._count_clients()
        heap = []
        for order, member in enumerate(self):
            user_id = member.user_id.id
            cards = opened.get(user_id, 0) + waiting.get(user_id, 0)
            if user_id not in absent and cards < member.capacity:
                heap.append(
                    (cards / member.capacity, clients.get(user_id, 0), order, cards, member)
                )
        heapq.heapify(heap)
        dealt = []
        while heap and len(dealt) < count:
            _load, kept, order, cards, member = heapq.heappop(heap)
            dealt.append(member)
            if cards + 1 < member.capacity:
                heapq.heappush(
                    heap, ((cards + 1) / member.capacity, kept, order, cards + 1, member)
                )
        return dealt

    def _filter_receivers(self, owner, company):
        """Those who may get a card from this owner: somebody else, with access to the card's company."""
        return self.filtered(
            lambda member: member.user_id != owner and company in member.user_id.company_ids
        )

    def _get_absent_user_ids(self):
        """The people among these members who are away right now, by Odoo's own working-time calendar."""
        now = self.env.cr.now()
        domain = [
            ("resource_id.user_id", "in", self.user_id.ids),
            ("time_type", "=", "leave"),
            ("date_from", "<=", now),
            ("date_to", ">=", now),
        ]
        # A seller may not read the leaves of others; only the fact of absence is used.
        leaves = self.env["resource.calendar.leaves"].sudo().search(domain)
        return set(leaves.resource_id.user_id.ids)

    def _explain_nobody_free(self, role, absent):
        labels = dict(self._fields["role"]._description_selection(self.env))
        if not self:
            return self.env._(
                "There is no active %s to pass the card to. The head of sales sets the roles of people "
                "on the form of the sales team.",
                labels[role].lower(),
            )
        reasons = ", ".join(
            self.env._("%s is away", member.user_id.name)
            if member.user_id.id in absent
            else self.env._(
                "%(person)s has all %(count)s cards",
                person=member.user_id.name,
                count=member.capacity,
            )
            for member in self
        )
        return self.env._(
            "Nobody can take the card now: %(reasons)s. Choose a person yourself with “Pass on”.",
            reasons=reasons,
        )
