"""The reader: zones, matches, the reasons of a match, references, and the address."""

import urllib.parse

from selenium.webdriver.common.keys import Keys

from page_case import PageCase

ARTICLE = "linjiang-ribao/2022/2022-03-14-haitang-tuoyu-shidian.txt"
CLIPBOARD = """
    window.copied = [];
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: {
      writeText: (text) => { window.copied.push(text); return Promise.resolve(); } } });
"""


class ReaderTests(PageCase):
    def open(self, **state):
        self.page.open(q="托育", id=ARTICLE, **state)
        self.page.one("#reader .article p")
        self.page.script(CLIPBOARD)

    def copied(self):
        return self.page.wait(lambda: self.page.script("return window.copied.at(-1)"))

    def row(self):
        path = "articles/" + urllib.parse.quote(ARTICLE, safe="")
        return self.page.api(path, q="托育")[0]

    def zone(self, row, zone):
        text = next(o["text"] for o in row["originals"] if o["name"] == zone["original"])
        return text[zone["start"] : zone["end"]]

    def test_an_article_opens_beside_the_list(self):
        self.page.open(q="托育")
        self.page.one(".hit h3 a").click()
        self.page.one("#reader .article p")
        self.assertTrue(self.page.one("#hits").is_displayed())
        self.assertIn("id", self.page.state())
        self.page.keys(Keys.ESCAPE)
        self.page.wait(lambda: "id" not in self.page.state())
        self.page.wait(lambda: not self.page.one("#reader").is_displayed())
        focused = self.page.script("return document.activeElement.closest('.hit') !== null")
        self.assertTrue(focused)

    def test_the_text_is_that_of_the_zones(self):
        self.open()
        row = self.row()
        body = "".join(self.zone(row, zone) for zone in row["zones"] if zone["kind"] == "body")
        shown = "".join(self.page.texts("#reader .zone.body p"))
        self.assertEqual(shown, "".join(line for line in body.split("\n") if line.strip()))
        self.assertEqual(self.page.all("#reader .zone.tail"), [])
        self.page.click("#reader .views button", "连同页眉页尾")
        self.page.wait(lambda: self.page.all("#reader .zone.tail"))
        tail = "".join(self.zone(row, zone) for zone in row["zones"] if zone["kind"] == "tail")
        shown = "".join(self.page.texts("#reader .zone.tail p.text"))
        self.assertEqual(shown, "".join(line for line in tail.split("\n") if line.strip()))
        self.page.click("#reader .views button", "原件")
        self.page.wait(lambda: self.page.all("#reader .zone.original"))
        original = "".join(self.page.texts("#reader .zone.original"))
        self.assertEqual(original, "".join(o["text"] for o in row["originals"]))

    def test_every_match_is_marked_and_n_and_p_step_through_them(self):
        self.open()
        row = self.row()
        shown = [zone for zone in row["zones"] if zone["kind"] in ("title", "body")]
        matches = [
            match
            for match in row["matches"]
            if any(zone["start"] <= match["start"] < zone["end"] for zone in shown)
        ]
        marks = self.page.texts("#reader mark")
        self.assertEqual(len(marks), len(matches))
        self.assertEqual(set(marks), {"托育"})
        count = len(matches)
        self.wait_for_text("#reader .steps output", f"1\u00a0/\u00a0{count}")
        self.page.script("document.activeElement.blur()")
        self.page.keys("n")
        self.wait_for_text("#reader .steps output", f"2\u00a0/\u00a0{count}")
        self.page.keys("p")
        self.page.keys("p")
        self.wait_for_text("#reader .steps output", f"{count}\u00a0/\u00a0{count}")
        self.assertEqual(len(self.page.all("#reader mark.current")), 1)
        self.assertTrue(self.page.all("#reader .ticks i.current"))
        visible = self.page.script("""
            const mark = document.querySelector("#reader mark.current").getBoundingClientRect();
            const page = document.querySelector(".reader-page").getBoundingClientRect();
            return mark.top >= page.top && mark.bottom <= page.bottom;
        """)
        self.assertTrue(visible)

    def test_matches_after_rare_characters_are_at_their_places(self):
        self.page.open(index="hostile", q="敌意", id="undated")
        self.page.one("#reader mark")
        self.assertEqual(set(self.page.texts("#reader mark")), {"敌意"})

    def test_the_reasons_of_a_match_lead_to_its_places(self):
        self.open()
        self.page.click("#reader .views button", "为何命中")
        self.page.one("#reader .why .places button")
        self.wait_for_text("#reader .why", "符合全部条件")
        self.page.click("#reader .why .places button", "2")
        self.page.wait(lambda: "at" in self.page.state())
        self.page.one("#reader .article mark.current")

    def test_similar_articles_open(self):
        self.open()
        self.page.one("#reader .after a").click()
        self.page.wait(lambda: self.page.state()["id"] != ARTICLE)

    def test_references_are_those_of_the_api(self):
        self.open()
        self.page.click("#reader .reader-bar button", "引用")
        for name, part in (
            ("gbt7714", "临江日报"),
            ("bibtex", "@"),
            ("ris", "TY  -"),
            ("json", '"title":"白鹭区'),
        ):
            self.page.script(
                """
                const select = document.querySelector("#reader .cite select");
                select.value = arguments[0];
                select.dispatchEvent(new Event("change"));
                """,
                name,
            )
            self.wait_for_text("#reader .cite pre", part)
        self.page.script("document.activeElement.blur()")
        self.page.keys("c")
        self.assertIn('"title":"白鹭区', self.copied())

    def test_a_quotation_is_copied_with_its_reference(self):
        self.open()
        self.page.script("""
            const range = document.createRange();
            range.selectNodeContents(document.querySelector("#reader .zone.body p"));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        """)
        first = self.page.texts("#reader .zone.body p")[0].strip()
        self.page.click("#reader .reader-bar button", "摘引")
        copied = self.copied()
        self.assertIn(f"“{first}”", copied)
        self.assertIn("/OL]. 临江日报, 2022-03-14", copied)

    def test_the_address_restores_the_page(self):
        self.open(tab="kwic")
        self.page.one(".kwic")
        state = self.page.state()
        self.page.driver.refresh()
        self.page.one(".kwic")
        self.page.one("#reader .article p")
        self.assertEqual(self.page.state(), state)
        self.page.click("#tabs button", "文章")
        self.page.one(".hit")
        self.page.driver.back()
        self.page.one(".kwic")

    def test_a_copied_link_states_what_has_changed(self):
        self.page.open(q="托育")
        self.page.one(".hit")
        self.page.script(CLIPBOARD)
        self.page.click("#bar button", "复制链接")
        link = self.copied()
        self.page.driver.get(link)
        total = self.page.total("托育")
        self.wait_for_text("#notice", f"与链接所记相同：{total}\u00a0篇")
        self.page.driver.get(link.replace(f"was={total}", "was=1"))
        self.wait_for_text("#notice", f"链接所记为 1\u00a0篇，现在为 {total}\u00a0篇")
