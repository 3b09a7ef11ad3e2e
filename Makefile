# Two commands are enough: `make run` and `make test`. Each first sets up what is missing.

ARGS ?=
PROGRAM = .venv/bin/headache-relief

.PHONY: help setup run chat test test-python test-channels test-faults test-widget test-browser train lint format bench load simulate

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what is needed and train the model, only as far as it is needed
	@sh scripts/setup

run: setup ## start the assistant; ARGS="--port 5006" hands options on
	@$(PROGRAM) serve $(ARGS)

chat: setup ## talk to the assistant in the terminal
	@$(PROGRAM) chat $(ARGS)

test: test-python test-widget test-browser ## run all tests

test-python: setup ## run the assistant's tests; ARGS="-k words" chooses some, ARGS="-m slow" the slow ones
	@sh scripts/postgres >/dev/null
	@.venv/bin/pytest $(ARGS)

test-channels: setup ## run only the tests of the web channel, Telegram and Slack
	@.venv/bin/pytest tests/channels $(ARGS)

test-faults: setup ## break everything while people talk, and print what that did; ARGS="--kills 1000"
	@sh scripts/postgres >/dev/null
	@.venv/bin/pytest tests/faults -m "slow or not slow" --kills 600 $(ARGS)

fuzz: setup ## throw 10,000 inputs at every public door
	@HEADACHE_RELIEF_FUZZ_INPUTS=10000 .venv/bin/pytest tests/fuzz --override-ini timeout=3600 $(ARGS)

test-widget: setup ## run the chat widget's tests
	@sh scripts/widget --test

test-browser: setup ## run the tests in a real browser
	@sh scripts/widget --test-browser

train: setup ## train the model again
	@$(PROGRAM) train $(ARGS)

lint: setup ## check style, types and the direction of imports
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: setup ## mend the style
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: setup ## measure speed and memory beside a stock Rasa assistant
	@$(PROGRAM) bench $(ARGS)

load: setup ## many conversations at once, beside stock Rasa; ARGS="--minutes 10" for the target's time
	@sh scripts/postgres >/dev/null
	@$(PROGRAM) load $(ARGS)

simulate: setup ## 5,000 simulated people talk to it; goes on where it was interrupted
	@$(PROGRAM) simulate --conversations 5000 --workers 2 $(ARGS)
