#!/usr/bin/env python3
"""Compares quoted queries with a brute-force scan of the texts in another language.

    scan_equal.py XUNWEN INDEX COUNT SEED FILE.jsonl...

The index must have been built from exactly these files. The script takes COUNT random strings of 1
to 12 Han characters from random articles. For each string it finds all articles whose normalized
headline or text contains it, by substring search, and compares them with the hits of `xunwen
batch`. It normalizes with Python's NFKC and case folding and with the Traditional-Simplified pairs
from the sources. It exits with 1 on a difference.
"""

import json
import os
import random
import re
import subprocess
import sys
import unicodedata

ANALYSIS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Sources/TextAnalysis")
HAN = re.compile("[\u4e00-\u9fff]+")


def source(name):
    for folder, _, names in os.walk(ANALYSIS):
        if name in names:
            return open(os.path.join(folder, name), encoding="utf-8").read()
    sys.exit(f"no {name} below {ANALYSIS}")


def variants():
    table = source("ScriptVariantTable.swift")
    rules = source("ScriptVariants.swift")
    scalars = [c for c in "".join(re.findall('"""(.*?)"""', table, re.S)) if ord(c) > 0x20]
    pairs = dict(zip(scalars[::2], scalars[1::2]))
    for pair in re.search('added = """(.*?)"""', rules, re.S).group(1).split():
        pairs[pair[0]] = pair[1]
    for removed in re.search('removed = "(.*?)"', rules).group(1).split():
        pairs.pop(removed, None)

    def fixed(character):
        for _ in range(8):
            character = pairs.get(character, character)
        return character

    return {ord(character): fixed(character) for character in pairs}


def normalized(text, table):
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn", "Me", "Mc"))
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(text.translate(table).split())


def escaped(identifier):
    return identifier.replace("%", "%25").replace(" ", "%20")


def main():
    xunwen, index, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    table = variants()
    articles = []
    for path in sys.argv[5:]:
        for line in open(path, encoding="utf-8"):
            record = json.loads(line)
            texts = (record.get("title") or "", record.get("text") or record.get("body") or "")
            articles.append((record["id"], *(normalized(text, table) for text in texts)))
    chance = random.Random(seed)
    queries = []
    while len(queries) < count:
        article = chance.choice(articles)
        runs = HAN.findall(article[2 if chance.random() < 0.85 else 1])
        length = chance.randint(1, 12)
        runs = [run for run in runs if len(run) >= length]
        if runs:
            run = chance.choice(runs)
            start = chance.randrange(len(run) - length + 1)
            queries.append((article[0], run[start:start + length]))
    batch = subprocess.run(
        [xunwen, "batch", "-", "--index", index, "--format", "trec", "--match", "all",
         "-n", str(len(articles))],
        input="".join(f'{number}\t"{text}"\n' for number, (_, text) in enumerate(queries)),
        capture_output=True, text=True, check=True)
    found = [set() for _ in queries]
    for line in batch.stdout.splitlines():
        fields = line.split(" ")
        found[int(fields[0])].add(fields[2])
    mismatches = pairs = 0
    for number, (origin, text) in enumerate(queries):
        expected = {
            escaped(identifier) for identifier, title, body in articles
            if text in body or text in title
        }
        assert escaped(origin) in expected
        pairs += len(expected)
        if expected != found[number]:
            mismatches += 1
            print(f"{text}: {len(expected - found[number])} missed, "
                  f"{len(found[number] - expected)} too many")
    print(f"seed {seed}: {count} strings, {pairs} matches in {len(articles)} articles, "
          f"{mismatches} mismatches")
    sys.exit(1 if mismatches else 0)


if __name__ == "__main__":
    main()
