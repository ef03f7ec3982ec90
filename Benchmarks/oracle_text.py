"""Text as the oracle compares it.

A line is a text without white space in which every character is folded: width, case, accents,
variants. Words and numbers of other scripts than Chinese stand in brackets, and each run of
punctuation is one bar: 「5G 网络，建设」 is [5g]网络|建设. A text contains a quotation when its line
contains the line of the quotation, so all comparisons are searches for a substring.

Nothing here is taken from the program but the published tables of pairs (radicals and ideographs,
variants and standard forms), which are data.
"""

import os
import re
import unicodedata

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Sources")

# A unit by itself: Chinese characters, kana, bopomofo, hangul syllables.
HAN = ("\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
       "\u31f0-\u31ff\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
       "\U0001b000-\U0001b16f\U00020000-\U0002fffd\U00030000-\U0003fffd")
HAN_CHARACTER = re.compile(f"[{HAN}]")
OTHER_RUN = re.compile(f"[^{HAN}]+")

# Between two letters, or between two digits, these belong to the word: don't, example.com, 1,234.
BETWEEN_LETTERS = set("'.·‧")
BETWEEN_DIGITS = set("'.,;")
# These marks separate words in every place, unlike the ASCII marks to which NFKC maps them.
SEPARATORS = set("，：；")
APOSTROPHES = set("’‘＇")
# Letters with a stroke and the like, which have no decomposition.
STROKES = dict(zip("øđðłħŧıё", "oddlhtiе")) | {"æ": "ae", "œ": "oe", "þ": "th"}

EDGE = "\0"  # ends a word without taking a place


def table_pairs(path, *names):
    """The pairs in string literals of a Swift source: `static let name = \"\"\"…\"\"\"`."""
    source = open(path, encoding="utf-8").read()
    pairs = {}
    for name in names:
        literal = re.search(rf'static let {name} = """(.*?)"""', source, re.S).group(1)
        characters = [c for c in literal if not c.isspace()]
        pairs.update(zip(characters[::2], characters[1::2]))
    return pairs


class Folding(dict):
    """Folds characters; also the table for `str.translate`, filled as characters occur."""

    def __init__(self, sources=SOURCES):
        folder = os.path.join(sources, "TextAnalysis/Normalization")
        self.radicals = table_pairs(f"{folder}/RadicalTable.swift", "pairs")
        self.variants = table_pairs(f"{folder}/ScriptVariantTable.swift", "pairs")
        self.variants.update(table_pairs(
            f"{folder}/ScriptVariantAdditions.swift",
            "regional", "printed", "japanese", "variants", "analogies"))
        rules = open(f"{folder}/ScriptVariants.swift", encoding="utf-8").read()
        self.variants.update(pair for pair in re.search('"([^"]*)",? ScriptVariantAdditions', rules)
                             .group(1).split())
        for removed in re.search('removed = "(.*?)"', rules).group(1).split():
            self.variants.pop(removed, None)
        self.others = {}  # characters with the same folded form, for queries in other spellings
        for variant in list(self.variants):
            self.others.setdefault(self.standard(variant), []).append(variant)
        self.runs = Runs()

    def standard(self, character):
        for _ in range(8):
            character = self.variants.get(character, character)
        return character

    def __missing__(self, code):
        character = chr(code)
        folded = self.fold(character)
        self[code] = f"{EDGE}{folded}{EDGE}" if is_sign(character) else folded
        return self[code]

    def fold(self, character):
        if is_ignorable(character):
            return ""
        if character in SEPARATORS:
            return "|"
        if character in APOSTROPHES:
            return "'"
        if character in self.radicals:
            character = self.radicals[character]
        folded = unicodedata.normalize("NFKC", character).casefold()
        folded = unicodedata.normalize("NFKC", folded)
        return "".join(self.standard(without_accents(c)) for c in folded)

    def line(self, text):
        # Composed first, because a letter and its accents are several characters in NFD.
        folded = unicodedata.normalize("NFC", text).translate(self)
        folded = unicodedata.normalize("NFC", folded)
        return re.sub(r"\|+", "|", OTHER_RUN.sub(lambda run: self.runs[run[0]], folded))

    def pattern(self, text):
        """The line of a quotation, in which punctuation at the ends has no meaning."""
        return self.line(text).strip("|")


def is_ignorable(character):
    """True for characters that readers do not see and that have no meaning in a search."""
    code = ord(character)
    if unicodedata.category(character) == "Cf":
        return not (0x600 <= code <= 0x605 or code in (0x6DD, 0x70F, 0x8E2))
    return (code in (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)
            or 0x180B <= code <= 0x180F or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF)


def is_sign(character):
    """True for signs that are composed of letters or digits: ① ㎡ ² ½ ™."""
    if unicodedata.normalize("NFKC", character) == character:
        return False
    raised = unicodedata.decomposition(character).startswith(("<super>", "<sub>"))
    return raised or unicodedata.category(character) in ("No", "Nl", "So", "Sm", "Sc", "Sk")


def without_accents(character):
    if character in STROKES:
        return STROKES[character]
    if ord(character) < 0xC0 or not unicodedata.name(character, "").startswith(("LATIN", "GREEK")):
        return character
    base = unicodedata.normalize("NFD", character)[0]
    return STROKES.get(base, base)


class Runs(dict):
    """The lines of folded runs without Chinese characters."""

    def __missing__(self, run):
        line, word = [], ""
        for i, character in enumerate(run):
            category = unicodedata.category(character)
            if category[0] == "L" or category in ("Nd", "Nl", "Pc") or category[0] == "M" and word:
                word += character
                continue
            before, after = run[i - 1:i], run[i + 1:i + 2]
            if (character in BETWEEN_LETTERS and before.isalpha() and after.isalpha()
                    or character in BETWEEN_DIGITS and before.isdecimal() and after.isdecimal()):
                word += character
                continue
            self.end(word, line)
            word = ""
            if not (character.isspace() or character == EDGE or category[0] == "M"):
                line.append("|")
        self.end(word, line)
        self[run] = "".join(line)
        return self[run]

    @staticmethod
    def end(word, line):
        if word:
            line.append(f"[{word}]" if word.strip("_") else "|")


def units(line):
    """The units of a line, as their numbers by offset: every character, word and bar is one."""
    numbers, number = [], -1
    inside = False
    for character in line:
        if not inside:
            number += 1
        if character == "[":
            inside = True
        elif character == "]":
            inside = False
        numbers.append(number)
    return numbers
