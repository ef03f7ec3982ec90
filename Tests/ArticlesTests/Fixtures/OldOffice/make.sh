#!/bin/sh
# Makes the old office files of the tests. Needs LibreOffice, zip, and Python with xlwt, openpyxl,
# python-pptx, aspose-email-foss and msoffcrypto-tool.
set -e
cd "$(dirname "$0")"
python3 make.py
work=$(mktemp -d)
convert() { # input format output
  soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$2" \
    --outdir "$work" "$1" > /dev/null 2>&1
  base=$(basename "$1")
  mv "$work/${base%.*}.$2" "$3"
}
convert ../Office/records.xlsx xls libreoffice.xls
convert formulas.xlsx xls libreoffice-formulas.xls
convert formulas.xlsx xlsx libreoffice-formulas.xlsx
convert ../Office/statistics.xlsx xls statistics.xls
convert slides.pptx ppt slides.ppt
gzip -9nf slides.ppt
rm -f old.zip slides.pptx formulas.xlsx
zip -q -X old.zip xlwt.xls mail.msg
rm -r "$work"
