# The project's verbs. `make run` serves the dashboard, `make test` says whether a change may land.
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

BIN := .venv/bin
RUN_READY := .venv/run.stamp
TEST_READY := .venv/test.stamp
FRONT_END := assets/vendor/stamp
# Halves of the tests in a process for each core, the first that is done takes of the other's. Each has its own servers.
SIDE_BY_SIDE := -n auto --maxprocesses=4 --dist=worksteal
# A test that hangs says where, and the others go on; with the full counts some take long.
NO_HANG = $(if $(ROUNDS),,-o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true)

.PHONY: help run port test deep check lint types contracts pytest coverage browser bench lock clean

help: ## what can be typed
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

run: port $(RUN_READY) $(FRONT_END) ## serve the dashboard on http://127.0.0.1:8050 (PORT changes it), on sample data if there is no data
	@exec $(BIN)/trinvis run --eksempel

port:
	@sh scripts/port_free.sh

test: system check pytest ## everything that must pass before a change lands, long checks with a small count

deep: export ROUNDS := deep
deep: test ## the same with the full counts

check: lint types contracts ## lint, types and import contracts: half a minute

lint: $(TEST_READY)
	@echo "Lint (ruff)"
	@$(BIN)/ruff check --quiet .

types: $(TEST_READY)
	@echo "Types (mypy)"
	@$(BIN)/mypy --no-error-summary

contracts: $(TEST_READY)
	@echo "Import contracts (import-linter)"
	@$(BIN)/lint-imports --no-logo > .venv/contracts.txt || { cat .venv/contracts.txt; exit 1; }
	@$(BIN)/pytest tests/test_contracts.py

pytest: $(TEST_READY) $(FRONT_END)
	@echo "Tests (unit, PostgreSQL, browser)"
	@$(BIN)/pytest $(SIDE_BY_SIDE) $(NO_HANG) --ignore=tests/test_contracts.py # which `contracts` has run

coverage: $(TEST_READY) $(FRONT_END) system ## which lines no test but the browser's reaches
	@$(BIN)/coverage run -m pytest --ignore=tests/browser
	@$(BIN)/coverage report

browser: $(TEST_READY) $(FRONT_END) ## the browser tests alone
	@sh scripts/system_packages.sh chromium
	@$(BIN)/pytest $(SIDE_BY_SIDE) tests/browser

bench: $(TEST_READY) $(FRONT_END) ## the times that count, on the national sample
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_import
	@$(BIN)/python -m tests.bench_publication

lock: ## re-make requirements/*.txt and package-lock.json (needs uv and npm)
	@sh scripts/lock.sh

clean: ## remove what can be made again; data/ stays
	@rm -rf .venv node_modules assets/vendor .build build *.egg-info .*_cache .hypothesis .coverage test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: system
system:
	@sh scripts/system_packages.sh chromium nginx-light postgresql-15

$(RUN_READY): requirements/run.txt pyproject.toml scripts/environment.sh
	@sh scripts/environment.sh run
	@touch $@

$(TEST_READY): requirements/test.txt pyproject.toml scripts/environment.sh
	@sh scripts/environment.sh test
	@touch $@ $(RUN_READY)

$(FRONT_END): package.json package-lock.json .npmrc scripts/front_end.sh | $(RUN_READY)
	@sh scripts/front_end.sh
	@touch $@
