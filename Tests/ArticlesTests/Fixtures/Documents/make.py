#!/usr/bin/env python3
"""Makes the documents of this folder with LibreOffice 7.4 and WenQuanYi Micro Hei.

    ./make.py [PROFILE]     PROFILE is a folder for LibreOffice's settings

The programs write other bytes each time, so run this only to change the contents.
"""

import html
import os
import subprocess
import sys
import zipfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
PROFILE = sys.argv[1] if len(sys.argv) > 1 else "/tmp/xunwen-office"

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}"' for name, path in {
        "office": "office:1.0", "style": "style:1.0", "text": "text:1.0", "table": "table:1.0",
        "fo": "xsl-fo-compatible:1.0"}.items())
FONT = ('fo:font-family="WenQuanYi Micro Hei" style:font-family-asian="WenQuanYi Micro Hei" '
        'fo:language="zh" fo:country="CN" style:language-asian="zh" style:country-asian="CN"')

NOTICE = [
    ("title", "临江市教育局关于做好中小学课后服务工作的通知"),
    ("number", "临教〔2023〕45号"),
    ("number", "发布时间：2023-09-01 来源：临江市教育局"),
    ("text", "各区县教育局，市直属各学校："),
    ("indented", "为减轻学生过重作业负担，解决家长接送难问题，现就做好2023年秋季学期课后服务工作通知如下。"
     "课后服务由学校统筹安排，坚持学生自愿参加，不得以任何方式强制。"),
    ("heading", "一、服务时间"),
    ("indented", "每周五天，每天至少两小时，结束时间与当地正常下班时间相衔接。初中学校工作日晚上可以开设自习班，"
     "英语 reading club 等社团由学校自行安排。"),
    ("heading", "二、经费保障"),
    ("indented", "市财政按每生每年五百元的标准补助，家庭经济困难学生免费。各学校要建立专账，接受审计监督。"),
    ("table", [("学校", "人数"), ("临江一小", "320"), ("清河中学", "415")]),
    ("right", "临江市教育局"),
    ("right", "2023年8月30日"),
]

BULLETIN = [
    ("title", "清河县养老服务设施建设进展情况"),
    ("indented", "今年以来，清河县把养老服务设施建设列入民生实事，全年计划新建社区养老服务中心十二家，目前已有九家投入使用，"
     "服务老年人三万余人次。县民政局介绍，新建的中心都设有日间照料室、助餐点和康复训练室。"),
    ("indented", "在望湖镇，由闲置小学改建的养老服务中心刚刚开门。食堂每天供应四十份午餐，八十岁以上老人每餐只付五元。"
     "镇里还组织志愿者为行动不便的老人送餐上门，一年下来没有一天间断。"),
    ("indented", "运营资金来自三个方面：县级财政补助六成，镇村集体经济承担两成，其余由服务收费解决。"
     "为了让钱花得明白，各中心每季度公布账目，由老人代表逐项核对。"),
    ("indented", "下一步，清河县将推动养老服务向自然村延伸，明年再建二十个互助养老点，并为三百户困难老年人家庭实施适老化改造，"
     "包括安装扶手、防滑地面和紧急呼叫装置。县里要求，改造方案必须先征求老人本人的意见。"),
]


def document(blocks, size, columns=1, header="", height="29.7cm"):
    """A flat OpenDocument text."""
    def paragraph(name, attributes, share=1.0):
        return (f'<style:style style:name="{name}" style:family="paragraph">'
                f'<style:paragraph-properties {attributes}/><style:text-properties '
                f'fo:font-size="{size * share}pt" style:font-size-asian="{size * share}pt" {FONT}/>'
                '</style:style>')

    def block(kind, value):
        if kind != "table":
            return f'<text:p text:style-name="{kind}">{html.escape(value)}</text:p>'
        rows = "".join(
            "<table:table-row>" + "".join(
                f'<table:table-cell><text:p text:style-name="text">{cell}</text:p>'
                "</table:table-cell>" for cell in row) + "</table:table-row>" for row in value)
        return f'<table:table><table:table-column/><table:table-column/>{rows}</table:table>'

    title = block(*blocks[0])
    body = "".join(block(*entry) for entry in blocks[1:])
    if columns > 1:
        body = f'<text:section text:style-name="section" text:name="s">{body}</text:section>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMESPACES} office:version="1.2"
  office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>
{paragraph("title", 'fo:text-align="center"', 1.5)}
{paragraph("number", 'fo:text-align="center"')}
{paragraph("text", "")}
{paragraph("heading", f'fo:text-indent="{2 * size}pt"')}
{paragraph("indented", f'fo:text-indent="{2 * size}pt" fo:text-align="justify"')}
{paragraph("right", 'fo:text-align="end"')}
{paragraph("head", 'fo:text-align="center"', 0.75)}
<style:style style:name="section" style:family="section"><style:section-properties>
<style:columns fo:column-count="{columns}" fo:column-gap="0.7cm"/></style:section-properties>
</style:style><style:page-layout style:name="page"><style:page-layout-properties
 fo:page-width="21cm" fo:page-height="{height}" fo:margin="2.2cm"/><style:header-style/>
<style:footer-style/></style:page-layout></office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="page">
<style:header><text:p text:style-name="head">{header}</text:p></style:header>
<style:footer><text:p text:style-name="head">— <text:page-number/> —</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{title}{body}</office:text></office:body></office:document>"""


def convert(name, target, filter_name, output):
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{PROFILE}", "--convert-to",
         f"{target}:{filter_name}", "--outdir", "/tmp", name], check=True, capture_output=True)
    stem = os.path.splitext(os.path.basename(name))[0]
    os.replace(f"/tmp/{stem}.{target}", os.path.join(FOLDER, output))


def rich_text():
    """Rich text as Chinese programs write it: in GBK, with fonts of Western letters between."""
    def gbk(text):
        return "".join(
            c if ord(c) < 128 else "".join(f"\\'{b:02x}" for b in c.encode("gbk")) for c in text)

    body = ""
    for kind, value in NOTICE:
        if kind == "table":
            for row in value:
                cells = "".join(gbk(cell) + "\\cell " for cell in row)
                body += f"\\trowd\\cellx2000\\cellx4000\\pard\\intbl {cells}\\row\n"
        else:
            size = 36 if kind == "title" else 24
            text = gbk(value).replace("2023", "\\f1 2023\\f0 ")
            body += f"\\pard\\fs{size} {text}\\par\n"
    fonts = "{\\f0\\fnil\\fcharset134 " + gbk("宋体") + ";}{\\f1\\froman\\fcharset0 Times New Roman;}"
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0\\deflang1033\\deflangfe2052{\\fonttbl" + fonts
            + "}\n{\\*\\generator WPS Office;}\\viewkind4\\uc1\n" + body + "}\n")


def scanned():
    """A PDF whose page has a picture and no text."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        "<</Length 21>>stream\n20 20 160 160 re f \nendstream"]
    result, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(result))
        result += f"{number} 0 obj{text}endobj\n"
    start = len(result)
    result += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    result += "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return result + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"


def main():
    sources = {
        "/tmp/notice.fodt": document(NOTICE, 12),
        "/tmp/bulletin.fodt": document(BULLETIN, 10.5, 2, "清河县人民政府公报 2023年第9期", "8.5cm"),
    }
    for path, text in sources.items():
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    convert("/tmp/notice.fodt", "pdf", "writer_pdf_Export", "notice.pdf")
    convert("/tmp/notice.fodt", "doc", "MS Word 97", "notice.doc")
    convert("/tmp/notice.fodt", "rtf", "Rich Text Format", "notice.rtf")
    convert("/tmp/bulletin.fodt", "pdf", "writer_pdf_Export", "bulletin.pdf")
    encryption = ('writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
                  '"DocumentOpenPassword":{"type":"string","value":"secret"}}')
    convert("/tmp/notice.fodt", "pdf", encryption, "encrypted.pdf")
    for name, text in {"gbk.rtf": rich_text(), "scanned.pdf": scanned()}.items():
        with open(os.path.join(FOLDER, name), "w", encoding="ascii") as file:
            file.write(text)
    with zipfile.ZipFile(os.path.join(FOLDER, "documents.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ["notice.pdf", "notice.doc", "gbk.rtf"]:
            archive.write(os.path.join(FOLDER, name), "2023/" + name)


if __name__ == "__main__":
    main()
