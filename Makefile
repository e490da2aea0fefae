# Everything that one does with Hudong; `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-compose check format bench chaos eval lock
MAKEFLAGS += --no-print-directory

STORY ?= 1
SECONDS ?= 120
KILLS ?=
PY := .venv/bin/python
# Ends the command with make, however make ends.
WITH_US := $(if $(shell command -v setpriv),setpriv --pdeathsig TERM --)

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: ## virtual environment, requirements, RabbitMQ; does nothing twice
	@deploy/setup.sh

run: setup ## start everything, play a day at the estate, go on serving (STORY=1|0|only)
	@$(WITH_US) $(PY) -m deploy.local run --story $(STORY)

test: setup ## run every test
	@$(PY) -m pytest $(ARGS)

test-compose: setup ## bring the containers up, test them, take them down (KEEP=DIR keeps the images)
	@$(WITH_US) $(PY) -m deploy.containers $(ARGS)

check: setup ## format, lint, types, import contracts, architecture
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(PY) -m pytest tests/architecture

format: setup ## put the code into its form, mend what can be mended
	@.venv/bin/ruff check --fix-only .
	@.venv/bin/ruff format .

bench: setup ## measure; writes var/bench.json
	@$(WITH_US) $(PY) -m tests.bench

chaos: setup ## kill things under load; writes var/chaos.json (SECONDS= KILLS=)
	@$(WITH_US) $(PY) -m tests.chaos --seconds $(SECONDS) $(if $(KILLS),--kills $(KILLS))

eval: setup ## measure the classifier on labelled JSON lines (DATA=file)
	@$(PY) -m services.router eval $(or $(DATA),$(error DATA= a file of {"text", "category", "urgency"} lines))

lock: ## compile the requirement files anew (UPGRADE=1 takes newer versions)
	@deploy/lock.sh
