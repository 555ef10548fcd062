# make        set up, then build the seed essay into dist/
# make test   set up, then run the tests
# make check  format, lint, types, tests
# make bench  how fast it is, beside its peers: bench/README.md
# make pictures  the pictures of docs/layouts.md
# make docs   docs/findings.md, cli.md and metadata.md, from the program
# make fuzz   random input for ten minutes; what fails is in dist/fuzz
# make nightly  all that is long or random: every test at full count, every regular expression, how time grows with input
# make patterns  check every regular expression with recheck, and write tests/patterns/patterns.txt anew
# make conformance  the EPUB before Ace by DAISY and in a real reader, a PDF of 10,000 notes; CI runs check and this
.DEFAULT_GOAL := build
.PHONY: build test check nightly patterns patterns-check bench bench-scale bench-library fuzz pictures conformance format clean docs
.SUFFIXES:

PYTHON ?= python3
BIN := .venv/bin
SEED := never-again-yet-again
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

build: .venv/installed
	@$(BIN)/pressline build seeds/$(SEED).txt -o dist/$(SEED)
	@command -v pressline >/dev/null || echo "Pressline is $(BIN)/pressline; to call it pressline in this shell: source $(BIN)/activate"

test: .venv/installed-for-tests
	@$(BIN)/python -m pytest -n auto --dist worksteal

patterns: .venv/installed-for-tests .venv/patterns/installed
	@$(BIN)/python tests/patterns/listing.py .venv/patterns --write

patterns-check: .venv/installed-for-tests .venv/patterns/installed
	@$(BIN)/python tests/patterns/listing.py .venv/patterns

nightly: .venv/installed-for-tests .venv/patterns/installed
	@PRESSLINE_NIGHTLY=1 $(BIN)/python -m pytest --hypothesis-profile=thorough

check: .venv/installed-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(MAKE) --no-print-directory test

bench: .venv/installed .venv/bench/installed
	@$(BIN)/python bench

bench-scale: .venv/installed
	@$(BIN)/python bench/scale.py

bench-library: .venv/installed
	@$(BIN)/python bench/library.py

conformance: .venv/installed-for-tests .venv/conformance/installed
	@PRESSLINE_NIGHTLY=1 PRESSLINE_CONFORMANCE=$(CURDIR)/.venv/conformance $(BIN)/python -m pytest tests/conformance tests/faults/test_killing.py

pictures: .venv/installed
	@$(BIN)/python docs/pictures.py seeds/$(SEED).txt

docs: .venv/installed-for-tests
	@$(BIN)/python docs/reference.py

MINUTES ?= 10
fuzz: .venv/installed-for-tests
	@nice $(BIN)/python tests/fuzz/fuzz.py --minutes $(MINUTES) --first $(shell date +%s)

format: .venv/installed-for-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf dist .venv

.venv/installed: pyproject.toml
	@echo "setting up (once): a virtual environment in .venv, and what Pressline needs in it"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Pressline needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q src
	@$(BIN)/python -c 'import weasyprint' >/dev/null 2>&1 || $(MAKE) --no-print-directory pango
	@touch $@

.venv/installed-for-tests: .venv/installed
	@echo "setting up (once): what the tests need"
	@$(PIP) --editable '.[dev]'
	@touch $@

# Peers of the bench that pip can bring; without them it says so.
.venv/bench/installed: bench/requirements.txt .venv/installed
	@$(PYTHON) -m venv .venv/bench
	@.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check -r $< || true
	@touch $@

# From npm: Ace by DAISY, the reader foliate-js and playwright, which drives Debian's chromium; java is for epubcheck.
CONFORMANCE := tests/conformance
.venv/conformance/installed: $(CONFORMANCE)/package.json $(CONFORMANCE)/package-lock.json .venv/installed
	@echo "setting up (once): what the conformance tests need"
	@need=; for tool in chromium:chromium node:nodejs npm:npm java:default-jre-headless; do \
		command -v "$${tool%%:*}" >/dev/null || need="$$need $${tool#*:}"; \
	done; \
	if [ -n "$$need" ]; then \
		command -v apt-get >/dev/null || { echo "missing:$$need; install them, then run make conformance again"; exit 1; }; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		$$sudo apt-get update -qq && $$sudo apt-get install -y --no-install-recommends $$need; \
	fi
	@mkdir -p $(@D) && cp $(CONFORMANCE)/package.json $(CONFORMANCE)/package-lock.json $(@D)
	@cd $(@D) && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# From npm: recheck, which says whether a regular expression takes linear time.
PATTERNS := tests/patterns
.venv/patterns/installed: $(PATTERNS)/package.json $(PATTERNS)/package-lock.json .venv/installed
	@mkdir -p $(@D) && cp $(PATTERNS)/package.json $(PATTERNS)/package-lock.json $(@D)
	@cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# WeasyPrint shapes its text with Pango, a library of the system that pip cannot bring.
.PHONY: pango
pango:
	@sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	if command -v apt-get >/dev/null; then get="$$sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"; \
	elif command -v dnf >/dev/null; then get="$$sudo dnf install -y pango"; \
	elif command -v pacman >/dev/null; then get="$$sudo pacman -S --noconfirm pango"; \
	elif command -v apk >/dev/null; then get="$$sudo apk add pango"; \
	elif command -v brew >/dev/null; then get="brew install pango"; \
	else echo "Pango is missing: install it with your system's package manager, then run make again"; exit 1; fi; \
	echo "Pango cannot be loaded; installing it with your system's package manager: $$get"; \
	if [ "$${get#*apt-get}" != "$$get" ]; then $$sudo apt-get update -qq; fi; \
	$$get && $(BIN)/python -c 'import weasyprint'
