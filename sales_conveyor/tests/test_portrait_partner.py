from odoo.exceptions import ValidationError
from odoo.tests import Form

from .common import ConveyorCommon, department

TOLD_APART = ((0, False), (1, "0001"), (9, "0001"), (10, "0010"), (49, "0010"), (50, "0050"),
              (249, "0050"), (250, "0250"), (999, "0250"), (1000, "1000"), (4999, "1000"),
              (5000, "5000"), (10_000_000, "5000"))  # fmt: skip


@department
class TestPortraitPartner(ConveyorCommon):
    """How large a client is: typed as a number, told as a class."""

    def test_the_class_follows_the_number(self):
        for count, staff_range in TOLD_APART:
            self.client.staff_count = count
            self.assertEqual(self.client.staff_range, staff_range, count)

    def test_labels_are_plain(self):
        labels = [label for _key, label in self.client._fields["staff_range"].selection]
        self.assertEqual(labels, ["1–9", "10–49", "50–249", "250–999", "1,000–4,999", "5,000+"])

    def test_impossible_numbers_are_refused_in_words(self):
        for count in (-1, 10_000_001, 2**31, 10**12):
            with self.assertRaisesRegex(ValidationError, "between 0 and 10 million"):
                self.client.staff_count = count
            with self.assertRaisesRegex(ValidationError, "between 0 and 10 million"):
                self.env["res.partner"].create({"name": "Giant", "staff_count": count})

    def test_nobody_types_the_class(self):
        self.client.write({"staff_count": 12, "staff_range": "5000"})
        self.client.staff_range = "5000"
        other = self.env["res.partner"].create({"name": "Giant", "staff_range": "5000"})
        self.assertEqual((self.client.staff_range, other.staff_range), ("0010", False))

    def test_a_contact_has_the_number_of_his_company(self):
        contact = self.env["res.partner"].create({"name": "Vera", "parent_id": self.client.id})
        self.client.staff_count = 70
        self.assertEqual((contact.staff_count, contact.staff_range), (70, "0050"))

    def test_the_form_of_a_company_asks_for_it(self):
        with Form(self.client) as form:
            form.staff_count = 12
        self.assertEqual(self.client.staff_range, "0010")

    def test_clients_are_grouped_by_class(self):
        self.client.staff_count = 12
        rows = self.env["res.partner"]._read_group(
            [("id", "=", self.client.id)], ["staff_range"], ["__count"]
        )
        self.assertEqual(rows, [("0010", 1)])

    def test_the_minimum_of_a_portrait_is_a_setting(self):
        settings = self.env["res.config.settings"].create({"conveyor_portrait_minimum": 7})
        settings.execute()
        self.assertEqual(self.env.company.conveyor_portrait_minimum, 7)
        for number in (0, -1, 1_000_001, 2**31):
            with self.assertRaises(ValidationError):
                self.env.company.conveyor_portrait_minimum = number
