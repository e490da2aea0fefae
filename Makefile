# Everything that one does with Hudong; `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup run load dead test test-compose check format bench chaos eval lock
MAKEFLAGS += --no-print-directory

STORY ?= 1
SECONDS ?= $(if $(KILLS),$(shell expr 3 \* $(KILLS)),120)
KILLS ?=
FOLDER ?= deploy/estate
GATEWAY ?= http://127.0.0.1:$(or $(GATEWAY_PORT),18080)
PASSWORD_FILE ?= $(or $(VAR_FOLDER),var)/secrets/admin_password
PASSWORDS ?= $(wildcard $(dir $(PASSWORD_FILE))staff_passwords.csv)
ACT ?= list
PY := .venv/bin/python
# Ends the command with make, however make ends.
WITH_US := $(if $(shell command -v setpriv),setpriv --pdeathsig TERM --)

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: ## virtual environment, requirements, RabbitMQ; does nothing twice
	@deploy/setup.sh

run: setup ## start everything, play a day at the estate, go on serving (STORY=1|0|only)
	@$(WITH_US) $(PY) -m deploy.local run --story $(STORY)

load: setup ## load an estate's files, or CHECK=1 them only (FOLDER= GATEWAY= PASSWORD_FILE= PASSWORDS=)
	@$(PY) -m deploy.load "$(FOLDER)" --gateway "$(GATEWAY)" --password-file "$(PASSWORD_FILE)" \
	  $(if $(PASSWORDS),--passwords "$(PASSWORDS)") $(if $(CHECK),--check)

dead: setup ## look at messages that could not be handled (SERVICE= ACT=list|show|replay ID=)
	@AMQP_URL="$(or $(AMQP_URL),amqp://guest:guest@127.0.0.1:$(or $(AMQP_PORT),18672)/)" \
	  $(PY) -m deploy.dead $(ACT) --service $(or $(SERVICE),$(error SERVICE= one of the services)) $(if $(ID),--id $(ID))

test: setup ## run every test
	@$(PY) -m pytest $(ARGS)

test-compose: setup ## bring the containers up, test them, take them down (KEEP=DIR keeps the images, ARGS=--within=SECONDS)
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

chaos: setup ## kill things under load; writes var/chaos.json (KILLS= SECONDS=, three a kill unless told)
	@$(WITH_US) $(PY) -m tests.chaos --seconds $(SECONDS) $(if $(KILLS),--kills $(KILLS))

eval: setup ## measure the classifier on labelled JSON lines (DATA=file)
	@$(PY) -m services.router eval $(or $(DATA),$(error DATA= a file of {"text", "category", "urgency"} lines))

lock: ## compile the requirement files anew (UPGRADE=1 takes newer versions)
	@deploy/lock.sh
