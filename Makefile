# Every command installs what it needs and is not there yet (scripts/setup).
SHELL := /bin/bash
PORT ?= 8080

.PHONY: help serve dev build command test interop bench bench-peers
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

serve: ## build in release and serve the page at http://127.0.0.1:8080/ (PORT=… for another port)
	@scripts/setup build
	@echo "Building; then Grove is at http://127.0.0.1:$(PORT)/"
	@source scripts/env && trunk serve --release --port $(PORT)

dev: ## build quickly and serve while you change the page: trees grow slower than in release
	@scripts/setup build
	@echo "Building; then Grove is at http://127.0.0.1:$(PORT)/"
	@source scripts/env && trunk serve --dist target/dev-site --port $(PORT)

build: ## the static site in dist/, for any host and any sub-path
	@scripts/setup build
	@source scripts/env && trunk build --release

command: build ## the native command in target/release/grove, with the page inside for `grove serve`
	@cargo build --locked --release --features site --bin grove

test: ## format, lint, native tests, browser tests, end-to-end tests on the built site
	@scripts/setup test
	@scripts/test

interop: ## have every export read by the tools that it is meant for (ARGS=mlflow_model for a part)
	@scripts/setup interop
	@scripts/interop $(ARGS)

bench: ## measure the page, the engine and the peers in one go
	@scripts/setup bench
	@scripts/bench

bench-peers: ## forests and boosting beside other libraries, into docs/benchmarks.md (ARGS=--quick for a try)
	@scripts/setup bench-peers
	@scripts/bench-peers $(ARGS)
