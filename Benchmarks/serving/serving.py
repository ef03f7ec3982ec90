#!/usr/bin/env python3
"""Compares `xunwen serve` with Tantivy and Lucene behind thin servers, by wrk.

    serving.py WORK --lucene JAR [--seconds 15] [--connections 8] [--rounds 3]

WORK has corpus.tsv (id, date, source, title, text), corpus.tok (the text as words between spaces)
and queries.tsv (id, kind, words between spaces; kinds that begin with `ph` are phrases). Queries of
fewer than ten articles are left out, for which Xunwen looks for other spellings. Each answer has the
exact total and ten hits with score, id, date, source, title and a snippet. Xunwen and
Tantivy cut the snippet around the matches and mark them; Lucene returns the start of the text. The
peers get words, and Xunwen segments each query.

Needs wrk, a JDK of version 17 or later, a jar with Lucene 9 (the jar of pyserini 0.25 has it), and
tantivy, uvloop and httptools for the Python that runs this.
"""

import argparse
import contextlib
import itertools
import json
import os
import pathlib
import random
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = os.environ.get("XUNWEN", str(HERE.parents[1] / ".build/release/xunwen"))
PORTS = {"xunwen": 8791, "tantivy": 8792, "lucene": 8793}


def queries(work):
    """For each kind of engine, the request targets of all queries in an order without pattern."""
    lines = [line.split("\t") for line in (work / "queries.tsv").read_text().splitlines()]
    random.Random(1).shuffle(lines)
    ours, theirs = [], []
    for _, kind, words in lines:
        phrase = kind.startswith("ph")
        text = '"' + words.replace(" ", "") + '"' if phrase else words
        peer = f'"{words}"' if phrase else words
        ours.append(f"/api/v1/search?match=all&q={urllib.parse.quote(text)}")
        theirs.append(f"/search?q={urllib.parse.quote(peer)}")
    return {"xunwen": ours, "tantivy": theirs, "lucene": theirs}


class Engine:
    def __init__(self, name, work, folder, jar):
        self.name, self.work, self.index = name, work, folder / f"{name}.idx"
        self.classes, self.jar = folder / "classes", jar

    def java(self, *arguments):
        return ["java", "-Xmx2g", "-Dsun.net.httpserver.nodelay=true",
                "-cp", f"{self.classes}:{self.jar}", "LuceneServer", *arguments]

    def build(self):
        if self.index.exists():
            return
        index, work = str(self.index), str(self.work)
        if self.name == "xunwen":
            with open(self.work / "corpus.tsv", encoding="utf-8") as rows:
                process = subprocess.Popen(
                    [PROGRAM, "index", "-", "--index", index], stdin=subprocess.PIPE
                )
                for row in rows:
                    names = ("id", "date", "source", "title", "text")
                    record = dict(zip(names, row.rstrip("\n").split("\t", 4)))
                    process.stdin.write(json.dumps(record).encode() + b"\n")
                process.stdin.close()
                if process.wait() != 0:
                    sys.exit("xunwen index failed")
        elif self.name == "tantivy":
            server = str(HERE / "tantivy_server.py")
            subprocess.run([sys.executable, server, "index", work, index], check=True)
        else:
            subprocess.run(self.java("index", work, index), check=True)

    @contextlib.contextmanager
    def running(self):
        """Runs the server until the end of the block."""
        port, index = str(PORTS[self.name]), str(self.index)
        if self.name == "xunwen":
            command = [PROGRAM, "serve", "--index", index, "--port", port]
        elif self.name == "tantivy":
            command = [sys.executable, str(HERE / "tantivy_server.py"), "serve", index, port, "2"]
        else:
            command = self.java("serve", index, port)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def answer(name, target):
    address = f"http://127.0.0.1:{PORTS[name]}{target}"
    for _ in range(200):
        try:
            with urllib.request.urlopen(address) as reply:
                return reply.read()
        except urllib.error.URLError:
            time.sleep(0.1)
    sys.exit(f"{name} does not answer")


def total(name, target):
    rows = json.loads(answer(name, target))
    return rows["total"] if name != "xunwen" else rows[-1]["total"]


def keep_frequent(engine, targets):
    """Removes the queries of fewer than ten articles."""
    with engine.running():
        frequent = [total(engine.name, target) >= 10 for target in targets[engine.name]]
    for name, lines in targets.items():
        targets[name] = list(itertools.compress(lines, frequent))
    print(f"{sum(frequent)} of {len(frequent)} queries")


def wrk(name, file, seconds, connections):
    """Requests in a second, the median and the 99th percentile in milliseconds."""
    result = subprocess.run(
        ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds}s",
         "-s", str(HERE / "queries.lua"), f"http://127.0.0.1:{PORTS[name]}"],
        env={**os.environ, "QUERIES": str(file)}, capture_output=True, text=True, check=True,
    )
    if "status" in result.stdout or "Socket errors" in result.stdout:
        sys.exit(f"{name}: {result.stdout}")
    scale = {"us": 0.001, "ms": 1, "s": 1000}

    def percentile(percent):
        value, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", result.stdout).groups()
        return float(value) * scale[unit]

    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", result.stdout).group(1))
    return rate, percentile(50), percentile(99)


def resident(process):
    """The resident memory of a process and its children in MB."""
    pids = subprocess.run(
        ["pgrep", "-g", str(process.pid)], capture_output=True, text=True, check=True
    ).stdout.split()
    statuses = [pathlib.Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) for text in statuses) / 1024


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--lucene", required=True, help="a jar with Lucene 9")
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", default="xunwen,tantivy,lucene")
    options = parser.parse_args()
    folder = options.work / "serving"
    folder.mkdir(exist_ok=True)
    source = str(HERE / "LuceneServer.java")
    subprocess.run(
        ["javac", "-cp", options.lucene, "-d", str(folder / "classes"), source], check=True
    )
    engines = [Engine(name, options.work, folder, options.lucene)
               for name in options.engines.split(",")]
    targets = queries(options.work)
    for engine in engines:
        engine.build()
    keep_frequent(engines[0], targets)
    for name, lines in targets.items():
        (folder / f"{name}.targets").write_text("\n".join(lines) + "\n")
    measured = {engine.name: [] for engine in engines}
    print(f"{'engine':8} {'requests/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'MB':>6}")
    for _ in range(options.rounds):
        # One server at a time, in turns, so that noise of the machine meets all of them.
        for engine in engines:
            name, file = engine.name, folder / f"{engine.name}.targets"
            with engine.running() as process:
                answer(name, targets[name][0])
                wrk(name, file, 10, options.connections)
                result = wrk(name, file, options.seconds, options.connections)
                measured[name].append((*result, resident(process)))
                totals = [total(name, target) for target in targets[name][:200]]
            print(f"{name:8} {result[0]:10.0f} {result[1]:8.2f} {result[2]:8.2f} "
                  f"{measured[name][-1][3]:6.0f}   {sum(totals)} articles in 200 totals", flush=True)
    print("medians")
    for name, rounds in measured.items():
        rate, p50, p99, memory = (statistics.median(values) for values in zip(*rounds))
        print(f"{name:8} {rate:10.0f} {p50:8.2f} {p99:8.2f} {memory:6.0f}")


if __name__ == "__main__":
    main()
