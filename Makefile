# Two commands for a fresh machine: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV ?= .venv
DATA ?= data
BIN := $(VENV)/bin

.PHONY: help setup demo test fuzz lint check serve corpus bench screenshots clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } || { \
	  echo "Python's venv module is missing: run 'sudo apt-get install python3-venv', then make again" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

setup: $(VENV)/.ready ## make the virtual environment

demo: setup ## ingest the bundled corpus and answer three questions with citations
	$(BIN)/rujukan --data $(DATA) ingest corpus/pdf
	$(BIN)/rujukan --data $(DATA) ask "bolos kerja 28 hari setahun hukumannya apa?"
	$(BIN)/rujukan --data $(DATA) ask "berapa hari jatah cuti tahunan pns?"
	$(BIN)/rujukan --data $(DATA) ask "apa peran sekda dalam pembinaan etika asn?"

test: setup ## run the tests
	$(BIN)/python -m pytest

fuzz: setup ## ask the API thousands of things that its description allows, and forbids
	RUJUKAN_FUZZ_EXAMPLES=$(or $(EXAMPLES),500) $(BIN)/python -m pytest tests/test_schemathesis.py --timeout 3600

lint: setup ## format check, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test ## what CI runs

serve: setup ## serve the API on loopback
	$(BIN)/rujukan --data $(DATA) serve

corpus: setup ## set the bundled guides as PDFs again
	$(BIN)/python -m ingest.typeset corpus/panduan corpus/pdf

bench: setup ## beside the usual pipeline, quality, then speed: make bench PDF=folder QUESTIONS=file.tsv [SOURCE=collection]
	$(BIN)/python -m benchmarks.usual_pipeline $(PDF) $(QUESTIONS) --data $(DATA)/bench
	$(BIN)/python -m benchmarks.compare_usual $(PDF) $(QUESTIONS) --data $(DATA)/compare \
	  --source $(or $(SOURCE),$(DATA)/bench) > $(DATA)/compare.json
	$(BIN)/python -m benchmarks.plot_comparison $(DATA)/compare.json docs

screenshots: setup ## take the README's pictures anew from a copy of the collection (needs Chromium)
	rm -rf build/screenshots && mkdir -p build && cp -r $(DATA) build/screenshots
	$(BIN)/python -W ignore -m docs.screenshots build/screenshots

clean: ## remove the environment and the demo data
	rm -rf $(VENV) $(DATA) build
