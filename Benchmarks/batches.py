#!/usr/bin/env python3
"""Indexes an archive in ten batches with updates and deletions, and once at once, and compares the answers.

    Benchmarks/batches.py CORPUS QUERIES [XUNWEN] [WORK]

CORPUS is a folder of .jsonl files whose records have ids. QUERIES is a table like
Benchmarks/queries.tsv. Each batch adds a tenth of the records as a file of its own, changes two
percent of the existing records and removes one percent (`index --prune`), chosen by a fixed seed.
Every third batch also deletes articles by id. Before merging, the script compares totals and ids
of all queries. It does not compare scores, because deleted articles count until they are merged
away. After `merge --force` it compares all answers in all modes, including scores. It also prints
times, sizes and numbers of segments.
"""
import json, os, random, shutil, subprocess, sys, time

corpus, queries = sys.argv[1], sys.argv[2]
xunwen = sys.argv[3] if len(sys.argv) > 3 else ".build/release/xunwen"
work = sys.argv[4] if len(sys.argv) > 4 else ".build/batches"
shutil.rmtree(work, ignore_errors=True)
os.makedirs(work + "/corpus")
rng = random.Random(1)


def run(*arguments):
    start = time.time()
    result = subprocess.run([xunwen, *arguments], capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"xunwen {' '.join(arguments)}: {result.stderr}")
    return result.stdout, result.stderr, time.time() - start


def answers(index, match, fields):
    table = work + "/queries"
    with open(table, "w") as file:
        for line in open(queries):
            if line.startswith("#") or not line.strip():
                continue
            number, kind, words = line.rstrip("\n").split("\t")
            text = '"' + words.replace(" ", "") + '"' if kind.startswith("ph") else words
            file.write(f"{number}\t{text}\n")
    # The limit compares all ids of rare queries and the best ids of frequent ones.
    output, _, _ = run("batch", table, "--index", index, "--match", match, "-n", "1000")
    found = {}
    for line in output.splitlines():
        record = json.loads(line)
        found[record["id"]] = fields(record)
    return found


def compare(what, a, b):
    differing = [key for key in a if a[key] != b.get(key)]
    if differing or len(a) != len(b):
        sys.exit(f"{what}: {len(differing)} of {len(a)} queries differ, such as {differing[:5]}")
    print(f"{what}: {len(a)} queries alike")


records, place = [], {}
for name in sorted(os.listdir(corpus)):
    for number, line in enumerate(open(f"{corpus}/{name}", encoding="utf-8"), 1):
        if line.strip():
            record = json.loads(line)
            record.setdefault("id", record.get("_id", f"{name}#{number}"))
            records.append(record)
rng.shuffle(records)

files = {}  # batch number -> records of its file
touched = {}  # batch number -> time of the last change of its file
clock = 1_000_000_000


def write(number):
    global clock
    clock += 10
    path = f"{work}/corpus/{number:02}.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for record in files[number]:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    os.utime(path, (clock, clock))


size = (len(records) + 9) // 10
gone = 0
for number in range(10):
    files[number] = records[number * size : (number + 1) * size]
    changed = {number}
    if number:
        for _ in range(size // 50):
            other = rng.randrange(number)
            victim = rng.choice(files[other])
            victim["text"] = victim.get("text", victim.get("body", "")) + f"（第{number}次更正）"
            changed.add(other)
        for _ in range(size // 100):
            other = rng.randrange(number)
            files[other].pop(rng.randrange(len(files[other])))
            gone += 1
            changed.add(other)
    for one in changed:
        write(one)
    _, report, seconds = run("index", work + "/corpus", "--index", work + "/index", "--prune")
    line = next(line for line in report.splitlines() if line.startswith("articles"))
    segments = next(line for line in report.splitlines() if line.startswith("index "))
    print(f"batch {number}: {seconds:.1f} s, {line[12:]}; {segments[12:]}")
    if number % 3 == 2:
        ids = [files[0].pop(rng.randrange(len(files[0])))["id"] for _ in range(20)]
        run("delete", "--index", work + "/index", "--", *[str(i) for i in ids])
        write(0)

_, report, seconds = run("index", work + "/corpus", "--index", work + "/index", "--prune")
_, report, seconds = run("index", work + "/corpus", "--index", work + "/whole")
print(f"at once: {seconds:.1f} s, {report.splitlines()[0][12:]}")


def loose(record):
    ids = sorted(hit["id"] for hit in record["hits"]) if record["total"] <= 1000 else None
    return (record["total"], ids)


def exact(record):
    return (record["total"], [(hit["id"], hit["score"]) for hit in record["hits"]])


compare("before merging, all", answers(work + "/index", "all", loose), answers(work + "/whole", "all", loose))
print(run("merge", "--force", "--index", work + "/index")[1].strip())
print(run("merge", "--force", "--index", work + "/whole")[1].strip())
for match in ["all", "any", "best"]:
    compare(f"merged, {match}", answers(work + "/index", match, exact), answers(work + "/whole", match, exact))
