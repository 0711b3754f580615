# Every target sets the project up first; Python and make are all it needs. With a Python newer than dbt supports, uv brings one.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV_VERSION := 0.13.8
UV := target/uv
SIZE ?= 1m
REPEAT ?= 1
SHORT ?=

# Python keeps what it has compiled, also where the machine says not to: half the start of every command.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo app test lint sql-test py-test torture mutate bench proof clean metrics docs spark-test spark-bench

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 16

setup: $(READY) ## Install everything from the lock file into .venv

# uv trusts what pip trusts: the certificates of the system, and the file of certificates and the proxy that only pip was told of.
define LIKE_PIP
pip() { $(PYTHON) -m pip config list 2>/dev/null | sed -nE "s/^(:env:|global|install)\.$$1='(.*)'$$/\2/p" | head -n 1; }; \
cert=$${SSL_CERT_FILE:-$$(pip cert)}; [ -z "$$cert" ] || export SSL_CERT_FILE="$$cert"; \
proxy=$${HTTPS_PROXY:-$${https_proxy:-$${ALL_PROXY:-$$(pip proxy)}}}; [ -z "$$proxy" ] || export HTTPS_PROXY="$$proxy"; \
export UV_SYSTEM_CERTS=$${UV_SYSTEM_CERTS:-true};
endef

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Python 3.10 to 3.13 is needed; name one with make PYTHON=python3.12."; exit 2; }
	@if $(PYTHON) -c 'import sys; sys.exit(sys.version_info >= (3, 14))'; then \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); \
	else \
		echo "$$($(PYTHON) --version) is newer than dbt supports: uv looks for Python 3.10 to 3.13 and downloads it if there is none."; \
		$(LIKE_PIP) $(PYTHON) -m venv $(UV) && \
		$(UV)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) && \
		{ $(UV)/bin/uv venv --quiet --clear --python '>=3.10,<3.14' $(VENV) || \
			{ echo "No Python 3.10 to 3.13 here, and none could be downloaded: install one and name it with make PYTHON=python3.13."; exit 2; }; } && \
		$(UV)/bin/uv pip install --quiet --python $(VENV) uv==$(UV_VERSION); \
	fi
	@$(LIKE_PIP) $(BIN)/uv sync --quiet --locked --inexact
	@touch $(READY)

# dbt and mf as `leads --example complete_journey` has them.
DEMO := warehouse/complete_journey.duckdb
OF_DEMO := LEADS_WAREHOUSE=$(DEMO) LEADS_RULES=examples/complete_journey/rules

$(DEMO):
	$(MAKE) demo

demo: $(READY) ## Score a real year of 2,469 households and show the result
	$(BIN)/leads --example complete_journey load examples/complete_journey
	$(BIN)/leads --example complete_journey build
	$(BIN)/leads --example complete_journey report
	@echo
	@echo "The same to click through: make app"

# The households of the demo are public data, so is this key.
app: $(READY) $(DEMO) ## Publish the demo and show it in the browser: queue, leads, funnel, rules
	DBT_ENV_SECRET_LEADS_KEY=$${DBT_ENV_SECRET_LEADS_KEY:-the-households-of-the-demo-are-public} $(BIN)/leads --example complete_journey publish
	$(BIN)/leads --example complete_journey app

metrics: $(READY) $(DEMO) ## Ask metrics of the demo with MetricFlow: leads, average score and revenue by grade
	$(BIN)/uv sync --quiet --locked --inexact --group metrics
	$(OF_DEMO) $(BIN)/dbt parse --quiet --profiles-dir .
	$(OF_DEMO) $(BIN)/mf query --metrics leads,average_score,revenue --group-by lead__fit_grade --order lead__fit_grade

docs: $(READY) $(DEMO) ## Models, columns and lineage of the demo as one page, which opens without a network: target/static_index.html
	$(OF_DEMO) $(BIN)/dbt docs generate --static --quiet --profiles-dir .
	@echo "Open target/static_index.html in a browser."

test: $(READY) ## Lint, dbt unit and data tests, pytest
	$(MAKE) --jobs=2 --output-sync=target lint sql-test
	$(MAKE) py-test

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
	mkdir -p target
	bash -o pipefail -c '$(BIN)/pytest -n 0 -m torture -s --timeout 7200 --durations 0 2>&1 | tee target/torture.txt'

spark-test: $(READY) ## Install Spark and compare every mart with DuckDB's, row by row (needs Java 17; half an hour or more, 4 GB)
	$(BIN)/uv sync --quiet --locked --inexact --group spark
	$(BIN)/pytest -n 0 -m 'torture or not torture' -s --timeout 14400 --durations 0 tests/python/spark

spark-bench: $(READY) ## Build a load on Spark beside DuckDB: make spark-bench SIZE=10m (half an hour; 16 GB)
	$(BIN)/uv sync --quiet --locked --inexact --group spark
	SIZE=$(SIZE) $(BIN)/pytest -n 0 -s --timeout 86400 tests/python/spark/bench_events.py

mutate: $(READY) ## Flip values in the rule seeds and list those that no test notices
	PYTHONPATH=scripts $(BIN)/python -m mutate --command "$(BIN)/pytest -n 0 tests/python/road/test_road_sample.py"

bench: $(READY) ## Measure the build beside one statement, Polars and pandas: make bench SIZE=10m REPEAT=3, SIZE=100m SHORT=1
	$(BIN)/uv sync --quiet --locked --inexact --group bench
	PYTHONPATH=scripts $(BIN)/python -m bench --size $(SIZE) --repeat $(REPEAT) $(if $(SHORT),--short)

proof: $(READY) ## Learn from the public sets and hold the result against its bars; LEADS_REAL_DATA names their folder
	$(BIN)/uv sync --quiet --locked --inexact --group learn
	PYTHONPATH=scripts $(BIN)/python -m proof

clean: ## Remove everything that was built
	rm -rf $(VENV) target logs warehouse/*.duckdb generated warehouse/*.published warehouse/*.digests
