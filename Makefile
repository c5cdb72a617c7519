# The commands of Masthead (`make help`). They need Python 3.11 or newer with pip, git and make.
PYTHON ?= python3
UV = UV_PYTHON_DOWNLOADS=never .uv/bin/uv
BIN = .venv/bin
TOOLS = chromium nginx

.PHONY: help run dev test check format assets same-assets tools
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: .venv/.run  ## the whole system on embedded engines (PORT=8000, STATE_DIR=.masthead)
	@$(BIN)/python -m app.embedded run --with-parent

dev: .venv/.all  ## the same with DEBUG, reloading and the debug toolbar
	@$(BIN)/python -m app.embedded dev --with-parent

test: .venv/.all tools  ## every test (ARGS="-k word" for some)
	@$(BIN)/pytest -n auto --dist loadgroup $(ARGS)

check: .venv/.all same-assets  ## lint, types, templates, layers, migrations, assets rebuilt and compared
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	git ls-files -z '*.html' | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports --verbose
	$(BIN)/python -W ignore $(BIN)/django-admin makemigrations --check --dry-run --settings tests.settings --pythonpath .

format: .venv/.all  ## formatting
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	git ls-files -z '*.html' | xargs -0 $(BIN)/djade --target-version 5.2

assets: app/frontend/node_modules/.package-lock.json  ## rebuild CSS and JS (needs Node)
	@npm --prefix app/frontend run --silent build

# The committed assets are what their sources build to; where there is no Node, that is said and not checked.
same-assets:
	@command -v npm >/dev/null || { echo "Node is missing: the built assets were not compared with their sources."; exit 0; }; \
	$(MAKE) --silent app/frontend/node_modules/.package-lock.json; \
	built=$$(mktemp -d) && OUT_DIR=$$built npm --prefix app/frontend run --silent build && diff -rq $$built app/static/build \
	|| { echo "app/static/build is not what app/frontend builds to: run make assets, and commit it."; exit 1; }; rm -r $$built

app/frontend/node_modules/.package-lock.json: app/frontend/package-lock.json
	@npm --prefix app/frontend ci --silent --ignore-scripts

# The environments: made once, and again when the lock file changes.
.venv/.run: uv.lock | .uv/bin/uv
	@echo "Installing what Masthead runs on …"
	@$(UV) sync --quiet --frozen --inexact --no-dev --extra embedded --python $(PYTHON)
	@touch $@

.venv/.all: uv.lock | .uv/bin/uv
	@echo "Installing what Masthead runs on, and the tools of development …"
	@$(UV) sync --quiet --frozen --extra embedded --python $(PYTHON)
	@touch $@ .venv/.run

# uv itself, in a folder of its own: this needs neither venv nor leave to write beside the system's Python.
.uv/bin/uv:
	$(if $(shell $(PYTHON) -c 'import sys; sys.version_info >= (3, 11) and print("ok")' 2>&1 | grep -x ok),,\
		$(error Masthead needs Python 3.11 or newer, which $(PYTHON) is not; name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)))
	$(if $(shell $(PYTHON) -m pip --version 2>/dev/null),,\
		$(error Masthead needs pip, which $(PYTHON) does not have; install it, on Debian as python3-pip))
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action ignore --target .uv uv

tools:
	@missing=$$(for tool in $(TOOLS); do PATH="$$PATH:/usr/sbin" command -v $$tool >/dev/null || echo $$tool; done); \
	[ -z "$$missing" ] || tests/install-tools $$missing
