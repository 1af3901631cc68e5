# Everything runs in a virtual environment that is made when it is first needed: `make demo` on a fresh clone is enough.
SHELL  := /bin/bash
PYTHON ?= python3
VENV   ?= .venv
READY  := $(VENV)/.ready
KG     := $(VENV)/bin/kg
STORE  := demo/graph
LOCK   := .ci/lock.txt

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test lint bench fuzz docs audit sbom licences lock clean

help:           ## What there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(READY): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is older than 3.11; say which to use: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
ifdef CI
	# Exactly what is locked, each file by its hash.
	$(VENV)/bin/python -m pip install --quiet --no-compile --require-hashes -r $(LOCK)
	$(VENV)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
else
	$(VENV)/bin/python -m pip install --quiet -e '.[dev]'
endif
	@touch $@

demo: $(READY)  ## Build the two founding articles into a graph, ask it, write Turtle and the network page
	@mkdir -p demo
	$(KG) build seeds/articles --store $(STORE)
	$(KG) query agreements --between 重庆高新区 成都高新区 --store $(STORE)
	$(KG) query projects-by-status --store $(STORE)
	$(KG) show 政务服务跨省通办合作备忘录 --store $(STORE)
	$(KG) export demo/cooperation.ttl --store $(STORE)
	$(KG) view demo/network.html --store $(STORE)
	@echo "Turtle: demo/cooperation.ttl   network: demo/network.html (open it in a browser)"

test: $(READY)  ## House rules, types, doctests, tests and the quality gate, by one command
ifdef ARGS
	$(VENV)/bin/python -m pytest $(ARGS)
else
	# In two processes, but for what has to be alone. tests/conftest.py has the longest first.
	$(VENV)/bin/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder -m 'not alone'
	$(VENV)/bin/python -m pytest -m alone tests/serve tests/view
endif

lint: $(READY)  ## The house rules alone: style, types, import directions, sizes
	$(VENV)/bin/python -m pytest tests/test_house_rules.py $(ARGS)

coverage: $(READY) ## Branch coverage of kg/ by all tests, commands and servers included (ARGS=tests/read: by some)
	@rm -rf build/coverage && mkdir -p build/coverage
	$(VENV)/bin/python -m coverage run -m pytest -o timeout=900 $(or $(ARGS),-n 2 --dist loadscope) \
	  || echo "some tests fail (time is another where it is counted what runs); what they run is counted all the same"
	$(VENV)/bin/python -m coverage combine --quiet
	$(VENV)/bin/python -m coverage report

bench: $(READY) ## Speed of reading, writing, asking, starting, into tests/bench/results.json (ARGS=--long: for hours)
	PYTHONPATH=. $(VENV)/bin/python -m tests.bench.bench $(ARGS)

fuzz: $(READY)  ## Millions of inputs at every door, by a fuzzer that sees the code (hours; goes on where it was stopped)
	$(VENV)/bin/python -m pip install --quiet 'atheris>=3.0,<4'
	PYTHONPATH=. $(VENV)/bin/python -m tests.fuzz.run $(ARGS)

docs: $(READY)  ## The docs site, into build/docs
	PYTHONPATH=. $(VENV)/bin/python -m mkdocs build --quiet --strict --config-file notebooks/mkdocs.yml
	@echo "docs: build/docs/index.html (open it in a browser)"

audit: $(READY) ## Ask a public database for known faults of what is locked; says so where it cannot be reached
	$(VENV)/bin/python -m tests.supply.audit

sbom: $(READY)  ## What is installed with kg, as CycloneDX: build/sbom.cdx.json
	@mkdir -p build
	$(VENV)/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible \
	  --output-format JSON --output-file build/sbom.cdx.json $(VENV)/bin/python
	@echo "bill of materials: build/sbom.cdx.json"

licences: $(READY) ## LICENSES.md anew
	$(VENV)/bin/python -m tests.supply.licences > build.licences && mv build.licences LICENSES.md

lock: $(READY)  ## .ci/lock.txt anew: the newest versions that pyproject.toml allows, for every Python from 3.11 on
	$(VENV)/bin/python -m pip install --quiet uv
	{ sed -n '/^#/p' $(LOCK); $(VENV)/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet; } > $(LOCK).new
	mv $(LOCK).new $(LOCK)

clean:          ## Remove what was made, the virtual environment too
	rm -rf .venv demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find kg tests -name __pycache__ -type d -prune -exec rm -rf {} +
