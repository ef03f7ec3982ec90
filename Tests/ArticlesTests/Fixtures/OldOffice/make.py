"""Makes the documents that Python packages write. `make.sh` calls this."""
import datetime
import gzip
from email.message import EmailMessage

import openpyxl
import pptx
import xlwt
from aspose.email_foss import msg
from msoffcrypto.format.ooxml import OOXMLFile

ROWS = [
    (
        f"第{number}条新闻",
        f"清河区第{number}个社区食堂开业，老人用餐有补贴。",
        datetime.datetime(2023, 7, number, 8, 30),
        "清河日报",
        number * 1.1,
    )
    for number in (1, 2, 3)
]
HEADER = ("标题", "正文", "发布时间", "来源", "阅读")

book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("新闻")
date = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日" h:mm')
for column, title in enumerate(HEADER):
    sheet.write(0, column, title)
for row, values in enumerate(ROWS, 1):
    for column, value in enumerate(values):
        sheet.write(row, column, value, date if column == 2 else xlwt.Style.default_style)
book.save("xlwt.xls")

# Hundreds of texts of different lengths, so that texts go on from record to record, also with
# another width of their characters.
book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("长表")
for column, title in enumerate(HEADER[:3]):
    sheet.write(0, column, title)
for number in range(300):
    sheet.write(number + 1, 0, f"通知第{number}号")
    sheet.write(number + 1, 1, f"No. {number}: " + ("ab文"[number % 3]) * (number % 150))
    sheet.write(number + 1, 2, datetime.datetime(2022, 1, 1) + datetime.timedelta(number), date)
book.save("long.xls")

# LibreOffice computes the formulas.
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "公式"
sheet.append(["标题", "正文", "日期", "有效", "页数", "比例"])
sheet.append(
    ['="关于供水价格"&"的通知"', "居民用水价格调整为三元。", datetime.date(2023, 3, 1), "=1=1", "=6*2", "=1/0"]
)
sheet.append(["停水公告", '=A3&"：停水六小时。"', datetime.datetime(2023, 3, 2, 8, 30), "=1=2", -5, "=1/8"])
book.save("formulas.xlsx")

# Cells of all kinds, and a sheet without a header.
book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("2023年")
sheet.write(0, 0, "临江市文件目录")
for column, title in enumerate(("标题", "正文", "日期", "有效", "文号", "页数")):
    sheet.write(2, column, title)
sheet.write(3, 0, xlwt.Formula('"关于供水价格"&"的通知"'))
sheet.write_rich_text(3, 1, ["居民用水价格每立方米", ("调整为三元。", xlwt.easyfont("bold on"))])
sheet.write(3, 2, datetime.date(2023, 3, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
sheet.write(3, 3, True)
sheet.write(3, 4, "临政发〔2023〕5号")
sheet.write(3, 5, 12)
sheet.write(5, 0, "停水公告")
sheet.write(5, 1, "因管网检修，清河区部分街道停水六小时。")
sheet.write(5, 5, 0.1)
sheet = book.add_sheet("Sheet2")
sheet.write(0, 0, "2023年各区县托位统计表")
for row, values in enumerate((("区县", "托位"), ("清河区", 1200), ("临江区", 980)), 1):
    for column, value in enumerate(values):
        sheet.write(row, column, value)
book.save("mixed.xls")

table = "".join(
    "<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in [HEADER] + ROWS
)
with open("page.xls", "w", encoding="gb18030") as file:
    file.write(
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        f"<title>社区食堂</title></head><body><table>{table}</table></body></html>"
    )
with open("table.xls", "w", encoding="utf-16") as file:
    for row in [HEADER] + ROWS:
        file.write("\t".join(str(value) for value in row) + "\r\n")

deck = pptx.Presentation()
deck.core_properties.author = "办公室"
slide = deck.slides.add_slide(deck.slide_layouts[0])
slide.shapes.title.text = "临江市托育服务工作汇报"
slide.placeholders[1].text = "市卫生健康委员会"
slide = deck.slides.add_slide(deck.slide_layouts[1])
slide.shapes.title.text = "主要成效"
slide.placeholders[1].text = "全市新增托位三千个，社区覆盖率提高\n普惠托育的价格平均下降两成"
slide.notes_slide.notes_text_frame.text = "这里介绍各区县的做法。"
deck.save("slides.pptx")

inner = msg.MapiMessage.create("转发：托位统计", "各区县托位数见附件，请于周五前核对。")
inner.set_property(msg.PropertyId.SENDER_NAME, "市统计局")
inner.set_property(
    msg.PropertyId.MESSAGE_DELIVERY_TIME,
    datetime.datetime(2023, 9, 1, 1, 0, tzinfo=datetime.timezone.utc),
)
with open("xlwt.xls", "rb") as file:
    inner.add_attachment("附表.xls", file.read(), mime_type="application/vnd.ms-excel")
mail = EmailMessage()
mail["Subject"] = "关于报送托育服务数据的通知"
mail["From"] = "市卫生健康委 <office@example.cn>"
mail["To"] = "各区县 <all@example.cn>"
mail["Date"] = "Fri, 01 Sep 2023 10:30:00 +0800"
mail["Message-ID"] = "<20230901.1@example.cn>"
mail.set_content("各区县卫生健康局：请于九月十五日前报送本年度托育服务数据。\n")
mail.add_alternative(
    "<html><body><p>各区县卫生健康局：</p><p>请于九月十五日前报送本年度<b>托育服务</b>数据。</p>"
    "</body></html>",
    subtype="html",
)
mail.add_attachment("填报说明：托位数按九月一日统计。\n".encode("gb18030"), maintype="text",
                    subtype="plain", filename="填报说明.txt")
mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
message = msg.MapiMessage.from_email_message(mail)
message.add_embedded_message_attachment(inner, filename="统计.msg")
message.save("mail.msg")

# A crawl in the format of the Internet Archive's Arc File Format, version 1.
BODY = (
    '<html><head><meta charset="gbk"><title>{0}_新闻</title></head><body><h1>{0}</h1>'
    "<p>2006年11月4日 来源：清河日报</p><p>清河区今年新建社区托育点十二所，新增托位四百八十个，"
    "家长可以就近送托，费用由财政补贴一半。</p></body></html>"
)


def response(title, status="200 OK", kind="text/html"):
    body = BODY.format(title).encode("gbk")
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


VERSION = b"1 0 Internet Archive\nURL IP-address Archive-date Content-type Archive-length\n"
RECORDS = [
    ("filedesc://crawl.arc", "0.0.0.0", "20061104142100", "text/plain", VERSION),
    ("dns:news.example.cn", "192.0.2.9", "20061104142101", "text/dns", b"20061104142101\nnews"),
    ("http://news.example.cn/a.html", "192.0.2.1", "20061104142103", "text/html",
     response("清河区新建托育点")),
    ("http://news.example.cn/gone.html", "192.0.2.1", "20061104142104", "text/html",
     response("没有了", status="404 Not Found")),
    ("http://news.example.cn/logo.png", "192.0.2.1", "20061104142105", "image/png",
     response("图", kind="image/png")),
    ("http://news.example.cn/b c.html", "192.0.2.1", "20061104142106", "text/html",
     response("临江市供水价格调整")),
    ("http://news.example.cn/a.html", "192.0.2.1", "20061105142103", "text/html",
     response("清河区托育点开放报名")),
]
with open("crawl.arc", "wb") as plain, open("crawl.arc.gz", "wb") as packed:
    for address, host, date, kind, block in RECORDS:
        record = f"{address} {host} {date} {kind} {len(block)}\n".encode() + block + b"\n"
        plain.write(record)
        packed.write(gzip.compress(record, mtime=0))

# Word stores an encrypted document in a compound file.
with open("../Office/python.docx", "rb") as plain, open("encrypted.docx", "wb") as packed:
    OOXMLFile(plain).encrypt("secret", packed)
