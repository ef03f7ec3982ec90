#!/usr/bin/env python3
"""Measures how well `xunwen similar` finds related articles, on JSON Lines with `tags`.

    similar.py XUNWEN CORPUS.jsonl [ARTICLES] [SIMILAR OPTIONS...]

The script makes two checks on articles chosen by a fixed seed (1000 by default):

halves   Each body is cut in the middle, without headline and tags. The first half must find the
         second half among all other articles. The measure is MRR@10.
tags     The ten articles found for a whole article are judged by shared tags. Tags that more than
         500 articles have do not count, and tags are not indexed. The measures are the share of
         hits with at least two common tags, and nDCG@10 with the number of common tags as gain.
"""

import json
import math
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict


def tags_of(record):
    tags = record.get("tags") or []
    return set(tags.split(",") if isinstance(tags, str) else tags) - {""}


def similar(xunwen, index, id, options):
    command = [xunwen, "similar", id, "--index", index, "--json"] + options
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout.splitlines()
    return [hit["id"] for hit in map(json.loads, lines) if hit["type"] == "hit"]


def discounted(gains):
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def main():
    xunwen, corpus = os.path.abspath(sys.argv[1]), sys.argv[2]
    rest = sys.argv[3:]
    count = int(rest.pop(0)) if rest and rest[0].isdigit() else 1000
    records = [json.loads(line) for line in open(corpus, encoding="utf-8")]
    random.seed(7)
    long = [record for record in records if len(record["text"]) >= 400]
    halved = random.sample(long, min(count, len(long)))
    halved_ids = {record["id"] for record in halved}
    with tempfile.TemporaryDirectory() as work:
        os.mkdir(f"{work}/whole")
        os.mkdir(f"{work}/halves")
        with open(f"{work}/halves/h.jsonl", "w", encoding="utf-8") as out:
            for record in records:
                if record["id"] not in halved_ids:
                    print(json.dumps(record, ensure_ascii=False), file=out)
                    continue
                text = record["text"]
                for name, half in ("a", text[: len(text) // 2]), ("b", text[len(text) // 2 :]):
                    print(
                        json.dumps({"id": f"{record['id']}-{name}", "text": half}, ensure_ascii=False),
                        file=out,
                    )
        os.symlink(os.path.abspath(corpus), f"{work}/whole/c.jsonl")
        for name in "whole", "halves":
            subprocess.run([xunwen, "index", f"{work}/{name}", "--index", f"{work}/{name}.index", "--quiet"], check=True)
        reciprocal = 0.0
        for record in halved:
            found = similar(xunwen, f"{work}/halves.index", record["id"] + "-a", rest)
            wanted = record["id"] + "-b"
            reciprocal += 1 / (found.index(wanted) + 1) if wanted in found else 0

        frequency = Counter(tag for record in records for tag in tags_of(record))
        tags = {r["id"]: {tag for tag in tags_of(r) if 2 <= frequency[tag] <= 500} for r in records}
        tagged = defaultdict(list)
        for id, of_article in tags.items():
            for tag in of_article:
                tagged[tag].append(id)
        chosen = random.sample(sorted(id for id in tags if len(tags[id]) >= 3), count)
        precision = ndcg = judged = 0.0
        for id in chosen:
            common = Counter(other for tag in tags[id] for other in tagged[tag] if other != id)
            ideal = discounted(sorted(common.values(), reverse=True)[:10])
            if not ideal:
                continue
            judged += 1
            found = similar(xunwen, f"{work}/whole.index", id, rest)
            precision += sum(common[other] >= 2 for other in found) / 10
            ndcg += discounted([common[other] for other in found]) / ideal
    print(
        f"halves {len(halved)} MRR@10 {reciprocal / len(halved):.4f}   "
        f"tags {int(judged)} P@10 {precision / judged:.4f} nDCG@10 {ndcg / judged:.4f}"
    )


if __name__ == "__main__":
    main()
