#!/bin/sh
# Makes the office documents of the tests. Needs LibreOffice, zip, and Python with python-docx,
# python-pptx, openpyxl, pandas, xlsxwriter and EbookLib.
set -e
cd "$(dirname "$0")"
python3 make.py
work=$(mktemp -d)
convert() { # input format output [filter]
  soffice "-env:UserInstallation=file://$work/profile" --headless \
    ${4:+"--infilter=$4"} --convert-to "$2" --outdir "$work" "$1" > /dev/null 2>&1
  base=$(basename "$1")
  mv "$work/${base%.*}.${2%%:*}" "$3"
}
convert notice.html odt libreoffice.odt 'HTML (StarWriter)'
convert libreoffice.odt docx libreoffice.docx
convert libreoffice.odt epub libreoffice.epub
convert records.xlsx ods libreoffice.ods
convert records.xlsx xlsx libreoffice.xlsx
convert slides.pptx odp libreoffice.odp
convert statistics.xlsx ods statistics.ods
for folder in word ofd; do
  case $folder in word) file=word.docx first='[Content_Types].xml';; *) file=page.ofd first=OFD.xml;; esac
  rm -f "$file"
  (cd $folder && zip -q -X "../$file" "$first" && zip -q -X -r "../$file" . -x "$first")
done
rm -r "$work"
