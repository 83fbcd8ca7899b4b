# Each command does all that it needs, on a fresh Debian-like machine with Python 3.11 and make.
.PHONY: setup run test check bench lock

setup: ## everything the others need: system packages, .venv from the hashed lock, translations
	@exec scripts/setup dev

run: ## the demo year on PORT (default 8000), background work included
	@exec scripts/run

test: ## the whole suite on SQLite, then on PostgreSQL with Redis and real workers
	@exec scripts/test

check: ## format, lint, types, layers, templates, migrations, diagrams, translations, deployment
	@exec scripts/check

bench: ## the figures of speed as JSON lines; SCALE=1000000 for the full size
	@exec scripts/bench

lock: ## write both hashed locks anew from requirements*.txt
	@exec scripts/lock
