"""Kinds of random queries, and articles changed at random so that rare kinds of text occur."""

import json
import random
import re
import unicodedata

from oracle_corpus import Article, period
from oracle_queries import (
    And, Dated, Everything, Expression, Field, Filtered, LatinWord, Least, Near, Or, Part, Passage,
    Pattern, Source, Text, Valued, Without, clean, han_runs)
from oracle_text import HAN_CHARACTER, sign_marks

# Added to changed articles. Each has a kind of text that real news rarely has.
SENTENCES = [
    "他用iPhone15和iPhone 14拍摄。", "他在Café Müller学习C++和C#，也用.NET和C。", "don’t与don't写法不同。",
    "增长3.5%，气温-5℃，面积120㎡，水10²米。", "①2023年底前建成。②2024年完工。", "1.2025年目标；2、2026年计划。",
    "８Ｋ电视与8K电视，５Ｇ网络与5G网络。", "二〇二三年和二○二三年。", "cafe@example.com发来邮件@CCTV。", "№5与No.5，Ⅳ期与IV期。",
    "Beyoncé、Beyonce、Zoë在São Paulo。", "F#和C♯，A+级，Q&A。",
]
EXCLUSIONS = ["-", "－", "−", "–", "‐", "!", "！", "NOT ", "ＮＯＴ "]
ORS = [" OR ", " ＯＲ ", " | ", " ｜ ", "|", "｜", " || "]
ANDS = [" ", "　", " AND ", " ＡＮＤ ", " && ", " ＆＆ "]


def changed(record, chance, folding):
    """A copy of an article with other spellings of its characters."""
    radicals = {ideograph: radical for radical, ideograph in folding.radicals.items()}
    record = json.loads(json.dumps(record))
    record.pop("xunwen", None)
    record["id"] = f"{record.get('id', record.get('_id'))}+changed"
    text = record.get("text") or record.get("body") or ""

    def each(change, share):
        return "".join(change(c) if chance.random() < share else c for c in text)

    change = chance.randrange(6)
    if change == 0:
        text = each(lambda c: chance.choice(folding.others.get(c, [c])), 0.5)
    elif change == 1:
        text = each(lambda c: radicals.get(c, c), 0.7)
    elif change == 2:
        text = each(lambda c: c + "\u200b", 0.05)
    elif change == 3:
        text = each(full_width, 0.5)
    elif change == 4:
        text = re.sub(r"(?<![\d.])\d{2,}", lambda m: chance.choice("①②⑩㈠") + m[0], text)
    else:
        text = unicodedata.normalize("NFD", text)
    for _ in range(3):
        text += chance.choice(SENTENCES)
    record["text"] = text
    if chance.random() < 0.5:
        record["date"] = str(record.get("date") or "")[:chance.choice([4, 7])]
        record.pop("time", None)
    if record.get("source") and chance.random() < 0.5:
        record["source"] += chance.choice([" ", "\u200b", "　"])
    return record


def full_width(character):
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character


LEVELS = {"省级": ["省级", " 省级", "省级\u200b"], "GDP": ["GDP", "gdp", "ＧＤＰ"], "市 级": ["市 级", "市　级"],
          "省级机关": ["省级机关"]}


def with_values(record, chance):
    """The record with a field of texts and a field of numbers, some written in other forms."""
    levels = chance.sample(sorted(LEVELS), chance.randrange(3))
    number = chance.randrange(-20, 3000)
    return {**record,
            "oracle_level": [chance.choice(LEVELS[level]) for level in levels],
            "oracle_size": number if chance.random() < 0.5 else f"{number:,}",
            "oracle_values": {"levels": levels, "size": number}}


class Maker:
    """Makes queries from texts of random articles, so that most of them match something."""

    def __init__(self, corpus, chance):
        self.corpus, self.chance = corpus, chance
        self.sources = sorted({article.source for article in corpus.articles if article.source})
        self.signs = []
        for number, article in enumerate(corpus.articles):
            for place, character in enumerate(article.texts["body"]):
                if character > "\x7f" and sign_marks(character)[0]:
                    self.signs.append((number, place))

    def article(self):
        while True:
            article = self.chance.choice(self.corpus.articles)
            if len(article.texts["body"]) > 60:
                return article

    def zone(self, article):
        return "title" if len(article.texts["title"]) > 6 and self.chance.random() < 0.2 else "body"

    def han(self, article=None, zone=None, lengths=(2, 5)):
        """A string of Chinese characters that occurs in the article."""
        article = article or self.article()
        runs = han_runs(article.texts[zone or self.zone(article)], lengths[0]) or han_runs(
            article.texts["body"], lengths[0]) or ["中国"]
        run = self.chance.choice(runs)
        length = min(len(run), self.chance.randint(*lengths))
        start = self.chance.randrange(len(run) - length + 1)
        return run[start:start + length]

    def text(self, article=None, zone=None, **options):
        return Text(self.han(article, zone, **options), self.corpus, self.chance.random() < 0.4)

    def texts(self, number):
        """Texts of one article, or sometimes of several."""
        article = self.article()
        return [self.text(article if self.chance.random() < 0.8 else None) for _ in range(number)]

    def respelled(self, text):
        """The text in other spellings that mean the same."""
        change = self.chance.randrange(6)
        if change == 0:
            others = self.corpus.folding.others
            return "".join(self.chance.choice(others.get(c, [c])) for c in text)
        if change == 1:
            return "".join(map(full_width, text))
        if change == 2:
            return text.upper()
        if change == 3:
            return re.sub(f"({HAN_CHARACTER.pattern})(?={HAN_CHARACTER.pattern})", r"\1 ", text)
        return text

    # The kinds of queries

    def quotation(self):
        while True:
            text = self.article().texts["body"]
            start = self.chance.randrange(len(text) - 12)
            span = text[start:start + self.chance.randint(2, 12)]
            if not re.search(r'["“”„‟＂「」『』\\＼]', span) and self.corpus.folding.pattern(span):
                return Text(self.respelled(span), self.corpus)

    def around_number(self):
        """A quotation that begins or ends with a number or a word of Latin letters."""
        while True:
            text = self.article().texts["body"]
            words = list(re.finditer(self.chance.choice([
                r"[0-9A-Za-z０-９Ａ-Ｚ][0-9A-Za-z０-９Ａ-Ｚ.]*", "[0-9]+", "[0-9]{4}(?=年)"]), text))
            if words:
                word = self.chance.choice(words)
                if self.chance.random() < 0.5:
                    span = text[word.start():word.end() + self.chance.randint(0, 5)]
                else:
                    span = text[max(0, word.start() - self.chance.randint(0, 5)):word.end()]
                if clean(span) and self.corpus.folding.pattern(span):
                    return Text(self.respelled(span), self.corpus)

    def sign(self):
        """A number or word beside a sign such as ① or ㎡."""
        while self.signs:
            number, place = self.chance.choice(self.signs)
            text = self.corpus.articles[number].texts["body"]
            after = re.match(rf"[0-9A-Za-z]+{HAN_CHARACTER.pattern}{{0,3}}", text[place + 1:])
            before = re.search(rf"{HAN_CHARACTER.pattern}{{0,3}}[0-9A-Za-z.]+$", text[:place])
            spans = [match[0] for match in (after, before) if match]
            spans.append(text[place])
            span = self.chance.choice(spans)
            if clean(span) and self.corpus.folding.pattern(span):
                return Text(span, self.corpus)
        return self.around_number()

    def unquoted(self):
        article = self.article()
        runs = re.findall(rf"(?:{HAN_CHARACTER.pattern}|[0-9A-Za-z])+", article.texts["body"])
        run = self.chance.choice([run for run in runs if len(run) > 1] or ["中国"])
        start = self.chance.randrange(len(run) - 1)
        text = run[start:start + self.chance.randint(2, 6)]
        return Text(text, self.corpus, quoted=text.isascii() and text.isupper())

    def boolean(self, depth=2):
        if depth == 0 or self.chance.random() < 0.2:
            return self.text()
        choice = self.chance.random()
        if choice < 0.35:
            return And(self.texts(2) + [self.boolean(depth - 1)], self.chance.choice(ANDS))
        if choice < 0.7:
            return Or([self.boolean(depth - 1), self.boolean(depth - 1)], self.chance.choice(ORS[:4]))
        return Without(And(self.texts(1) + [self.text()]) if choice < 0.8 else self.text(),
                       self.boolean(depth - 1), self.chance.choice(["-", "－", "NOT "]))

    def everything(self):
        part = Everything(self.chance.choice("*＊"))
        return self.chance.choice([
            part, Without(part, self.boolean(1)), And([part, self.text()]),
            Or([part, self.text()]), And([Without(part, self.text()), self.text()])])

    def least(self):
        article = self.article()
        parts = [self.text(article) for _ in range(self.chance.randint(2, 4))]
        for _ in range(self.chance.randint(0, 2)):
            inner = [self.text(article), self.text()]
            choice = self.chance.random()
            parts.append(And(inner) if choice < 0.4 else
                         Or(inner) if choice < 0.7 else Without(inner[0], inner[1]))
        self.chance.shuffle(parts)
        return Least(self.chance.randint(1, len(parts)), parts)

    def dated(self):
        day = self.chance.choice([a for a in self.corpus.articles[:500] if a.days] or
                                 [a for a in self.corpus.articles if a.days]).days[0]
        date = f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"
        text = date[:self.chance.choice((4, 7, 10))]
        first, last = period(text)
        form, query = self.chance.randrange(6), self.text(lengths=(1, 2))
        if form == 0:
            dated = Dated(f"{text}..", first)
        elif form == 1:
            dated = Dated(f"..{text}", last=last)
        elif form == 2:
            year = day // 10000 + self.chance.randint(0, 2)
            dated = Dated(f"{text}..{year}", first, year * 10000 + 1231)
        elif form == 3:
            dated = Dated(str(text), first, last)
        else:
            days = [f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"
                    for day in (first, last)]
            return Filtered(query, Dated(days[0], first, last, days[1]))
        return And([query, dated])

    def sourced(self):
        name = self.chance.choice(self.sources)
        if self.chance.random() < 0.6 and len(name) > 2:
            cut = self.chance.randrange(1, len(name))
            name = self.chance.choice([name[:cut] + "*", "*" + name[cut:],
                                       name[:cut] + "*" + name[-1:]])
        query = self.text(lengths=(1, 2))
        if self.chance.random() < 0.5:
            return Filtered(query, source=Source(name))
        return And([query, Source(name)])

    def valued(self):
        """A condition on the fields that `with_values` has added."""
        if self.chance.random() < 0.5:
            level = self.chance.choice(sorted(LEVELS))
            form, prefix = self.chance.choice(LEVELS[level]), level[:1]
            condition = self.chance.choice([
                Valued(f'oracle_level:"{form}"',
                       lambda record: level in record["oracle_values"]["levels"]),
                Valued(f"oracle_level:{prefix}*",
                       lambda record: any(found.startswith(prefix)
                                          for found in record["oracle_values"]["levels"]))])
        else:
            low, high = sorted(self.chance.randrange(-20, 3000) for _ in range(2))
            text, first, last = self.chance.choice([
                (f"{low}..{high}", low, high), (f">={low}", low, 9999), (f"<{high}", -99, high - 1),
                (f"[{low} TO {high:,}]", low, high), (str(low), low, low)])
            condition = Valued(f"oracle_size:{text}",
                               lambda record: first <= record["oracle_values"]["size"] <= last)
        query = self.text(lengths=(1, 2))
        return (Without(query, condition, "-") if self.chance.random() < 0.2
                else And([query, condition]))

    def near(self):
        article, ordered = self.article(), self.chance.random() < 0.5
        text = article.texts[self.zone(article)]
        start = self.chance.randrange(len(text))
        nearby = Article({"text": text[start:start + self.chance.choice([10, 40, 100])]})
        parts = [self.text(nearby, "body", lengths=(1, 3))
                 for _ in range(self.chance.choice([2, 2, 2, 3]))]
        distance = self.chance.choice([0, 1, 2, 5, 10, 30])
        return Near(parts, distance, ordered)

    def field(self):
        article = self.article()
        zone = self.chance.choice(["title", "body"])
        field = Field(zone, self.text(article, zone))
        return field if self.chance.random() < 0.5 else And([field, self.text(article)])

    def wildcard(self):
        article = self.article()
        words = re.findall(r"(?<![A-Za-z0-9])[A-Za-z]{4,12}(?![A-Za-z0-9'’.·])",
                           article.texts["body"])
        if words and self.chance.random() < 0.7:
            word = self.chance.choice(words).lower()
            cut = self.chance.randrange(2, len(word))
            if self.chance.random() < 0.5:
                return Pattern(word[:cut] + "*", rf"\[{word[:cut]}[^\]]*\]")
            text = word[:cut - 1] + "?" + word[cut:]
            return Pattern(text, rf"\[{word[:cut - 1]}[^\]]{word[cut:]}\]")
        run = self.han(article, lengths=(4, 6))
        if self.chance.random() < 0.5:
            return Passage(run[:2], run[-1], self.corpus)
        first, last = (self.corpus.folding.pattern(part) for part in (run[:2], run[3:]))
        return Pattern(f"{run[:2]}?{run[3:]}",
                       rf"{first}(?:{HAN_CHARACTER.pattern}|\[[^\]]+\]){last}")

    def expression(self):
        run = self.han(lengths=(4, 6))
        return Expression(self.chance.choice([
            f"{run[0]}.{{1,3}}{run[3:]}", f"{run[:2]}.{run[3]}", f"{run[0]}[{run[1]}的]{run[2]}",
            f"\\d+{self.chance.choice('年月日亿万个')}{run[0]}", f"^{run[:2]}", f"({run[:2]}|{run[2:]})",
            f"{run[0]}{run[1]}?{run[2]}"]))

    def operators(self):
        choice, (first, second) = self.chance.randrange(4), self.texts(2)
        if choice == 0:
            return Without(first, second, self.chance.choice(EXCLUSIONS))
        if choice == 1:
            return Or([first, second], self.chance.choice(ORS))
        if choice == 2:
            return And([first, second], self.chance.choice(ANDS))
        distance = self.chance.choice([2, 5, 10])
        name = self.chance.choice(["NEAR", "ADJ"])
        spelling = self.chance.choice([f" {name}/{distance} ", f"{name}/{distance}",
                                       "".join(map(full_width, f"{name}/{distance}")),
                                       f" {name}／{distance} "])
        first.quoted = second.quoted = self.chance.random() < 0.5
        return Near([first, second], distance, name == "ADJ", spelling)

    def latin(self):
        """An unquoted word of Latin letters, with accents added or in another case."""
        while True:
            words = re.findall(r"(?<![\w'’.·@&_-])[A-Za-zÀ-ž]{2,}(?![\w'’.·@&+#_-])",
                               self.article().texts["body"])
            words = [word for word in words if word.upper() not in ("AND", "OR", "NOT", "NEAR", "ADJ",
                                                                    "OF", "SENTENCE", "PARAGRAPH")]
            if words:
                word = self.chance.choice(words)
                if self.chance.random() < 0.3:
                    word = word.replace("e", "é").replace("o", "ö").replace("c", "ç")
                elif self.chance.random() < 0.3:
                    word = word.swapcase()
                quoted = self.chance.random() < 0.4
                return Text(word, self.corpus) if quoted else LatinWord(word, self.corpus)

    def signed(self):
        """A quotation of a word with a sign: C++, 3.5%."""
        text = self.chance.choice(["C++", "C#", "F#", "3.5%", "A+", ".NET", "-5℃", "Q&A", "气温-5℃"])
        if self.chance.random() < 0.5:
            texts = re.findall(r"[0-9A-Za-z.]+[%℃‰]|[+$€#][0-9A-Za-z.]+|[A-Z]\+|[0-9]+%[-~][0-9]+%",
                               self.article().texts["body"])
            text = self.chance.choice(texts or [text])
        return Text(text, self.corpus)


KINDS = {name: getattr(Maker, name) for name in (
    "quotation", "around_number", "sign", "unquoted", "boolean", "everything", "least",
    "dated", "sourced", "valued", "near", "field", "wildcard", "expression", "operators", "latin",
    "signed")}


def make_queries(corpus, number, seed, kinds=None) -> list[tuple[str, Part]]:
    chance = random.Random(seed)
    maker = Maker(corpus, chance)
    names = kinds or list(KINDS)
    return [(name, KINDS[name](maker)) for name in (names[i % len(names)] for i in range(number))]
