# Everything a person or a CI machine types. `make` alone prints this list.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What Python compiled once is kept, whatever the machine's own setting: each worker and child process would do it again.
export PYTHONDONTWRITEBYTECODE :=
STAMP := $(VENV)/.installed

.PHONY: help setup system demo services test lint format bench screenshots lock clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv from the hash-pinned lock and check the system libraries

system:
	@workbench/setup/system_libraries $(STAMP)

$(STAMP): requirements.lock pyproject.toml workbench/setup/install | system
	@PYTHON=$(PYTHON) workbench/setup/install $(VENV)
	@touch $@

demo: setup ## run the whole workbench with fictional charts, on this machine only
	@$(BIN)/python -m workbench.embedded demo

services: setup ## run only the private PostgreSQL and Redis
	@$(BIN)/python -m workbench.embedded services

test: setup ## run the whole test suite on all cores, browser journeys included (ARGS="-k name" for a part, -n0 for one core)
	@$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadscope --no-loadscope-reorder $(ARGS)

lint: setup ## check style, types, imports between rooms, templates and the house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint
	$(BIN)/python -m pytest -q tests/architecture

format: setup ## let ruff put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## run one benchmark, e.g. make bench NAME=retrieval DATA=../shared/data/covid_qa
	@test -n "$(NAME)" || { echo 'Say which one: make bench NAME=retrieval DATA=../shared/data/covid_qa'; exit 2; }
	@$(BIN)/python manage.py bench $(NAME) $(if $(DATA),--data $(DATA)) $(if $(SCALE),--scale $(SCALE)) $(ARGS)

screenshots: setup ## picture every page and state, both widths and themes, into var/screenshots, and README's into static/img
	@WORKBENCH_SCREENSHOTS=var/screenshots $(BIN)/python -m pytest -q -n0 tests/journeys/test_screenshots.py $(ARGS)

lock: setup ## resolve pyproject.toml into requirements.lock again, and into docker/'s, which leaves the tools out
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --group dev --group training -q \
		-o requirements.lock pyproject.toml
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q \
		-c requirements.lock -o docker/requirements.lock pyproject.toml

clean: ## stop left-over services; remove the demo's data and all caches, keep .venv
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m workbench.embedded stop; fi
	@rm -rf var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
