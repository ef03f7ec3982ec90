# make demo     installs what is missing, builds, indexes corpus/ into index/ and searches it
# make test     installs what is missing and runs all tests
# make asan     runs the tests that damage an index or decode its bytes under AddressSanitizer
# make build    builds the release binary, .build/release/xunwen
# make deps     installs the two C libraries, ICU and zstd, if they are missing
# make lint     checks the style of the sources;  make format applies it
# make bench    builds an archive, asks it queries in all modes and checks every answer by brute force;
#               of your own: make bench CORPUS=FOLDER QUERIES=TABLE
# make soak     kills the program at random moments, hundreds of times, has eight processes read while one writes, and
#               tries the models and the failing disks for longer;  SCALE=25 says for how much longer
# make fuzz     asks queries that libFuzzer makes up, under AddressSanitizer, and compares the index with a scan;
#               RUNS=1000000 says how many
# make kernels  counts the instructions of the inner loops and holds them against Benchmarks/kernels.tsv
# make verify-segmenter CORPUS=FOLDER
#               compares the words of every text below a folder with those of ICU's own rules
# make clean    removes what was built, and the index of the demonstration

XUNWEN := .build/release/xunwen
SOURCES := Sources Tests Benchmarks Package.swift

# On Linux everything is linked into the binary, ICU and zstd where their archives are installed, the Swift libraries
# in any case: that starts 3 or 2.5 ms sooner, and runs where none of them is.
RELEASE = -c release
ifeq ($(shell uname),Linux)
RELEASE += --static-swift-stdlib $(ARCHIVES)
ARCHIVES = $(shell directory=$$(pkg-config --variable=libdir icu-i18n) && \
  [ -e $$directory/libicudata.a ] && [ -e $$directory/libzstd.a ] && \
  echo -Xswiftc -static-executable -Xswiftc -use-ld=lld \
    -Xlinker -licui18n -Xlinker -licuuc -Xlinker -licudata -Xlinker -lstdc++ -Xlinker -lm)
endif

# Homebrew keeps its ICU where pkg-config does not look.
ifeq ($(shell uname),Darwin)
export PKG_CONFIG_PATH := $(shell brew --prefix icu4c 2>/dev/null)/lib/pkgconfig:$(PKG_CONFIG_PATH)
endif

.PHONY: build demo test asan soak fuzz bench kernels verify-segmenter deps swift lint format clean

build: deps
	swift build $(RELEASE) --product xunwen

test: deps
	swift test

# Leaks are not looked for: the test library has some of its own.
asan: deps
	ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --scratch-path .build/asan \
	  --filter 'Damage|Golden|PageTable|FileEnvelope|Codec|BitCodes|BitWriter|ByteReader|ByteColumn|Zstd|Stored|TermDictionary|Postings'

soak: SCALE ?= 25
soak: deps
	XUNWEN_TEST_SCALE=$(SCALE) swift test --filter \
	  'KillTests|ManyReadersTests|LifecycleTests|UpdatePropertyTests|CommitFailureTests|SnapshotTests|RepairTests'

fuzz: RUNS ?= 1000000
fuzz: deps
	swift build -c release --product QueryFuzzer --scratch-path .build/fuzz --sanitize=address \
	  -Xswiftc -sanitize=fuzzer -Xswiftc -DLIBFUZZER -Xswiftc -use-ld=lld
	mkdir -p .build/fuzz/corpus
	ASAN_OPTIONS=detect_leaks=0 .build/fuzz/release/QueryFuzzer -runs=$(RUNS) -max_len=200 -timeout=20 -only_ascii=0 \
	  -dict=Tests/QueryFuzzer/query.dict .build/fuzz/corpus

bench: CORPUS ?= corpus
bench: QUERIES ?= Benchmarks/queries.tsv
bench: deps
	swift build $(RELEASE) --product xunwen-bench
	.build/release/xunwen-bench bench "$(CORPUS)" "$(QUERIES)" .build/bench.index .build/bench.json
	@echo; echo 'The same as JSON: .build/bench.json'

kernels: TOOLS := valgrind
kernels: deps
	@command -v valgrind >/dev/null || { echo 'valgrind is needed, which counts' >&2; exit 1; }
	swift build $(RELEASE) --product xunwen-bench
	Benchmarks/kernels.sh

verify-segmenter: deps
	@test -d "$(CORPUS)" || { echo 'make verify-segmenter CORPUS=FOLDER' >&2; exit 2; }
	XUNWEN_VERIFY_CORPUS="$(abspath $(CORPUS))" swift test -c release -Xswiftc -enable-testing \
	  --scratch-path .build/verify --filter CorpusSegmentationTests

demo: build
	$(XUNWEN) index corpus --index index
	@echo; echo 'A keyword search:'
	$(XUNWEN) search 托育 服务 --index index --limit 3
	@echo; echo 'Housing fund, one newspaper, three years:'
	$(XUNWEN) search 公积金 --source 临江日报 --from 2020 --to 2022 --index index
	@echo; echo 'A quotation, exactly as written, wherever dictionary words begin and end:'
	$(XUNWEN) search '"15分钟托育服务圈"' --index index --limit 3
	@echo
	@echo 'How to go on:'
	@echo '  $(XUNWEN) index FOLDER --index INDEX      index .txt and .jsonl files of your own'
	@echo '  $(XUNWEN) search QUERY --index INDEX      docs/QUERY.md has the query language'
	@echo '  $(XUNWEN) --help                          all commands'

# Says in one line how to get Swift where there is none, or an older one.
swift:
	@version=$$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p'); \
	set -- $${version:-0 0}; \
	if [ $$1 -lt 6 ] || { [ $$1 -eq 6 ] && [ $$2 -lt 3 ]; }; then \
	  echo 'Swift 6.3 or later is needed: install it from https://www.swift.org/install' >&2; exit 1; \
	fi

deps: swift
	@if [ "$$(uname)" = Darwin ]; then \
	  for package in icu4c zstd pkgconf; do \
	    brew list $$package >/dev/null 2>&1 || { echo "Installing $$package with brew"; brew install $$package; } || exit 1; \
	  done; \
	elif command -v apt-get >/dev/null; then \
	  missing=; \
	  for package in libicu-dev libzstd-dev pkg-config $(TOOLS); do \
	    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
	    echo "Installing$$missing with apt-get$${sudo:+, as root through sudo}"; \
	    $$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing; \
	  fi; \
	elif ! pkg-config --exists icu-i18n libzstd; then \
	  echo 'ICU and zstd with their headers are needed: install them with your package manager' >&2; exit 1; \
	fi

lint: swift
	swift format lint --strict --recursive $(SOURCES)

format: swift
	swift format --in-place --recursive $(SOURCES)

clean:
	rm -rf .build
	find index -mindepth 1 ! -name .gitkeep -delete
