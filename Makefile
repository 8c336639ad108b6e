# Targets are listed by `make help`. Only Python (with venv and pip) and make are needed.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export DPIA_DEMO ?= 1

.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: setup ## make everything ready and serve on http://HOST:PORT (DPIA_HOME=, HOST=, PORT= override)
	@$(BIN)/python -m dpia_workbench init
	@$(BIN)/python -m dpia_workbench demo
	@echo
	@echo "The DPIA Workbench is at http://$(HOST):$(PORT)"
	@echo "Demonstration accounts (password of all: demonstratie):"
	@echo "  analist@surf.example  reviewer@surf.example  publicist@surf.example"
	@echo "  contact@noorderlicht.example  beheer@workbench.example"
	@echo "  po@dewaterlelie.example  fg@dewaterlelie.example  bestuur@dewaterlelie.example"
	@echo
	@DPIA_BASE_URL=$${DPIA_BASE_URL:-http://$(HOST):$(PORT)} $(BIN)/python -m dpia_workbench serve --host $(HOST) --port $(PORT)

setup: $(VENV)/.runtime assets catalogues ## install what running needs

setup-dev: $(VENV)/.dev assets catalogues ## install what testing needs too

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing (Debian: install python3-venv)."; exit 1; }

# Plain pip installs the installer; with it the locked packages take seconds. pip alone also does.
$(VENV)/.runtime: requirements.txt $(VENV)/bin/python
	@$(PYTHON) tools/install.py $(BIN) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/bin/python
	@$(PYTHON) tools/install.py $(BIN) requirements-dev.txt
	@touch $@ $(VENV)/.runtime

assets: ## bring and bundle the front end's packages (pages are right without them, too)
	@$(PYTHON) tools/install.py --node $(BIN)
	@$(BIN)/python tools/build_assets.py

catalogues: ## compile the translations
	@$(BIN)/python tools/catalogues.py compile

test: setup-dev ## every check and every test, on SQLite and PostgreSQL, with a real browser
	@$(BIN)/python tools/browser.py
	@$(MAKE) --no-print-directory check-only
	@DPIA_TEST_EXAMPLES=40 $(BIN)/python -m slipcover --branch --source dpia_workbench --omit "dpia_workbench/store/migrations/*" --json --out .coverage.json -m pytest -n 2 --dist loadfile --ignore=tests/chromium --ignore=tests/house
	@DPIA_TEST_EXAMPLES=40 $(BIN)/python -m pytest -n 2 --dist worksteal tests/chromium tests/house
	@$(BIN)/python tools/coverage_floors.py .coverage.json
	@DPIA_TEST_EXAMPLES=1000 $(BIN)/python -m pytest -n 2 -m thorough tests/unit
	@DPIA_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser" tests/store tests/usecases tests/jobs tests/house/test_migrations.py tests/house/test_readable_by.py "tests/house/test_looking.py::test_everybody_looks_at_everything[analyst]"

check: setup-dev check-only ## lint, types, import contracts, translations, printed documents

check-only:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/catalogues.py check
	@$(BIN)/python -m tools.print_docs --check

unit: setup-dev ## the quick tests only
	@$(BIN)/python -m pytest tests/unit

mutants: setup-dev ## change the risk floor in small ways; which changes does no test notice? (minutes)
	@$(BIN)/python -m pip install -q -e '.[mutation]'
	@$(BIN)/python -m tools.mutants

bench: setup-dev ## the benchmarks
	@$(BIN)/python -m benchmarks

fix: setup-dev ## let ruff mend what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

i18n: setup-dev ## extract messages into the catalogues
	@$(BIN)/python tools/catalogues.py extract

docs: setup-dev ## print the documents that are made from the code
	@$(BIN)/python -m tools.print_docs
	@$(BIN)/python -m tools.replay

snapshots: setup-dev ## rewrite the snapshots; review the difference
	@UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest tests/report tests/house

migration: setup-dev ## make a migration: make migration m="What it does"
	@$(BIN)/python tools/migration.py "$(m)"

lock: $(VENV)/bin/python ## compile the lock files from setup.cfg
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile -q setup.cfg --universal --python-version 3.11 --generate-hashes --extra postgres -o requirements.txt
	@$(BIN)/uv pip compile -q setup.cfg --universal --python-version 3.11 --generate-hashes --extra postgres --extra dev -c requirements.txt -o requirements-dev.txt
	@$(BIN)/uv pip compile -q setup.cfg --universal --python-version 3.11 --generate-hashes --extra build -o requirements-build.txt

.PHONY: help run setup setup-dev assets catalogues test check check-only unit mutants bench fix i18n docs snapshots migration lock
