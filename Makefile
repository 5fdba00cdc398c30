# Two commands matter: `make run` and `make test`. Both install the Debian packages they need.

SHELL := /bin/bash
PACKAGES := libopenblas-dev liblapacke-dev zlib1g-dev libsqlite3-dev
PROGRAM := .build/release/corridor
LIBRARY := .build/release/libcorridor.so
# The page of the run has its cards in this order: the question that most ask first.
FIRST := datasets/scenarios/trade-doubling.yaml
SCENARIOS := $(FIRST) $(filter-out $(FIRST),$(wildcard datasets/scenarios/*.yaml))
# Written last, when every scenario has its reports.
REPORTS := reports/answers.csv
SOURCES := Package.swift $(shell find Sources -type f)
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

PREFIX ?= /usr/local
BIN := $(DESTDIR)$(PREFIX)/bin
SHARE := $(DESTDIR)$(PREFIX)/share
# All that 'make install' puts anywhere, and all that 'make uninstall' takes away.
INSTALLED := $(BIN)/corridor $(SHARE)/man/man1/corridor.1 \
  $(SHARE)/bash-completion/completions/corridor $(SHARE)/zsh/site-functions/_corridor \
  $(SHARE)/fish/vendor_completions.d/corridor.fish
# And where the C library was built.
INCLUDE := $(DESTDIR)$(PREFIX)/include
LIB := $(DESTDIR)$(PREFIX)/lib
INSTALLED_LIBRARY := $(INCLUDE)/corridor.h $(LIB)/libcorridor.so $(LIB)/pkgconfig/corridor.pc

.DELETE_ON_ERROR:
.PHONY: run test coverage library verify notebooks fuzz bench bench-check accuracy release deb lint docs packages \
  install install-library uninstall clean

# Installs what is missing, builds in release and runs the shipped scenarios.
run: packages $(REPORTS)
	@echo "make run: reports of $(words $(SCENARIOS)) scenarios are in reports/, the answers in $(REPORTS)"

# Runs all tests, in a build folder of their own so that the release build stays. What computes is optimised: without that
# the suite runs ten times as long. After a change of one test 'swift test' builds less.
test: packages
	@echo "make test: building and running the tests"
	CORRIDOR_TESTS=plain swift test -c release --disable-xctest --scratch-path .build-test

# Which regions of the sources the tests reach; 95 % are asked of SeriesCore, Reports and the writers. Not part of CI: it
# builds everything once more and runs all tests, a quarter of an hour on two free cores.
coverage: packages
	.ci/check-coverage

# The C library, for C and Python.
library: packages $(LIBRARY)
	@echo "make library: $(LIBRARY), Sources/CCorridor/include/corridor.h"

# Checks the numeric core of this machine against NIST.
verify: packages $(PROGRAM)
	$(PROGRAM) verify

# Writes the notebooks of the shipped scenarios and runs each of them in a copy. The number of paths is
# fixed: a test compares the export with a fresh one.
NOTEBOOK_PATHS := 20000
notebooks: packages $(PROGRAM)
	$(PROGRAM) notebook $(SCENARIOS) --paths $(NOTEBOOK_PATHS) -o notebooks-export
	.ci/check-notebooks

# Feeds damaged files and text to what reads them, FUZZ_SECONDS for each of the five targets; what was found stays in
# .build-fuzz/corpus for the next time. CI does the same for three minutes (.ci/check-fuzz).
FUZZ_SECONDS := 3600
fuzz: packages
	bench/fuzz/run.sh $(FUZZ_SECONDS)

# Speed, growth and limits beside other programs, into bench/results; half an hour. For one area or a try:
# make bench BENCH="--only csv --quick". Without the peers ours is measured alone, and rows say so.
BENCH :=
BENCH_BUILD := CORRIDOR_BENCH=1 swift build -c release --scratch-path .build-bench
bench: packages $(PROGRAM)
	$(BENCH_BUILD) --product SpeedBench
	@bench/peers.sh || echo "make bench: the peers are not installed, ours is measured alone"
	python3 bench/run.py $(if $(REFERENCE),--reference $(REFERENCE)) $(BENCH)
	$(BENCH_BUILD) --product BenchCharts
	python3 bench/page_charts.py .build-bench/release/BenchCharts
	python3 bench/accuracy.py --rewrite

# Measures what the accuracy tables of README.md and bench/ACCURACY.md rest on and rewrites them; half an hour.
# REFERENCE is the folder of data that is not in the repository. ACCURACY=--check compares.
ACCURACY :=
accuracy: packages $(PROGRAM)
	for product in AccuracyBench CalibrationBench CensoredDemandBench ReconciliationBench; do \
	  $(BENCH_BUILD) --product $$product || exit 1; \
	done
	python3 bench/accuracy.py $(if $(REFERENCE),--reference $(REFERENCE)) $(ACCURACY)

# Instructions of small commands against the committed counts, where times say nothing.
bench-check: packages $(PROGRAM)
	python3 bench/instructions.py

# One relocatable file with all of Swift, OpenBLAS, LAPACKE, SQLite and zlib inside, packed with its manual,
# completions and licences into .build-release; 'make deb' makes a Debian package of it.
release deb: PACKAGES += gcc binutils python3
release: packages
	.release/program

deb: release
	.release/deb

lint:
	swift format lint --strict --recursive Package.swift Sources Tests bench/Sources

# The graph of Corridor holds the symbols of all layers that it exports. Beside it the layers' own graphs
# would give every symbol a second page, and links would find one or the other.
docs: packages
	swift build --scratch-path .build-docs --target Corridor \
	  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc .build-docs/symbols
	rm -rf .build-docs/exported && mkdir .build-docs/exported
	cp .build-docs/symbols/Corridor.symbols.json .build-docs/exported/
	docc=$$(dirname "$$(readlink -f "$$(command -v swift)")")/docc; \
	"$$docc" convert Sources/Corridor/Corridor.docc --fallback-display-name Corridor \
	  --fallback-bundle-identifier corridor --additional-symbol-graph-dir .build-docs/exported \
	  --output-path .build-docs/Corridor.doccarchive
	@echo "make docs: .build-docs/Corridor.doccarchive"

# The program with its manual page and completions, which it prints itself, and the C library where it was
# built ('make library'); below PREFIX, and DESTDIR before that. Build first, then install as the user who may write there.
install: $(PROGRAM)
	install -d $(sort $(dir $(INSTALLED)))
	install -m 755 $(PROGRAM) $(BIN)/corridor
	$(PROGRAM) help --man >$(SHARE)/man/man1/corridor.1
	$(PROGRAM) --generate-completion-script bash >$(SHARE)/bash-completion/completions/corridor
	$(PROGRAM) --generate-completion-script zsh >$(SHARE)/zsh/site-functions/_corridor
	$(PROGRAM) --generate-completion-script fish >$(SHARE)/fish/vendor_completions.d/corridor.fish
	@echo "make install: $(BIN)/corridor"
	@if [ -e $(LIBRARY) ]; then $(MAKE) --no-print-directory install-library; fi

# Of the sources, as the program is.
install-library:
	@if [ -n "$$(find $(SOURCES) -newer $(LIBRARY) -print -quit)" ]; then \
	  echo "make install: $(LIBRARY) is older than the sources ('make library' builds it)" >&2; exit 1; fi
	install -d $(sort $(dir $(INSTALLED_LIBRARY)))
	install -m 644 Sources/CCorridor/include/corridor.h $(INCLUDE)/corridor.h
	install -m 755 $(LIBRARY) $(LIB)/libcorridor.so
	printf '%s\n' 'prefix=$(PREFIX)' 'includedir=$${prefix}/include' 'libdir=$${prefix}/lib' '' \
	  'Name: corridor' 'Description: Forecasts, targets and regressions of Arrow batches' \
	  "Version: $$($(PROGRAM) --version)" 'Cflags: -I$${includedir}' \
	  'Libs: -L$${libdir} -lcorridor' >$(LIB)/pkgconfig/corridor.pc
	@echo "make install: $(LIB)/libcorridor.so"

# Folders stay: others may have files in them.
uninstall:
	rm -f $(INSTALLED) $(INSTALLED_LIBRARY)

packages:
	@missing=""; \
	for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "make: installing$$missing"; \
	  $(AS_ROOT) apt-get update -qq && \
	  $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	fi

$(PROGRAM): $(SOURCES)
	@echo "make: building corridor in release"
	swift build -c release --product corridor
	@touch $@

# The name by which programs ask for it is not the product's, which the program has.
$(LIBRARY): $(SOURCES)
	@echo "make: building libcorridor.so in release"
	swift build -c release --product corridor-c -Xlinker -soname=libcorridor.so \
	  -Xlinker --version-script=$(CURDIR)/Sources/CCorridor/exports.map
	cp .build/release/libcorridor-c.so $@

$(REPORTS): $(SCENARIOS) $(PROGRAM) \
    $(wildcard datasets/*/data.csv datasets/hierarchies/*.csv datasets/scenarios/shared/*.yaml)
	@$(PROGRAM) run $(SCENARIOS) -o reports

clean:
	rm -rf .build .build-test .build-docs .build-pages .build-notebooks .build-formats .build-cluster \
	  .build-bench .build-peers .build-release reports
