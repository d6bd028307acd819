# Thin on purpose: every target is `python3 tools/setup.py <target>`, which needs nothing but Python 3.11 or newer.
PYTHON ?= python3
TARGETS = run setup test quick check bench soak lock demo-reset

.PHONY: help $(TARGETS)
help:
	@$(PYTHON) tools/setup.py --help
$(TARGETS):
	@$(PYTHON) tools/setup.py $@
