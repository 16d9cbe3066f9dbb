# The whole project by `make`; CI calls these and nothing else. Needs Python 3.11 or later, make and git.
PYTHON ?= python3
BIN := .venv/bin
SIZES ?= 100 1000
ROOT := $(shell [ "$$(id -u)" = 0 ] && echo yes)
WORKERS := $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) + 1 ))) # of the tests, of which some wait for others
PIN = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
  --no-annotate --no-header --no-emit-index-url --no-emit-find-links
SERVERS := $(if $(and $(shell command -v curl),$(wildcard /usr/sbin/sshd),$(shell command -v rsync),$(wildcard /usr/lib/nginx/modules/*brotli_static*)),all)
CONTAINERS := $(shell command -v podman || command -v docker)
BROWSER := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: help site serve check test test-long lint browser servers mutants debian wheel image image-check sbom vulnerabilities bench bench-peers pictures audit lock clean

help: # list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

site: .venv/run ## build the portal into site/
	$(BIN)/portal build

serve: .venv/run ## preview the portal at http://127.0.0.1:8000, rebuilt on every change
	$(BIN)/portal serve

check: .venv/run ## check the data of the portal
	$(BIN)/portal check

test: lint browser servers ## test the program, with a real browser and real servers
	PYTEST_XDIST_AUTO_NUM_WORKERS=$(WORKERS) $(BIN)/python -m pytest

test-long: lint browser servers ## the same with many more examples, others each time, and ten minutes of random edits
	PORTAL_LONG=1 $(BIN)/python -m pytest

mutants: .venv/dev ## turn comparisons, operators and constants of the rules one by one: their tests must notice
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes -r requirements/mutants.lock
	$(BIN)/python -m mutmut run $(MUTANTS)
	$(BIN)/python -m mutmut results

debian: .venv/python ## run make site and make test in a fresh clone on a bare Debian 12 (as root; needs debootstrap)
	.ci/debian

lint: .venv/dev ## check the code alone: ruff and mypy
	$(BIN)/ruff check generator tests benchmarks supply
	$(BIN)/ruff format --check generator tests benchmarks supply
	$(BIN)/mypy

browser: .venv/dev # and what the driver of the browser, a program of its own, needs
	@for package in $(if $(BROWSER),,chromium) $$($(BIN)/playwright --version > /dev/null 2>&1 || echo libatomic1); do \
	  if [ "$(ROOT)" = yes ]; then apt-get update -qq && apt-get install -y -qq $$package > /dev/null; \
	  else echo "The tests need a browser. Install what is missing: sudo apt-get install $$package"; exit 1; fi; done

servers: # without them, and outside of CI, the tests of publishing say that they were skipped
ifeq ($(SERVERS)$(ROOT),yes)
	apt-get update -qq && apt-get install -y -qq --no-install-recommends curl openssh-server rsync nginx \
	  libnginx-mod-http-brotli-static > /dev/null
endif

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || if [ "$(ROOT)" = yes ]; then \
	  apt-get update -qq && apt-get install -y -qq python3-venv > /dev/null; \
	  else echo "Python's venv is missing. Install it: sudo apt-get install python3-venv"; exit 1; fi
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/python requirements/build.lock generator/run.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --use-pep517 --require-hashes -r generator/run.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev: .venv/run requirements/dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes -r requirements/dev.lock
	@touch $@

bench: .venv/dev ## measure time, memory and bytes; more: bench-peers, audit, pictures (see CONTRIBUTING.md)
	$(BIN)/python -m benchmarks $(SIZES)

bench-peers: .venv/dev # the same beside Observable Framework, which npm fetches
	$(BIN)/python -m benchmarks.peers

pictures: site .venv/dev browser # draw the pictures of the README
	$(BIN)/python -m benchmarks.pictures

audit: site .venv/dev browser # judge the site with Lighthouse and the Nu HTML checker (needs npm and java)
	npm install --prefix .node --no-save --no-audit --no-fund --silent lighthouse@12 vnu-jar
	$(BIN)/python -m benchmarks.audit

wheel: .venv/run ## the program as one file to install anywhere, in dist/
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

image: # the program as a container image, by podman or docker; BASE= another base than that of deploy/Containerfile
	@[ -n "$(CONTAINERS)" ] || { echo "An image needs podman or docker. Install one: sudo apt-get install podman"; exit 1; }
	$(CONTAINERS) build --file deploy/Containerfile $(if $(BASE),--build-arg BASE=$(BASE)) --tag progress-portal .

image-check: .venv/run # build the image on a bare Debian 13 and a portal with it (as root; needs debootstrap and buildah)
	.ci/image

sbom: .venv/dev # the packages that the program runs on, as a bill of materials (CycloneDX), in dist/
	$(BIN)/python -m supply sbom dist/progress-portal.cdx.json

vulnerabilities: .venv/dev # compare the locks with advisories: ADVISORIES=a folder or a zip of OSV files
	$(BIN)/python -m supply vulnerabilities $(ADVISORIES)

lock: .venv/python ## pin the newest versions of all dependencies that pyproject.toml allows
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(PIN) requirements/build.in --output-file requirements/build.lock
	$(PIN) pyproject.toml --output-file generator/run.lock
	$(PIN) pyproject.toml --extra dev --constraint generator/run.lock --output-file requirements/dev.lock
	$(PIN) pyproject.toml --extra dev --extra mutants --constraint requirements/dev.lock --output-file requirements/mutants.lock

clean: ## remove what can be made again
	rm -rf dist .venv .node site .mypy_cache .pytest_cache .ruff_cache *.egg-info
