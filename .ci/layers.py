#!/usr/bin/env python3
"""Checks the structure of Sources: imports, dependencies between folders, sizes of files.

Swift sees a module as a whole, so the compiler does not check dependencies between its folders.
A file depends on another file when it names a type that only the other file declares. The check
reads text: comments and string literals are removed, and nested types count like all others.

layers.py [--print]     exits with 1 and prints every violation; --print also prints all arrows
"""

import collections
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SOURCES = os.path.join(ROOT, "Sources")
MAX_LINES = 400
MAX_COLUMNS = 100
TEXT_FOLDERS = ["Sources", "Tests", "Benchmarks"]

# Modules that few others may import.
RESTRICTED = {
    "CICU": {"Articles", "TextAnalysis"},
    "CXML": {"Articles"},
    "CYAML": {"Articles"},
    "CZstd": {"Storage"},
    "CArchive": {"Articles"},
    "CInflate": {"Articles"},
    "CChecksum": {"Storage"},
    "CProcess": {"Storage"},
    "CGzip": {"Server"},
    "CPage": {"Server"},
    "ArgumentParser": {"CommandLine"},
    "NIOCore": {"Server"},
    "NIOHTTP1": {"Server"},
    "NIOPosix": {"Server"},
}
# Front ends see the library and not the layers below it.
FRONT_ENDS = {
    "CommandLine": {
        "ArgumentParser", "Darwin", "FoundationEssentials", "Glibc", "Synchronization",
        "Server", "Wire", "Xunwen",
    },
    "Server": {
        "CGzip", "CPage", "Darwin", "Dispatch", "FoundationEssentials", "Glibc", "NIOCore", "NIOHTTP1",
        "NIOPosix", "Synchronization", "Wire", "Xunwen",
    },
    "Wire": {"Darwin", "FoundationEssentials", "Glibc", "Synchronization", "Xunwen"},
}

IMPORT = re.compile(r"^\s*(?:@\w+\s+|public\s+|package\s+|internal\s+|private\s+|fileprivate\s+)*"
                    r"import\s+(?:struct\s+|class\s+|enum\s+|protocol\s+|func\s+|var\s+|let\s+"
                    r"|typealias\s+)?(\w+)", re.M)
DECLARATION = re.compile(r"\b(?:struct|class|enum|protocol|actor|typealias)\s+([A-Z]\w*)")
NAME = re.compile(r"\b[A-Z]\w*")


def without_text(source):
    """The source without comments and string literals."""
    source = re.sub(r"/\*.*?\*/", " ", source, flags=re.S)
    source = re.sub(r'"""(.*?)"""', " ", source, flags=re.S)
    source = re.sub(r"//[^\n]*", " ", source)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', " ", source)


def swift_files(folder):
    for directory, folders, names in os.walk(folder):
        # A package inside has its build and its dependencies in .build.
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".swift"):
                yield os.path.join(directory, name)


def cycles(edges):
    """The strongly connected components of more than one node (Tarjan 1972)."""
    index, low, stack, on_stack, found = {}, {}, [], set(), []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        on_stack.add(node)
        for other in edges.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in on_stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            component = []
            while not component or component[-1] != node:
                component.append(stack.pop())
                on_stack.discard(component[-1])
            if len(component) > 1:
                found.append(sorted(component))

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return found


def main():
    sys.setrecursionlimit(10_000)
    violations = []
    code, declared = {}, collections.defaultdict(set)
    for path in swift_files(SOURCES):
        name = os.path.relpath(path, SOURCES)
        with open(path, encoding="utf-8") as file:
            source = file.read()
        code[name] = without_text(source)
        for match in DECLARATION.finditer(code[name]):
            declared[match.group(1)].add(name)
        module = name.split(os.sep)[0]
        for imported in set(IMPORT.findall(source)):
            if imported == "Foundation":
                violations.append(f"{name} imports Foundation; FoundationEssentials is enough")
            if imported in RESTRICTED and module not in RESTRICTED[imported]:
                violations.append(f"{name} imports {imported}")
            if module in FRONT_ENDS and imported not in FRONT_ENDS[module]:
                violations.append(f"{name} imports {imported}; a front end imports the library only")

    owner = {name: next(iter(files)) for name, files in declared.items() if len(files) == 1}
    arrows = collections.defaultdict(lambda: collections.defaultdict(set))
    for name, text in code.items():
        module = name.split(os.sep)[0]
        folder = os.path.dirname(name)
        for word in set(NAME.findall(text)):
            target = owner.get(word)
            if target and target.split(os.sep)[0] == module and os.path.dirname(target) != folder:
                arrows[folder][os.path.dirname(target)].add(f"{name} names {word} of {target}")
    if "--print" in sys.argv[1:]:
        for folder in sorted(arrows):
            print(folder, "->", " ".join(sorted(arrows[folder])))
    for component in cycles(arrows):
        violations.append("folders depend on each other: " + ", ".join(component))
        for a in component:
            for b in component:
                violations += sorted("  " + reason for reason in arrows[a].get(b, ()))

    for folder in TEXT_FOLDERS:
        for path in swift_files(os.path.join(ROOT, folder)):
            name = os.path.relpath(path, ROOT)
            with open(path, encoding="utf-8") as file:
                lines = file.read().split("\n")
            if len(lines) > MAX_LINES + 1 and folder == "Sources":
                violations.append(f"{name} has {len(lines) - 1} lines")
            for number, line in enumerate(lines, 1):
                comment = line.lstrip().startswith("//")
                if comment and len(line) > MAX_COLUMNS and "http" not in line:
                    violations.append(f"{name}:{number} has {len(line)} columns")
    for violation in violations:
        print(violation, file=sys.stderr)
    if violations:
        sys.exit(1)
    print("layers: no violation")


main()
