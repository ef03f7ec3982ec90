"""Articles as the oracle reads them, and the search for a pattern in all of them."""

import bisect
import calendar
import collections
import json
import os
import re
import subprocess

from oracle_text import parts

ZONES = ("title", "body")
END = "\x03"  # ends the line of one article, so that no match crosses it


class Article:
    """One article: its texts as written, its source, and its date as far as it is known."""

    def __init__(self, record):
        self.id = str(record.get("id", record.get("_id")))
        self.record = record
        title, body = record.get("title") or "", record.get("text") or record.get("body") or ""
        parts = record.get("xunwen")
        if parts:  # An export divides the text into zones, some of which a search leaves out.
            text = (parts.get("before", title) + body + parts.get("after", "")).encode()
            title, body = ("".join(text[start:start + length].decode()
                                   for name, start, length in parts["zones"] if name == zone)
                           for zone in ZONES)
        self.texts = {"title": title, "body": body.removeprefix("\ufeff")}
        self.source = " ".join(re.sub("[\u200b\ufeff]", "", record.get("source") or "").split())
        self.days = period(str(record.get("date") or ""))


def period(date):
    """The first and the last day of a date, of a month or of a year, as numbers; None without."""
    parts = [int(part) for part in re.findall(r"\d+", date)[:3]]
    if not parts:
        return None
    year, month, day = (parts + [0, 0])[:3]
    first = year * 10000 + (month or 1) * 100 + (day or 1)
    last = day or calendar.monthrange(year, month or 12)[1]
    return first, year * 10000 + (month or 12) * 100 + last


def read_articles(paths):
    """The articles of files of JSON lines, or of all such files in a folder; .zst is unpacked."""
    for path in paths:
        if os.path.isdir(path):
            names = sorted(os.listdir(path))
            yield from read_articles(
                os.path.join(path, name) for name in names
                if name.endswith((".jsonl", ".jsonl.zst")))
            continue
        if path.endswith(".zst"):
            unpacking = subprocess.Popen(["zstd", "-dc", path], stdout=subprocess.PIPE)
            lines = unpacking.stdout
        else:
            lines = open(path, "rb")
        for line in lines:
            if line.strip():
                yield Article(json.loads(line))


class Corpus:
    def __init__(self, articles, folding):
        self.articles, self.folding = articles, folding
        self.lines = {
            zone: [folding.line(article.texts[zone]) for article in articles] for zone in ZONES}
        self.joined, self.starts, self.memory = {}, {}, {}
        for zone, lines in self.lines.items():
            self.joined[zone] = END.join(lines) + END
            self.starts[zone], start = [], 0
            for line in lines:
                self.starts[zone].append(start)
                start += len(line) + 1
        self.everything = set(range(len(articles)))

    def find(self, pattern, zones):
        """The places of a pattern: (zone, article) and the offsets in its line."""
        if not pattern:
            return {}
        key = (pattern, zones)
        if key not in self.memory:
            if len(self.memory) > 5000:
                self.memory.clear()
            places = collections.defaultdict(list)
            for zone in zones:
                text, starts = self.joined[zone], self.starts[zone]
                offset = text.find(pattern)
                while offset >= 0:
                    number = bisect.bisect_right(starts, offset) - 1
                    places[zone, number].append(offset - starts[number])
                    offset = text.find(pattern, offset + 1)
            self.memory[key] = places
        return self.memory[key]

    def parts(self, place):
        """The units of a text, and the punctuation and spaces before each of them."""
        zone, number = place
        key = (zone, number, "parts")
        if key not in self.memory:
            text = self.articles[number].texts[zone]
            self.memory[key] = parts(self.folding.signed_line(text))
        return self.memory[key]

    def search(self, expression, zones):
        """The places of a regular expression over lines: (zone, article) and pairs of offsets."""
        key = (expression, zones)
        if key not in self.memory:
            places = collections.defaultdict(list)
            for zone in zones:
                text, starts = self.joined[zone], self.starts[zone]
                for match in re.finditer(expression, text):
                    number = bisect.bisect_right(starts, match.start()) - 1
                    start, end = match.span()
                    places[zone, number].append((start - starts[number], end - starts[number]))
            self.memory[key] = places
        return self.memory[key]
