# Builds, tests and measures Xunwen. `make help` lists the targets.

XUNWEN := .build/release/xunwen
SOURCES := Sources Tests Benchmarks Package.swift

# On Linux the release binary is static: the Swift libraries always, ICU, zstd, libarchive with its
# decompressors, libxml2, libyaml and the C library if their archives are installed. A static binary
# starts about 3 ms sooner and runs on machines without these libraries.
RELEASE = -c release
ifeq ($(shell uname),Linux)
RELEASE += --static-swift-stdlib $(ARCHIVES)
ARCHIVES = $(shell directory=$$(pkg-config --variable=libdir icu-i18n) && \
  for name in icudata zstd xml2 yaml archive nettle lzma bz2 z; do \
    [ -e $$directory/lib$$name.a ] || exit 1; \
  done && \
  echo -Xswiftc -static-executable -Xswiftc -use-ld=lld \
    -Xlinker -licui18n -Xlinker -licuuc -Xlinker -licudata -Xlinker -lstdc++ -Xlinker -lm \
    -Xlinker -lxml2 -Xlinker -lyaml -Xlinker -larchive -Xlinker -lnettle -Xlinker -llzma -Xlinker -lbz2 -Xlinker -lz \
    $$([ ! -e $$directory/libbrotlicommon.a ] || echo -Xlinker -lbrotlidec -Xlinker -lbrotlicommon))
endif

# pkg-config does not search the folders in which Homebrew installs ICU, libarchive, libxml2 and
# libyaml.
ifeq ($(shell uname),Darwin)
export PKG_CONFIG_PATH := $(shell for name in icu4c libarchive libxml2 libyaml; do \
  printf %s/lib/pkgconfig: "$$(brew --prefix $$name 2>/dev/null)"; done)$(PKG_CONFIG_PATH)
endif

.DEFAULT_GOAL := build
.PHONY: help build demo test client asan tsan coverage soak stress faults kills fuzz fuzz-index \
  fuzz-formats fuzz-requests crafted bench mixed oracle kernels memory page-check mcp-check api-check python-venv verify-segmenter test-distros deps swift lint layers page format clean

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "make %-18s %s\n", $$1, $$2 }'

build: deps ## build the release binary, .build/release/xunwen
	swift build $(RELEASE) --product xunwen

demo: build ## install missing packages, build, index corpus/ into index/ and run three searches
	$(XUNWEN) index corpus --index index
	@echo; echo 'A keyword search:'
	$(XUNWEN) search 托育 服务 --index index --limit 3
	@echo; echo 'Housing fund, one newspaper, three years:'
	$(XUNWEN) search 公积金 --source 临江日报 --from 2020 --to 2022 --index index
	@echo; echo 'An exact quotation, wherever dictionary words begin and end:'
	$(XUNWEN) search '"15分钟托育服务圈"' --index index --limit 3
	@echo
	@echo 'How to go on:'
	@echo '  $(XUNWEN) index FOLDER --index INDEX      index your own pages, documents, mails and records'
	@echo '  $(XUNWEN) search QUERY --index INDEX      docs/QUERY.md describes the query language'
	@echo '  $(XUNWEN) --help                          all commands'

test: deps ## install missing packages and run all tests
	swift test

client: deps ## build and run the client package in Tests/Client, debug and release
	swift run --package-path Tests/Client -c debug
	swift run --package-path Tests/Client -c release

# The leak check is off because the test library itself leaks.
asan: deps ## run the decoder and damage tests under AddressSanitizer
	ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --scratch-path .build/asan \
	  --filter 'Damage|Golden|PageTable|FileEnvelope|Codec|BitCodes|BitWriter|ByteReader|ByteColumn|Zstd|Stored|TermDictionary|Postings'

# $(call python-check,FOLDER): runs FOLDER/check.py with the packages that it requires.
define python-check
	python3 -m venv .build/$@
	.build/$@/bin/pip install --quiet --requirement $(1)/requirements.txt
	.build/$@/bin/python $(1)/check.py
endef

python-venv:
	@python3 -c 'import ensurepip' 2>/dev/null || { \
	  sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq python3-venv; \
	}

# Starts the release binary, unless XUNWEN_PAGE names a running server with the indexes demo (the
# folder corpus) and hostile (the articles of Tests/Page/archive.py).
page-check: python-venv ## drive the page of the release binary in Chromium (XUNWEN_PAGE=http://… for a server)
	@if ! { command -v chromium && command -v chromedriver && fc-list :lang=zh | grep .; } >/dev/null; then \
	  sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && \
	  $$sudo apt-get install -y -qq chromium chromium-driver fontconfig fonts-noto-cjk; \
	fi
	$(call python-check,Tests/Page)

mcp-check: build python-venv ## test the Model Context Protocol of the release binary with the official Python client
	$(call python-check,Tests/ModelContext)

api-check: build python-venv ## check the server of the release binary against its OpenAPI description
	$(call python-check,Tests/API)

# ThreadSanitizer sees the threads of one process, so tests that start programs are left out.
tsan: deps ## run the concurrent tests under ThreadSanitizer
	TSAN_OPTIONS="suppressions=$(abspath Tests/tsan.supp) exitcode=66" \
	swift test --sanitize=thread --scratch-path .build/tsan \
	  --filter 'BatchTests|BuildTests|CommitRaceTests|ConcurrentStreamTests|RebuildTests|SalvageRaceTests|SnapshotTests|UpdateTests'

# Under a limit of the size of files, a program cannot write its coverage.
coverage: deps ## run all tests, and report the lines of Storage and InvertedIndex that they reach
	swift test --enable-code-coverage --scratch-path .build/coverage --skip FullDiskTests
	@folder=.build/coverage/debug; \
	"$$(dirname "$$(readlink -f "$$(command -v swift)")")/llvm-cov" report \
	  $$folder/xunwenPackageTests.xctest -object $$folder/xunwen \
	  -instr-profile $$folder/codecov/default.profdata Sources/Storage Sources/InvertedIndex

soak: SCALE ?= 25
soak: deps ## repeat the kill, race, fault and property tests SCALE times as often (SCALE=25)
	XUNWEN_TEST_SCALE=$(SCALE) swift test --filter \
	  'KillTests|ManyReadersTests|LifecycleTests|UpdatePropertyTests|CommitFailureTests|SnapshotTests|RepairTests|RepairOracleTests|DamageSweepTests|DictionaryPropertyTests|PruningTests|QuerySemanticsTests|QueryPropertyTests|HighlighterTests'

# One archive after another changes at random until the time is over.
stress: MINUTES ?= 10
stress: SEED ?= 1
stress: deps ## compare changing archives with a model under kills and power cuts (MINUTES=10 SEED=1)
	XUNWEN_STRESS_MINUTES=$(MINUTES) XUNWEN_STRESS_SEED=$(SEED) swift test -c release \
	  -Xswiftc -enable-testing --scratch-path .build/stress --filter StressTests

faults: deps ## make every system call of every command fail once, and hold every reader
	XUNWEN_FAULTS=all swift test --filter 'ReadFaultTests|WriteFaultTests|HeldReaderTests'

kills: ROUNDS ?= 500
kills: deps ## kill every writing command ROUNDS times at random system calls (ROUNDS=500)
	XUNWEN_KILL_ROUNDS=$(ROUNDS) swift test --filter WriteFaultTests

fuzz: RUNS ?= 1000000
fuzz: deps ## fuzz queries under AddressSanitizer and compare index and scan (RUNS=1000000)
	swift build -c release --product QueryFuzzer --scratch-path .build/fuzz --sanitize=address \
	  -Xswiftc -sanitize=fuzzer -Xswiftc -DLIBFUZZER -Xswiftc -use-ld=lld
	mkdir -p .build/fuzz/corpus
	ASAN_OPTIONS=detect_leaks=0 .build/fuzz/release/QueryFuzzer -runs=$(RUNS) -max_len=200 -timeout=20 -only_ascii=0 \
	  -dict=Tests/QueryFuzzer/query.dict .build/fuzz/corpus

fuzz-index: RUNS ?= 20000
fuzz-index: deps ## fuzz index files with correct checksums under AddressSanitizer (RUNS=20000)
	swift build -c release --product IndexFuzzer --scratch-path .build/fuzz --sanitize=address \
	  -Xswiftc -sanitize=fuzzer -Xswiftc -DLIBFUZZER -Xswiftc -use-ld=lld
	mkdir -p .build/fuzz/index-corpus
	ASAN_OPTIONS=detect_leaks=0 .build/fuzz/release/IndexFuzzer -runs=$(RUNS) -max_len=256 -timeout=60 \
	  .build/fuzz/index-corpus

# The fuzzer calls internal readers, so that it has a build of its own.
fuzz-formats: RUNS ?= 1000000
fuzz-formats: FORMATS ?=
fuzz-formats: deps ## fuzz the readers of formats under AddressSanitizer (FORMATS="html csv" RUNS=1000000)
	swift build -c release --product FormatFuzzer --scratch-path .build/fuzz-formats \
	  --sanitize=address -Xswiftc -sanitize=fuzzer -Xswiftc -DLIBFUZZER -Xswiftc -enable-testing \
	  -Xswiftc -use-ld=lld
	Tests/FormatFuzzer/fuzz-formats.sh .build/fuzz-formats/release/FormatFuzzer .build/fuzz/formats \
	  $(RUNS) $(FORMATS)

fuzz-requests: RUNS ?= 1000000
fuzz-requests: build ## fuzz a server with requests under AddressSanitizer (RUNS=1000000)
	swift build -c release --product RequestFuzzer --scratch-path .build/fuzz --sanitize=address \
	  -Xswiftc -sanitize=fuzzer -Xswiftc -DLIBFUZZER -Xswiftc -use-ld=lld
	mkdir -p .build/fuzz/request-corpus .build/fuzz/request-seeds
	$(XUNWEN) index corpus --index .build/fuzz/request-index
	.build/fuzz/release/RequestFuzzer --seeds .build/fuzz/request-seeds
	XUNWEN_INDEX=.build/fuzz/request-index ASAN_OPTIONS=detect_leaks=0 \
	  .build/fuzz/release/RequestFuzzer -runs=$(RUNS) -max_len=1024 -timeout=30 -only_ascii=0 \
	  -dict=Tests/RequestFuzzer/http.dict .build/fuzz/request-corpus .build/fuzz/request-seeds

crafted: SEEDS ?= 10000
crafted: deps ## run every command on crafted indexes and texts, in child processes (SEEDS=10000)
	swift build $(RELEASE) --product xunwen
	swift build $(RELEASE) --product IndexFuzzer
	.build/release/IndexFuzzer --seeds '0..<$(SEEDS)'
	.build/release/IndexFuzzer --texts '0..<$(SEEDS)' "$(abspath $(XUNWEN))"

bench: CORPUS ?= corpus
bench: QUERIES ?= Benchmarks/queries.tsv
bench: deps ## measure queries in all modes and check every answer (CORPUS=FOLDER QUERIES=TABLE)
	swift build $(RELEASE) --product xunwen-bench
	.build/release/xunwen-bench bench "$(CORPUS)" "$(QUERIES)" .build/bench.index .build/bench.json
	@echo; echo 'The same results as JSON: .build/bench.json'

mixed: FILES ?= 10000
mixed: build ## index, search, update, prune and damage an archive of files in all formats (FILES=10000)
	python3 Benchmarks/mixed_archive.py $(XUNWEN) --files $(FILES)

oracle: QUERIES ?= 1000
oracle: build ## compare answers with comparisons of characters in Python (CORPUS=FOLDER QUERIES=1000)
	@test -e "$(CORPUS)" || { echo 'make oracle CORPUS=FOLDER QUERIES=1000' >&2; exit 2; }
	Benchmarks/oracle.py "$(CORPUS)" --queries $(QUERIES)

kernels: TOOLS := valgrind
kernels: deps ## count instructions of the inner loops and compare them with Benchmarks/kernels.tsv
	@command -v valgrind >/dev/null || { echo 'valgrind is needed to count instructions' >&2; exit 1; }
	swift build $(RELEASE) --product xunwen-bench
	Benchmarks/kernels.sh

memory: build ## measure the peak memory of commands, and run every command in too little memory
	Benchmarks/memory.py bounds
	Benchmarks/memory.py faults

verify-segmenter: deps ## compare word segmentation with ICU's own rules on a folder (CORPUS=FOLDER)
	@test -d "$(CORPUS)" || { echo 'make verify-segmenter CORPUS=FOLDER' >&2; exit 2; }
	XUNWEN_VERIFY_CORPUS="$(abspath $(CORPUS))" swift test -c release -Xswiftc -enable-testing \
	  --scratch-path .build/verify --filter CorpusSegmentationTests

test-distros: ## run all tests on Debian 12 and 13 in folders of debootstrap (as root)
	.ci/distros

lint: swift ## check the style of the sources
	swift format lint --strict --recursive $(SOURCES)

layers: ## check imports, folder dependencies, file sizes and the list of the page's files
	.ci/layers.py
	.ci/page.py --check

page: ## list the files of the page in the target that embeds them
	.ci/page.py

format: swift ## apply the style to the sources
	swift format --in-place --recursive $(SOURCES)

# Prints one line of advice when Swift is missing or too old.
swift:
	@version=$$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p'); \
	set -- $${version:-0 0}; \
	if [ $$1 -lt 6 ] || { [ $$1 -eq 6 ] && [ $$2 -lt 3 ]; }; then \
	  echo 'Swift 6.3 or later is needed: install it from https://www.swift.org/install' >&2; exit 1; \
	fi

# poppler and catdoc read PDF and Word files, when an index is made and in tests.
deps: swift ## install missing libraries (ICU, zstd, libarchive, libxml2, libyaml), poppler and catdoc
	@if [ "$$(uname)" = Darwin ]; then \
	  for package in icu4c zstd libarchive libxml2 libyaml brotli pkgconf poppler catdoc; do \
	    brew list $$package >/dev/null 2>&1 || { echo "Installing $$package with brew"; brew install $$package; } || exit 1; \
	  done; \
	elif command -v apt-get >/dev/null; then \
	  missing=; \
	  for package in libicu-dev libzstd-dev libarchive-dev libxml2-dev libyaml-dev liblzma-dev libbz2-dev \
	    zlib1g-dev libbrotli-dev nettle-dev pkg-config poppler-utils poppler-data catdoc $(TOOLS); do \
	    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
	    echo "Installing$$missing with apt-get$${sudo:+, as root through sudo}"; \
	    $$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing; \
	  fi; \
	elif ! pkg-config --exists icu-i18n libzstd libarchive libxml-2.0 yaml-0.1; then \
	  echo 'ICU, zstd, libarchive, libxml2 and libyaml with their headers are needed: install them with your package manager' >&2; exit 1; \
	fi

clean: ## remove the build and the index of the demonstration
	rm -rf .build
	find index -mindepth 1 ! -name .gitkeep -delete
