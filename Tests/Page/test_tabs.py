"""The tabs, the exports, the basket and the saved searches."""

import csv
import io
import json
import urllib.request

from page_case import PageCase


class TabTests(PageCase):
    def open(self, tab, q="托育"):
        self.page.open(q=q, tab=tab)
        self.page.one("#hits .result table")

    def test_the_concordance_is_sorted_and_opens_the_place(self):
        self.open("kwic")
        self.page.script("""
            const select = document.querySelector("#hits .controls select");
            select.value = "right";
            select.dispatchEvent(new Event("change"));
        """)
        rows = self.page.api("kwic", q="托育", match="all", sort="right", window=20, limit=100)
        lines = [row for row in rows if row["type"] == "occurrence"]
        flat = [" ".join(row["right"].split("\n")).strip() for row in lines]
        self.page.wait(
            lambda: [text.strip() for text in self.page.texts(".kwic tbody .right")][:5] == flat[:5]
        )
        self.assertEqual(len(self.page.all(".kwic tbody tr")), len(lines))
        summary = rows[-1]
        self.wait_for_text("#hits .result", f"共 {summary['occurrences']} 处")
        self.page.one(".kwic .key a").click()
        self.page.one("#reader mark.current")
        self.assertEqual(self.page.state()["at"], f"{lines[0]['original']}:{lines[0]['start']}")
        place = self.page.one("#reader mark.current").get_attribute("data-place")
        self.assertEqual(place, self.page.state()["at"])

    def test_the_tables_of_words_have_the_numbers_of_the_api(self):
        for tab, name, column in (
            ("collocates", "word", "near"),
            ("keywords", "word", "frequency"),
            ("ngrams", "ngram", "frequency"),
        ):
            self.open(tab)
            parameters = {"match": "all", "stop-words": "built-in", "limit": 50}
            if tab == "ngrams":
                parameters["n"] = "2..3"
            rows = self.page.api(tab, q="托育", **parameters)
            expected = [[row[name], str(row[column])] for row in rows if row["type"] != "summary"]
            shown = self.page.script("""
                return [...document.querySelectorAll("#hits .result tbody tr")].map((row) =>
                  [row.children[0].textContent, row.children[1].textContent]);
            """)
            self.assertEqual(shown, expected)

    def test_all_tabs_ask_for_a_query_when_there_is_none(self):
        for tab in ("kwic", "collocates", "keywords", "ngrams"):
            self.page.open(tab=tab)
            self.wait_for_text("#hits", "请先写检索式")


class ExportTests(PageCase):
    def open(self, q="养老"):
        self.page.open(q=q, tab="export")
        self.wait_for_text("#hits h2", "导出全部")
        return self.page.total(q)

    def click(self, name):
        self.page.script(
            """
            const item = [...document.querySelectorAll("#hits .export li")]
              .find((li) => li.querySelector("strong").textContent === arguments[0]);
            item.querySelector("a, button").click();
            """,
            name,
        )

    def test_tables_and_records_have_every_hit(self):
        total = self.open()
        links = self.page.script("""
            return [...document.querySelectorAll("#hits .export a")].map((link) => link.href);
        """)
        self.assertEqual(len(links), 3)
        contents = []
        for link in links:
            with urllib.request.urlopen(link) as answer:
                contents.append(answer.read().decode("utf-8-sig"))
        self.assertEqual(len(list(csv.DictReader(io.StringIO(contents[0])))), total)
        records = [json.loads(line) for line in contents[2].splitlines()]
        self.assertEqual(len({record["id"] for record in records}), total)
        self.assertTrue(all(record["text"] for record in records))

    def test_references_have_every_hit(self):
        total = self.open()
        for name, ending, count in (
            ("BibTeX", "bib", lambda text: text.count("@")),
            ("RIS", "ris", lambda text: text.count("TY  - ")),
            ("CSL JSON", "json", lambda text: len(json.loads(text))),
        ):
            self.click(name)
            content = self.page.file(f"xunwen.{ending}").decode("utf-8")
            self.assertGreaterEqual(count(content), total, name)
            self.assertLess(count(content), total + 2, name)


class BasketTests(PageCase):
    def test_articles_and_notes_stay_in_the_browser(self):
        self.page.open(q="托育")
        title = self.page.texts(".hit h3 a")[0]
        self.page.one(".hit .star").click()
        self.wait_for_text("#basket-button", "★ 1")
        self.page.one("#basket-button").click()
        self.wait_for_text("#dialog", title)
        self.page.one("#dialog textarea").send_keys("附注<b>")
        self.page.driver.refresh()
        self.wait_for_text("#basket-button", "★ 1")
        self.page.one("#basket-button").click()
        self.page.one("#dialog textarea")
        self.assertEqual(self.page.value("#dialog textarea"), "附注<b>")
        self.page.click("#dialog button", "RIS")
        self.assertEqual(self.page.file("basket.ris").count(b"TY  - "), 1)

    def test_a_saved_search_tells_what_is_new(self):
        self.page.open(q="托育")
        self.page.one(".hit")
        self.page.click("#bar button", "存检索")
        self.wait_for_text("#said", "已存")
        self.page.script("""
            const list = JSON.parse(localStorage.getItem("xunwen.searches"));
            window.removed = list[0].ids.pop();
            list[0].total -= 1;
            localStorage.setItem("xunwen.searches", JSON.stringify(list));
        """)
        self.page.driver.refresh()
        self.page.one(".hit")
        self.page.one("#basket-button").click()
        self.wait_for_text("#dialog", "新增 1\u00a0篇")
        self.page.click("#dialog button", "记为已看")
        self.wait_for_text("#dialog", "此后没有变化")
