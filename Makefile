# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make` lists the targets. Everything is installed in .venv, .nox and .cache of this directory.

PYTHON ?= python3
# Passed on to the command: make acceptance ARGS="-k tarball", make server ARGS="--port 8065"
ARGS ?=

VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
# One for each Python, so that a change of the default Python requires no `make clean`.
NOX := .cache/nox-$(VERSION)
VENV := .venv
TREE := .cache/tree
# Used by tools/*.sh.
export NOX
# The environment for commands: those of .venv, the checkout as the collection, and the package of the embedded server.
RUN := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" ANSIBLE_COLLECTIONS_PATH="$(CURDIR)/$(TREE)" PYTHONPATH="$(CURDIR)/tests"

.DEFAULT_GOAL := help
.PHONY: help demo server test test-all lint format sanity units integration molecule acceptance acceptance-slow docs bench coverage sbom \
	build clean nox python

help: ## List the targets
	@echo "Usage: make TARGET. The targets are:"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r verb what; do \
		printf '  %-15s %s\n' "$$verb" "$$what"; done

demo: $(VENV)/ready ## Show a complete offboarding on a temporary server
	@$(RUN) $(VENV)/bin/python tools/demo $(ARGS)

server: $(VENV)/ready ## Run the embedded Mattermost server in the foreground (ARGS="--help" lists its options)
	@$(RUN) $(VENV)/bin/python -m embedded_mattermost $(ARGS)

test: $(NOX)/ready ## Run every check with the newest ansible-core that the default Python allows
	@tools/checks.sh test

test-all: $(NOX)/ready ## Run every check, and ansible-test with every supported ansible-core and Python
	@tools/checks.sh all

lint: $(NOX)/ready ## Run the static checks
	@tools/checks.sh lint

# Used by .ci/run to find nox.
nox: $(NOX)/ready
	@echo $(NOX)

# One check, as run in parallel by tools/checks.sh: recorded, and stopped if it hangs.
check-%: $(NOX)/ready
	@tools/check.sh $*

format: $(NOX)/ready ## Format the code and sort its imports
	@CI=false tools/nox.sh --session formatters

sanity units integration molecule acceptance acceptance-slow docs bench coverage sbom: $(NOX)/ready
	@tools/nox.sh --session $@ $(if $(ARGS),-- $(ARGS))
# For `make help`:
sanity: ## Run ansible-test sanity
units: ## Run the unit tests on the default Python (make test-all runs them on all versions)
integration: ## Run the integration tests
molecule: ## Run the Molecule scenarios
acceptance: ## Run the acceptance tests on the installed collection
acceptance-slow: ## Run the slow acceptance tests: network faults, the commands of the guides
docs: ## Build the documentation site into docs/site
bench: ## Measure time, memory and requests for ten thousand users
sbom: ## Write the software bill of materials into dist
coverage: ## List the lines of the plugins that the unit tests do not cover

build: $(VENV)/ready ## Build the collection's tarball into dist
	@$(VENV)/bin/ansible-galaxy collection build --force --output-path dist

clean: ## Remove everything that make installed or generated
	rm -rf .ansible .cache .nox .venv dist docs/site tests/output

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer as $(PYTHON). Specify another one: make PYTHON=python3.12 ..." >&2; exit 1; }

INSTALL := bin/python -m pip install --quiet --disable-pip-version-check

# These print to standard error: the first line of `make server` on standard output is for programs.
$(NOX)/ready: tools/constraints.txt | python
	@echo "Setting up nox ..." >&2
	@$(PYTHON) -m venv --clear $(NOX) >&2
	@$(NOX)/$(INSTALL) --constraint tools/constraints.txt nox antsibull-nox >&2
	@touch $@

$(VENV)/ready: requirements.txt tests/embedded_mattermost/requirements.txt | python
	@echo "Setting up ansible-core and the embedded server ..." >&2
	@$(PYTHON) -m venv --clear $(VENV) >&2
	@$(VENV)/$(INSTALL) ansible-core --requirement requirements.txt \
		--requirement tests/embedded_mattermost/requirements.txt >&2
	@mkdir -p $(TREE)/ansible_collections/offboarding
	@ln -sfn "$(CURDIR)" $(TREE)/ansible_collections/offboarding/mattermost
	@touch $@
