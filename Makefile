.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

app: ## open the chat in the browser
	python3 start.py

check: ## lint, format and types
	python3 start.py check

test: ## lint, types and all tests
	python3 start.py test

eval: ## score the offline language model
	python3 start.py eval

lock: ## compile the lock files again
	python3 start.py lock

.PHONY: help app check test eval lock
