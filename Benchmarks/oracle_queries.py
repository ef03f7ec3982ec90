"""Queries that know their answer: each can be written, and decides itself which articles match.

The oracle never reads a query. It makes one from these parts, and each part has a spelling in the
query language and a definition by comparison of characters.
"""

import collections
import re
import unicodedata

from oracle_corpus import ZONES
from oracle_text import HAN_CHARACTER, units


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

    def __str__(self):
        return f'"{self.text}"' if self.quoted else self.text

    def places(self, corpus):
        """(zone, article) and the pairs of offsets in its line."""
        return {place: [(offset, offset + len(self.pattern)) for offset in offsets]
                for place, offsets in corpus.find(self.pattern, self.zones).items()}

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


class SignedText(Text):
    """A quotation of a word with a sign: C++, 3.5%. The article must have the sign too."""

    def __init__(self, before, word, after, corpus):
        super().__init__(before + word + after, corpus)
        signed = unicodedata.normalize("NFKC", before + word + after)
        self.expression = re.compile(rf"(?<![0-9a-z.]){re.escape(signed)}", re.IGNORECASE)

    def articles(self, corpus):
        return {number for zone, number in self.places(corpus) if self.expression.search(
            unicodedata.normalize("NFKC", corpus.articles[number].texts[zone]))}

    def marks(self, corpus):
        return None


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
    """A word with wildcards. The expression is over lines; its matches may overlap."""

    def __init__(self, text, expression, zones=ZONES):
        self.text, self.expression, self.zones = text, f"(?=({expression}))", zones

    def __str__(self):
        return self.text

    def articles(self, corpus):
        return {number for _, number in corpus.search(self.expression, self.zones)}

    def marks(self, corpus):
        return flat(corpus.search(self.expression, self.zones))


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

    def matches(self, corpus):
        """(zone, article) and the occurrences that take part in a match, as (operand, range)."""
        found = [part.places(corpus) for part in self.parts]
        matches = {}
        for place in set.intersection(*(set(places) for places in found)):
            zone, number = place
            numbers = units(corpus.lines[zone][number])
            ranges = [[(numbers[start], numbers[end - 1] + 1) for start, end in places[place]]
                      for places in found]
            taking_part = set()
            self.combine(ranges, [], taking_part)
            if taking_part:
                matches[place] = taking_part
        return matches

    def combine(self, ranges, chosen, taking_part):
        """Tries all combinations of one range of each operand."""
        if len(chosen) == len(ranges):
            in_order = sorted(chosen)
            apart = all(a[1] <= b[0] for a, b in zip(in_order, in_order[1:]))
            covered = sum(end - start for start, end in chosen)
            between = in_order[-1][1] - in_order[0][0] - covered
            if apart and between <= self.distance and (not self.ordered or in_order == chosen):
                taking_part.update(enumerate(chosen))
            return
        for candidate in ranges[len(chosen)]:
            self.combine(ranges, chosen + [candidate], taking_part)

    def articles(self, corpus):
        return {number for _, number in self.matches(corpus)}

    def marks(self, corpus):
        # The same places as ranges of units: two operands with the same text share them.
        return flat({place: {range for _, range in taking_part}
                     for place, taking_part in self.matches(corpus).items()})


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
