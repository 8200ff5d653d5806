# Every path is relative, so the checkout may live under a name with spaces.
PYTHON ?= python3
ENVIRONMENT = $(PYTHON) tools/environment.py
DEV = .venv/dev/bin
UNIT = .venv/unit/bin
SUPPLY = .venv/supply/bin
SOURCES = src tests tools $(wildcard bench migrations)

# A red step ends the target; nothing below it hides it.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run test test-unit test-integration check format bench proofs mutants stories lock clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name says; do printf '  make %-18s%s\n' "$$name" "$$says"; done

run: ## the whole system on this machine, with its own PostgreSQL and Valkey
	@$(ENVIRONMENT) run
	.venv/run/bin/python -m interfaces.cli dev

test: ## every test: units with the domain's coverage, then the rest on real servers
	@$(ENVIRONMENT) unit
	$(UNIT)/python -m pytest tests/unit --cov
	@$(MAKE) --no-print-directory test-integration

test-unit: ## the unit tests alone, where no driver is installed: seconds
	@$(ENVIRONMENT) unit
	$(UNIT)/python -m pytest tests/unit

test-integration: ## the tests on real PostgreSQL, Valkey and PgBouncer
	@$(ENVIRONMENT) dev
	@$(PYTHON) tools/debian.py pgbouncer
	$(DEV)/python -m pytest tests/integration -n 2 --timeout=600

check: ## style, types, architecture, and the chain of supply
	@$(ENVIRONMENT) dev
	$(DEV)/ruff check $(SOURCES)
	$(DEV)/ruff format --check $(SOURCES)
	$(DEV)/mypy
	$(DEV)/lint-imports
	$(DEV)/python tools/import_contract_controls.py
	@$(ENVIRONMENT) supply
	$(SUPPLY)/python tools/supply_chain.py

format: ## put the code into its one form
	@$(ENVIRONMENT) dev
	$(DEV)/ruff check --fix-only $(SOURCES)
	$(DEV)/ruff format $(SOURCES)

bench: ## measure the hot paths
	@$(ENVIRONMENT) dev
	$(DEV)/python -m bench

proofs: ## the long proofs under faults; one alone with PROOF=P5
	@$(ENVIRONMENT) dev
	@$(PYTHON) tools/debian.py pgbouncer
	$(DEV)/python -m bench.proofs $(PROOF)

mutants: ## small changes of the domain that no unit test notices: an hour; a part with ONLY='domain.patients.*'
	@$(ENVIRONMENT) mutants
	.venv/mutants/bin/python tools/mutants.py $(if $(ONLY),'$(ONLY)')

stories: ## the handbook: what the unit tests claim, with examples, for the experts
	@$(ENVIRONMENT) unit
	@$(UNIT)/python tools/stories.py

lock: ## choose versions anew; nothing of an index's address enters a lock
	@$(ENVIRONMENT) uv
	@$(PYTHON) tools/lock.py

clean: ## remove what the project made here: environments, caches, and the data of `make run`
	rm -rf .venv .data .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage build mutants
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
