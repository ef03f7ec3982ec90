#!/usr/bin/env python3
"""Lists the files of the page in Sources/CPage/CPage.c, which embeds them in the program.

page.py [--check]     writes the list; --check exits with 1 when it is not up to date
"""

import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
PAGE = os.path.join(ROOT, "Sources", "Server", "Page")
TARGET = os.path.join(ROOT, "Sources", "CPage", "CPage.c")

HEAD = """// Written by .ci/page.py (make page).

#include "CPage.h"

// Embedding is standard since C23. It takes milliseconds; arrays in Swift take the compiler half a
// minute for the same bytes.
#pragma clang diagnostic ignored "-Wc23-extensions"

"""

TAIL = """
size_t xunwen_page_file_count(void) { return sizeof files / sizeof files[0]; }

const char *xunwen_page_file_name(size_t number) { return files[number].name; }

const unsigned char *xunwen_page_file_bytes(size_t number) { return files[number].bytes; }

size_t xunwen_page_file_size(size_t number) { return files[number].size; }
"""


def names():
    for directory, folders, files in os.walk(PAGE):
        folders.sort()
        for name in sorted(files):
            # Editors and systems write hidden files.
            if not name.startswith("."):
                yield os.path.relpath(os.path.join(directory, name), PAGE).replace(os.sep, "/")


def main():
    files = sorted(names())
    symbols = ["file_" + re.sub(r"\W", "_", name) for name in files]
    if len(set(symbols)) < len(symbols):
        sys.exit("two files of the page have names that differ in punctuation only")
    text = HEAD
    for name, symbol in zip(files, symbols):
        text += (f"static const unsigned char {symbol}[] = {{\n"
                 f'#embed "../Server/Page/{name}"\n}};\n\n')
    text += ("static const struct {\n  const char *name;\n  const unsigned char *bytes;\n"
             "  size_t size;\n} files[] = {\n")
    for name, symbol in zip(files, symbols):
        text += f'    {{"{name}", {symbol}, sizeof {symbol}}},\n'
    text += "};\n" + TAIL
    if "--check" in sys.argv[1:]:
        with open(TARGET, encoding="utf-8") as file:
            if file.read() != text:
                sys.exit("Sources/CPage/CPage.c does not list the files of the page; run make page")
        return
    with open(TARGET, "w", encoding="utf-8") as file:
        file.write(text)


main()
