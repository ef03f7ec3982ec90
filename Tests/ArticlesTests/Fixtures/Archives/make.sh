#!/bin/sh
# Makes the archives of this folder with zip, 7z, GNU tar, gzip, bzip2, xz, zstd and iconv.
# The tests read the committed files. Run this in an empty folder to make them again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir -p news/2023 news/__MACOSX news/.git
printf '清河区新建十二所社区托育点\n2023-05-06 08:00:00 来源：清河日报\n\n清河区今年新建十二所社区托育点，面向一岁至三岁的幼儿，每天开放十小时。\n' >news/2023/托育.txt
printf '旧城改造完成首批验收\n2022-03-04 来源：清河日报\n\n旧城改造首批三个小区通过了验收，居民陆续迁回新居。\n' >news/旧城.txt
printf '{"id":"r1","title":"公积金新规","text":"公积金贷款额度提高。"}\n{"title":"无号","text":"这一条没有编号。"}\n' >news/2023/records.jsonl
for name in photo.jpg .DS_Store __MACOSX/a.txt .git/b.txt .hidden.txt; do echo x >news/$name; done

(cd news && find . -type f | LC_ALL=C sort >../list)
(cd news && zip -qX "$here/news.zip" -@ <../list)
(cd news && 7z a -bd -bso0 "$here/news.7z" .)
for kind in tar tar.gz tar.bz2 tar.xz tar.zst; do
  (cd news && tar --create --auto-compress --blocking-factor=1 --owner=0 --group=0 --files-from=../list \
    --file="$here/news.$kind")
done
gzip -cn news/2023/records.jsonl >"$here/records.jsonl.gz"
bzip2 -c news/2023/records.jsonl >"$here/records.jsonl.bz2"
xz -c news/2023/records.jsonl >"$here/records.jsonl.xz"
zstd -qc news/2023/records.jsonl >"$here/records.jsonl.zst"
gzip -cn news/旧城.txt >"$here/page.txt.gz"


# Longer than the 64 KiB that libarchive decompresses at a time.
mkdir long
for number in $(seq 100 199); do
  { printf '第%s号公告\n2023-01-02 来源：清河日报\n\n' $number; yes "这一段说明第$number项安排。" | head -n 60; } >long/$number.txt
done
tar czf "$here/long.tar.gz" --sort=name --owner=0 --group=0 long

# Names that are marked as UTF-8.
7z a -bd -bso0 -tzip -mcu=on "$here/utf8.zip" ./news/旧城.txt ./news/2023/托育.txt

# Names in GBK, as programs wrote them before UTF-8.
(cd news && mv 旧城.txt "$(printf 旧城.txt | iconv -t GBK)" && LC_ALL=C zip -qX "$here/gbk.zip" ./*.txt)
mv news/*.txt news/旧城.txt

zip -qX -P geheim "$here/encrypted.zip" -j news/旧城.txt
zip -qX "$here/encrypted.zip" -j news/2023/托育.txt
7z a -bd -bso0 -pgeheim "$here/encrypted.7z" news/旧城.txt news/2023/托育.txt
7z a -bd -bso0 -pgeheim -mhe=on "$here/encrypted-names.7z" news/旧城.txt

# Containers in containers: the innermost one has three around it, and four in deeper.zip.
(cd "$here" && zip -qX0 "$work/inner.zip" news.zip news.7z records.jsonl.gz)
tar czf middle.tar.gz inner.zip
zip -qX "$here/nested.zip" middle.tar.gz
zip -qX "$here/deeper.zip" -j "$here/nested.zip" news/旧城.txt

# 200 MiB in a kilobyte.
head -c 209715200 /dev/zero | tr '\0' a >bomb.jsonl
cp bomb.jsonl bomb.txt
cp news/旧城.txt first.txt
cp news/2023/托育.txt last.txt
zip -qX -Z bzip2 "$here/bomb.zip" first.txt bomb.txt bomb.jsonl last.txt
tar --create --owner=0 --group=0 first.txt bomb.jsonl last.txt | gzip -n | gzip -n9 \
  >"$here/bomb.tar.gz.gz"
gzip -cn bomb.jsonl | gzip -cn9 >"$here/bomb.jsonl.gz.gz"
