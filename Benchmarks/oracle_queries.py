"""Queries that know their answer: each can be written, and decides itself which articles match.

The oracle never reads a query. It makes one from these parts, and each part has a spelling in the
query language and a definition by comparison of characters.
"""

import collections
import re

from oracle_corpus import ZONES
from oracle_text import HAN_CHARACTER, demanded_signs, has_signs, readings, unit_numbers


class Part:
    # The options beside the query: from, to, source.
    settings = {}

    def articles(self, corpus):
        """The numbers of the articles that match."""
        raise NotImplementedError

    def marks(self, corpus):
        """The highlighted places, as (zone, article, start, end); None when they are not defined."""
        return None


class Text(Part):
    """A text that occurs as written: a quotation, or unquoted in the mode `exact`."""

    def __init__(self, text, corpus, quoted=True, zones=ZONES):
        self.text, self.quoted, self.zones = text, quoted, zones
        self.pattern = corpus.folding.pattern(text)
        self.signs = demanded_signs(corpus.folding.signed_line(text)) if quoted else []
        self.readings = readings(self.pattern, self.signs)

    def __str__(self):
        return f'"{self.text}"' if self.quoted else self.text

    def places(self, corpus):
        """(zone, article) and the pairs of offsets in its line."""
        places = {}
        for pattern, signs in self.readings:
            for place, offsets in corpus.find(pattern, self.zones).items():
                found = [(offset, offset + len(pattern)) for offset in offsets]
                if signs:
                    found = self.with_signs(place, found, signs, corpus)
                if found:
                    places[place] = sorted(places.get(place, []) + found)
        return places

    def with_signs(self, place, found, signs, corpus):
        words, gaps = corpus.parts(place)
        line, unit = corpus.lines[place[0]][place[1]], re.compile(r"\[[^\]]*\]|[^|]")
        return [(start, end) for start, end in found
                if has_signs(words, gaps, len(unit.findall(line[:start])), signs)]

    def articles(self, corpus):
        return {number for _, number in self.places(corpus)}

    def marks(self, corpus):
        return flat(self.places(corpus))


class LatinWord(Text):
    """An unquoted word of Latin letters. It is also found where digits follow it: iPhone15."""

    settings = {"match": "all"}  # In the mode `exact` it is as exact as a quotation.

    def __init__(self, word, corpus):
        super().__init__(word, corpus, quoted=False)
        self.expression = re.sub(r"\]$", r"(?:[0-9][^\]]*)?\]", "\\" + self.pattern)

    def places(self, corpus):
        return corpus.search(self.expression, self.zones)


class Field(Part):
    """title:… or body:…"""

    def __init__(self, zone, part):
        self.zone, self.part = zone, part
        part.zones = (zone,)

    def __str__(self):
        return f"{self.zone}:{self.part}"

    def articles(self, corpus):
        return self.part.articles(corpus)

    def marks(self, corpus):
        return self.part.marks(corpus)


class Pattern(Part):
    """A word with wildcards. The expression is over lines."""

    def __init__(self, text, expression, zones=ZONES):
        self.text, self.expression, self.zones = text, expression, zones

    def __str__(self):
        return self.text

    def articles(self, corpus):
        return {number for _, number in corpus.search(self.expression, self.zones)}

    def marks(self, corpus):
        return flat(corpus.search(self.expression, self.zones))


class Passage(Part):
    """碳*和: from one text to another, without punctuation between them."""

    def __init__(self, first, last, corpus, zones=ZONES):
        self.text, self.zones = f"{first}*{last}", zones
        self.first, self.last = (corpus.folding.pattern(text) for text in (first, last))

    def __str__(self):
        return self.text

    def marks(self, corpus):
        starts, ends = (corpus.find(part, self.zones) for part in (self.first, self.last))
        marks = set()
        for place in starts.keys() & ends.keys():
            line = corpus.lines[place[0]][place[1]]
            marks |= {(*place, *span) for span in shortest(
                (start, end + len(self.last)) for start in starts[place] for end in ends[place]
                if start + len(self.first) <= end and "|" not in line[start:end])}
        return marks

    def articles(self, corpus):
        return {number for _, number, _, _ in self.marks(corpus)}


class Expression(Part):
    """A regular expression, over the texts as written."""

    def __init__(self, text, zones=ZONES):
        self.text, self.zones = text, zones
        self.expression = re.compile(text, re.MULTILINE)

    def __str__(self):
        return f"/{self.text}/"

    def marks(self, corpus):
        return {(zone, number, match.start(), match.end())
                for number, article in enumerate(corpus.articles) for zone in self.zones
                for match in self.expression.finditer(article.texts[zone])}

    def articles(self, corpus):
        return {number for _, number, _, _ in self.marks(corpus)}


class And(Part):
    def __init__(self, parts, word=" "):
        self.parts, self.word = parts, word

    def __str__(self):
        return self.word.join(grouped(part) for part in self.parts)

    def articles(self, corpus):
        return set.intersection(*(part.articles(corpus) for part in self.parts))

    def marks(self, corpus):
        return union(self.parts, self.articles(corpus), corpus)


class Or(And):
    def __init__(self, parts, word=" OR "):
        super().__init__(parts, word)

    def articles(self, corpus):
        return set.union(*(part.articles(corpus) for part in self.parts))


class Without(Part):
    """One part and not the other."""

    def __init__(self, part, excluded, dash="-"):
        self.part, self.excluded, self.dash = part, excluded, dash

    def __str__(self):
        return f"{grouped(self.part)} {self.dash}{grouped(self.excluded)}"

    def articles(self, corpus):
        return self.part.articles(corpus) - self.excluded.articles(corpus)

    def marks(self, corpus):
        return union([self.part], self.articles(corpus), corpus)


class Everything(Part):
    """All articles, of which nothing is marked."""

    def __init__(self, spelling="*"):
        self.spelling = spelling

    def __str__(self):
        return self.spelling

    def articles(self, corpus):
        return corpus.everything

    def marks(self, corpus):
        return set()


class Least(Part):
    """n of (…): a group inside counts as one clause."""

    def __init__(self, number, parts):
        self.number, self.parts = number, parts

    def __str__(self):
        return f"{self.number} of ({' '.join(grouped(part) for part in self.parts)})"

    def articles(self, corpus):
        votes = collections.Counter(
            number for part in self.parts for number in part.articles(corpus))
        return {number for number, count in votes.items() if count >= self.number}


class Near(Part):
    """NEAR/n and ADJ/n: at most n units between the operands, in any order or as written."""

    def __init__(self, parts, distance, ordered, spelling=None):
        self.parts, self.distance, self.ordered = parts, distance, ordered
        self.spelling = spelling or f" {'ADJ' if ordered else 'NEAR'}/{distance} "

    def __str__(self):
        return self.spelling.join(str(part) for part in self.parts)

    def marks(self, corpus):
        """The passages from the first operand to the last, as ranges of units."""
        found = [part.places(corpus) for part in self.parts]
        marks = set()
        for place in set.intersection(*(set(places) for places in found)):
            numbers = unit_numbers(corpus.lines[place[0]][place[1]])
            ranges = [[(numbers[start], numbers[end - 1] + 1) for start, end in places[place]]
                      for places in found]
            marks |= {(*place, *span) for span in shortest(self.passages(ranges, []))}
        return marks

    def passages(self, ranges, chosen):
        """Tries all combinations of one range of each operand."""
        if len(chosen) < len(ranges):
            for candidate in ranges[len(chosen)]:
                yield from self.passages(ranges, chosen + [candidate])
            return
        in_order = sorted(chosen)
        apart = all(a[1] <= b[0] for a, b in zip(in_order, in_order[1:]))
        start, end = in_order[0][0], in_order[-1][1]
        between = end - start - sum(b - a for a, b in chosen)
        if apart and between <= self.distance and (not self.ordered or in_order == chosen):
            yield start, end

    def articles(self, corpus):
        return {number for _, number, _, _ in self.marks(corpus)}


class Dated(Part):
    """date:… An article matches when its whole period is in the range."""

    def __init__(self, text, first=0, last=99999999, end=None):
        self.text, self.first, self.last, self.end = text, first, last, end

    def __str__(self):
        return f"date:{self.text}"

    def articles(self, corpus):
        return {number for number, article in enumerate(corpus.articles)
                if article.days and self.first <= article.days[0] and article.days[1] <= self.last}


class Source(Part):
    """source:… A star stands for any characters."""

    def __init__(self, text):
        self.text = text
        self.expression = source_expression(text)

    def __str__(self):
        return f'source:"{self.text}"'

    def articles(self, corpus):
        return {number for number, article in enumerate(corpus.articles)
                if article.source and self.expression.fullmatch(article.source)}


class Valued(Part):
    """A condition on a field that `with_values` has added to the records."""

    def __init__(self, text, test):
        self.text, self.test = text, test

    def __str__(self):
        return self.text

    def articles(self, corpus):
        return {number for number, article in enumerate(corpus.articles)
                if self.test(article.record)}


class Filtered(Part):
    """A query with the options --from, --to or --source."""

    def __init__(self, part, days=None, source=None):
        self.part, self.days, self.source = part, days, source
        self.settings = {}
        if days:
            self.settings |= {"from": days.text, "to": days.end}
        if source:
            self.settings["source"] = source.text

    def __str__(self):
        return str(self.part)

    def articles(self, corpus):
        found = self.part.articles(corpus)
        for filter in (self.days, self.source):
            if filter:
                found = found & filter.articles(corpus)
        return found

    def marks(self, corpus):
        return union([self.part], self.articles(corpus), corpus)


def source_expression(text):
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.IGNORECASE)


def grouped(part):
    return f"({part})" if isinstance(part, (And, Without)) else str(part)


def shortest(spans):
    """The spans that contain no other one."""
    kept = []
    for start, end in sorted(set(spans), key=lambda span: (span[1], -span[0])):
        if not kept or start > kept[-1][0]:
            kept.append((start, end))
    return kept


def flat(places):
    return {(*place, start, end) for place, found in places.items() for start, end in found}


def union(parts, articles, corpus):
    marks = set()
    for part in parts:
        found = part.marks(corpus)
        if found is None:
            return None
        marks.update(mark for mark in found if mark[1] in articles)
    return marks


def clean(text):
    """True when a text has no character with a meaning in the query language."""
    return not re.search(r'["“”„‟＂「」『』\\＼/／*?＊？~～^＾(){}\[\]（）|｜!！&＆:：+＋－–—−-]', text)


def han_runs(text, shortest):
    return [match[0] for match in re.finditer(f"(?:{HAN_CHARACTER.pattern}){{{shortest},}}", text)]
