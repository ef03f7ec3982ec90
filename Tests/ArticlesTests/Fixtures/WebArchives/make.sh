#!/bin/sh
# Makes the web archives of this folder with wget, warcio and Chromium, from the site of serve.py.
# The tests read the committed files. PYTHON is a Python with warcio, brotli and websocket-client.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
work=$(mktemp -d)
"$python" "$here/serve.py" 8765 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
sleep 1
cd "$work"

urls=$("$python" -c 'import sys; sys.path.insert(0, sys.argv[1]); import serve
print(*("http://127.0.0.1:8765" + path for path in serve.PAGES), "http://127.0.0.1:8765/missing.html")' "$here")
wget -q --no-warc-compression --warc-file=crawl -e robots=off --delete-after $urls || true
cp crawl.warc "$here/wget.warc"
wget -q --warc-file=crawl --no-warc-keep-log -e robots=off --delete-after $urls || true
cp crawl.warc.gz "$here/wget.warc.gz"
"$python" "$here/make.py" "$here"
"$python" "$here/snapshot.py" "$here/chromium.mhtml" "$here/chromium-gbk.mhtml"
