# Every target sets up .venv by itself from hashed requirement files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check lint types imports slow mutants docs docs-rules picture requirements clean

demo: $(VENV)/run.done  ## the whole thing against a local Trello and Airtable, no account needed
	$(BIN)/syncer demo

test: $(VENV)/dev.done  ## all quick tests (under five minutes)
	$(BIN)/python -m pytest -n 2

slow: $(VENV)/dev.done  ## long state machines and fault runs
	$(BIN)/python -m pytest -n 2 tests --slow

check: lint types imports  ## style, types and the import law

lint: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.done
	$(BIN)/mypy

imports: $(VENV)/dev.done
	$(BIN)/lint-imports

mutants: $(VENV)/dev.done  ## how many deliberate faults in the gate its tests notice (docs/mutants.md)
	$(BIN)/python -m bench.mutants

docs-rules: $(VENV)/dev.done  ## the pages of docs/rules, made from the kinds of rule
	$(BIN)/python -m syncer.lint.pages

docs: docs-rules  ## everything in docs that is made from the code
	$(BIN)/python docs/tables.py
	$(BIN)/python -m tests.acceptance.roads.matrix

picture: $(VENV)/dev.done  ## the README's picture, from what the demo prints
	$(BIN)/python docs/picture.py

requirements:  ## pin anew; needs uv
	cd requirements && for f in run dev; do \
	  uv pip compile --universal --generate-hashes --no-header --upgrade --python-version 3.11 $$f.in -o $$f.txt; done

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "syncer needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.done: requirements/dev.txt $(VENV)/run.done
	$(PIP) install --require-hashes -r requirements/dev.txt
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
