#!/usr/bin/env bash
# Counts the instructions of the inner loops and compares them with Benchmarks/kernels.tsv.
#
#   Benchmarks/kernels.sh            prints the table; exits with 1 if a kernel exceeds its limit
#   Benchmarks/kernels.sh --update   writes the counts as the new table
#
# Times vary on a shared machine; instruction counts are the same in every run. valgrind counts them
# on its own emulated CPU, so they do not depend on the machine. Limits are 5 % above the table.
set -euo pipefail
cd "$(dirname "$0")/.."
table=Benchmarks/kernels.tsv
bench=.build/release/xunwen-bench
# Makes the order of dictionaries the same in every process.
export SWIFT_DETERMINISTIC_HASHING=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# valgrind 3.19 cannot read the debug information of recent compilers.
strip --strip-debug -o "$work/bench" "$bench"
bench=$work/bench

count() {
  valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
    "$bench" kernel "$1" "$work/index" "$2" 2>"$work/log" >"$work/units" || { cat "$work/log" >&2; exit 2; }
  sed -n 's/,//g; s/.*I *refs: *//p' "$work/log"
}

"$bench" kernel unite "$work/index" 1 >"$work/units"   # builds the index without valgrind
{
  printf 'kernel\tunit\tinstructions\n'
  "$bench" kernels | while IFS=$'\t' read -r kernel unit; do
    few=$(count "$kernel" 2)
    many=$(count "$kernel" 6)
    awk -v kernel="$kernel" -v unit="$unit" -v n=$((many - few)) -v units="$(cat "$work/units")" \
      'BEGIN { printf "%s\t%s\t%.2f\n", kernel, unit, n / 4 / units }'
  done
} >"$work/counted"

if [ "${1:-}" = --update ]; then
  cp "$work/counted" "$table"
  cat "$table"
  exit
fi
awk -F '\t' '
  NR == FNR { known[$1] = $3; next }
  FNR == 1 { printf "%-16s %-10s %12s %12s\n", $1, "per", "counted", "table"; next }
  {
    note = ""
    if (!($1 in known)) { note = "not in the table"; failed = 1 }
    else if ($3 > known[$1] * 1.05) { note = "over the limit"; failed = 1 }
    else if ($3 < known[$1] * 0.9) note = "better: --update"
    printf "%-16s %-10s %12s %12s  %s\n", $1, $2, $3, known[$1], note
  }
  END { exit failed }
' "$table" "$work/counted"
