"""A Chromium for the checks, and short names for what they do with it."""

import json
import os
import pathlib
import shutil
import time
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.chrome.service import Service

PATIENCE = 15


def start():
    """Starts Chromium without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_experimental_option(
        "prefs", {"intl.accept_languages": "zh-CN", "download.prompt_for_download": False}
    )
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)


class Page:
    """The page in the browser."""

    def __init__(self, driver, address):
        self.driver = driver
        self.base = address.rstrip("/") + "/"
        self.downloads = pathlib.Path(os.environ.get("TMPDIR", "/tmp")) / f"page-{os.getpid()}"
        self.downloads.mkdir(exist_ok=True)
        driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior",
            {"behavior": "allow", "downloadPath": str(self.downloads)},
        )

    def size(self, width, height):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )

    def media(self, **features):
        values = [{"name": name.replace("_", "-"), "value": v} for name, v in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": values})

    def open(self, **state):
        """Opens an address of the page, and waits for the list."""
        self.driver.get(self.base + "?" + urllib.parse.urlencode(state))
        self.wait(
            lambda: self.script(
                "return document.querySelector('#understood')?.textContent.length > 0"
            )
        )

    def script(self, text, *arguments):
        return self.driver.execute_script(text, *arguments)

    def wait(self, condition):
        """Waits until a condition holds, and returns its value."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                value = condition()
            except Exception as error:  # an element that is being replaced
                if time.monotonic() > end:
                    raise error
                value = None
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"no {condition} within {PATIENCE} s")
            time.sleep(0.03)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.wait(lambda: self.all(selector))[0]

    def text(self, selector):
        return self.script("return document.querySelector(arguments[0])?.textContent", selector)

    def texts(self, selector):
        return self.script(
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)",
            selector,
        )

    def value(self, selector):
        return self.script("return document.querySelector(arguments[0]).value", selector)

    def click(self, selector, text=None):
        """Clicks the first element of a selector that contains a text."""

        def found():
            for element in self.all(selector):
                if element.is_displayed() and (text is None or text in element.text):
                    element.click()
                    return True
            return False

        self.wait(found)

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def type(self, text):
        """Replaces the text of the box."""
        box = self.one("#q")
        box.send_keys(Keys.CONTROL, "a")
        box.send_keys(text)

    def state(self):
        query = urllib.parse.urlsplit(self.driver.current_url).query
        return dict(urllib.parse.parse_qsl(query))

    def api(self, route, **parameters):
        """The rows of an answer of the API, without the page."""
        query = urllib.parse.urlencode(parameters, doseq=True)
        with urllib.request.urlopen(f"{self.base}api/v1/{route}?{query}") as answer:
            return json.load(answer)

    def total(self, q, **parameters):
        rows = self.api("search", q=q, match="all", limit=1, **parameters)
        return next(row["total"] for row in rows if row["type"] == "summary")

    def file(self, name):
        """The bytes of a downloaded file, when it is complete."""
        path = self.downloads / name
        self.wait(lambda: path.exists() and not list(self.downloads.glob("*.crdownload")))
        time.sleep(0.1)
        content = path.read_bytes()
        path.unlink()
        return content

    def complaints(self):
        """The errors in the console since the last call."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING")
        ]
