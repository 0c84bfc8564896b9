"""Invented companies and people for cards; every combination is used once."""

from itertools import product

FIRST = [
    "Aldera", "Brenta", "Calder", "Dunmor", "Elvara", "Farrow", "Gilden", "Hollis", "Iskara",
    "Jarrow", "Keld", "Lorne", "Mirana", "Nevis", "Orran",
]  # fmt: skip
KIND = [
    "Logistics", "Foods", "Pharma", "Textiles", "Hardware", "Beverages", "Furniture",
    "Cosmetics", "Packaging", "Electronics", "Stationery", "Ceramics", "Glassworks", "Seeds",
    "Footwear", "Plastics", "Tiles", "Bakery",
]  # fmt: skip
PEOPLE = [
    "Alan", "Vera", "Igor", "Lena", "Mark", "Nina", "Oskar", "Paula", "Robert", "Sofia",
    "Timur", "Zoya", "Denis", "Karina", "Emil",
]  # fmt: skip
SURNAMES = [
    "Ostin", "Rebrov", "Lang", "Perlin", "Gorin", "Marlen", "Vogel", "Tamm", "Silin", "Brook",
    "Danov", "Weller", "Kors", "Alton",
]  # fmt: skip


class Names:
    """Deals out company and person names in a random but repeatable order.

    >>> import random
    >>> names = Names(random.Random(1))
    >>> len({names.company() for n in range(200)})
    200
    """

    def __init__(self, rng):
        """Shuffle the companies once."""
        self._rng = rng
        self._companies = [" ".join(words) for words in product(FIRST, KIND)]
        rng.shuffle(self._companies)

    def company(self):
        """Give a company that no card has yet."""
        return self._companies.pop()

    def contact(self, company):
        """Give a person of the company: name, e-mail and telephone."""
        name, surname = self._rng.choice(PEOPLE), self._rng.choice(SURNAMES)
        domain = company.lower().replace(" ", "-")
        return {
            "contact_name": f"{name} {surname}",
            "email_from": f"{name}.{surname}@{domain}.example.com".lower(),
            "phone": f"+44 20 7946 {self._rng.randrange(10000):04d}",
        }
