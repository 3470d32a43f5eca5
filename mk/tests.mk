# Tests: every test_*.c is one Criterion program, build/test/<room>/test_<subject>. Other .c files
# in the same folder are helpers, linked into each of its tests.
#
# There is one copy of liblamina in any process: tests of its inside link the archive, everybody
# else links the shared library that plugins need too.

TEST_FOLDER_ROOMS := sdk/lib sdk/cli sdk/local sdk/testing host layers/domain \
    $(addprefix layers/domain/,aws dynamodb encryption mapper models parameters repositories utilities tools) \
    $(addprefix plugins/,$(MODULES))
TEST_CROSS_ROOMS := test/abi test/docs test/integration test/e2e
# With Debian's shared libraries there is no layer that could leave this machine.
ifeq ($(STATIC_LIBS),1)
TEST_CROSS_ROOMS += test/layer
endif

# Criterion's cr_assert(eq(...)) puts an int into a bit-field of its own, and gcc blames the line
# that uses it. clang does not; the linter checks the tests with clang and all warnings.
TEST_FLAGS = -fPIE $(VISIBILITY) $(GCC_ONLY_QUIET) -Itest/support -Isdk/testing $(CRITERION_CFLAGS)
GCC_ONLY_QUIET := -Wno-conversion

# -------------------------------------------------------------------------------------- support

FLAGS_support = -Isdk/include -Ilayers/domain/include $(TEST_FLAGS)
$(eval $(call compile_room,support,$(wildcard test/support/*.c),$(DEPS) $(DEPS_TEST)))
TEST_SUPPORT := $(B)/obj/testsupport.a
$(eval $(call archive,$(TEST_SUPPORT),$(OBJ_support)))

# ----------------------------------------------------------------------------------- one program

# From a test's folder up to build/, for its rpath: tests find the libraries wherever build/ lies.
up = $(subst $(space),/,$(patsubst %,..,$(subst /,$(space),$(1))))

# $(call test_room,name,source folder,output folder,room flags,archives,shared prerequisites,libraries)
define test_room
FLAGS_test-$(1) = $(4) -I$(2) $$(TEST_FLAGS)
SRC_test-$(1) := $$(wildcard $(2)/test_*.c)
$(call compile_room,test-$(1),$(wildcard $(2)/*.c),$(DEPS) $(DEPS_TEST))
HELP_test-$(1) := $$(filter-out $(B)/obj/$(2)/test_%,$$(OBJ_test-$(1)))
BIN_test-$(1) := $$(SRC_test-$(1):$(2)/%.c=$(B)/test/$(3)/%)
TESTS += $$(BIN_test-$(1))
$(call signature,$(B)/obj/test-$(1).link.sig,$$(LINK_FLAGS) $$(HELP_test-$(1)))
$$(BIN_test-$(1)): $(B)/test/$(3)/%: $(B)/obj/$(2)/%.o $$(HELP_test-$(1)) $$(TEST_SUPPORT) $(TEST_KIT) $(5) $(6) \
    $$(OBJ_sanitizer) $(B)/obj/test-$(1).link.sig | $$$$(@D)/
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -pie $$(LINK_FLAGS) $$(call rpath,$(call up,test/$(3))/lib) -o $$@ $$< \
	    $$(HELP_test-$(1)) $$(OBJ_sanitizer) $$(TEST_SUPPORT) $(TEST_KIT) $(5) $(7) $$(CRITERION_LIBS) -ldl -lpthread \
	    -Wl,--no-gc-sections # Criterion finds tests by their section: nothing refers to them
endef

# What a room's tests are linked with, by room: the archive of its inside, then what it needs.
TEST_LIBS = $(LINK_DOMAIN) $(LINK_LAMINA)

# cJSON is what the JSON reader is held against.
$(eval $(call test_room,lamina,sdk/lib/test,sdk/lib,$$(FLAGS_lamina) $$(CJSON_CFLAGS),$(B)/obj/liblamina.a,$(THIRD_PARTY_CHOICE),$$(LIBS_lamina) $$(CJSON_LIBS)))
$(OBJ_test-lamina) $(LINT_test-lamina): $(THIRD_PARTY_CHOICE)
$(eval $(call test_room,cli,sdk/cli/test,sdk/cli,$$(FLAGS_cli),$(B)/obj/cli.a,$(LIBLAMINA),$(LINK_LAMINA) $$(LIBDW_LIBS) $$(LIBELF_LIBS)))
$(eval $(call test_room,testing,sdk/testing/test,sdk/testing,$$(FLAGS_testing),,$(LIBLAMINA),$(LINK_LAMINA)))
$(eval $(call test_room,local,sdk/local/test,sdk/local,$$(FLAGS_local),$(B)/obj/local.a,$(LIBLAMINA),$(LINK_LAMINA) $$(LIBEVENT_LIBS)))
$(eval $(call test_room,host,host/test,host,$$(FLAGS_host),$(B)/obj/host.a,$(LIBLAMINA),$(LINK_LAMINA)))

$(foreach room,layers/domain $(filter layers/domain/%,$(TEST_FOLDER_ROOMS)),$(eval \
    $(call test_room,$(subst /,-,$(room)),$(room)/test,$(room),$$(FLAGS_domain) -I$(room),$(B)/obj/libdomain.a,$(LIBLAMINA),$(LINK_LAMINA))))

$(foreach m,$(MODULES),$(eval \
    $(call test_room,plugins-$(m),plugins/$(m)/test,plugins/$(m),$$(FLAGS_plugin-$(m)),$(B)/obj/plugin-$(m).a $(TEST_KIT),$(LIBDOMAIN) $(LIBLAMINA),$(TEST_LIBS))))

FLAGS_cross = -Isdk/include -Ilayers/domain/include $(LIBELF_CFLAGS)
$(foreach room,$(TEST_CROSS_ROOMS),$(eval \
    $(call test_room,$(subst /,-,$(room)),$(room),$(room:test/%=%),$$(FLAGS_cross),,$(LIBDOMAIN) $(LIBLAMINA),$(TEST_LIBS) $$(LIBELF_LIBS))))

# The templates are YAML; nothing but their tests reads it. What a module's code reaches is read from objects.
FLAGS_deploy = -Isdk/include -Ilayers/domain/include $(YAML_CFLAGS) $(LIBELF_CFLAGS)
$(eval $(call test_room,deploy,test/deploy,deploy,$$(FLAGS_deploy),,$(LIBDOMAIN) $(LIBLAMINA) $(B)/obj/libdomain.a $(MODULES:%=$(B)/obj/plugin-%.a),$(TEST_LIBS) $$(YAML_LIBS) $$(LIBELF_LIBS)))

# -------------------------------------------------------------------------------- test plugins

# One file, one plugin: test/abi/plugins/<name>.c -> build/test/plugins/<name>.so, and likewise
# test/bench/plugins/<name>.c -> build/test/plugins/bench-<name>.so. test/abi/plugins/rules.mk may
# set TEST_PLUGIN_LDFLAGS_<name> (added to the link), TEST_PLUGIN_CFLAGS_<name> (added to the
# compilation) and TEST_PLUGIN_LINK_<name> (replaces the hardening flags altogether), and may add
# further files, built by rules of its own, to TEST_PLUGINS.
TEST_PLUGINS :=
FLAGS_test-plugin = -fPIC $(VISIBILITY) -Isdk/include -Itest/abi/plugins $(TEST_PLUGIN_CFLAGS_$(basename $(notdir $<)))
TEST_PLUGIN_LINK = $(LINK_FLAGS)

$(eval $(call compile_room,test-plugin,$(wildcard test/abi/plugins/*.c test/bench/plugins/*.c),$(DEPS)))

# $(call test_plugin,name,object)
define test_plugin
TEST_PLUGINS += $(B)/test/plugins/$(1).so
$(B)/test/plugins/$(1).so: $(2) $(LIBLAMINA) $(wildcard test/abi/plugins/rules.mk) | $$$$(@D)/
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -shared $$(if $$(value TEST_PLUGIN_LINK_$(1)),$$(TEST_PLUGIN_LINK_$(1)),$$(TEST_PLUGIN_LINK)) \
	    -o $$@ $(2) $(LINK_LAMINA) $$(TEST_PLUGIN_LDFLAGS_$(1))
	$$(Q)$$(call keep_debug,$$@)
endef
$(foreach src,$(wildcard test/abi/plugins/*.c),$(eval \
    $(call test_plugin,$(basename $(notdir $(src))),$(B)/obj/$(src:.c=.o))))
$(foreach src,$(wildcard test/bench/plugins/*.c),$(eval \
    $(call test_plugin,bench-$(basename $(notdir $(src))),$(B)/obj/$(src:.c=.o))))

-include test/abi/plugins/rules.mk

# One module of each release, built with that release's headers and no other.
# $(call released_plugin,release,file name without .so)
define released_plugin
FLAGS_released-$(1) = -fPIC $(VISIBILITY) -Itest/abi/released/$(1)/include
$(call compile_room,released-$(1),test/abi/released/$(1)/plugin.c,$(DEPS))
TEST_PLUGINS += $(B)/test/plugins/$(2).so
$(B)/test/plugins/$(2).so: $(B)/obj/test/abi/released/$(1)/plugin.o $(LIBDOMAIN) $(LIBLAMINA) | $$$$(@D)/
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -shared $$(LINK_FLAGS) -o $$@ $$< $(LINK_DOMAIN) $(LINK_LAMINA)
	$$(Q)$$(call keep_debug,$$@)
endef
$(foreach release,$(RELEASES),$(eval $(call released_plugin,$(release),released-$(subst .,-,$(release)))))

# --------------------------------------------------------------------------------------- running

.PHONY: test test-programs test-plugins shipped gate-leak

test-plugins: $(TEST_PLUGINS)

# What is looked at as it ships has no sanitizers in it. The programs that look have.
SHIPPED := $(if $(SANITIZE),shipped)
shipped:
	+$(Q)$(MAKE) --no-print-directory SAN= sdk layer plugins test-plugins

$(eval $(call compile_room,supervise,test/supervise.c,$(DEPS)))
RUNNER := $(B)/test/supervise
$(RUNNER): $(OBJ_supervise) | $$(@D)/
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK_FLAGS) -o $@ $<

ONLY ?=
SELECTED := $(if $(ONLY),$(foreach t,$(TESTS),$(if $(findstring $(ONLY),$(t)),$(t))),$(TESTS))

# Tests of one room's inside need no product, so with ONLY= another room that does not compile
# stands in nobody's way. All others start bootstrap, load plugins, use the database.
UNIT_TESTS := $(B)/test/sdk/lib/% $(B)/test/layers/domain/% $(B)/test/plugins/%
TEST_PREREQUISITES := $(if $(ONLY),$(if $(filter-out $(UNIT_TESTS),$(SELECTED)),x),x)
TEST_PREREQUISITES := $(if $(TEST_PREREQUISITES),$(SDK_PRODUCTS) $(LAYER_PRODUCTS) \
    $(PLUGIN_PRODUCTS) $(TEST_PLUGINS) $(DYNAMODB_LOCAL) $(VIEWER_HERE) $(BROWSER_DRIVER) $(if $(SANITIZE),$(SHIPPED),$(LAYER_ZIP)))

test-programs: $(TESTS) $(TEST_PLUGINS) ## build every test, run none

test: $(RUNNER) $(SELECTED) $(TEST_PREREQUISITES) $(if $(SANITIZE),$(if $(ONLY),,gate-leak)) | $(DEPS_TEST) ## run the tests: make test [ONLY=substring] [SAN=1]
	@LAMINA_BUILD='$(abspath $(B))' LAMINA_SHIPPED_BUILD='$(abspath build)' LAMINA_ROOT='$(CURDIR)' \
	    LAMINA_LAYER_ZIP='$(abspath $(LAYER_ZIP))' SANITIZED='$(SAN)' bash test/run $(if $(SANITIZE),$(if $(ONLY),,--count-gate $(B)/log/gate-leak)) $(SELECTED)

# A leak in a test that Criterion forked leaves exit status 0: only the runner can turn it into a
# failure. Here a deliberate one proves that it does.
FLAGS_leak = $(TEST_FLAGS)
$(eval $(call compile_room,leak,test/gates/leak/leak.c,$(DEPS) $(DEPS_TEST)))
$(B)/test/gates/leak: $(OBJ_leak) $(OBJ_sanitizer) | $$(@D)/
	$(call say,LD,$@)
	$(Q)$(CC) -pie $(LINK_FLAGS) -o $@ $^ $(CRITERION_LIBS)

gate-leak: $(RUNNER) $(B)/test/gates/leak ## prove that a leak fails the run (with SAN=1)
	@LAMINA_BUILD='$(abspath $(B))' LAMINA_ROOT='$(CURDIR)' SANITIZED='$(SAN)' \
	    bash test/gates/leak/gate.sh $(B)/test/gates/leak $(B)/log/gate-leak

# ------------------------------------------------------------------------------ another architecture

# The other architecture's layer and plugins, run by an emulator under this machine's test programs: loader and
# refusals, released modules, start of the host, crashes, the package.
.PHONY: test-arm64
ARM64_TESTS := $(addprefix build/test/,layer/test_lamina_check layer/test_layer_package layer/test_symbolize \
    integration/test_released integration/test_host_start)

ifeq ($(OWN_ARCH)$(SANITIZE),x86_64)
test-arm64: $(RUNNER) $(ARM64_TESTS) $(B)/bin/lamina | build/.deps-build-arm64 build/.deps-emulator ## run the tests of ABI and loader on arm64, under qemu
	+$(Q)$(MAKE) --no-print-directory ARCH=arm64 layer plugins test-plugins
	$(Q)aarch64-linux-gnu-gcc -std=c17 -fsyntax-only -Isdk/include -x c test/abi/layout.h
	@LAMINA_BUILD='$(abspath build)' LAMINA_SHIPPED_BUILD='$(abspath build/arm64)' LAMINA_ROOT='$(CURDIR)' \
	    LAMINA_LAYER_ZIP='$(abspath build)/lamina-layer-$(LAYER_VERSION)-arm64.zip' \
	    LAMINA_EMULATOR=qemu-aarch64-static QEMU_LD_PREFIX=/usr/aarch64-linux-gnu \
	    bash test/run $(ARM64_TESTS)
else
test-arm64:
	@echo "make test-arm64 is for an x86_64 machine and the plain build; on arm64, make test is it" >&2; exit 1
endif
