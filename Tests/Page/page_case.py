"""The base of the checks: one browser and one server for all of them."""

import unittest

import browser
import served

_shared = {}


def _start():
    if not _shared:
        server = served.Server()
        driver = browser.start()
        _shared.update(server=server, driver=driver, page=browser.Page(driver, server.address))
    return _shared["page"]


def stop():
    if _shared:
        _shared["driver"].quit()
        _shared["server"].stop()
        _shared.clear()


class PageCase(unittest.TestCase):
    """A check. No check may leave an error in the console, unless it expects one."""

    expected_complaints = ()

    def setUp(self):
        self.page = _start()
        self.page.size(1280, 900)
        self.page.media()
        self.page.driver.get(self.page.base)
        self.page.script("localStorage.clear()")
        self.page.complaints()

    def tearDown(self):
        complaints = [
            text
            for text in self.page.complaints()
            if not any(part in text for part in self.expected_complaints)
        ]
        self.assertEqual(complaints, [])

    def wait_for_text(self, selector, part):
        self.page.wait(lambda: part in (self.page.text(selector) or ""))

    def wait_for_total(self, q, **parameters):
        """Waits until the page shows the number of articles that the API counts."""
        total = self.page.total(q, **parameters)
        self.wait_for_text("#understood .total", f"{total}\u00a0篇")
        return total
