"""Tantivy behind a server of uvloop and httptools, for comparison with `xunwen serve`.

tantivy_server.py index WORK FOLDER
tantivy_server.py serve FOLDER PORT PROCESSES
"""

import asyncio
import itertools
import json
import os
import pathlib
import socket
import sys
import urllib.parse

import httptools
import tantivy
import uvloop

FACTS = ("id", "date", "source", "title")


def schema():
    builder = tantivy.SchemaBuilder()
    for name in FACTS:
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="words", index_option="position")
    return builder.build()


def open_index(path):
    index = tantivy.Index(schema(), path=path)
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", words)
    return index


def build(work, path):
    pathlib.Path(path).mkdir(parents=True)
    index = open_index(path)
    writer = index.writer(heap_size=512_000_000, num_threads=1)
    with open(f"{work}/corpus.tsv", encoding="utf-8") as rows, open(
        f"{work}/corpus.tok", encoding="utf-8"
    ) as texts:
        for row, text in itertools.zip_longest(rows, texts):
            facts = dict(zip(FACTS, row.split("\t", 5)))
            writer.add_document(tantivy.Document(text=text.rstrip("\n"), **facts))
    writer.commit()
    writer.wait_merging_threads()


class Answers:
    def __init__(self, path):
        index = open_index(path)
        self.schema = index.schema
        self.searcher = index.searcher()

    def query(self, text):
        if text.startswith('"'):
            return tantivy.Query.phrase_query(self.schema, "text", text[1:-1].split(" "))
        terms = [
            tantivy.Query.term_query(self.schema, "text", word) for word in text.split(" ")
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])

    def answer(self, text):
        query = self.query(text)
        found = self.searcher.search(query, 10, count=True)
        generator = tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "text")
        generator.set_max_num_chars(160)
        hits = []
        for score, address in found.hits:
            document = self.searcher.doc(address)
            hit = {name: document.get_first(name) for name in FACTS}
            hit["score"] = score
            hit["snippet"] = generator.snippet_from_doc(document).to_html()
            hits.append(hit)
        return json.dumps({"total": found.count, "hits": hits}, ensure_ascii=False).encode()


class Connection(asyncio.Protocol):
    def __init__(self, answers):
        self.answers = answers
        self.parser = httptools.HttpRequestParser(self)

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.parser.feed_data(data)

    def on_url(self, url):
        self.target = url.decode()

    def on_message_complete(self):
        query = urllib.parse.urlsplit(self.target).query
        body = self.answers.answer(urllib.parse.unquote(query[2:]))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.transport.write(head.encode() + body)


async def serve(path, port):
    answers = Answers(path)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(("127.0.0.1", port))
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(answers), sock=listener
    )
    await server.serve_forever()


def main():
    if sys.argv[1] == "index":
        build(sys.argv[2], sys.argv[3])
        return
    # Python's lock would serialize threads.
    for _ in range(int(sys.argv[4]) - 1):
        if os.fork() == 0:
            break
    uvloop.run(serve(sys.argv[2], int(sys.argv[3])))


main()
