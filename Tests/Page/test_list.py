"""The list: more hits, order, facets, and the timeline."""

import csv
import io
import xml.etree.ElementTree as tree

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from page_case import PageCase


class ListTests(PageCase):
    def test_more_shows_every_article_once(self):
        self.page.open()
        total = self.page.api("stats")[0]["articles"]
        while self.page.all(".more button"):
            before = len(self.page.all(".hit"))
            self.page.click(".more button")
            self.page.wait(lambda: len(self.page.all(".hit")) > before)
        ids = self.page.script(
            "return [...document.querySelectorAll('.hit')].map((e) => e.dataset.id)"
        )
        self.assertEqual(len(ids), total)
        self.assertEqual(len(set(ids)), total)
        self.page.driver.refresh()
        self.page.wait(lambda: len(self.page.all(".hit")) == total)

    def test_the_order_follows_the_dates(self):
        self.page.open(q="养老")
        self.page.one(".hit")
        self.page.script("""
            const select = document.getElementById("sort");
            select.value = "-date";
            select.dispatchEvent(new Event("change"));
        """)
        rows = self.page.api("search", q="养老", sort="-date", limit=20)
        expected = [row["title"] for row in rows if row["type"] == "hit"]
        self.page.wait(lambda: self.page.texts(".hit h3 a") == expected)

    def test_facets_have_the_counts_of_the_api(self):
        self.page.open(q="养老")
        self.page.one("#facets .group")
        rows = self.page.api("facets", q="养老", facet="source", match="all")
        facet = next(row for row in rows if row["type"] == "facet")
        value = facet["values"][0]
        self.page.click("#facets .value", value["value"])
        self.page.wait(lambda: f"来源:{value['value']}" in self.page.state()["q"])
        self.wait_for_text("#understood .total", f"共 {value['articles']}\u00a0篇")

    def test_facets_exclude_and_count_the_unknown(self):
        self.page.open()
        rows = self.page.api("facets", q="*", facet="source", match="all")
        unknown = next(row for row in rows if row["type"] == "facet")["unknown"]
        self.assertGreater(unknown, 0)
        self.page.click("#facets .unknown button", "未知")
        self.wait_for_text("#understood .total", f"共 {unknown}\u00a0篇")
        self.page.open(q="养老")
        self.page.one("#facets .out").click()
        self.page.wait(lambda: "-来源:" in self.page.state()["q"])
        self.wait_for_total(self.page.state()["q"])

    def test_the_search_in_a_facet_finds_values_beyond_the_first(self):
        self.page.open()
        rows = self.page.api(
            "facets", q="来源:*", facet="source", match="all", **{"facet-limit": 0}
        )
        rare = next(row for row in rows if row["type"] == "facet")["values"][-1]["value"]
        self.page.one("#facets .group input").send_keys(rare)
        self.page.wait(
            lambda: rare in self.page.texts("#facets .group:first-of-type .value")
            and len(self.page.all("#facets .group:first-of-type li")) == 1
        )


class TimelineTests(PageCase):
    def bars(self):
        return self.page.script("return document.querySelectorAll('#timeline .bar').length")

    def open(self, **state):
        self.page.open(**state)
        self.page.wait(self.bars)

    def test_the_table_behind_the_chart_has_the_counts(self):
        self.open(q="托育", by="year")
        rows = self.page.api("timeline", q="托育", by="year", match="all")
        expected = {row["bucket"]: row["articles"] for row in rows if row["type"] == "bucket"}
        table = self.page.script("""
            return [...document.querySelectorAll("#timeline tbody tr")].map((row) =>
              [row.children[0].textContent, Number(row.children[1].textContent)]);
        """)
        shown = {name: count for name, count in table}
        self.assertEqual({name: shown[name] for name in expected}, expected)
        self.assertTrue(any(count == 0 for count in shown.values()))

    def test_the_brush_by_mouse_writes_the_dates(self):
        self.open(q="养老", by="year")
        chart = self.page.one("#timeline .chart")
        width = chart.size["width"]
        ActionChains(self.page.driver).move_to_element_with_offset(
            chart, width // 4, 0
        ).click_and_hold().move_by_offset(60, 0).release().perform()
        self.page.wait(lambda: "日期:" in self.page.state()["q"])
        total = self.wait_for_total(self.page.state()["q"])
        self.assertLess(total, self.page.total("养老"))
        self.page.wait(lambda: self.page.all("#timeline .brush"))
        self.wait_for_text("#timeline .say", "以外另有")

    def test_the_brush_by_touch_writes_the_dates(self):
        self.open(q="养老", by="year")
        box = self.page.script(
            "const b = document.querySelector('#timeline .chart').getBoundingClientRect();"
            "return [b.left + b.width / 2, b.top + 40]"
        )
        for kind, x in (("touchStart", 0), ("touchMove", 40), ("touchMove", 80), ("touchEnd", 80)):
            points = [] if kind == "touchEnd" else [{"x": box[0] + x, "y": box[1]}]
            self.page.driver.execute_cdp_cmd(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
            )
        self.page.wait(lambda: "日期:" in self.page.state()["q"])

    def test_the_brush_by_keys_writes_and_removes_the_dates(self):
        self.open(q="养老", by="year")
        chart = self.page.one("#timeline .chart")
        chart.send_keys(Keys.END)
        self.assertIn("2025", chart.get_attribute("aria-valuetext"))
        chart.send_keys(Keys.SHIFT, Keys.ARROW_LEFT)
        chart.send_keys(Keys.ENTER)
        self.page.wait(lambda: "日期:2024..2025" in self.page.state()["q"])
        self.page.one("#timeline .chart").send_keys(Keys.DELETE)
        self.page.wait(lambda: self.page.state()["q"] == "养老")

    def test_zoom_share_and_comparison_are_in_the_address(self):
        self.open(q="养老")
        self.page.click("#timeline .head button", "+")
        self.page.wait(lambda: "zoom" in self.page.state())
        self.page.click("#timeline .head button", "占比")
        self.page.wait(lambda: self.page.state().get("share") == "1")
        self.wait_for_text("#timeline svg", "%")
        self.page.click("#timeline .head button", "对比")
        self.page.one("#compare input").send_keys("托育")
        self.page.wait(lambda: self.page.all("#timeline .chart .line-b"))
        self.assertEqual(self.page.state()["vs"], "托育")
        styles = self.page.script("""
            return ["a", "b"].map((name) => {
              const style = getComputedStyle(document.querySelector(`#timeline .chart .line-${name}`));
              return style.stroke + style.strokeDasharray;
            });
        """)
        self.assertNotEqual(styles[0], styles[1])

    def test_the_chart_is_offered_as_svg_png_and_csv(self):
        self.open(q="托育", by="year")
        for kind in ("SVG", "PNG", "CSV"):
            self.page.script(
                """
                const select = document.querySelector("#timeline .downloads");
                select.value = arguments[0];
                select.dispatchEvent(new Event("change"));
                """,
                kind.lower(),
            )
            content = self.page.file(f"timeline.{kind.lower()}")
            if kind == "SVG":
                root = tree.fromstring(content)
                self.assertIn("托育", root[0].text)
                self.assertNotIn(b"class=", content)
            elif kind == "PNG":
                self.assertTrue(content.startswith(b"\x89PNG"))
                self.assertGreater(len(content), 3000)
            else:
                rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
                total = sum(int(row["articles"]) for row in rows)
                self.assertEqual(total, self.page.total("托育"))
