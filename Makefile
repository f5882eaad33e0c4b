# Two commands do everything: `make serve` shows the site, `make test` passes the tests. Both set up what they need.
PYTHON ?= python3
RUN := .venv/bin/python
BUILD := .build
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help setup serve site check fix test lock audit benchmark pictures clean

help: ## Show the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

setup: .venv/.ready ## Set up Python packages and a browser (the other commands do it when needed)

.venv/.ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11, 5) else "Python 3.11.5 or newer is needed; this is %s. Install one, then: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)."; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(RUN) -m scripts.browser --install
	@$(RUN) -m scripts.nginx --install
	@touch $@

serve: setup ## Show the site at http://127.0.0.1:8000/ and rebuild it when a file changes
	@$(RUN) -m mkdocs serve --livereload --watch scripts --watch overrides

site: setup ## Build into site/, checked; nothing is replaced when a check fails
	@rm -rf $(BUILD)
	@$(RUN) -m mkdocs build --quiet --site-dir $(BUILD)/site
	@$(RUN) scripts/check_links.py $(BUILD)/site --docs docs
	@rm -rf site && mv $(BUILD)/site site && rmdir $(BUILD)
	@echo "site/ is built: open site/index.html"

check: setup ## Lint, types, spelling and the page contract
	@$(RUN) -m ruff check --quiet . && $(RUN) -m ruff format --check --quiet .
	@$(RUN) -m mypy
	@$(RUN) -m codespell_lib
	@$(RUN) -m scripts.contract

fix: setup ## Mend what a machine can mend
	@$(RUN) -m ruff check --fix --quiet . && $(RUN) -m ruff format --quiet .

test: check site ## Everything: checks, strict build, links, unit tests, real browser
	@$(RUN) -m pytest

lock: setup ## Renew requirements.txt from requirements.in (needs uv)
	@uv pip compile requirements.in --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements.txt

audit: ## Ask whether a fault is known in a package we use (asks the network; its own packages stay apart)
	@$(PYTHON) -m venv $(BUILD)/audit && $(BUILD)/audit/bin/pip install --quiet pip-audit==2.10.1
	@$(BUILD)/audit/bin/pip-audit --require-hashes --disable-pip --requirement requirements.txt

benchmark: site ## Lighthouse's figures for a page of every kind, and requests per second (needs nginx, Node.js, wrk)
	@$(RUN) -m scripts.benchmark_hosting

pictures: site ## Renew the README's picture and the cards of shared links
	@$(RUN) -m scripts.pictures

clean: ## Remove everything that was built or set up
	@rm -rf .venv $(BUILD) site .pytest_cache .ruff_cache .mypy_cache
