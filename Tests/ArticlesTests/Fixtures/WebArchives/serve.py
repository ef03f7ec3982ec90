"""A small news site on 127.0.0.1, whose responses use the charsets and codings of real servers."""

import gzip
import http.server
import sys
import zlib

try:
    import brotli
except ImportError:
    brotli = None


def page(title, time, source, body, charset=None, home="首页", label="来源："):
    meta = f'<meta charset="{charset}">' if charset else ""
    paragraphs = "".join(f"<p>{text}</p>\n" for text in body)
    return (
        f"<!DOCTYPE html>\n<html><head>{meta}<title>{title}</title></head>\n<body>\n"
        f'<div class="nav"><a href="/">{home}</a></div>\n'
        f"<h1>{title}</h1>\n<p>{time} {label}{source}</p>\n<div>\n{paragraphs}</div>\n</body></html>\n"
    )


GBK = page("清河区新建十二所社区托育点", "2023-05-06 08:00", "清河日报",
           ["清河区今年新建十二所社区托育点，面向一岁至三岁的幼儿，每天开放十小时。",
            "托育点设在社区服务中心，由区卫生健康委员会统一管理，收费标准向社会公布。"])
BIG5 = page("公共房屋輪候突破九萬宗", "2013-09-23 10:00", "港島時報",
            ["房屋署昨日公布最新統計，截至八月底，公共房屋一般申請已達九萬一千四百宗。",
             "署方表示，未來五年將興建更多單位，以縮短輪候的時間。"], "gb2312", "首頁", "來源：")
CHUNKED = page("旧城改造完成首批验收", "2022-03-04 09:30", "清河日报",
               ["旧城改造首批三个小区通过了验收，居民陆续迁回新居。",
                "验收组检查了房屋结构、供水和消防设施，并听取了居民的意见。"] * 20, "utf-8")
COMPRESSED = page("住房公积金贷款额度提高", "2024-01-02 10:00", "临江日报",
                  ["住房公积金管理中心昨日发布通知，多孩家庭的贷款额度最高上浮百分之三十。",
                   "通知自今年三月一日起施行，有效期五年，由公积金管理中心负责解释。"] * 20, "utf-8")
INDEX = ("<!DOCTYPE html><html><head><meta charset='utf-8'><title>临江新闻网</title></head><body>"
         + "".join(f'<a href="/{name}">{name}</a> ' for name in (
             "gbk.html", "big5.html", "chunked.html", "gzip.html", "deflate.html", "zlib.html",
             "notice.txt", "news.json", "latin1.html", "old.html", "missing.html", "photo.jpg",
             "style.css", "app.js", "plain", "empty.html"))
         + "<p>临江新闻网发布本市的政策和新闻，每天更新。</p></body></html>")
NOTICE = "关于调整作息时间的通知\n2023-07-02 来源：临江市人民政府\n\n自九月一日起，各单位的作息时间调整为早九点至晚五点。\n"


def raw_deflate(data):
    coder = zlib.compressobj(9, zlib.DEFLATED, -15)
    return coder.compress(data) + coder.flush()


# Path: status, header fields, body.
PAGES = {
    "/": (200, {"Content-Type": "text/html; charset=utf-8"}, INDEX.encode()),
    "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow:\n"),
    # Only the header of HTTP declares the encoding.
    "/gbk.html": (200, {"Content-Type": "text/html; charset=GBK"}, GBK.encode("gbk")),
    # The header and the page declare a wrong encoding.
    "/big5.html": (200, {"Content-Type": "text/html; charset=gb2312"}, BIG5.encode("big5")),
    "/chunked.html": (200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"},
                      CHUNKED.encode()),
    "/gzip.html": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"},
                   gzip.compress(COMPRESSED.encode(), mtime=0)),
    "/zlib.html": (200, {"Content-Type": "text/html", "Content-Encoding": "deflate"},
                   zlib.compress(COMPRESSED.encode())),
    "/deflate.html": (200, {"Content-Type": "text/html", "Content-Encoding": "deflate",
                            "Transfer-Encoding": "chunked"}, raw_deflate(COMPRESSED.encode())),
    "/notice.txt": (200, {"Content-Type": "text/plain; charset=gb18030"}, NOTICE.encode("gb18030")),
    "/news.json": (200, {"Content-Type": "application/json"},
                   '[{"id":"n1","title":"公积金新规","text":"公积金贷款额度提高。"}]'.encode()),
    # Apache's old default, on a page in GBK.
    "/latin1.html": (200, {"Content-Type": "text/html; charset=ISO-8859-1"}, GBK.encode("gbk")),
    "/plain": (200, {}, CHUNKED.encode()),
    "/old.html": (301, {"Location": "/gbk.html", "Content-Type": "text/html"}, b""),
    "/photo.jpg": (200, {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff\xe0" + bytes(300)),
    "/style.css": (200, {"Content-Type": "text/css"}, b"p { color: black }\n"),
    "/app.js": (200, {"Content-Type": "application/javascript"}, b"var a = 1;\n"),
    "/empty.html": (200, {"Content-Type": "text/html"}, b""),
}
if brotli:
    PAGES["/br.html"] = (200, {"Content-Type": "text/html", "Content-Encoding": "br"},
                         brotli.compress(COMPRESSED.encode()))


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, fields, body = PAGES.get(
            self.path, (404, {"Content-Type": "text/html"}, "<html>没有这个网页</html>".encode()))
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        if fields.get("Transfer-Encoding"):
            self.end_headers()
            for start in range(0, len(body), 700):
                piece = body[start:start + 700]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Site).serve_forever()
