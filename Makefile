# Set-up, the main job and the tests. `make` alone says what there is.
#
# One profile for everything, so that nothing is compiled twice. The tests
# have debug assertions in mabang itself, and share all other crates.

CARGO ?= cargo
FLAGS = $$(cat .deps/cargo-flags)
CASES = 10000
ASSERTING = --config profile.release.package.mabang.debug-assertions=true

help:
	@echo "make plan    build, then plan a day in Wushan into out/wushan"
	@echo "make test    run all tests"
	@echo "make nightly 10,000 random days, each plan judged (CASES=N: so many)"
	@echo "make clients run OSRM's clients (routingpy, VROOM, ...) against mabang serve"
	@echo "make lint    what the checks ask for: formatting and clippy"
	@echo "make bench   time the hot paths"
	@echo "make setup   only fetch what building needs (into .deps)"

setup:
	@python3 tools/setup.py

plan: setup
	$(CARGO) build --release $(FLAGS)
	./target/release/mabang plan maps/wushan --time 60s --out out/wushan

test: setup
	$(CARGO) test --release $(FLAGS) $(ASSERTING)

nightly: setup
	PROPTEST_CASES=$(CASES) $(CARGO) test --release $(FLAGS) $(ASSERTING) \
		--test check_property --test check_hours --test check_turns

clients:
	@python3 tests/clients/run.py

lint: setup
	$(CARGO) fmt --check
	$(CARGO) clippy --release --all-targets $(FLAGS) -- -D warnings

bench: setup
	$(CARGO) bench $(FLAGS)

.PHONY: help setup plan test nightly clients lint bench
