# Lamina: the whole build. `make help` lists the goals.
#
# Every room is found by wildcard: a new .c file, test or plugin needs no change here.
# Nothing is written outside build/ (build/san/ with SAN=1).

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDEXPANSION:
MAKEFLAGS += --no-builtin-rules

# As many jobs as there are processors, unless the caller said how many.
ifeq ($(MAKELEVEL),0)
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
endif

# `make clean all` is meant one after the other.
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

include mk/toolchain.mk
include mk/deps.mk
include mk/third-party.mk
include mk/console.mk
include mk/rooms.mk
include mk/package.mk
include mk/abi.mk
include mk/dynamodb-local.mk
include mk/tests.mk
include mk/lint.mk
include mk/reference.mk
include mk/bench.mk
include mk/fuzz.mk
include mk/soak.mk
include mk/install.mk
include mk/deploy.mk

# ---------------------------------------------------------------------------------------- goals

.PHONY: all sdk layer plugins plugin run clean fmt help FORCE

all: sdk layer plugins ## build the SDK, the layer and every plugin (the default)

sdk: $(SDK_PRODUCTS) ## build the SDK's libraries and programs: build/lib, build/bin

layer: $(LAYER_PRODUCTS) ## build the layer as it lies under /opt, build/layer, and its zip: make layer [ARCH=arm64]

plugins: $(PLUGIN_PRODUCTS) ## build every plugin: build/plugins/<module>.so

plugin: ## build one plugin alone: make plugin NAME=partner
	@test -n "$(NAME)" || { echo "make plugin: say which, as in: make plugin NAME=partner" >&2; exit 1; }
	@test -d "plugins/$(NAME)" || { echo "make plugin: there is no folder plugins/$(NAME)" >&2; exit 1; }
ifneq ($(NAME),)
plugin: $(filter $(B)/plugins/$(NAME).so,$(PLUGIN_PRODUCTS))
endif

PORT ?= 8080
DB ?= disk
# Whose password is good for data on disk, and for one stage that keeps none.
ADMINISTRATOR = $(if $(filter memory,$(DB)),memory-$(PORT),$(DB))

# exec: a signal for the recipe reaches `lamina dev` itself, not a shell in between.
run: sdk layer plugins $(DYNAMODB_LOCAL) $(VIEWER_HERE) | $(DEPS_RUN) ## start everything on this machine: make run [PORT=8080] [DB=memory|disk]
	@mkdir -p build/local
	@exec $(B)/bin/lamina dev --port $(PORT) --db $(DB) --layer $(B)/layer --data build/local \
	    --dynamodb-local build/dynamodb-local --setup '$(B)/bin/domain-tables create' \
	    --setup '$(B)/bin/domain-administrator build/local/administrator-$(ADMINISTRATOR).json http://127.0.0.1:$(PORT)/v1' \
	    $(PLUGIN_PRODUCTS)

clean: ## remove build/
	rm -rf build

fmt: | $(DEPS_LINT) ## format every C file in place
	$(Q)clang-format -i $(C_FILES)

help: ## show this list
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/\1 \2/p' Makefile mk/*.mk | \
	    while read -r goal text; do printf '  make %-14s %s\n' "$$goal" "$$text"; done
	@echo "  STATIC_LIBS=0 links Debian's shared libcurl and needs no source packages."
	@echo "  SAN=1 builds and tests under build/san with the address and undefined-behaviour sanitizers."
	@echo "  V=1 shows the commands. CC=clang builds with clang."

-include $(shell find $(B)/obj build/lint -name '*.d' 2>/dev/null)
