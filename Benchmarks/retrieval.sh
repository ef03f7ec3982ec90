#!/usr/bin/env bash
# Measures relevance on a collection: a corpus of JSON Lines, queries (`_id`, `text`) and TREC qrels.
#
#   Benchmarks/retrieval.sh CORPUS.jsonl[.zst] QUERIES.jsonl QRELS [text-only] [-- SEARCH OPTIONS]
#
# `text-only` indexes only id, date and text. The script needs the release build (`make build`),
# python3, and zstd for compressed corpora. It works in a temporary folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
xunwen=${XUNWEN:-$here/../.build/release/xunwen}
corpus=$1 queries=$2 qrels=$3
shift 3
text_only=
if [ "${1:-}" = text-only ]; then text_only=1; shift; fi
if [ "${1:-}" = -- ]; then shift; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus"
case $corpus in
  *.zst) zstd -dqc "$corpus" > "$work/corpus/corpus.jsonl" ;;
  *) cp "$corpus" "$work/corpus/corpus.jsonl" ;;
esac
python3 - "$work" "$queries" "$text_only" <<'PY'
import json, os, sys
work, queries, text_only = sys.argv[1:4]
with open(f"{work}/queries.tsv", "w", encoding="utf-8") as out:
    for line in open(queries, encoding="utf-8"):
        query = json.loads(line)
        text = " ".join(query["text"].split())
        if text:
            out.write(f"{query['_id']}\t{text}\n")
if text_only:
    path = f"{work}/corpus/corpus.jsonl"
    with open(path + ".new", "w", encoding="utf-8") as out:
        for line in open(path, encoding="utf-8"):
            record = json.loads(line)
            kept = {key: record[key] for key in ("id", "_id", "date", "text") if key in record}
            out.write(json.dumps(kept, ensure_ascii=False) + "\n")
    os.rename(path + ".new", path)
PY
"$xunwen" index "$work/corpus" --index "$work/index" --quiet
"$xunwen" batch "$work/queries.tsv" --index "$work/index" --match any --format trec --quiet "$@" > "$work/run"
"$xunwen" eval "$work/run" "$qrels" --complete --metrics mrr@10,ndcg@10
