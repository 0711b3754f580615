# Every target sets the project up first; Python 3.10 to 3.13 and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV_VERSION := 0.13.8
SIZE ?= 1m
REPEAT ?= 1
SHORT ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint sql-test py-test torture mutate bench clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 16

setup: $(READY) ## Install everything from the lock file into .venv

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Python 3.10 to 3.13 is needed; name one with make PYTHON=python3.12."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv sync --quiet --locked --inexact
	@touch $(READY)

demo: $(READY) ## Score a real year of 2,469 households and show the result
	$(BIN)/leads --example complete_journey load examples/complete_journey
	$(BIN)/leads --example complete_journey build
	$(BIN)/leads --example complete_journey report

test: lint sql-test py-test ## Lint, dbt unit and data tests, pytest

lint: $(READY) ## sqlfluff, ruff, yamllint, mypy, rule seeds
	$(BIN)/sqlfluff lint --disable-progress-bar models tests analyses
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/yamllint --strict .
	$(BIN)/mypy
	$(BIN)/leads rules check

sql-test: $(READY) ## dbt unit tests, and a build with nothing loaded
	rm -f target/empty.duckdb*
	mkdir -p target
	LEADS_WAREHOUSE=target/empty.duckdb $(BIN)/dbt build --quiet --warn-error --profiles-dir .
	rm -f target/empty.duckdb*

py-test: $(READY) ## pytest: loader, generator, rules, command line, the whole road against the independent calculation
	$(BIN)/pytest

torture: $(READY) ## The long runs of the promises: kills, swaps, thousands of cases, ninety real nights
	$(BIN)/pytest -n 0 -m torture -s --timeout 7200 --durations 0

mutate: $(READY) ## Flip values in the rule seeds and list those that no test notices
	PYTHONPATH=scripts $(BIN)/python -m mutate --command "$(BIN)/pytest -n 0 tests/python/road/test_road_sample.py"

bench: $(READY) ## Measure the build beside one statement, Polars and pandas: make bench SIZE=10m REPEAT=3, SIZE=100m SHORT=1
	$(BIN)/uv sync --quiet --locked --inexact --group bench
	PYTHONPATH=scripts $(BIN)/python -m bench --size $(SIZE) --repeat $(REPEAT) $(if $(SHORT),--short)

clean: ## Remove everything that was built
	rm -rf $(VENV) target logs warehouse/*.duckdb generated warehouse/*.published
