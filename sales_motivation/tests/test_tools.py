import doctest
import unittest

from odoo.tests import BaseCase, tagged

from ..tools import bunching, commission


@tagged("standard", "at_install")
class TestTools(BaseCase):
    """The examples in the docstrings hold."""

    def test_examples_of_the_arithmetic_hold(self):
        suite = unittest.TestSuite([doctest.DocTestSuite(tool) for tool in (commission, bunching)])
        result = unittest.TextTestRunner(verbosity=0).run(suite)
        self.assertTrue(result.wasSuccessful(), result.failures)
        self.assertGreater(result.testsRun, 5)
