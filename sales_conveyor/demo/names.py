"""Invented companies and people for cards; every combination is used once."""

from itertools import count, product

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

# Who says yes, and who only asks for a price list.
DECIDERS = ["Director", "Head of Logistics", "Operations Director"]
OTHERS = ["Purchasing Manager", "Assistant", "Director", "Purchasing Manager", "Accountant"]
# Of companies that will buy, and of the others.
FITTING = [75, 120, 180, 240, 320, 90, 650]
ODD = [4, 7, 15, 30, 6, 1500, 60, 8, 3000]
INDUSTRIES = {"Logistics": "H", "Seeds": "A", **dict.fromkeys(
    ("Pharma", "Hardware", "Cosmetics", "Electronics", "Stationery", "Footwear"), "G"
)}  # fmt: skip


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
        self._contacts, self._sizes = count(), count()

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

    def position(self, promising):
        """Give the job of the next contact: most who decide for themselves sit where a card will be won."""
        jobs = DECIDERS if promising else OTHERS
        return jobs[next(self._contacts) % len(jobs)]

    def staff_count(self, promising):
        """Give the size of the next company: those that buy are neither small nor very large."""
        sizes = FITTING if promising else ODD
        return sizes[next(self._sizes) % len(sizes)]

    @staticmethod
    def industry(company):
        """Give the section of industry that a company's name tells of: most of them make things.

        >>> Names.industry("Keld Logistics"), Names.industry("Keld Tiles")
        ('res_partner_industry_H', 'res_partner_industry_C')
        """
        return f"res_partner_industry_{INDUSTRIES.get(company.split()[-1], 'C')}"
