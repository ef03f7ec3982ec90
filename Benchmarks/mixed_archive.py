#!/usr/bin/env python3
"""Index, search, update and prune an archive of many files in all formats, and check every article.

Usage: mixed_archive.py XUNWEN [--files N] [--seed S]

Every article has a title, a date, a source, and a word that no other article has. After each step,
the export of the index must have exactly the articles of the folder, with their metadata, and a
search for the word of an article must find that article only. Every tenth file is damaged in the
last step, after which the articles of the other files must still be there.
"""

import argparse
import bz2
import gzip
import io
import json
import lzma
import pathlib
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

import mixed_formats

SENTENCES = """各地要加快建设社区托育服务设施，让双职工家庭放心送托
今年以来全市新增普惠托位两千四百个，收费标准由区财政给予补助
住房公积金提取用于支付房租的额度提高到每月一千八百元
省医疗保障局公布集中采购结果，平均降价幅度超过五成
老旧小区改造应当征求业主意见，未经表决不得安排资金
生态环境部门通报入海排污口整治进展，一百八十九个已经完成规范化建设
高标准农田建成后交给村集体管护，管护经费列入县级预算
公共数据授权运营坚持原始数据不出域、数据可用不可见
职业院校学生实习应当签订三方协议，不得安排夜班和加班
平台企业应当公开算法规则，保障外卖骑手的休息权利
长期护理保险支付范围扩大到二十六项居家服务
统计部门表示，规模以上工业增加值同比增长百分之五点六""".split("\n")
PLACES = ["临江市", "桐山市", "海陵市", "白鹭区", "南屏县", "江北省"]
TOPICS = [
    "养老服务",
    "数据要素",
    "城市更新",
    "乡村教育",
    "医保支付",
    "海域修复",
    "就业培训",
    "绿色出行",
]
SOURCES = ["临江日报", "江北省人民政府", "劳动时报", "健康导报", "教育视野", "桐山晚报"]
# A word of Latin letters and digits stands alone in every analysis.
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Archive:
    """The files of a folder, and the articles that each file has."""

    def __init__(self, folder, seed):
        self.folder, self.random, self.count = folder, random.Random(seed), 0
        self.files = {}

    def article(self):
        self.count += 1
        number, token = self.count, ""
        while number:
            number, digit = divmod(number, 36)
            token = DIGITS[digit] + token
        choose, number = self.random.choice, self.random.randint
        token = "k" + token.rjust(5, "0")
        lines = [
            "".join(choose(SENTENCES) + "。" for _ in range(number(2, 5)))
            for _ in range(number(2, 6))
        ]
        lines[number(0, len(lines) - 1)] += f"本件编号为{token}，请妥善保存并按照规定的期限归档。"
        return {
            "token": token,
            "title": f"{choose(PLACES)}关于推进{choose(TOPICS)}工作的第{self.count}号通报",
            "date": f"{number(2001, 2025)}-{number(1, 12):02}-{number(1, 28):02}",
            "source": choose(SOURCES),
            "text": "\n".join(lines),
        }

    def content(self):
        """Returns the ending, the bytes and the articles of a new file."""
        if self.random.random() < 0.75:
            kind = self.random.choice(list(mixed_formats.ONE))
            articles = [self.article()]
            content = mixed_formats.ONE[kind](articles[0])
        else:
            kind = self.random.choice(list(mixed_formats.MANY))
            articles = [self.article() for _ in range(self.random.randint(1, 20))]
            content = mixed_formats.MANY[kind](articles)
        if self.random.random() < 0.08:
            ending, compress = self.random.choice(
                [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
            )
            kind, content = f"{kind}.{ending}", compress(content)
        return kind, content, articles

    def container(self, depth=0):
        members = [self.content() for _ in range(self.random.randint(1, 6))]
        if depth == 0 and self.random.random() < 0.2:
            members.append(self.container(1))
        names = [f"成员/{number}.{kind}" for number, (kind, _, _) in enumerate(members)]
        buffer, kind = io.BytesIO(), self.random.choice(["zip", "tar", "tar.gz", "tar.xz"])
        if kind == "zip":
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
                for name, (_, content, _) in zip(names, members):
                    file.writestr(name, content)
        else:
            mode = "w" + kind[3:].replace(".", ":")
            with tarfile.open(fileobj=buffer, mode=mode) as file:
                for name, (_, content, _) in zip(names, members):
                    info = tarfile.TarInfo(name)
                    info.size = len(content)
                    file.addfile(info, io.BytesIO(content))
        return kind, buffer.getvalue(), [a for _, _, articles in members for a in articles]

    def write(self, name=None):
        """Writes a new file, or replaces the file of a name by one of the same format."""
        while True:
            kind, content, articles = (
                self.container() if self.random.random() < 0.03 else self.content()
            )
            if name is None or name.split(".", 1)[1] == kind:
                break
        number = len(self.files)
        name = name or f"{2001 + number % 25}/{number % 7}/{number:05}.{kind}"
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files[name] = articles

    def remove(self, name):
        (self.folder / name).unlink()
        self.files[name] = None


class Checker:
    def __init__(self, xunwen, index):
        self.xunwen, self.index, self.failures = xunwen, index, 0

    def run(self, *arguments, statuses=(0,)):
        result = subprocess.run(
            [self.xunwen, *arguments, "--index", self.index], capture_output=True, text=True
        )
        if result.returncode not in statuses:
            sys.exit(f"{' '.join(arguments)}: status {result.returncode}\n{result.stderr}")
        return result

    def fail(self, *message):
        self.failures += 1
        if self.failures <= 30:
            print("  wrong:", *message)

    def index_folder(self, folder, *options, statuses=(0,)):
        start = time.monotonic()
        result = self.run("index", str(folder), "--json", *options, statuses=statuses)
        summary = json.loads(result.stdout.splitlines()[-1])
        print(f"  index {' '.join(options)}: {time.monotonic() - start:.1f} s")
        return summary, result.stderr

    def check(self, archive):
        """Compares the articles of the index with those of the folder, by their words."""
        expected = {
            a["token"]: (a, name)
            for name, articles in archive.files.items()
            for a in articles or []
        }
        seen = {}
        for line in self.run("export").stdout.splitlines():
            row = json.loads(line)
            body = json.dumps(row, ensure_ascii=False)
            start = body.find("本件编号为k")
            token = body[start + 5 : start + 11] if start >= 0 else None
            if token not in expected:
                self.fail("an article without a word of the folder", row.get("id"), token)
            elif token in seen:
                self.fail("an article that is there twice", row.get("id"), seen[token])
            else:
                seen[token] = row["id"]
                self.compare(row, *expected[token])
        for token in expected.keys() - seen.keys():
            self.fail("an article that is missing", expected[token][1], token)
        print(f"  {len(seen)} of {len(expected)} articles")
        sample = random.Random(1).sample(sorted(seen), min(60, len(seen)))
        for token in sample:
            hits = [
                json.loads(line) for line in self.run("search", token, "--json").stdout.splitlines()
            ]
            ids = [hit["id"] for hit in hits if hit["type"] == "hit"]
            if ids != [seen[token]]:
                self.fail("the hits of", token, ids, "instead of", seen[token])

    def compare(self, row, article, name):
        date = str(row.get("date") or row.get("time") or "")[:10]
        found = (row.get("title"), date, row.get("source"))
        if found != (article["title"], article["date"], article["source"]):
            self.fail(
                name, found, "instead of", article["title"], article["date"], article["source"]
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("xunwen")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        archive = Archive(pathlib.Path(scratch) / "archive", options.seed)
        checker = Checker(options.xunwen, f"{scratch}/index")
        for _ in range(options.files):
            archive.write()
        print(f"{options.files} files, {archive.count} articles")
        checker.index_folder(archive.folder)
        checker.check(archive)
        names = archive.random.sample(sorted(archive.files), max(3, options.files // 10))
        third = len(names) // 3
        print(f"{third} files changed, {third} removed, {third} added")
        for name in names[:third]:
            archive.write(name)
        for name in names[third : 2 * third]:
            archive.remove(name)
        for _ in range(third):
            archive.write()
        summary, _ = checker.index_folder(archive.folder, "--prune")
        print(
            "  ",
            {name: value for name, value in summary.items() if isinstance(value, int) and value},
        )
        checker.check(archive)
        print("no change")
        summary, _ = checker.index_folder(archive.folder)
        print(
            "  ",
            {name: value for name, value in summary.items() if isinstance(value, int) and value},
        )
        checker.check(archive)
        damage(archive, checker)
        checker.run("check")
    print(f"{checker.failures} failures")
    sys.exit(1 if checker.failures else 0)


def damage(archive, checker):
    """Damages some files in place. Their articles may be lost, others may not."""
    alive = sorted(name for name, articles in archive.files.items() if articles)
    names = archive.random.sample(alive, len(alive) // 10)
    print(f"{len(names)} files damaged")
    whole = {name: archive.files[name] for name in alive if name not in set(names)}
    for name in names:
        path = archive.folder / name
        content = bytearray(path.read_bytes())
        position = archive.random.randrange(len(content))
        if archive.random.random() < 0.5:
            content = content[:position]
        else:
            content[position] ^= 1 << archive.random.randrange(8)
        path.write_bytes(content)
    _, errors = checker.index_folder(archive.folder, "--rebuild", statuses=(0, 3))
    print(f"  {len(errors.splitlines())} lines of messages")
    remaining = {token for articles in whole.values() for token in (a["token"] for a in articles)}
    exported = checker.run("export").stdout
    for token in remaining:
        if token not in exported:
            checker.fail("an article of a whole file is missing", token)


if __name__ == "__main__":
    main()
