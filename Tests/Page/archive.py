"""Articles of which every field is hostile: markup, events, bidirectional marks."""

import json
import pathlib

SCRIPT = "<script>window.hacked = 1</script>"
IMAGE = '"><img src=x onerror="window.hacked = 1">'
BIDI = "\u202egnp.exe\u202c"

TITLE = f"敌意标题 {SCRIPT} {IMAGE} {BIDI}"
SOURCE = "来源\"><img src=x onerror='window.hacked = 1'>"
TAG = f"标签{SCRIPT}"

PAGE = f"""{TITLE}
时间:2023-07-02 08:30:00来源:甲报

正文第一段敌意 {SCRIPT} {IMAGE} {BIDI},这一段写得足够长,以便提取程序把它当作正文。

第二段也是敌意的 &amp; &lt;b&gt; <b>粗</b> 文字,同样写得足够长,以便提取程序把它当作正文。

标签:{TAG}
"""


def write(folder):
    """Writes the articles into a folder, and returns the folder."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"page<img src=x onerror=alert(1)>.txt").write_text(PAGE, encoding="utf-8")
    records = [
        {
            "id": f"hostile{SCRIPT}{IMAGE}{BIDI}",
            "title": f"记录 {BIDI} 的标题",
            "source": SOURCE,
            "date": "2023-07-03",
            "tags": [TAG, IMAGE],
            "url": "javascript:window.hacked=1",
            "text": "记录的敌意正文。",
        },
        {
            "id": "undated",
            "title": "没有日期的敌意文章",
            "source": "甲报",
            "text": "没有日期,也要计数。\U00020000生僻字之后的敌意命中。",
        },
        {
            "id": "dated",
            "title": "有日期的文章",
            "date": "2024-01-05",
            "text": "没有来源的敌意文章。",
        },
    ]
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    (folder / "articles.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder
