# Speir's verbs. `make help` lists them. Nothing here is done twice: each step leaves a stamp in .venv/.done,
# and runs again only when what it is made from is newer.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DONE   := $(VENV)/.done
PIP    := $(BIN)/python -m pip --disable-pip-version-check
WORDS  := $(wildcard app/translations/*/LC_MESSAGES/*.po)
# Only addresses the locks may not name: see `make lock`.
LOCK   := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
          --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
# Where pytest's own arguments go: make test TESTS="tests/boards -x"
TESTS  ?=

export PIP_REQUIRE_VIRTUALENV := 1

.DEFAULT_GOAL := help
.PHONY: help run test check format bench migrate docs lock setup setup-dev

help: ## List the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup ## Serve Speir on http://127.0.0.1:8000 with made-up answers on first start (PORT, SPEIR_DATA)
	@$(BIN)/speir db upgrade
	@$(BIN)/speir demo --once
	@exec $(BIN)/speir serve

test: setup-dev ## Run the whole test suite (TESTS="tests/boards -x" for a part)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

check: setup-dev ## Style, types, import contracts, templates, locks, translations, surveys
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python -m pytest -q -m contract tests/house
	@$(BIN)/speir survey check surveys

format: setup-dev ## Put the code into its one layout
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: setup-dev ## Measure the goals of docs/performance.md, one line each
	@$(BIN)/python -m bench

migrate: setup ## Bring the database to the newest migration
	@$(BIN)/speir db upgrade

docs: setup-dev ## Make the pictures of README.md and the guides anew
	@$(BIN)/python docs/pictures.py

lock: setup-dev ## Resolve the dependencies anew into the lock files, with hashes and without addresses
	$(LOCK) --upgrade -o requirements.txt pyproject.toml
	$(LOCK) --upgrade --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
	$(LOCK) --upgrade -o requirements-node.txt requirements-node.in
	npm install --package-lock-only --ignore-scripts

setup: $(DONE)/system $(DONE)/run $(DONE)/static $(DONE)/words ## Install what serving needs

setup-dev: setup $(DONE)/system-test $(DONE)/dev ## Install what the tests and checks need

# --- What the verbs stand on ------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) deploy/system.py run
	@echo "Making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(DONE)/system: deploy/system.py | $(BIN)/python
	@$(PYTHON) deploy/system.py run
	@mkdir -p $(DONE) && touch $@

$(DONE)/system-test: deploy/system.py | $(BIN)/python
	@$(PYTHON) deploy/system.py test
	@mkdir -p $(DONE) && touch $@

$(DONE)/run: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing Python packages from requirements.txt"
	@$(PIP) install -qq --require-hashes -r requirements.txt
	@PYTHONWARNINGS=ignore $(PIP) install -qq --no-deps --no-build-isolation -e .
	@mkdir -p $(DONE) && touch $@

$(DONE)/dev: requirements-dev.txt $(DONE)/run
	@echo "Installing Python packages for tests and checks from requirements-dev.txt"
	@$(PIP) install -qq --require-hashes -r requirements-dev.txt
	@touch $@

$(DONE)/front-end: package-lock.json deploy/front_end.py | $(BIN)/python
	@echo "Installing front-end packages from package-lock.json"
	@$(BIN)/python deploy/front_end.py
	@mkdir -p $(DONE) && touch $@

$(DONE)/static: deploy/collect_static.py $(DONE)/front-end
	@$(BIN)/python deploy/collect_static.py
	@touch $@

$(DONE)/words: $(WORDS) $(DONE)/run
	@if [ -n "$(WORDS)" ]; then $(BIN)/pybabel --quiet compile -d app/translations; fi
	@touch $@
