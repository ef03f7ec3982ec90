"""A folder that the server indexes: its progress, its first articles, changes, and failures."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile

import served
from page_case import PageCase


class IndexingTests(PageCase):
    # The first questions come before the first commit.
    expected_complaints = ("503",)

    def setUp(self):
        super().setUp()
        if os.environ.get("XUNWEN_PAGE"):
            self.skipTest("the server of XUNWEN_PAGE indexes no folder")
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.articles = pathlib.Path(self.folder.name) / "articles"
        self.articles.mkdir()
        base = self.page.base
        self.addCleanup(setattr, self.page, "base", base)
        self.process, self.page.base = served.start(
            str(self.articles), stderr=subprocess.DEVNULL
        )
        self.addCleanup(self.stop)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.process.stdout.close()

    def write(self, name, title):
        # Without a date and a source, which the list before a search must not need.
        record = {"title": title, "text": "正文"}
        (self.articles / name).write_text(json.dumps(record) + "\n", encoding="utf-8")

    def test_the_page_shows_articles_when_they_are_indexed(self):
        self.page.driver.get(self.page.base)
        self.wait_for_text("#indexing", "未能更新索引")
        self.assertIn("no articles found", self.page.text("#indexing"))
        self.write("a.jsonl", "养老服务第一号")
        (self.articles / "b.txt").write_bytes(b"\0\1\2\3" * 100)
        # The list appears without a click.
        self.wait_for_text("#hits", "养老服务第一号")
        self.wait_for_text("#indexing summary", "1")
        self.page.click("#indexing summary")
        self.assertIn("b.txt", self.page.text("#indexing li"))
        # A later change is announced, and the list waits for the reader.
        self.write("c.jsonl", "养老服务第二号")
        self.wait_for_text("#notice", "索引有更新")
        self.page.click("#notice button")
        self.wait_for_text("#hits", "养老服务第二号")
