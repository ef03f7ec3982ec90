"""Makes the documents that Python packages write. `make.sh` calls this."""
import datetime

import docx
import openpyxl
import pandas
import pptx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from ebooklib import epub

DAY = datetime.datetime(2023, 7, 14, 8, 0)


def centred(document, text, points):
    paragraph = document.add_paragraph()
    paragraph.add_run(text).font.size = Pt(points)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


document = docx.Document()
properties = document.core_properties
properties.title = "Microsoft Word - 文档1"
properties.author = "办公室"
properties.keywords = "托育；养老"
properties.created = DAY
centred(document, "临江市人民政府文件", 36)
centred(document, "临政发〔2023〕5号", 16)
centred(document, "关于加快发展普惠托育服务的", 22)
centred(document, "实施意见", 22)
document.add_paragraph("发布时间：2023-07-14 来源：临江市人民政府办公室")
document.add_paragraph(
    "各区县人民政府，市政府各部门：为贯彻落实促进三岁以下婴幼儿照护服务发展的部署，现提出以下实施意见。"
)
document.add_heading("一、总体要求", 1)
document.add_paragraph(
    "到2025年，每千人口拥有三岁以下婴幼儿托位数达到四点五个，社区托育服务覆盖率明显提高。"
)
document.add_paragraph("新建居住区按标准配套建设托育服务设施", style="List Bullet")
table = document.add_table(2, 3)
for row, texts in enumerate(["区县 托位 完成率".split(), "清河区 1200 95%".split()]):
    for column, text in enumerate(texts):
        table.cell(row, column).text = text
document.save("python.docx")

deck = pptx.Presentation()
deck.core_properties.created = DAY
deck.core_properties.author = "办公室"
slide = deck.slides.add_slide(deck.slide_layouts[0])
slide.shapes.title.text = "临江市托育服务工作汇报"
slide.placeholders[1].text = "市卫生健康委员会"
slide.notes_slide.notes_text_frame.text = "开场先介绍背景和国家的有关要求。"
slide = deck.slides.add_slide(deck.slide_layouts[1])
slide.shapes.title.text = "主要成效"
slide.placeholders[1].text = "全市新增托位三千个，社区覆盖率提高\n普惠托育的价格平均下降两成"
table = slide.shapes.add_table(2, 2, 0, 0, 5000000, 1000000).table
for row, texts in enumerate(["年份 托位".split(), "2022 4100".split()]):
    for column, text in enumerate(texts):
        table.cell(row, column).text = text
deck.save("slides.pptx")

rows = [
    {
        "标题": f"第{number}条新闻",
        "正文": f"清河区第{number}个社区食堂开业，老人用餐有补贴。",
        "发布时间": datetime.datetime(2023, 7, number, 8, 30),
        "来源": "清河日报",
        "阅读": number * 1.1,
    }
    for number in range(1, 4)
]
with pandas.ExcelWriter("records.xlsx", engine="openpyxl") as writer:
    pandas.DataFrame(rows).to_excel(writer, sheet_name="新闻", index=False)

# Inline strings, rich text, booleans, an error, a formula with its result, the calendar from 1904,
# a title above the header, missing cells, and a second sheet without a header.
with xlsxwriter.Workbook("mixed.xlsx", {"date_1904": True, "constant_memory": True}) as book:
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    sheet = book.add_worksheet("2023年")
    sheet.merge_range("A1:D1", "部门文件汇总表")
    sheet.write_row("A2", ["文号", "标题", "内容", "发布日期", "有效"])
    sheet.write_string("A3", "清政发1号")
    sheet.write_rich_string("B3", bold, "关于供水", "价格的通知")
    sheet.write_string("C3", "居民用水价格每立方米\n调整为三元。")
    sheet.write_datetime("D3", datetime.datetime(2023, 3, 1), day)
    sheet.write_boolean("E3", True)
    sheet.write_formula("C6", '="停水"&"公告"', None, "停水公告")
    sheet.write_formula("B6", "=1/0", None, "#DIV/0!")
    sheet.write_number("E6", 0.1)
    notes = book.add_worksheet("说明")
    notes.write_string("A1", "本表由办公室整理，仅收录公开文件，供查询使用。")

book = openpyxl.Workbook()
sheet = book.active
sheet.append(["2023年各区县托位统计表"])
sheet.append(["区县", "托位", "比例"])
sheet.append(["清河区", 1200, 0.5])
sheet.append(["东山区", 800, 1 / 3])
book.properties.created = DAY
book.save("statistics.xlsx")

book = epub.EpubBook()
book.set_identifier("clear-river-2021")
book.set_title("清河年鉴2021")
book.set_language("zh")
book.add_author("清河区地方志办公室")
book.add_metadata("DC", "publisher", "清河出版社")
book.add_metadata("DC", "date", "2021-12-01")
book.add_metadata("DC", "subject", "年鉴")
chapters = []
for number, (title, text) in enumerate(
    [
        ("概况", "清河区位于临江市东部，辖六个街道和四个镇，常住人口五十万人，城镇化率逐年提高。"),
        ("大事记", "一月十日，区人民代表大会召开，审议并通过了政府工作报告和年度预算的决议。"),
    ],
    1,
):
    chapter = epub.EpubHtml(title=title, file_name=f"text/第{number}章.xhtml", lang="zh")
    chapter.content = f"<html><body><h1>{title}</h1><p>{text}</p></body></html>"
    book.add_item(chapter)
    chapters.append(chapter)
cover = epub.EpubHtml(title="封面", file_name="cover.xhtml")
cover.content = '<html><body><p>&#160;<img src="a.png" alt="封面"/></p></body></html>'
book.add_item(cover)
book.toc = chapters
book.add_item(epub.EpubNcx())
book.add_item(epub.EpubNav())
book.spine = [cover, "nav"] + chapters
epub.write_epub("python.epub", book)
