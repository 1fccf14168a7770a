# `make run` and `make test` are all a newcomer needs, given Python 3.11 and Node with npm.

PYTHON ?= python3
BIN := .venv/bin
DJANGO := DJANGO_SETTINGS_MODULE=wutong.config.settings $(BIN)/django-admin
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never

.PHONY: setup run test check lint guards fix docs lock bench screenshots

setup: .venv/ready node_modules/.ready

.venv/ready: requirements.lock pyproject.toml
	@echo "准备 Python 环境（首次约一分钟）……"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更高版本")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

node_modules/.ready: package.json package-lock.json .npmrc
	@echo "安装前端组件与字体（首次约半分钟）……"
	@npm ci --ignore-scripts --loglevel=error >/dev/null
	@touch $@

# ARGS passes options on: make run ARGS="--port 8080"
run: setup
	@exec $(BIN)/wutong run --demo $(ARGS)

# REQUIRE=postgres,browser fails when one of these suites cannot run here
test: setup
	@exec $(BIN)/python -m tests.suites $(if $(REQUIRE),--require $(REQUIRE))

check: lint test

lint: export WUTONG_DATA_DIR := .venv/lint
lint: setup guards
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(DJANGO) makemigrations --check --dry-run

# Lock files name no host and no machine; nothing of others is committed.
guards:
	@! grep -nE '[a-z]+://|"resolved"|^-|[ "]/[a-z]' requirements.lock package-lock.json
	@! git ls-files 2>/dev/null | grep -E \
	  '(^|/)(node_modules|vendor|\.venv)/|^data/|\.(min\.(js|css)|map|woff2?|[to]tf|whl|pyc|sqlite3)$$'

fix: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Pages of the documentation that repeat the code.
docs: setup
	DJANGO_SETTINGS_MODULE=wutong.config.settings WUTONG_DATA_DIR=.venv/lint \
	  $(BIN)/python -c 'import django; django.setup(); \
	    from wutong.metrics.reference import page; print(page(), end="")' > docs/metrics.md

lock: setup
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header \
	  --quiet --output-file requirements.lock
	npm install --package-lock-only --ignore-scripts
	$(BIN)/python -c 'import json, pathlib; p = pathlib.Path("package-lock.json"); \
	  d = json.loads(p.read_text()); [m.pop("funding", 0) for m in d["packages"].values()]; \
	  p.write_text(json.dumps(d, indent=2, ensure_ascii=False) + "\n")'

# The README's pictures, from the walk that the product is for.
screenshots: setup
	@mkdir -p docs/screenshots
	@WUTONG_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -q tests/browser/test_first_walk.py \
	  tests/browser/test_life_walk.py tests/browser/test_calling_walk.py
	@WUTONG_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -q tests/browser/field -k minute

bench: setup
	@DJANGO_SETTINGS_MODULE=wutong.config.settings $(BIN)/python -m bench.county
