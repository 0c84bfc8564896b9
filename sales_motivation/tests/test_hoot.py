from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    """The components, each by itself in the browser."""

    def test_components(self):
        # The quotes make the filter exact: without them it matches other people's tests as well.
        url = "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&filter=%22%40sales_motivation%2F%22"
        with self.assertLogs(self._logger.getChild("browser"), "INFO") as logs:
            try:
                self.browser_js(
                    url,
                    "",
                    "",
                    login="admin",
                    timeout=300,
                    success_signal="[HOOT] Test suite succeeded",
                    error_checker=unit_test_error_checker,
                )
            except AssertionError:
                told = [line for line in logs.output if line.startswith("ERROR")]
                self.fail("\n".join(told))
        self.assertRegex("\n".join(logs.output), r"\[HOOT\] Passed [1-9]\d* tests")
