#!/usr/bin/env python3
"""Measure the extraction of articles from crawled pages against labelled data.

Usage: extraction.py COMMAND DATA [--errors]

COMMAND prints an article as JSON when a file is appended to it, as `xunwen extract --json` does.
DATA is a folder with pages/sites, pages/cctv (each with gold.jsonl and text/) and cases/pages.jsonl.
"""
import argparse
import json
import pathlib
import re
import shlex
import subprocess
import tempfile
from collections import Counter


def extract(command, path):
    result = subprocess.run(shlex.split(command) + [str(path)], capture_output=True, check=True)
    article = json.loads(result.stdout)
    zones = article.get("zones", [])
    body = "\n".join(zone["text"] for zone in zones if zone["kind"] == "body")
    return {
        "title": article.get("title") or "",
        "time": article.get("date") or "",
        "source": article.get("source") or "",
        "body": body,
    }


def folded(text):
    """Text without blanks, with straight quotes, as titles are compared."""
    return re.sub(r"\s", "", text or "").translate(str.maketrans("“”‘’", "\"\"''"))


def bigrams(text):
    text = re.sub(r"\s", "", text)
    return Counter(zip(text, text[1:]))


def overlap(body, gold):
    found, expected = bigrams(body), bigrams(gold)
    common = sum((found & expected).values())
    precision = common / max(1, sum(found.values()))
    recall = common / max(1, sum(expected.values()))
    return precision, recall


def same_time(found, expected):
    """The page may print minutes where the label has seconds."""
    found, expected = found.replace(" ", "T"), (expected or "").replace(" ", "T")
    return found[:16] == expected[:16]


def pages(command, folder, show, kind="text"):
    rows = [json.loads(line) for line in open(folder / "gold.jsonl", encoding="utf-8")]
    right, precisions, recalls, f1s = Counter(), [], [], []
    suffix = "txt" if kind == "text" else "html"
    for row in rows:
        found = extract(command, folder / kind / f"{row['page']}.{suffix}")
        titles = {folded(title) for title in [row["title"], *row.get("also", [])]}
        checks = {
            "title": folded(found["title"]) in titles,
            "time": same_time(found["time"], row["time"]),
            "day": found["time"][:10] == (row["time"] or "")[:10],
            "source": found["source"] == (row["source"] or ""),
        }
        right.update(name for name, is_right in checks.items() if is_right)
        precision, recall = overlap(found["body"], row.get("body") or row.get("text"))
        precisions.append(precision)
        recalls.append(recall)
        f1s.append(2 * precision * recall / max(1e-9, precision + recall))
        if show:
            names = [name for name, is_right in checks.items() if not is_right]
            wrong = {name: found["time" if name == "day" else name] for name in names}
            if wrong or min(precision, recall) < 0.95:
                print(f"  {row['page']}: P {precision:.3f} R {recall:.3f} {wrong}")
    n = len(rows)
    print(
        f"{folder.name:6} {kind:5} pages {n:3}  title {right['title']:3}  day {right['day']:3}  "
        f"time {right['time']:3}  source {right['source']:3}  P {sum(precisions) / n:.3f}  R {sum(recalls) / n:.3f}  "
        f"F1 {sum(f1s) / n:.3f}"
    )


def cases(command, path, show):
    right, total = Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            file = pathlib.Path(folder) / f"{row['id']}.txt"
            file.write_text(row["text"], encoding="utf-8")
            found = extract(command, file)
            body = folded(found["body"])
            wrong = {name: found[name] for name in ("title", "source") if found[name] != row[name]}
            if found["time"] != row["time"]:
                wrong["time"] = found["time"]
            wrong.update({p: "not in body" for p in row["body"] if folded(p) not in body})
            wrong.update({p: "in body" for p in row["not_body"] if folded(p) in body})
            kind = "header" if row["what"] == "header line" else "body"
            total[kind] += 1
            right[kind] += not wrong
            if wrong and show:
                print(f"  {row['id']}: {wrong}")
    counts = ", ".join(f"{kind} {right[kind]} of {total[kind]}" for kind in sorted(total))
    print(f"cases  {sum(right.values())} of {sum(total.values())}: {counts}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", help="a command that prints a file's article as JSON")
    parser.add_argument("data", type=pathlib.Path, help="the folder of the labelled data")
    parser.add_argument("--html", action="store_true", help="read the HTML pages, too")
    parser.add_argument("--only-html", action="store_true", help="read the HTML pages only")
    parser.add_argument("--errors", action="store_true", help="list the pages with errors")
    options = parser.parse_args()
    kinds = ["html"] if options.only_html else ["text", "html"] if options.html else ["text"]
    for kind in kinds:
        for name in ["sites", "cctv"]:
            pages(options.command, options.data / "pages" / name, options.errors, kind)
    if options.only_html:
        return
    cases(options.command, options.data / "cases" / "pages.jsonl", options.errors)


if __name__ == "__main__":
    main()
