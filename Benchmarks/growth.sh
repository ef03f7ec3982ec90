#!/usr/bin/env bash
# Measures building and searching by archive size, on the first megabytes of a table of articles.
#
#   Benchmarks/growth.sh ARTICLES.tsv QUERIES.tsv 60 120 239 300
#
# Prints a row for each size: megabytes of the table, seconds to build on one thread, megabytes a
# second, and the mean microseconds of the queries (any, top 10; all, top 10 + total).
set -euo pipefail
bench=${XUNWEN_BENCH:-$(dirname "$0")/../.build/release/xunwen-bench}
articles=$1 queries=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mean() {
  "$bench" search "$work/index" "$queries" "$1" 1 5 "$work/out" >/dev/null
  awk -F '\t' '{ sum += $3 } END { printf "%.1f", sum / NR / 1000 }' "$work/out"
}

printf 'MB\tseconds\tMB/s\tany\tall\n'
for size in "$@"; do
  LC_ALL=C awk -v limit=$((size * 1000000)) '(bytes += length($0) + 1) > limit { exit } { print }' \
    "$articles" >"$work/articles.tsv"
  "$bench" prepare "$work/articles.tsv"
  megabytes=$(stat -c %s "$work/articles.tsv" 2>/dev/null || stat -f %z "$work/articles.tsv")
  # The best of three, because the machine is shared and only the growth matters.
  seconds=$(for _ in 1 2 3; do
    "$bench" index "$work/articles.tsv" "$work/index" 1 | sed -n 's/.*"seconds":\([0-9.]*\).*/\1/p'
  done | sort -n | head -n 1)
  awk -v bytes="$megabytes" -v seconds="$seconds" -v any="$(mean or)" -v all="$(mean and)" \
    'BEGIN { printf "%.0f\t%.2f\t%.1f\t%s\t%s\n", bytes / 1e6, seconds, bytes / 1e6 / seconds, any, all }'
done
