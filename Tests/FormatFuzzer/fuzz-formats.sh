#!/usr/bin/env bash
# Fuzzes formats one after another, prints a line for each, and fails when one has a finding.
#
#   fuzz-formats.sh PROGRAM FOLDER RUNS [FORMAT…]     all formats when none is named
#   fuzz-formats.sh --state FOLDER                    prints the progress of the runs in a folder
#
# FOLDER/NAME has the inputs of a format that reach new code, FOLDER/NAME.log the lines of
# libFuzzer, FOLDER/findings the inputs that fail, and FOLDER/summary.tsv the printed lines. The
# input of a finding is read again by
#
#   XUNWEN_FORMAT=NAME PROGRAM FOLDER/findings/NAME-…
set -euo pipefail

if [ "$1" = --state ]; then
  cat "$2/summary.tsv"
  for log in "$2"/*.log; do
    name=$(basename "$log" .log)
    grep -q "^$name " "$2/summary.tsv" || printf '%-18s %s\n' "$name" "$(tail -n 1 "$log")"
  done
  exit
fi

program=$1 folder=$2 runs=$3
shift 3
dictionaries=$(cd "$(dirname "$0")" && pwd)/Dictionaries
# Long histories of allocations, and much memory that waits until it is used again, take most of the
# time. The backtraces of Swift hide those of AddressSanitizer.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=2:quarantine_size_mb=16
export SWIFT_BACKTRACE=enable=no
# Members of archives are copied to temporary files.
export TMPDIR=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$TMPDIR"' EXIT
# Without a rule file, which libarchive would look up for each member.
export TZ=UTC0

mkdir -p "$folder/findings"
list=$("$program" --list)
[ $# -gt 0 ] || set -- $(cut -d ' ' -f 1 <<<"$list")
for name in "$@"; do
  grep -q "^$name " <<<"$list" || { echo "fuzz-formats: there is no format $name" >&2; exit 2; }
done

line() { printf '%-18s %10s %8s %9s\n' "$@" | tee -a "$folder/summary.tsv"; }

: >"$folder/summary.tsv"
line format runs runs/s findings
status=0
for name in "$@"; do
  read -r _ dictionary longest < <(grep "^$name " <<<"$list")
  export XUNWEN_FORMAT=$name
  mkdir -p "$folder/$name" "$folder/seeds/$name"
  "$program" --seeds "$folder/seeds/$name"
  arguments=(-runs="$runs" -max_len="$longest" -len_control=30 -entropic=0 -timeout=20 -print_funcs=0
    -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$folder/findings/$name-")
  [ "$dictionary" = none ] || arguments+=(-dict="$dictionaries/$dictionary.dict")
  findings=0 start=$SECONDS
  "$program" "${arguments[@]}" "$folder/$name" "$folder/seeds/$name" >"$folder/$name.log" 2>&1 ||
    findings=1
  inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/$name.log")
  seconds=$((SECONDS - start))
  line "$name" "${inputs:=0}" $((inputs / (seconds > 0 ? seconds : 1))) $findings
  if [ $findings -gt 0 ]; then
    grep -hE 'ERROR|Fatal error|Test unit written' "$folder/$name.log" | head -n 3 >&2 || true
    status=1
  fi
done
exit $status
