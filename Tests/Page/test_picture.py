"""The picture of the README: XUNWEN_UPDATE_DOCS=1 saves it as docs/page.png."""

import os

import served
from page_case import PageCase

PICTURE = served.ROOT / "docs/page.png"


class PictureTests(PageCase):
    def test_the_picture_shows_the_page(self):
        self.page.size(1280, 800)
        self.page.open(q="托育 服务", id="zhengce-guancha/2024/2024-06-06-tuoyu-quanshi-tuiguang.txt")
        self.page.wait(lambda: len(self.page.all("#reader mark")) > 3)
        self.page.one("#timeline svg")
        picture = self.page.driver.get_screenshot_as_png()
        if os.environ.get("XUNWEN_UPDATE_DOCS"):
            PICTURE.write_bytes(picture)
        # The width and the height of a PNG follow its signature and the name of its first chunk.
        shown, kept = picture[16:24], PICTURE.read_bytes()[16:24]
        self.assertEqual(shown, kept)
