#!/usr/bin/env python3
"""Compares the answers of xunwen with decisions that are made by comparing characters.

    Benchmarks/oracle.py CORPUS... [--queries N] [--articles N] [--seed N] [--kinds A,B]

CORPUS are files of JSON lines (.jsonl, .jsonl.zst) or folders of them: articles with id, title,
text, date and source, or an export of `xunwen export`. The oracle takes articles at random, adds
copies with other spellings of their characters, indexes them with xunwen, and makes random queries
of many kinds from their texts. It decides itself which articles match, without any analyzer, parser
or matcher of xunwen (`oracle_text.py` tells how), and compares the sets of articles with the hits of
`xunwen batch --match exact`, the numbers of occurrences with `xunwen kwic`, and the numbers of
articles of each year with `xunwen timeline`. It prints every difference with the text in question.

Exit status: 0 without differences, 1 with differences, 2 on error.
"""

import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys

from oracle_corpus import Article, Corpus, read_articles
from oracle_kinds import KINDS, changed, make_queries, with_values
from oracle_text import Folding, SOURCES


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--queries", type=int, default=1000, metavar="N")
    parser.add_argument("--articles", type=int, default=20000, metavar="N",
                        help="articles taken from the corpus, 0 for all")
    parser.add_argument("--counts", type=int, default=200, metavar="N",
                        help="queries whose occurrences and years are compared")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--kinds", help=f"some of {','.join(KINDS)}")
    parser.add_argument("--xunwen", default=".build/release/xunwen", metavar="FILE")
    parser.add_argument("--sources", default=SOURCES, metavar="FOLDER",
                        help="sources of the program, for the tables of pairs")
    parser.add_argument("--work", default=".build/oracle", metavar="FOLDER")
    return parser.parse_args()


class Program:
    """The xunwen command with one index."""

    def __init__(self, path, index):
        self.path, self.index = path, index

    def run(self, command, *arguments):
        result = subprocess.run(
            [self.path, command, "--index", self.index, *arguments], capture_output=True, text=True)
        return result.returncode, result.stdout, result.stderr

    def rows(self, *arguments):
        """The JSON lines that a command prints; the message instead when it fails."""
        status, output, errors = self.run(*arguments)
        if status not in (0, 1):
            return errors.strip()
        return [json.loads(line) for line in output.splitlines()]


def prepare(options, folding):
    """Writes the articles to the work folder and indexes them."""
    chance = random.Random(options.seed)
    articles = list(read_articles(options.corpus))
    if options.articles and options.articles < len(articles):
        articles = chance.sample(articles, options.articles)
    records = [article.record for article in articles]
    records += [changed(record, chance, folding)
                for record in chance.sample(records, len(records) // 10)]
    records = [with_values(record, chance) for record in records]
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(f"{options.work}/corpus")
    with open(f"{options.work}/corpus/articles.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    program = Program(options.xunwen, f"{options.work}/index")
    status, _, errors = program.run(
        "index", f"{options.work}/corpus", "--field", "oracle_level", "--field", "oracle_size:number")
    if status:
        sys.exit(errors)
    return Corpus([Article(record) for record in records], folding), program


def answers(program, queries, work):
    """The ids that each query finds, or the message of its error."""
    path = f"{work}/queries.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for number, (_, query) in enumerate(queries):
            row = {"id": str(number), "query": str(query), "match": "exact", **query.settings}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    # The status is 2 when a query has an error, and its row has the message.
    _, output, _ = program.run("batch", path, "--all", "--fields", "id", "--quiet")
    rows = map(json.loads, output.splitlines())
    return {int(row["id"]): row["message"] if row["type"] == "error"
            else [hit["id"] for hit in row["hits"]] for row in rows}


class Report:
    def __init__(self, corpus):
        self.corpus = corpus
        self.numbers = {article.id: number for number, article in enumerate(corpus.articles)}
        self.queries, self.matches = collections.Counter(), collections.Counter()
        self.differences = collections.Counter()

    def compare(self, kind, query, found):
        expected = query.articles(self.corpus)
        self.queries[kind] += 1
        self.matches[kind] += len(expected)
        if isinstance(found, str):
            return self.differ(kind, query, f"refused: {found.splitlines()[0]}")
        found_numbers = {self.numbers[id] for id in found}
        missing, extra = expected - found_numbers, found_numbers - expected
        if missing or extra:
            self.differ(kind, query, f"{len(expected)} expected, {len(found)} found")
            self.show("missing", missing, query)
            self.show("too many", extra, query)

    def compare_counts(self, kind, query, what, expected, found):
        self.queries[what] += 1
        if isinstance(found, str):
            return self.differ(what, query, f"refused: {found.splitlines()[0]}")
        self.matches[what] += sum(expected.values())
        if expected != found:
            self.differ(what, query, f"{sum(expected.values())} expected, {sum(found.values())} found")
            for key in [key for key in expected | found if expected[key] != found[key]][:3]:
                print(f"    {key}: {expected[key]} expected, {found[key]} found")

    def differ(self, kind, query, message):
        self.differences[kind] += 1
        print(f"{kind}: {query} {query.settings or ''}\n  {message}")

    def show(self, what, numbers, query):
        for number in sorted(numbers)[:2]:
            article = self.corpus.articles[number]
            print(f"  {what}: {article.id} {article.record.get('date')} {article.source!r}")
            for zone, text in article.texts.items():
                place = near_place(text, str(query))
                if place is not None:
                    around = text[max(0, place - 25):place + 35]
                    print(f"    {zone} …{around!r}…")

    def summary(self):
        print(f"\n{'kind':16}{'queries':>9}{'matches':>11}{'differences':>13}")
        for kind in self.queries:
            print(f"{kind:16}{self.queries[kind]:9}{self.matches[kind]:11}"
                  f"{self.differences[kind]:13}")


def near_place(text, query):
    """The place in a text of the longest part of the query that occurs as written."""
    for length in range(min(len(query), 12), 0, -1):
        for start in range(len(query) - length + 1):
            part = query[start:start + length]
            if any(c.isalnum() for c in part) and part in text:
                return text.index(part)
    return None


def years(corpus, articles):
    counts = collections.Counter()
    for number in articles:
        days = corpus.articles[number].days
        counts[str(days[0] // 10000) if days else "undated"] += 1
    return counts


def compare_counts(report, program, kind, query):
    corpus = report.corpus
    options = [word for name, value in query.settings.items() for word in (f"--{name}", value)]
    articles = query.articles(corpus)
    marks = query.marks(corpus)
    if marks is not None:
        expected = collections.Counter(corpus.articles[number].id for _, number, _, _ in marks)
        rows = program.rows("kwic", "--limit", "0", "--format", "jsonl", *options, "--", str(query))
        if not isinstance(rows, str):
            rows = collections.Counter(row["id"] for row in rows if row["type"] == "occurrence")
        report.compare_counts(kind, query, "occurrences", expected, rows)
    rows = program.rows("timeline", "--by", "year", "--format", "json", *options, "--",
                        str(query))
    if not isinstance(rows, str):
        counts = collections.Counter(
            {row["bucket"]: row["articles"] for row in rows if row["type"] == "bucket"})
        counts["undated"] = sum(row["undated"] for row in rows if row["type"] == "summary")
        rows = +counts
    report.compare_counts(kind, query, "years", years(corpus, articles), rows)


def main():
    options = arguments()
    folding = Folding(options.sources)
    corpus, program = prepare(options, folding)
    print(f"seed {options.seed}: {len(corpus.articles)} articles")
    kinds = options.kinds.split(",") if options.kinds else None
    queries = make_queries(corpus, options.queries, options.seed, kinds)
    found = answers(program, queries, options.work)
    report = Report(corpus)
    for number, (kind, query) in enumerate(queries):
        report.compare(kind, query, found.get(number, "no answer"))
    for kind, query in queries[:options.counts]:
        compare_counts(report, program, kind, query)
    report.summary()
    sys.exit(1 if report.differences else 0)


if __name__ == "__main__":
    main()
