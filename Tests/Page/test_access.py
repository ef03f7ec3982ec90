"""Languages, themes, sizes, keys, print, screen readers, and hostile text."""

import base64
import os
import pathlib

import axe_core_python
from selenium.webdriver.common.keys import Keys

import archive
from page_case import PageCase

AXE = pathlib.Path(axe_core_python.__file__).parent / "axe.min.js"
ARTICLE = "linjiang-ribao/2022/2022-03-14-haitang-tuoyu-shidian.txt"
STATES = (
    {},
    {"q": "托育", "id": ARTICLE},
    {"q": "养老", "tab": "kwic"},
    {"q": "养老", "tab": "collocates"},
    {"q": "养老", "tab": "export", "vs": "托育"},
    {"q": "zzzz 养老 date:1990"},
)


class AccessTests(PageCase):
    def violations(self):
        # The policy of the page allows no script of others; the driver adds it past the policy.
        self.page.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text()})
        return self.page.driver.execute_async_script("""
            const done = arguments[arguments.length - 1];
            axe.run().then((result) => done(result.violations.map((violation) =>
              violation.id + ": " + violation.nodes.map((node) => node.target + " "
                + node.failureSummary).join("; "))));
        """)

    def test_axe_finds_no_violations(self):
        for theme in ("light", "dark"):
            for width in (390, 1280):
                self.page.size(width, 900)
                for state in STATES:
                    self.page.script("localStorage.setItem('xunwen.theme', arguments[0])", theme)
                    self.page.open(**state)
                    self.page.wait(
                        lambda: (
                            self.page.all("#reader .article p")
                            if "id" in state
                            else self.page.all("#hits > *")
                        )
                    )
                    with self.subTest(theme=theme, width=width, state=state):
                        self.assertEqual(self.violations(), [])

    def test_axe_finds_no_violations_in_the_form_and_the_dialogs(self):
        self.page.open(q="养老")
        self.page.click("#form-button")
        self.assertEqual(self.violations(), [])
        self.page.click("#help")
        self.page.one("#dialog kbd")
        self.assertEqual(self.violations(), [])

    def test_both_languages_are_complete(self):
        self.page.open(q="托育", id=ARTICLE)
        self.page.one("#reader .article p")
        self.page.click("#language")
        self.wait_for_text("#understood", "articles")
        self.assertEqual(self.page.script("return document.documentElement.lang"), "en")
        chinese = self.page.script("""
            const own = [...document.querySelectorAll("button, label, select option, th, h2.soft")]
              .filter((e) => !e.closest(".hit, .reader-page h2, .facts, .value, #facets li, #timeline table"))
              .flatMap((e) => [e.textContent, e.getAttribute("aria-label") ?? ""]);
            return own.filter((text) => /[\\u4e00-\\u9fff]/.test(text));
        """)
        self.assertEqual(
            [text for text in chinese if "中" != text and "切换为中文" not in text], []
        )
        self.page.driver.refresh()
        self.wait_for_text("#understood", "articles")
        self.page.click("#language")
        self.wait_for_text("#understood", "篇")

    def test_the_theme_follows_the_system_and_the_switch(self):
        def background():
            return self.page.script("return getComputedStyle(document.body).backgroundColor")

        self.page.media(prefers_color_scheme="dark")
        self.page.open()
        dark = background()
        self.page.click("#theme")
        light = background()
        self.assertNotEqual(dark, light)
        self.page.driver.refresh()
        self.assertEqual(background(), light)

    def test_no_width_scrolls_sideways(self):
        for width in (390, 768, 1280, 2560):
            self.page.size(width, 900)
            for state in STATES[:3]:
                self.page.open(**state)
                overflow = self.page.script(
                    "return document.documentElement.scrollWidth - window.innerWidth"
                )
                self.assertLessEqual(overflow, 0, (width, state))

    def test_the_filters_slide_over_the_list_of_a_phone(self):
        self.page.size(390, 844)
        self.page.open(q="养老")
        self.page.one(".hit")
        self.assertFalse(self.page.one("#facets").is_displayed())
        self.page.click("#facets-button")
        self.page.wait(lambda: self.page.one("#facets .value").is_displayed())
        self.assertTrue(self.page.one("#timeline .chart").is_displayed())
        self.page.keys(Keys.ESCAPE)
        self.page.wait(lambda: not self.page.one("#facets").is_displayed())

    def test_lines_of_articles_have_at_most_38_characters(self):
        for width in (1280, 2560):
            self.page.size(width, 1000)
            self.page.open(q="托育", id=ARTICLE)
            self.page.one("#reader .zone.body p")
            style = self.page.script("""
                const p = document.querySelector("#reader .zone.body p");
                const style = getComputedStyle(p);
                return [style.fontSize, parseFloat(style.lineHeight) / parseFloat(style.fontSize),
                  p.getBoundingClientRect().width / parseFloat(style.fontSize)];
            """)
            self.assertEqual(style[0], "17px")
            self.assertAlmostEqual(style[1], 1.8, places=2)
            self.assertLessEqual(style[2], 38)

    def test_the_whole_page_works_with_keys(self):
        self.page.open()
        self.page.keys("/")
        self.page.keys("托育")
        self.wait_for_total("托育")
        self.page.keys(Keys.ENTER)
        self.page.script("document.activeElement.blur()")
        self.page.keys("j")
        self.page.keys("j")
        self.page.keys("k")
        self.page.keys("o")
        self.page.one("#reader .article p")
        self.page.keys("t")
        self.page.wait(lambda: self.page.state().get("tab") == "kwic")
        self.page.keys("e")
        self.page.wait(lambda: self.page.state().get("tab") == "export")
        self.page.keys("f")
        self.page.wait(
            lambda: self.page.script("return document.activeElement.closest('#facets') !== null")
        )
        self.page.script("document.activeElement.blur()")
        self.page.keys("?")
        self.page.one("#dialog[open]")
        self.page.keys(Keys.ESCAPE)
        self.page.wait(lambda: not self.page.all("#dialog[open]"))
        self.page.keys(Keys.ESCAPE)
        self.page.wait(lambda: "id" not in self.page.state())

    def test_targets_of_touch_have_44_pixels(self):
        self.page.size(390, 844)
        self.page.open(q="养老", id=ARTICLE)
        self.page.one("#reader .article p")
        small = self.page.script("""
            return [...document.querySelectorAll("#bar button, #tabs button, .tools button, "
              + ".reader-bar button, .views button, .star, select")]
              .filter((e) => e.getClientRects().length > 0)
              .map((e) => [e.textContent, e.getBoundingClientRect()])
              .filter(([, box]) => box.width < 43.5 || box.height < 43.5)
              .map(([text, box]) => text + " " + box.width + "×" + box.height);
        """)
        self.assertEqual(small, [])

    def test_an_article_and_a_list_print(self):
        for state in ({"q": "托育"}, {"q": "托育", "id": ARTICLE}):
            self.page.open(**state)
            self.page.one("#reader .article p" if "id" in state else ".hit")
            result = self.page.driver.execute_cdp_cmd("Page.printToPDF", {})
            self.assertGreater(len(base64.b64decode(result["data"])), 10_000)
            self.page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
            self.assertFalse(self.page.one("#facets").is_displayed())
            self.assertEqual(self.page.one("#hits").is_displayed(), "id" not in state)
            self.page.media()

    def test_the_first_answer_takes_less_than_200_ms(self):
        self.page.open()
        self.page.one(".hit")
        # Other programs may use the processor: the fastest of five answers counts.
        times = [self.answer_time(text) for text in ("养老", "托育", "公积金", "住房", "医保")]
        self.assertLess(min(times), 1000 if os.environ.get("XUNWEN_PAGE") else 200)

    def answer_time(self, text):
        """Types a text, and returns the milliseconds until its hits are painted."""
        return self.page.driver.execute_async_script(
            """
            const done = arguments[arguments.length - 1];
            const box = document.getElementById("q");
            const begun = performance.now();
            new MutationObserver((_, observer) => {
              observer.disconnect();
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
            }).observe(document.getElementById("hits"), { childList: true });
            box.value = arguments[0];
            box.dispatchEvent(new InputEvent("input"));
            """,
            text,
        )


class HostileTests(PageCase):
    def test_text_of_every_field_stays_text(self):
        states = [
            {"q": "敌意"},
            {"q": "敌意", "tab": "kwic"},
            {"q": "敌意", "tab": "ngrams", "len": "1"},
            {"q": archive.SCRIPT + archive.IMAGE + archive.BIDI},
            {"q": "敌意", "id": archive.SCRIPT + archive.IMAGE},
        ]
        rows = self.page.api("search", index="hostile", q="敌意", limit=10)
        hits = [row for row in rows if row["type"] == "hit"]
        self.assertEqual(len(hits), 4)
        states += [{"q": "敌意", "id": hit["id"]} for hit in hits]
        for state in states:
            self.page.open(index="hostile", **state)
            self.page.wait(lambda: self.page.all("#hits > *"))
            if "id" in state:
                self.page.one("#reader h2, #reader [role=alert]")
            with self.subTest(state=state):
                self.assertIsNone(self.page.script("return window.hacked ?? null"))
                self.assertEqual(
                    self.page.all("#facets img, #hits img, #reader img, main script"), []
                )
                hrefs = self.page.script("return [...document.links].map((link) => link.href)")
                self.assertEqual([href for href in hrefs if not href.startswith("http")], [])
                bidi = self.page.script(
                    "return /[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.querySelector('main').innerText)"
                )
                self.assertFalse(bidi)

    expected_complaints = ("404 (Not Found)",)

    def test_the_title_is_shown_as_it_is_written(self):
        self.page.open(index="hostile", q="敌意标题")
        self.page.one(".hit")
        titles = self.page.texts(".hit h3 a")
        expected = archive.TITLE.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd")
        self.assertIn(expected, titles)

    def test_the_basket_shows_hostile_text_as_text(self):
        self.page.open(index="hostile", q="敌意")
        for star in self.page.all(".hit .star"):
            star.click()
        self.page.one("#basket-button").click()
        self.page.one("#dialog textarea")
        self.assertEqual(self.page.all("#dialog img, #dialog script"), [])
        self.assertIsNone(self.page.script("return window.hacked ?? null"))
