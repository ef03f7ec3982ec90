"""Writers of articles in the formats that Xunwen reads, with Python's standard library only.

A writer takes articles and returns the bytes of a file. `ONE` has the formats with one article in
each file, `MANY` those with several, by the ending of the file's name.
"""

import csv
import datetime
import email.message
import email.policy
import email.utils
import gzip
import io
import json
import zipfile
from html import escape


def paragraphs(article, tag="p"):
    lines = article["text"].split("\n")
    return "".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def byline(article):
    return f"{article['date']} 来源：{article['source']}"


def text(article, encoding="utf-8"):
    page = f"{article['title']}\n{byline(article)}\n\n" + article["text"].replace("\n", "\n\n")
    return page.encode(encoding)


def html(article, encoding="utf-8", charset=None):
    page = (
        f"<!DOCTYPE html><html><head><meta charset='{charset or encoding}'>"
        f"<title>{escape(article['title'])}-{escape(article['source'])}</title></head><body>"
        "<div class='nav'><a href='/'>首页</a> <a href='/a'>新闻</a> <a href='/b'>政策</a></div>"
        f"<h1>{escape(article['title'])}</h1><div class='info'>{escape(byline(article))}</div>"
        f"<div class='content'>{paragraphs(article)}</div>"
        "<div class='footer'>版权所有 未经许可不得转载</div></body></html>"
    )
    return page.encode(encoding)


def markdown(article):
    head = f"---\ntitle: \"{article['title']}\"\ndate: {article['date']}\nsource: {article['source']}\n---\n\n"
    return (head + article["text"].replace("\n", "\n\n") + "\n").encode()


CHINA = datetime.timezone(datetime.timedelta(hours=8))


def message(article):
    mail = email.message.EmailMessage(email.policy.SMTP)
    mail["From"] = email.utils.formataddr((article["source"], "news@example.org"))
    mail["To"] = "archive@example.org"
    mail["Subject"] = article["title"]
    day = datetime.datetime.fromisoformat(article["date"])
    mail["Date"] = email.utils.format_datetime(day.replace(hour=9, tzinfo=CHINA))
    charset = "gb18030" if len(article["text"]) % 2 else "utf-8"
    mail.set_content(article["text"] + "\n", charset=charset)
    return mail.as_bytes()


def mhtml(article):
    root = email.message.EmailMessage(email.policy.SMTP)
    root["Subject"] = article["title"]
    root["Snapshot-Content-Location"] = f"https://example.org/{article['token']}.html"
    root.set_content(
        html(article).decode(), subtype="html", charset="utf-8", cte="quoted-printable"
    )
    root.make_related()
    root.set_param("type", "text/html")
    return root.as_bytes()


def archive(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name), content, stored)
    return buffer.getvalue()


XML = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
OPC = "http://schemas.openxmlformats.org/package/2006"
OOXML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/{}/2006/main"


def package(part, content_type, content, *others):
    types = (
        f"{XML}<Types xmlns='{OPC}/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        "<Default Extension='xml' ContentType='application/xml'/>"
        f"<Override PartName='/{part}' ContentType='application/vnd.openxmlformats-officedocument."
        f"{content_type}.main+xml'/></Types>"
    )
    links = (
        f"{XML}<Relationships xmlns='{OPC}/relationships'>"
        f"<Relationship Id='rId1' Type='{OOXML}/officeDocument' Target='{part}'/></Relationships>"
    )
    return archive(
        ("[Content_Types].xml", types), ("_rels/.rels", links), (part, XML + content), *others
    )


def docx(article):
    def paragraph(line, style=""):
        style = f"<w:pPr><w:pStyle w:val='{style}'/></w:pPr>" if style else ""
        return f"<w:p>{style}<w:r><w:t xml:space='preserve'>{escape(line)}</w:t></w:r></w:p>"

    lines = [paragraph(article["title"], "Title"), paragraph(byline(article))]
    lines += [paragraph(line) for line in article["text"].split("\n")]
    body = f"<w:document xmlns:w='{MAIN.format('wordprocessingml')}'><w:body>{''.join(lines)}</w:body></w:document>"
    return package("word/document.xml", "wordprocessingml.document", body)


def odt(article):
    body = "".join(
        f"<text:p>{escape(line)}</text:p>"
        for line in [byline(article), *article["text"].split("\n")]
    )
    content = (
        f"{XML}<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
        "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' office:version='1.2'><office:body>"
        f"<office:text><text:h text:outline-level='1'>{escape(article['title'])}</text:h>{body}"
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return archive(("mimetype", kind), ("content.xml", content))


def pptx(article):
    draw, show = MAIN.format("drawingml"), MAIN.format("presentationml")
    lines = [article["title"], byline(article), *article["text"].split("\n")]
    text = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines)
    slide = (
        f"{XML}<p:sld xmlns:p='{show}' xmlns:a='{draw}'><p:cSld><p:spTree><p:sp><p:txBody>{text}"
        "</p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    )
    content = (
        f"<p:presentation xmlns:p='{show}' xmlns:r='{OOXML}'><p:sldIdLst>"
        "<p:sldId id='256' r:id='rId1'/></p:sldIdLst></p:presentation>"
    )
    links = (
        f"{XML}<Relationships xmlns='{OPC}/relationships'>"
        f"<Relationship Id='rId1' Type='{OOXML}/slide' Target='slides/slide1.xml'/></Relationships>"
    )
    return package(
        "ppt/presentation.xml",
        "presentationml.presentation",
        content,
        ("ppt/_rels/presentation.xml.rels", links),
        ("ppt/slides/slide1.xml", slide),
    )


def epub(article):
    page = (
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>"
        f"<h1>{escape(article['title'])}</h1><p>{escape(byline(article))}</p>{paragraphs(article)}</body></html>"
    )
    container = (
        "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
    )
    book = (
        "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata "
        f"xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>{escape(article['title'])}</dc:title></metadata>"
        "<manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='a'/></spine></package>"
    )
    return archive(
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", XML + container),
        ("book.opf", XML + book),
        ("a.xhtml", XML + page),
    )


def printed_lines(text, width):
    """Cuts a text into lines, between the characters of a word only if they are Chinese."""
    while len(text) > width:
        end = width
        while text[end - 1].isascii() and text[end].isascii():
            end -= 1
        yield text[:end]
        text = text[end:]
    yield text


def pdf(article):
    """A PDF whose font is not embedded and whose text is in UCS-2, by the CMap UniGB-UCS2-H."""
    lines = [(20, article["title"]), (11, byline(article))]
    for line in article["text"].split("\n"):
        lines += [(11, piece) for piece in printed_lines("　　" + line, 40)]
    pages = [lines[start : start + 45] for start in range(0, len(lines), 45)]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages)))),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 5 0 R/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    for number, page in enumerate(pages):
        content, height = [], 800
        for size, line in page:
            content.append(
                f"BT /F {size} Tf 60 {height} Td <{line.encode('utf-16-be').hex()}> Tj ET"
            )
            height -= 16 if size == 11 else 30
        stream = "\n".join(content).encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (7 + 2 * number)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    result, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(result))
        result += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        result
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(result))
    )


def record(article):
    return {name: article[name] for name in ("title", "date", "source", "text")}


def lines(articles):
    return "".join(json.dumps(record(a), ensure_ascii=False) + "\n" for a in articles).encode()


def array(articles):
    return json.dumps([record(a) for a in articles], ensure_ascii=False, indent=1).encode()


def dump(articles):
    rows = ({"_index": "news", "_id": a["token"], "_source": record(a)} for a in articles)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def table(articles, delimiter=",", encoding="utf-8-sig"):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["标题", "发布日期", "来源", "正文"])
    writer.writerows(record(a).values() for a in articles)
    return file.getvalue().encode(encoding)


def workbook(articles):
    rows = [["标题", "发布日期", "来源", "正文"], *(record(a).values() for a in articles)]
    cells = "".join(
        f"<row r='{number}'>"
        + "".join(
            f"<c r='{'ABCD'[column]}{number}' t='inlineStr'><is><t xml:space='preserve'>{escape(value)}</t></is></c>"
            for column, value in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    main = MAIN.format("spreadsheetml")
    sheet = f"{XML}<worksheet xmlns='{main}'><sheetData>{cells}</sheetData></worksheet>"
    content = (
        f"<workbook xmlns='{main}' xmlns:r='{OOXML}'><sheets>"
        "<sheet name='Sheet1' sheetId='1' r:id='rId1'/></sheets></workbook>"
    )
    links = (
        f"{XML}<Relationships xmlns='{OPC}/relationships'>"
        f"<Relationship Id='rId1' Type='{OOXML}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
    )
    return package(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        content,
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/worksheets/sheet1.xml", sheet),
    )


def warc(articles, compressed=False):
    result = b""
    for a in articles:
        page = html(a)
        payload = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
            % len(page)
        ) + page
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Target-URI: https://example.org/{a['token']}.html\r\n"
            "WARC-Date: 2026-01-02T03:04:05Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{int(a['token'][1:], 36):012d}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(payload)}\r\n\r\n"
        ).encode()
        record = head + payload + b"\r\n\r\n"
        result += gzip.compress(record, mtime=0) if compressed else record
    return result


def mailbox(articles):
    return b"".join(
        b"From news@example.org Thu Jan  1 00:00:00 2026\n"
        + message(a).replace(b"\r\n", b"\n")
        + b"\n"
        for a in articles
    )


ONE = {
    "txt": text,
    "gb.txt": lambda a: text(a, "gb18030"),
    "u16.txt": lambda a: text(a, "utf-16"),
    "html": html,
    "gb.html": lambda a: html(a, "gb18030", "gb2312"),
    "md": markdown,
    "eml": message,
    "mhtml": mhtml,
    "docx": docx,
    "odt": odt,
    "pptx": pptx,
    "epub": epub,
    "pdf": pdf,
}
MANY = {
    "jsonl": lines,
    "json": array,
    "dump.json": dump,
    "csv": table,
    "tsv": lambda a: table(a, "\t", "utf-16"),
    "gb.csv": lambda a: table(a, ",", "gb18030"),
    "xlsx": workbook,
    "warc": warc,
    "warc.gz": lambda a: warc(a, True),
    "mbox": mailbox,
}
