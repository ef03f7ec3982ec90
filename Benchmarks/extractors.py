#!/usr/bin/env python3
"""Print the article of a web page as another extractor reads it, in the form of `xunwen extract`.

Usage: extraction.py 'python3 Benchmarks/extractors.py TOOL' DATA --only-html

TOOL is trafilatura, newspaper4k, gne or readability. They come from PyPI (docs/EXTRACTION.md).
"""

import json
import pathlib
import re
import sys


def decoded(data):
    """The page as text, for the tools that take no bytes."""
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:4096])
    for name in [declared.group(1).decode() if declared else "utf-8", "utf-8", "gb18030"]:
        try:
            return data.decode("gb18030" if name.lower().startswith("gb") else name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def trafilatura(data):
    from trafilatura import bare_extraction

    found = bare_extraction(
        data, with_metadata=True, date_extraction_params={"outputformat": "%Y-%m-%d"}
    )
    if found is None:
        return "", "", "", ""
    found = found.as_dict()
    return found["title"], found["date"], found["sitename"] or found["author"], found["text"]


def newspaper4k(data):
    from newspaper import Article, Config

    config = Config()
    config.fetch_images = False
    article = Article("http://localhost/", language="zh", config=config)
    article.download(input_html=decoded(data))
    article.parse()
    site = (article.meta_data.get("og") or {}).get("site_name") or ""
    date = article.publish_date.isoformat() if article.publish_date else ""
    return article.title, date, site if isinstance(site, str) else "", article.text


def gne(data):
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(decoded(data))
    return (
        found["title"],
        found["publish_time"],
        found.get("source") or found["author"],
        found["content"],
    )


def readability(data):
    from lxml import html
    from readability import Document

    document = Document(decoded(data))
    summary = html.fromstring(document.summary()) if document.summary().strip() else None
    return document.short_title(), "", "", "" if summary is None else summary.text_content()


def main():
    tool, path = sys.argv[1:]
    tools = {f.__name__: f for f in (trafilatura, newspaper4k, gne, readability)}
    title, date, source, body = tools[tool](pathlib.Path(path).read_bytes())
    article = {"title": title or "", "date": date or "", "source": source or ""}
    article["zones"] = [{"kind": "body", "text": body or ""}]
    print(json.dumps(article, ensure_ascii=False))


if __name__ == "__main__":
    main()
