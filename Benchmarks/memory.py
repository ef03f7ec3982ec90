#!/usr/bin/env python3
"""Measures the memory of commands, and runs them in too little memory.

    Benchmarks/memory.py bounds     the peak memory of writing commands, against the bound that
                                    docs/INDEXING.md states
    Benchmarks/memory.py faults     every command in a limited address space, from too little to
                                    enough: it must answer as without a limit, or exit with 2, and
                                    the index must keep its old or its new state

Exits with 1 when a command breaks a rule. Runs on Linux.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
PROGRAM = os.path.join(ROOT, ".build/release/xunwen")
MB = 1 << 20
# The part of the bound that does not depend on the input: program, dictionary, tables.
FIXED = 70 * MB
THREAD = 5 * MB
JOBS = 8
RECORD_BYTES = 100

failures = 0


def report(is_right, text):
    global failures
    failures += not is_right
    print(("ok     " if is_right else "WRONG  ") + text, flush=True)


class Run:
    """A finished run of the program: exit status (negative for a signal), output, peak memory."""

    def __init__(self, arguments, limit=None, stdin=None, timeout=60):
        def restrict():
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            child = subprocess.Popen(
                [PROGRAM] + arguments, stdin=stdin or subprocess.DEVNULL, stdout=output,
                stderr=errors, preexec_fn=restrict)
            self.is_late = False
            try:
                child.wait(timeout)
            except subprocess.TimeoutExpired:
                self.is_late = True
                child.kill()
                child.wait()
            self.status = child.returncode
            output.seek(0)
            errors.seek(0)
            self.output = output.read().decode(errors="replace")
            self.errors = errors.read().decode(errors="replace")


# The system counts the memory of the process that starts a program as the program's. So a small
# process starts it.
LAUNCHER = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
print(child.returncode, usage.ru_maxrss * 1024)
"""


def peak(arguments, stdin=None):
    """Runs the program, and returns its status and its largest resident memory in bytes."""
    command = [sys.executable, "-c", LAUNCHER, PROGRAM] + arguments
    found = subprocess.run(
        command, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    status, bytes_used = found.stdout.split()
    return int(status), int(bytes_used)


def chinese(byte_count, seed):
    """Text of random words, sentences and paragraphs."""
    source = random.Random(seed)
    words = ["".join(chr(source.randrange(0x4E00, 0x9000)) for _ in range(source.randint(1, 3)))
             for _ in range(20000)]
    parts, size = [], 0
    while size < byte_count:
        parts.append(source.choice(words) + source.choice(["", "", "", "，", "。", "。\n"]))
        size += 3 * len(parts[-1])
    return "".join(parts).encode()[:byte_count - 8].decode(errors="ignore")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def record(**members):
    return json.dumps(members, ensure_ascii=False) + "\n"


def bounds(folder):
    def measure(name, arguments, budget, largest, records=0, statuses=(0,), stdin=None):
        status, bytes_used = peak(arguments, stdin)
        bound = FIXED + JOBS * THREAD + budget + 8 * largest + RECORD_BYTES * records
        report(
            status in statuses and bytes_used <= bound,
            f"{name}: {bytes_used // MB} MB of at most {bound // MB} MB, exit {status}")

    corpus, index = os.path.join(folder, "corpus"), os.path.join(folder, "index")

    def indexed(name, budget, largest, *options, records=0, statuses=(0,)):
        shutil.rmtree(index, ignore_errors=True)
        measure(
            f"index, {name}", ["index", corpus, "--index", index, "--memory", f"{budget}M",
                               "--jobs", str(JOBS), "--quiet", *options],
            budget * MB, largest, records, statuses)

    def fill(files):
        shutil.rmtree(corpus, ignore_errors=True)
        for name, text in files.items():
            write(os.path.join(corpus, name), text)

    for size in [1, 4, 15, 60]:
        text = chinese(size * MB, size)
        options = ["--max-article", "256M"]
        fill({"a.jsonl": record(id="a", title="题", text=text)})
        indexed(f"a record of {size} MB", 64, size * MB, *options)
        fill({"a.txt": text})
        indexed(f"a page of {size} MB", 64, size * MB, *options)
    text = chinese(15 * MB, 5)
    fill({f"{number}.txt": text[number:] for number in range(6)})
    indexed("six pages of 15 MB", 64, 15 * MB, "--commit-every", "2")
    measure("merge", ["merge", "--force", "--index", index, "--jobs", str(JOBS)], 64 * MB, 15 * MB)
    target = os.path.join(folder, "repaired")
    shutil.rmtree(target, ignore_errors=True)
    measure(
        "repair", ["repair", target, "--index", index, "--memory", "64M", "--jobs", str(JOBS)],
        64 * MB, 15 * MB)
    measure("export", ["export", "/dev/null", "--index", index], 64 * MB, 15 * MB)
    measure("check --level content", ["check", "--level", "content", "--index", index],
            512 * MB, 15 * MB)
    numbers = " ".join(f"{random.Random(n).getrandbits(28):x}" for n in range(15 * MB // 8))
    for name, text in {
        "one character": "养" * (5 * MB), "numbers": numbers, "letters": "a " * (7 * MB),
        "lines": "a\n" * (7 * MB),
    }.items():
        fill({"a.txt": text})
        indexed(f"15 MB of {name}", 64, 15 * MB)
    fill({"a.jsonl": record(id="big", text=chinese(200 * MB, 9)) + record(id="b", text="后面")})
    indexed("a refused record of 200 MB", 64, 0, statuses=(3,))
    fill({"a.txt": "", "b.txt": "后面"})
    os.truncate(os.path.join(corpus, "a.txt"), 2 << 30)
    indexed("a refused page of 2 GB", 64, 0, statuses=(3,))
    count = 1_000_000
    fill({"a.jsonl": "".join(record(id=f"r{n}", text=f"养老{n}") for n in range(count))})
    indexed("a million tiny records", 64, 0, records=count)
    os.utime(os.path.join(corpus, "a.jsonl"), (1, 1))
    measure("index, a million unchanged records",
            ["index", corpus, "--index", index, "--memory", "64M", "--quiet"],
            64 * MB, 0, count)
    with open("/dev/zero", "rb") as endless:
        source = subprocess.Popen(["head", "-c", "3G"], stdin=endless, stdout=subprocess.PIPE)
        measure("index -, a line of 3 GB", ["index", "-", "--index", index, "--quiet"],
                64 * MB, 0, count, (2, 3), source.stdout)
        source.stdout.close()
        source.wait()
        source = subprocess.Popen(["head", "-c", "3G"], stdin=endless, stdout=subprocess.PIPE)
        measure("batch -, a line of 3 GB", ["batch", "-", "--index", index],
                64 * MB, 0, count, (2,), source.stdout)
        source.stdout.close()
        source.wait()


READERS = [
    ["stats"], ["search", "养老 服务"], ["search", "养老", "--facet", "source"],
    ["timeline", "养老"], ["kwic", "养老"], ["collocates", "养老"], ["keywords", "养老"],
    ["ngrams"], ["similar", "p3.txt"], ["explain", "p3.txt", "养老"], ["why", "p3.txt", "养老"],
    ["audit", "养老"], ["show", "p3.txt"], ["cite", "p3.txt"], ["verify-quote", "养老服务"],
    ["suggest", "养佬"], ["check"], ["check", "--level", "content"], ["export", "-"],
    ["dict", "candidates"], ["batch", "QUERIES"],
]
WRITERS = [
    ["index", "CORPUS", "--quiet"], ["index", "CORPUS", "--rebuild", "--quiet", "--memory", "16M"],
    ["merge", "--force"], ["delete", "p4.txt"], ["repair", "TARGET"], ["snapshot", "TARGET"],
    ["dict", "add", "养老服务圈"],
]


def masked(text):
    text = re.sub(r"\(in [0-9.]+ m?s\)|in [0-9.]+ m?s\b", "", text)
    return re.sub(r'"elapsed_ms":[0-9.]+', "", text)


def faults(folder, steps):
    corpus, template = os.path.join(folder, "corpus"), os.path.join(folder, "template")
    queries, target = os.path.join(folder, "q.tsv"), os.path.join(folder, "target")
    for number in range(40):
        write(os.path.join(corpus, f"p{number}.txt"),
              f"养老服务第{number}条\n时间：2023-07-02 来源：工人日报\n\n" + chinese(20000, number))
        if number == 20:
            Run(["index", corpus, "--index", template])
    Run(["index", corpus, "--index", template])
    write(os.path.join(corpus, "new.jsonl"),
          "".join(record(id=f"n{n}", text=chinese(40000, n)) for n in range(40)))
    write(queries, "1\t养老\n2\t服务\n")
    index = os.path.join(folder, "index")

    def state(path):
        found = Run(["export", "-", "--index", path])
        return sorted(found.output.splitlines()) if found.status == 0 else found.errors

    def prepare():
        for path in (index, target):
            shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(template, index)

    def arguments(command):
        places = {"CORPUS": corpus, "TARGET": target, "QUERIES": queries}
        return [places.get(part, part) for part in command] + ["--index", index]

    # Below this limit, the system cannot even load the program.
    least = next(limit for limit in range(8, 4096, 4) if Run(["--version"], limit * MB).status == 0)
    print(f"the program starts in {least} MB")
    limits = [int(least * MB * (4096 / least) ** (step / steps)) for step in range(steps + 1)]
    prepare()
    before = state(index)
    for command in READERS + WRITERS:
        is_writer = command in WRITERS
        prepare()
        wanted = Run(arguments(command))
        after = state(index)
        endings = {}
        for limit in limits:
            if is_writer:
                prepare()
            found = Run(arguments(command), limit)
            ending = f"exit {found.status}" if found.status >= 0 else f"signal {-found.status}"
            if found.is_late:
                ending = "hung"
            endings[ending] = endings.get(ending, 0) + 1
            place = f"{' '.join(command)} in {limit // MB} MB"
            if found.status == wanted.status:
                if not is_writer and masked(found.output) != masked(wanted.output):
                    report(False, f"{place}: another answer")
            elif found.status != 2 or not found.errors:
                report(False, f"{place}: {ending}, {found.errors[-200:]!r}")
            if is_writer:
                if Run(["check", "--index", index]).status != 0:
                    report(False, f"{place}: the index is damaged")
                if state(index) not in (before, after):
                    report(False, f"{place}: the index has another state")
        report(True, f"{' '.join(command)}: " + ", ".join(
            f"{ending} ×{count}" for ending, count in sorted(endings.items())))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=["bounds", "faults"])
    parser.add_argument("--steps", type=int, default=24, help="number of limits between the ends")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bounds(folder) if options.part == "bounds" else faults(folder, options.steps)
    print(f"{failures} rules broken" if failures else "no rule broken")
    sys.exit(failures > 0)


main()
