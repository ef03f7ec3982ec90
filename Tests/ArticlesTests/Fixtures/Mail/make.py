#!/usr/bin/env python3
"""Writes the mails of this folder with Python, and the facts to expect.

random.mbox has mails of random structure. random.jsonl has the facts from which they were made;
Python's parser agrees with them, as far as it knows the forms. The tests read the committed files.
"""

import base64
import datetime
import email
import email.policy
import json
import os
import random
import re
import zlib
from email.message import EmailMessage

here = os.path.dirname(os.path.abspath(__file__))
random.seed(2026)

SENTENCES = [
    "清河区今年新建十二所社区托育点，面向一岁至三岁的幼儿。", "住房公积金贷款额度最高上浮百分之三十。",
    "旧城改造首批三个小区通过了验收，居民陆续迁回新居。", "各单位的作息时间自九月一日起调整。",
    "临江市人民政府办公室印发实施方案的通知。", "请于本月底以前报送材料，联系电话见附件。",
    "全市粮食播种面积稳定在二百万亩以上。", "From 2024 on, the rules apply to all districts.",
    "新的规定由市教育局负责解释，有效期五年。",
]
TRADITIONAL = ["公共房屋輪候突破九萬宗。", "房屋署昨日公布最新統計。", "署方將興建更多單位，以縮短輪候時間。"]
NAMES = ["清河日报", "临江市人民政府办公室", "新闻, 编辑部", "News Desk", "市教育局(信息中心)", ""]
CHARSETS = ["utf-8", "gb2312", "gbk", "gb18030", "big5"]


def encoded_word(text, charset, q=False):
    data = text.encode(charset)
    if q:
        body = "".join(
            chr(b) if chr(b).isalnum() and b < 128 else "_" if b == 32 else f"={b:02X}"
            for b in data)
        return f"=?{charset}?Q?{body}?="
    return f"=?{charset}?B?{base64.b64encode(data).decode()}?="


def encoded(text, charset):
    """The text in encoded words. Words may be divided within a character."""
    if text.isascii():
        return text
    style = random.randrange(3)
    if style == 0:
        words = [text[i:i + 9] for i in range(0, len(text), 9)]
        q = random.random() < 0.5
        return "\n ".join(encoded_word(word, charset, q) for word in words)
    if style == 1:
        data = text.encode(charset)
        size = random.choice([7, 13, 20])
        words = [data[i:i + size] for i in range(0, len(data), size)]
        return "\n\t".join(f"=?{charset.upper()}?b?{base64.b64encode(w).decode()}?=" for w in words)
    return encoded_word(text, charset)


def parameter(name, value):
    """A parameter in one of the forms that programs write."""
    style = random.randrange(4)
    if style == 0:
        return f'{name}="{encoded_word(value, "utf-8")}"'
    if style == 1:
        return f"{name}*=utf-8''" + "".join(f"%{b:02X}" for b in value.encode())
    if style == 2:
        data = "".join(f"%{b:02X}" for b in value.encode("gb18030"))
        half = len(data) // 6 * 3
        return f"{name}*0*=GB18030'zh'{data[:half]};\n {name}*1*={data[half:]}"
    return f'{name}="{value}"'


def body_lines(text, charset, cte, crlf="\n"):
    data = text.encode(charset)
    if cte == "base64":
        return base64.encodebytes(data).decode().encode()
    if cte == "quoted-printable":
        lines = []
        for line in data.split(b"\n"):
            out = ""
            for b in line:
                piece = chr(b) if 33 <= b <= 126 and b != 61 or b == 32 else f"={b:02X}"
                if len(out) + len(piece) > 74:
                    lines.append(out + "=")
                    out = ""
                out += piece
            if out.endswith(" "):
                out = out[:-1] + "=20"
            lines.append(out)
        return "\n".join(lines).encode() + b"\n"
    return data + b"\n"


def text_part(text, kind, charset):
    cte = random.choice(["base64", "quoted-printable", "8bit"])
    declared = random.choice([f'; charset="{charset}"', f"; charset={charset}"])
    if random.random() < 0.1 and charset in ("utf-8", "gb18030"):
        declared = random.choice(["", "; charset=x-unknown", "; charset=us-ascii"])
    head = f"Content-Type: text/{kind}{declared}\nContent-Transfer-Encoding: {cte}\n\n"
    return head.encode() + body_lines(text, charset, cte)


def multipart(subtype, parts, final=True, extra=""):
    boundary = f"=_{random.getrandbits(64):x}"
    out = f'Content-Type: multipart/{subtype}{extra};\n boundary="{boundary}"\n\n'.encode()
    out += random.choice([b"", b"This is a multi-part message in MIME format.\n"])
    for part in parts:
        out += f"--{boundary}\n".encode() + part + b"\n"
    return out + (f"--{boundary}--\n".encode() if final else b"")


def message(number):
    charset = random.choice(CHARSETS)
    sentences = TRADITIONAL if charset == "big5" else SENTENCES
    subject = " ".join(random.sample(sentences, random.choice([1, 1, 2])))[:random.choice([12, 60])].strip()
    name = "" if charset == "big5" else random.choice(NAMES)
    address = f"news{number}@example.cn"
    when = datetime.datetime(2023, 1, 1) + datetime.timedelta(minutes=random.randrange(1500000))
    offset = random.choice([8, 0, -5, 9])
    zone = datetime.timezone(datetime.timedelta(hours=offset))
    date = when.replace(tzinfo=zone).strftime("%a, %d %b %Y %H:%M:%S %z")
    published = (when - datetime.timedelta(hours=offset) + datetime.timedelta(hours=8))
    date += random.choice(["", " (CST)", " (中国标准时间)"])
    paragraphs = random.choices(sentences, k=random.randrange(2, 7))
    text = "\n\n".join(paragraphs)
    html = ("<html><body>" + "".join(f"<p>{p}</p>\n" for p in paragraphs) + "</body></html>")
    attachments = []

    def attachment():
        file = random.choice(["附件一.csv", "通知 正文.txt", "data.bin", "图片.png", "会议 纪要.html"])
        data = {
            "附件一.csv": "title,text\n公告,正文一段\n".encode(),
            "通知 正文.txt": "关于调整的通知\n\n由有关部门负责落实。\n".encode("gb18030"),
            "会议 纪要.html": "<html><title>会议纪要</title><p>会议讨论了三项议题。</p></html>".encode(),
        }.get(file) or random.randbytes(random.randrange(1, 3000))
        type = {"csv": "text/csv", "txt": "text/plain", "png": "image/png", "html": "text/html"}.get(
            file.rsplit(".")[-1], "application/octet-stream")
        attachments.append({"name": file, "crc": zlib.crc32(data)})
        where = random.choice([f"Content-Type: {type}\nContent-Disposition: attachment; "
                               + parameter("filename", file),
                               f"Content-Type: {type}; " + parameter("name", file)
                               + "\nContent-Disposition: attachment"])
        coded = base64.encodebytes(data)
        if random.random() < 0.3:
            coded = coded.replace(b"\n", b" \n!\n", 1)
        return where.encode() + b"\nContent-Transfer-Encoding: base64\n\n" + coded

    plain = lambda: text_part(text, "plain", charset)
    page = lambda: text_part(html, "html", charset)
    shape = random.randrange(6)
    if shape == 0:
        body = plain()
    elif shape == 1:
        body = page()
    elif shape == 2:
        body = multipart("alternative", [plain(), page()])
    elif shape == 3:
        body = multipart("mixed", [plain()] + [attachment() for _ in range(random.randrange(1, 4))])
    elif shape == 4:
        body = multipart("mixed", [
            multipart("alternative", [plain(), multipart("related", [page(), attachment()])]),
            attachment()], final=random.random() < 0.7)
    else:
        body = multipart("mixed", [multipart("alternative", [page()]), attachment()],
                         final=random.random() < 0.7)
    sender = f"<{address}>" if not name else (
        f"{encoded(name, charset)} <{address}>" if not name.isascii() and random.random() < 0.5
        else f'"{name}" <{address}>' if name.isascii() or random.random() < 0.5
        else f'"{encoded_word(name, charset)}" <{address}>')
    head = "\n".join([
        f"Received: from mx.example.cn by mail.example.cn; {date}",
        f"Message-ID: <{number}.{random.getrandbits(32):x}@example.cn>",
        "From: " + sender, "Subject: " + encoded(subject, charset),
        "To: " + ", ".join(f"reader{i}@example.cn" for i in range(random.randrange(1, 4))),
        "Date: " + date, "MIME-Version: 1.0", ""])
    data = head.encode() + body
    facts = {
        "subject": subject, "source": name or address, "date": published.isoformat(),
        "text": re.sub(r"\s+", "", text), "attachments": attachments}
    check(data, facts)
    return data, facts


agreed = 0


def check(data, facts):
    """Counts the facts on which Python's parser agrees."""
    global agreed
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    names = sorted(part.get_filename() or "" for part in parsed.walk() if part.get_filename())
    same = [str(parsed["subject"]) == facts["subject"],
            names == sorted(a["name"] for a in facts["attachments"])]
    agreed += sum(same)


box_path = os.path.join(here, "random.mbox")
if os.path.exists(box_path):
    os.remove(box_path)
listing = []
for number in range(1, 121):
    data, facts = message(number)
    # Python's mailbox would not write the bytes as they are.
    lines = [b">" + line if re.match(rb">*From ", line) else line for line in data.split(b"\n")]
    with open(box_path, "ab") as file:
        file.write(b"From news@example.cn Tue Jul 14 08:30:00 2026\n" + b"\n".join(lines) + b"\n\n")
    listing.append(facts)
with open(os.path.join(here, "random.jsonl"), "w") as file:
    for facts in listing:
        file.write(json.dumps(facts, ensure_ascii=False) + "\n")
print("Python's parser agrees on", agreed, "of", 2 * len(listing), "facts")


# Mails as Python's email package writes them.
def standard(name, policy=email.policy.SMTP, **fields):
    mail = EmailMessage(policy=policy)
    mail["From"] = fields.get("sender", "清河日报 <news@example.cn>")
    mail["To"] = "读者 <reader@example.cn>, second@example.cn"
    mail["Subject"] = fields.get("subject", "清河区新建十二所社区托育点")
    mail["Date"] = "Sat, 06 May 2023 00:30:00 +0000"
    mail["Message-ID"] = f"<{name}@example.cn>"
    return mail


def write(name, mail):
    with open(os.path.join(here, name), "wb") as file:
        file.write(bytes(mail) if not isinstance(mail, bytes) else mail)


PARAGRAPHS = SENTENCES[:3]
HTML = "<html><body>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</body></html>"

mail = standard("newsletter")
mail.set_content("请用支持网页的程序阅读本邮件。\n", charset="gb18030")
mail.add_alternative(HTML, subtype="html", charset="gb18030")
write("newsletter.eml", mail)

inner = standard("inner", subject="住房公积金贷款额度提高", sender="临江日报 <editor@example.cn>")
inner.set_content("住房公积金贷款额度最高上浮百分之三十。\n")
inner.add_attachment("附件的正文，由中心负责解释。\n", filename="说明.txt")
mail = standard("forwarded", subject="转发：住房公积金贷款额度提高")
mail.set_content("请参阅所附邮件和表格。\n")
mail.add_attachment(inner)
mail.add_attachment("title,text\n公告,正文一段\n".encode(), maintype="text", subtype="csv",
                    filename="附件一.csv")
with open(os.path.join(here, "../Archives/news.zip"), "rb") as file:
    mail.add_attachment(file.read(), maintype="application", subtype="zip", filename="资料.zip")
mail.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(20), maintype="image", subtype="png",
                    filename="图片.png")
write("forwarded.eml", mail)

write("flowed.eml", (
    "From: news@example.cn (=?utf-8?q?=E6=96=B0=E9=97=BB?= desk)\r\n"
    "Subject: flowed\r\nDate: Tue, 14 Jul 2026 08:30:00 +0800\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n"
    "清河区今年新建十二所社区托育点， \r\n面向一岁至三岁的 \r\n幼儿。\r\n第二段。\r\n"
    "> 引用的第一行， \r\n> 和第二行。\r\n-- \r\n编辑部\r\n").encode())

write("gbk-raw.eml", (
    "From: 清河日报 <news@example.cn>\r\nTo: reader@example.cn\r\n"
    "Subject: 关于调整作息时间的通知\r\nDate: Tue, 14 Jul 2026 08:30:00 +0800 (中国标准时间)\r\n"
    "X-Mailer: old\r\n\r\n各单位的作息时间自九月一日起调整，由办公室负责解释。\r\n").encode("gbk"))
