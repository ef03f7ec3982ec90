"""Searching while typing, the interpretation, mistakes, suggestions, the form, no hits."""

import time

from selenium.webdriver.common.keys import Keys

from page_case import PageCase


class SearchTests(PageCase):
    def test_typing_searches_and_shows_exact_counts(self):
        self.page.open()
        self.page.type("托育 服务")
        total = self.wait_for_total("托育 服务")
        self.page.wait(lambda: len(self.page.texts("#understood .clause")) == 2)
        clauses = self.page.api("interpretation", q="托育 服务")[0]["clauses"]
        shown = self.page.texts("#understood .clause .number")
        self.assertEqual(shown, [f"{clause['articles']}\u00a0篇" for clause in clauses])
        whole = [hit for hit in self.page.all("#hits .hit") if not self.has_class(hit, "partial")]
        self.assertEqual(len(whole), total)
        self.assertEqual(self.page.state()["q"], "托育 服务")

    def has_class(self, hit, name):
        return self.page.script(
            "return arguments[0].querySelector('.' + arguments[1]) !== null", hit, name
        )

    def test_snippets_mark_the_matches(self):
        self.page.open(q="托育")
        self.page.one(".hit mark")
        self.assertEqual(set(self.page.texts(".hit .snippet mark")), {"托育"})

    def test_composition_of_an_input_method_does_not_search(self):
        self.page.open()
        self.page.script("""
            const box = document.getElementById("q");
            box.dispatchEvent(new CompositionEvent("compositionstart"));
            box.value = "tuo yu";
            box.dispatchEvent(new InputEvent("input", { isComposing: true }));
        """)
        time.sleep(0.5)
        self.assertNotIn("q", self.page.state())
        self.page.script("""
            const box = document.getElementById("q");
            box.value = "托育";
            box.dispatchEvent(new CompositionEvent("compositionend"));
        """)
        self.page.wait(lambda: self.page.state().get("q") == "托育")

    def test_a_mistake_is_underlined_at_its_characters_with_the_reason(self):
        self.page.open()
        self.page.type("养老 date:2023-13")
        self.page.wait(lambda: self.page.texts("#mirror .mistake"))
        self.assertEqual(self.page.texts("#mirror .mistake"), ["2023-13"])
        self.wait_for_text("#mistakes", "没有 13 月")
        self.assertEqual(self.page.one("#q").get_attribute("aria-invalid"), "true")

    expected_complaints = ("400 (Bad Request)",)

    def test_suggestions_offer_spellings_sources_and_headlines(self):
        self.page.open()
        self.page.type("养老俯务")
        self.page.wait(lambda: "养老服务" in " ".join(self.page.texts("#suggestions li")))
        self.page.keys(Keys.ARROW_DOWN)
        self.page.keys(Keys.ENTER)
        self.page.wait(lambda: self.page.state().get("q") == "养老服务")
        self.page.type("托育 临江日")
        self.page.wait(lambda: "临江日报" in " ".join(self.page.texts("#suggestions li")))
        self.page.click("#suggestions li", "临江日报")
        self.page.wait(lambda: self.page.state().get("q") == "托育 来源:临江日报")
        self.page.type("托育")
        self.page.wait(lambda: "标题" in self.page.texts("#suggestions .kind"))

    def test_the_form_writes_the_box_and_is_filled_from_it(self):
        self.page.open(q='标题:托育 "普惠" 来源:临江日报 日期:2022..2023 -广告 碳*和')
        self.page.click("#form-button")
        self.assertEqual(self.page.value("#form-title"), "托育")
        self.assertEqual(self.page.value("#form-all"), "普惠")
        self.assertEqual(self.page.value("#form-source"), "临江日报")
        self.assertEqual(self.page.value("#form-not"), "广告")
        dates = self.page.script(
            "return [...document.querySelectorAll('#form .two input')].map((i) => i.value)"
        )
        self.assertEqual(dates, ["2022-01-01", "2023-12-31"])
        self.wait_for_text("#form .rest", "碳*和")
        field = self.page.one("#form-source")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys("政策观察")
        self.page.wait(lambda: "来源:政策观察" in self.page.value("#q"))
        self.assertIn("碳*和", self.page.value("#q"))
        self.assertIn("标题:托育", self.page.value("#q"))

    def test_no_hits_shows_each_clause_and_the_way_out(self):
        self.page.open(q="养老 title:托育 来源:健康导报")
        self.wait_for_text("#hits h2", "没有文章符合全部条件")
        reasons = self.page.api("search", q="养老 title:托育 来源:健康导报")
        clauses = next(row for row in reasons if row["type"] == "no_hits")["clauses"]
        self.assertEqual(len(self.page.all("#hits .empty tbody tr")), len(clauses))
        self.page.click("#hits .empty button", "去掉此条件")
        self.page.wait(lambda: self.page.state()["q"] != "养老 title:托育 来源:健康导报")
        self.page.wait(lambda: self.page.all(".hit"))

    def test_filters_state_how_much_they_hide(self):
        hidden = self.page.total("养老") - self.page.total("养老 来源:临江日报")
        self.page.open(q="养老 来源:临江日报")
        self.wait_for_text("#understood .hides", f"筛选隐去 {hidden}\u00a0篇")

    def test_the_last_answer_stays_until_the_next_is_ready(self):
        self.page.open(q="托育")
        self.page.one(".hit")
        self.page.script("""
            window.empty = 0;
            new MutationObserver(() => {
              if (!document.querySelector("#hits .hit")) window.empty += 1;
            }).observe(document.getElementById("hits"), { childList: true, subtree: true });
        """)
        self.page.type("养老")
        self.wait_for_total("养老")
        self.assertEqual(self.page.script("return window.empty"), 0)
