"""Text as the oracle compares it.

A line is a text without white space in which every character is folded: width, case, accents,
variants. Words and numbers of other scripts than Chinese stand in brackets, and each run of
punctuation is one bar: 5G 网络，建设 becomes [5g]网络|建设. A text contains a quotation when its line
contains the line of the quotation, so nearly all comparisons are searches for a substring. Signs
such as % are compared in another form of the line, which keeps punctuation and spaces.

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
# A run of other characters, and the character after it if it makes a year of four digits.
OTHER_RUN = re.compile(f"([^{HAN}]+)(?=([年至])?)")

# This mark separates numbers in every place, unlike the comma to which NFKC maps it.
SEPARATOR = "，"
APOSTROPHES = set("’‘＇ʼ‛")
# Letters with a stroke and the like, which have no decomposition.
STROKES = dict(zip("øđðłħŧıё", "oddlhtiе")) | {"æ": "ae", "œ": "oe", "þ": "th"}
# Signs in the place of 〇 between Chinese digits.
ZEROS = re.compile("(?<=[〇一二三四五六七八九])(?:[○◯o0]+(?=[〇一二三四五六七八九])|[○◯]+)")

EDGE = "\0"  # ends a word without taking a place
RAISED, LOWERED = "\x01", "\x02"  # before and after a superscript or subscript
ENCLOSED = re.compile("(.)\ufe0f?[\u20dd-\u20e4]")  # a digit in a box of its own: 1️⃣


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
        start, end = sign_marks(character)
        self[code] = start + self.fold(character) + end
        return self[code]

    def fold(self, character):
        if is_ignorable(character):
            return ""
        if character == SEPARATOR:
            return "|"
        if character in APOSTROPHES:
            return "'"
        folded = unicodedata.normalize("NFKC", self.radicals.get(character, character)).casefold()
        folded = unicodedata.normalize("NFKC", folded)
        return "".join(self.standard(without_accents(c)) for c in folded)

    def line(self, text):
        line = OTHER_RUN.sub(lambda run: self.runs[run[1], run[2]][1], self.folded(text))
        return re.sub(r"\|+", "|", line)

    def signed_line(self, text):
        return OTHER_RUN.sub(lambda run: self.runs[run[1], run[2]][0], self.folded(text))

    def folded(self, text):
        # Composed first, because a letter and its accents are several characters in NFD.
        text = ENCLOSED.sub(rf"{EDGE}\1{EDGE}", unicodedata.normalize("NFC", text))
        folded = unicodedata.normalize("NFC", text.translate(self))
        return ZEROS.sub(lambda zeros: "〇" * len(zeros[0]), folded)

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


def sign_marks(character):
    """What marks both ends of a sign that is composed of letters or digits: ① ㎡ ½ ™ ²."""
    if character < "\x80" or unicodedata.normalize("NFKC", character) == character:
        return "", ""
    category = unicodedata.category(character)
    raised = unicodedata.decomposition(character).startswith(("<super>", "<sub>"))
    if raised and category != "So":  # ™ is a sign
        return RAISED, LOWERED
    return (EDGE, EDGE) if category in ("No", "Nl", "So", "Sm", "Sc", "Sk") else ("", "")


def without_accents(character):
    if "\u0300" <= character <= "\u036f" or "\u20d0" <= character <= "\u20ff":
        return ""
    if character in STROKES:
        return STROKES[character]
    if ord(character) < 0xC0 or not unicodedata.name(character, "").startswith(("LATIN", "GREEK")):
        return character
    base = unicodedata.normalize("NFD", character)[0]
    return STROKES.get(base, base)


class Runs(dict):
    """Folded runs without Chinese characters, by the run and the character after it.

    A value is the run in brackets with its punctuation and spaces, and as it is in a line.
    """

    def __missing__(self, key):
        run, following = key
        # CO₂ is one word, 10² and 2ⁿ are two.
        run = run.replace(LOWERED + RAISED, "")
        run = re.sub(f"(?<=[0-9]){RAISED}|{LOWERED}(?=[0-9])", EDGE, run)
        run = run.replace(RAISED, "").replace(LOWERED, "")
        signed, start = [], None
        for i, character in enumerate(run):
            category = unicodedata.category(character)
            if category[0] == "L" or category in ("Nd", "Nl"):
                start = i if start is None else start
                continue
            inside = start is not None
            if inside and (category[0] == "M" or joins(run, i, start, following or "")):
                continue
            if inside:
                signed.append(f"[{run[start:i]}]")
                start = None
            if character.isspace():
                signed.append(" ")
            elif character != EDGE and category[0] != "M":
                signed.append("|" if character in "[]" else character)
        if start is not None:
            signed.append(f"[{run[start:]}]")
        self[key] = "".join(signed), "".join(
            part if part[0] == "[" else "" if part == " " else "|" for part in signed)
        return self[key]


def joins(run, i, start, following):
    """True when the mark at i is part of a word or number: don't, U.S, 1,234, 3.5."""
    before, after = run[:i], run[i + 1:]
    if run[i] == "'":
        return is_letter(before[-1]) and is_letter(after[:1])
    digits, next_digits = re.search("[0-9]+$", before), re.match("[0-9]+", after)
    if run[i] == "." and not digits and not next_digits:  # between single letters
        return bool(re.search(r"(?<![^\W_])[^\W\d_]$", before)
                    and re.match(r"[^\W\d_](?![^\W_])", after))
    if not digits or not next_digits:
        return False
    whole, part = digits[0], next_digits[0]
    if run[i] == ",":
        return len(part) == 3 and (
            len(whole) == 3 or len(whole) < 3 and not before[:digits.start()].endswith(","))
    if run[i] != "." or re.search(r"[0-9]\.[0-9]+$", before) or re.match(r"[0-9]+\.[0-9]", after):
        return False  # 2023.12.05 and 1.2.3 are several numbers.
    if digits.start() > start:
        return True
    if is_year(whole):  # 2023.5 is a month
        return len(part) > 2 or not 1 <= int(part) <= 12
    rest = after[len(part):] or following
    in_list = len(whole) <= 2 and is_year(part) and re.match("[年至~〜\u2010-\u2015-]", rest)
    return not in_list  # 1.2025年 is the first item of a list


def is_letter(character):
    return character.isalpha() or character.isdecimal() and not character.isascii()


def is_year(digits):
    return len(digits) == 4 and 1900 <= int(digits) <= 2099


# Signs that are compared where they touch a word of a quotation.
SIGNS = re.escape("+#%‰&@*=<>^°§±×÷≈≠≤≥′″©®$€£¥₩₽₹฿¢₤₫₱₿")
DASHES = "−–‐‑‒﹣-"


def parts(signed_line):
    """The units of a text, and the punctuation and spaces before each of them and at the end."""
    split = re.split(rf"(\[[^\]]*\]|[{HAN}])", signed_line)
    return split[1::2], split[0::2]


def demanded_signs(signed_line):
    """The signs that a quotation demands, as (number of the unit, signs before it, after it)."""
    words, gaps = parts(signed_line.strip())
    demands = []
    for i, word in enumerate(words):
        after = re.match(f"[{SIGNS}]*", gaps[i + 1])[0]
        before = re.search(f"[{SIGNS}]*$", gaps[i])[0]
        number = re.fullmatch(r"\[[0-9.,]+\]", word)
        starts = gaps[i][-2:-1] == " " or i == 0 and len(gaps[i]) == 1
        if word[0] == "[" and stands_alone(words, gaps, i, ".") and starts:
            before = "."
        elif stands_alone(words, gaps, i, DASHES) and number and (starts or after[:1] in ("%", "°")):
            before = DASHES
        if before or after:
            demands.append((i, before, after))
    return demands


def readings(pattern, signs):
    """The pattern and signs of a text, and those with its first or last number as a part of a date.

    12.05 is also the part 12 | 05 of 2023.12.05, with nothing but a full stop between its numbers.
    """
    units = re.findall(r"\[[^\]]*\]|[^|]|\|", pattern)
    found = [(units, signs)]
    for i in sorted({len(units) - 1, 0}, reverse=True):
        number = re.fullmatch(r"\[([^.]*[0-9])\.([0-9][^.]*)\]", units[i])
        if number:
            cut = [f"[{number[1]}]", "|", f"[{number[2]}]"]
            word = len([unit for unit in units[:i] if unit != "|"])
            found += [(u[:i] + cut + u[i + 1:], moved_signs(s, word)) for u, s in found]
    return [("".join(units), signs) for units, signs in found]


def moved_signs(signs, word):
    """The signs of a text in which two numbers take the place of the word with a number."""
    moved = [(i + (i > word), before, after) for i, before, after in signs if i != word]
    own = [(before, after) for i, before, after in signs if i == word]
    before, after = own[0] if own else ("", "")
    return moved + [(word, before, ""), (word + 1, "stop", after)]


def stands_alone(words, gaps, i, marks):
    """True for a minus or a full stop before a word that no word or sign precedes."""
    gap = gaps[i]
    if not gap or gap[-1] not in marks:
        return False
    if len(gap) == 1:
        return i == 0 or words[i - 1][0] != "["
    return not re.match(f"[{SIGNS}.{DASHES}]", gap[-2])


def has_signs(words, gaps, first, demands):
    """True when the units from the first one on have the signs. C++ has neither + nor #."""
    for i, before, after in demands:
        left, right = gaps[first + i], gaps[first + i + 1]
        if before == "stop":
            if left != "." or words[first + i - 1][0] != "[":
                return False
        elif before in (".", DASHES):
            if not stands_alone(words, gaps, first + i, before):
                return False
        elif before and (not left.endswith(before) or left.endswith(before[0] + before)):
            return False
        if after and (not right.startswith(after) or right.startswith(after + after[-1])):
            return False
    return True


def unit_numbers(line):
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
