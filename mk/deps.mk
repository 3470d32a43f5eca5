# What the build needs from the system. Each stamp costs nothing once it is there; the script
# installs only what is missing.

# What STATIC_LIBS means is in mk/third-party.mk. Each kind of build has packages of its own.
STATIC_LIBS ?= 1
ifeq ($(filter $(STATIC_LIBS),0 1),)
$(error STATIC_LIBS is 1 or 0, not "$(STATIC_LIBS)")
endif
DEPS_BUILD := build/.deps-build-$(if $(CROSS),$(ARCH),$(if $(filter 1,$(STATIC_LIBS)),static,shared))
DEPS_RUN := build/.deps-run
DEPS_TEST := build/.deps-test
DEPS_LINT := build/.deps-lint
DEPS_FUZZ := build/.deps-fuzz
DEPS_ABI := build/.deps-abi

.PHONY: deps deps-build deps-run deps-test deps-lint deps-fuzz deps-abi

deps: deps-build deps-run deps-test deps-lint deps-fuzz deps-abi ## install what is missing for every goal
deps-build: $(DEPS_BUILD)
deps-run: $(DEPS_RUN)
deps-test: $(DEPS_TEST)
deps-lint: $(DEPS_LINT)
deps-fuzz: $(DEPS_FUZZ)
deps-abi: $(DEPS_ABI)

build/.deps-%: mk/install-missing.sh
	@mkdir -p build
	@sh mk/install-missing.sh $*
	@touch $@

# Nothing compiles without the first; the others only add to it.
$(DEPS_RUN) $(DEPS_TEST) $(DEPS_LINT): | $(DEPS_BUILD)
# The tests start DynamoDB Local.
$(DEPS_TEST): | $(DEPS_RUN)
# The fuzzers are built by the linters' clang.
$(DEPS_FUZZ): | $(DEPS_LINT)
# The layout is looked at for both architectures by clang.
$(DEPS_ABI): | $(DEPS_LINT)
