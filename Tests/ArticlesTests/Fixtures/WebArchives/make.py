"""Writes records of all kinds with warcio, and lists what warcio reads in the archives."""

import io
import json
import os
import sys
import zlib

import serve
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

here = sys.argv[1]


def response(writer, url, status, fields, body, date, kind="response"):
    fields = list(fields.items())
    http = StatusAndHeaders(status, fields, protocol="HTTP/1.1") if kind == "response" else None
    content = None if kind == "response" else dict(fields)["Content-Type"]
    record = writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), http_headers=http, warc_content_type=content,
        warc_headers_dict={"WARC-Date": date})
    writer.write_record(record)


with open(os.path.join(here, "warcio.warc.gz"), "wb") as file:
    writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
    writer.write_record(writer.create_warcinfo_record("crawl", {"software": "warcio"}))
    html = {"Content-Type": "text/html; charset=GBK"}
    site = "https://news.example.cn"
    page = serve.GBK.encode("gbk")
    response(writer, site + "/a.html", "200 OK", html, page, "2023-05-06T00:00:00Z")
    # The same address again: at another time, and twice at one time.
    response(writer, site + "/a.html", "200 OK", html, page.replace(b"<div>", b"<div>2023"),
             "2023-06-06T00:00:00Z")
    response(writer, site + "/a.html", "200 OK", html, page, "2023-06-06T00:00:00Z")
    response(writer, site + "/", "200 OK", html, page, "2023-05-06T00:00:01Z")
    response(writer, site + "/article?id=5", "200 OK", html, page, "2023-05-06T00:00:02Z")
    response(writer, site + "/b.html", "404 Not Found", html, page, "2023-05-06T00:00:03Z")
    response(writer, site + "/r.html", None, {"Content-Type": "text/html"}, serve.CHUNKED.encode(),
             "2023-05-06T00:00:04Z", "resource")
    response(writer, site + "/c.html", None, {"Content-Type": "text/plain"}, serve.NOTICE.encode(),
             "2023-05-06T00:00:05Z", "conversion")
    response(writer, "urn:text:" + site, None, {"Content-Type": "text/plain"},
             serve.NOTICE.encode(), "2023-05-06T00:00:05Z", "resource")
    writer.write_record(writer.create_revisit_record(
        site + "/a.html", "sha1:X", site + "/a.html", "2023-05-06T00:00:00Z"))
    # Chunks and compression are declared, and the body is already decoded.
    response(writer, site + "/decoded.html", "200 OK",
             {"Content-Type": "text/html", "Transfer-Encoding": "chunked",
              "Content-Encoding": "gzip"}, serve.CHUNKED.encode(), "2023-05-06T00:00:06Z")

listing = []
for name in ("wget.warc", "wget.warc.gz", "warcio.warc.gz"):
    with open(os.path.join(here, name), "rb") as file:
        for record in ArchiveIterator(file):
            http = record.http_headers
            # warcio's own use of brotli fails with version 1.1 of the package.
            if http and http.get_header("Content-Encoding") == "br":
                body = serve.brotli.decompress(record.raw_stream.read())
            else:
                body = record.content_stream().read()
            listing.append({
                "file": name, "type": record.rec_type,
                "address": (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>"),
                "date": record.rec_headers.get_header("WARC-Date"),
                "status": http.get_statuscode() if http else "",
                "length": len(body), "crc": zlib.crc32(body)})
with open(os.path.join(here, "warcio.jsonl"), "w") as file:
    for entry in listing:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")
