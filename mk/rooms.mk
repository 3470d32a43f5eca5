# The rooms, top to bottom as docs/design.md draws them, and what each is linked into.
# A room with no source yet is left out, and so is what would be built from it alone.

DEPS := $(DEPS_BUILD)

# ---------------------------------------------------------------------------- sdk/lib: liblamina

FLAGS_lamina = -fPIC $(LEDGER) -Isdk/include -Isdk/lib $(CURL_CFLAGS) $(CRYPTO_CFLAGS)
LIBS_lamina = $(CURL_LIBS) $(CRYPTO_LIBS)
SRC_lamina := $(wildcard sdk/lib/*.c)
MAP_lamina := $(wildcard sdk/lib/liblamina.map)
$(eval $(call compile_room,lamina,$(SRC_lamina),$(DEPS) $(THIRD_PARTY)))
$(eval $(call archive,$(B)/obj/liblamina.a,$(OBJ_lamina)))
$(OBJ_lamina) $(LINT_lamina): $(THIRD_PARTY_CHOICE)

# ------------------------------------------------------------------------ layers/domain: libdomain

# A section for each function and constant: test/deploy reads from the objects what code reaches.
SECTIONS := -ffunction-sections -fdata-sections

FLAGS_domain = -fPIC $(SECTIONS) $(LEDGER) -Isdk/include -Ilayers/domain/include -Ilayers/domain
SRC_domain := $(wildcard $(addprefix layers/domain/,$(addsuffix /*.c,aws dynamodb encryption mapper models parameters repositories utilities)))
MAP_domain := $(wildcard layers/domain/libdomain.map)
$(eval $(call compile_room,domain,$(SRC_domain),$(DEPS)))
$(eval $(call archive,$(B)/obj/libdomain.a,$(OBJ_domain)))

# ------------------------------------------------------------------------------ shared libraries

LIBLAMINA := $(if $(SRC_lamina),$(B)/lib/liblamina.so.1.0.0)
LIBDOMAIN := $(if $(SRC_domain),$(B)/lib/libdomain.so.1.0.0)
# How others link them: the file as a prerequisite, -l as the flag.
LINK_LAMINA := -L$(B)/lib $(if $(SRC_lamina),-llamina)
LINK_DOMAIN := -L$(B)/lib $(if $(SRC_domain),-ldomain)

# $(call shared_library,name,prerequisites,libraries)
define shared_library
$(call signature,$(B)/obj/lib$(1).link.sig,$$(LINK_FLAGS) $$(OBJ_$(1)))
$(B)/lib/lib$(1).so.1.0.0: $$(OBJ_$(1)) $$(MAP_$(1)) $(2) $(B)/obj/lib$(1).link.sig | $$$$(@D)/
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -shared $$(LINK_FLAGS) -Wl,-Bsymbolic-functions -Wl,-soname,lib$(1).so.1 \
	    $$(addprefix -Wl$$(comma)--version-script$$(comma),$$(MAP_$(1))) $$(call rpath,.) \
	    -o $$@ $$(OBJ_$(1)) $(3)
	@ln -sf lib$(1).so.1.0.0 $(B)/lib/lib$(1).so.1
	@ln -sf lib$(1).so.1 $(B)/lib/lib$(1).so
endef
$(eval $(call shared_library,lamina,$(THIRD_PARTY) $(THIRD_PARTY_CHOICE),$$(LIBS_lamina)))
$(eval $(call shared_library,domain,$(LIBLAMINA),$(LINK_LAMINA)))

# ------------------------------------------------------------------------------- host: bootstrap

FLAGS_host = -fPIE $(VISIBILITY) -Isdk/include -Ihost
SRC_host := $(wildcard host/*.c)
$(eval $(call compile_room,host,$(SRC_host),$(DEPS)))
$(eval $(call archive,$(B)/obj/host.a,$(filter-out %/main.o,$(OBJ_host))))

# Sanitized programs write their findings to files even where a caller dropped the environment.
FLAGS_sanitizer = -DSANITIZER_LOG='"$(abspath $(B))/log/stray/asan"'
$(eval $(call compile_room,sanitizer,test/gates/sanitizer_defaults.c,$(DEPS)))
OBJ_sanitizer := $(if $(SANITIZE),$(OBJ_sanitizer))

# $(call program,file,objects,prerequisites,libraries,rpath)
define program
$(call signature,$(B)/obj/$(notdir $(1)).link.sig,$$(LINK_FLAGS) $(2))
$(1): $(2) $$(OBJ_sanitizer) $(3) $(B)/obj/$(notdir $(1)).link.sig | $$$$(@D)/ $(if $(SANITIZE),$(B)/log/stray/)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -pie $$(LINK_FLAGS) $$(call rpath,$(5)) -o $$@ $(2) $$(OBJ_sanitizer) $(4)
endef
$(eval $(call program,$(B)/obj/bootstrap,$(OBJ_host),$(LIBLAMINA),$(LINK_LAMINA) -ldl,lib))

# ------------------------------------------------------------------------- sdk/testing: the test kit

# The host's own objects are in it: what a test calls is what serves requests.
FLAGS_testing = -fPIE $(VISIBILITY) -Isdk/include -Isdk/testing -Ihost
SRC_testing := $(wildcard sdk/testing/*.c)
$(eval $(call compile_room,testing,$(SRC_testing),$(DEPS)))
TEST_KIT := $(if $(SRC_testing),$(B)/lib/liblamina-testing.a)
$(eval $(call archive,$(TEST_KIT),$(OBJ_testing) $(filter-out %/main.o,$(OBJ_host))))

# -------------------------------------------------------------------------------------- the layer

# What ships carries its symbol table, so that a backtrace has names, and a link to its debug file,
# where the debug sections are (mk/package.mk).
ifeq ($(SAN),1)
LAYER_COPY = cp $< $@
else
LAYER_COPY = $(call split_debug,$<,$@)
endif

LAYER_PRODUCTS := $(if $(SRC_host),$(B)/layer/bootstrap) \
    $(if $(SRC_lamina),$(B)/layer/lib/liblamina.so.1) $(if $(SRC_domain),$(B)/layer/lib/libdomain.so.1)

$(B)/layer/bootstrap: $(B)/obj/bootstrap | $$(@D)/
	$(call say,LAYER,$@)
	$(Q)$(LAYER_COPY)

$(B)/layer/lib/%.so.1: $(B)/lib/%.so.1.0.0 | $$(@D)/
	$(call say,LAYER,$@)
	$(Q)$(LAYER_COPY)

# ------------------------------------------------------------------------- layers/domain/tools

FLAGS_tools = -fPIE $(VISIBILITY) -Isdk/include -Ilayers/domain/include -Ilayers/domain
SRC_tools := $(wildcard layers/domain/tools/*.c)
TOOLS := $(foreach src,$(SRC_tools),$(B)/bin/$(subst _,-,$(basename $(notdir $(src)))))
$(eval $(call compile_room,tools,$(SRC_tools),$(DEPS)))
$(foreach src,$(SRC_tools),$(eval $(call program,$(B)/bin/$(subst _,-,$(basename $(notdir $(src)))),\
    $(B)/obj/$(src:.c=.o),$(LIBDOMAIN) $(LIBLAMINA),$(LINK_DOMAIN) $(LINK_LAMINA),../layer/lib:../lib)))

# ---------------------------------------------------------------------------------------- sdk/cli

# The pages that `lamina explain` shows, where the command finds them: share/lamina beside bin.
PAGES := $(patsubst docs/%,$(B)/share/lamina/%,$(wildcard docs/errors/*.md docs/problems/*.md))

# What `lamina new` makes a module of.
SCAFFOLD := $(patsubst sdk/%,$(B)/share/lamina/%,$(shell find sdk/scaffold -type f))
PAGES += $(SCAFFOLD)

# What `lamina events` prints.
SAMPLE_EVENTS := $(patsubst sdk/cli/%,$(B)/share/lamina/%,$(wildcard sdk/cli/events/*.json))
PAGES += $(SAMPLE_EVENTS)

$(SAMPLE_EVENTS): $(B)/share/lamina/%: sdk/cli/% | $$(@D)/
	$(Q)cp $< $@

$(SCAFFOLD): $(B)/share/lamina/%: sdk/% | $$(@D)/
	$(Q)cp $< $@

$(B)/share/lamina/%.md: docs/%.md | $$(@D)/
	$(Q)cp $< $@

FLAGS_cli = -fPIE $(VISIBILITY) -Isdk/include -Isdk/cli $(LIBELF_CFLAGS) $(LIBDW_CFLAGS)
SRC_cli := $(wildcard sdk/cli/*.c)
$(eval $(call compile_room,cli,$(SRC_cli),$(DEPS)))
$(eval $(call archive,$(B)/obj/cli.a,$(filter-out %/main.o,$(OBJ_cli))))
$(eval $(call program,$(B)/bin/lamina,$(OBJ_cli),$(LIBLAMINA),$(LINK_LAMINA) $$(LIBDW_LIBS) $$(LIBELF_LIBS),../layer/lib:../lib))

# -------------------------------------------------------------------------------------- sdk/local

FLAGS_local = -fPIE $(VISIBILITY) -Isdk/include -Isdk/local $(LIBEVENT_CFLAGS)
SRC_local := $(wildcard sdk/local/*.c)
$(eval $(call compile_room,local,$(SRC_local),$(DEPS)))
$(eval $(call archive,$(B)/obj/local.a,$(filter-out %/main.o,$(OBJ_local))))
$(eval $(call program,$(B)/bin/lamina-local,$(OBJ_local),$(LIBLAMINA),$$(LIBEVENT_LIBS) $(LINK_LAMINA),../layer/lib:../lib))

SDK_PRODUCTS := $(LIBLAMINA) $(LIBDOMAIN) $(TEST_KIT) $(TOOLS) \
    $(if $(SRC_cli),$(B)/bin/lamina $(PAGES)) $(if $(SRC_local),$(B)/bin/lamina-local $(CONSOLE))

# ---------------------------------------------------------------------------------------- plugins

MODULES := $(sort $(patsubst plugins/%/,%,$(dir $(wildcard plugins/*/*.c))))
PLUGIN_PRODUCTS := $(MODULES:%=$(B)/plugins/%.so)
# What is left of a module that is gone would be served and tested on.
$(foreach stale,$(filter-out $(PLUGIN_PRODUCTS),$(wildcard $(B)/plugins/*.so)),$(shell rm -f $(stale)))

# $(call plugin,module). It has no rpath of its own: bootstrap's leads to the layer's libraries.
define plugin
FLAGS_plugin-$(1) = -fPIC $$(SECTIONS) $$(VISIBILITY) -Isdk/include -Ilayers/domain/include -Iplugins/$(1)
$(call compile_room,plugin-$(1),$(wildcard plugins/$(1)/*.c),$(DEPS))
$(call archive,$(B)/obj/plugin-$(1).a,$$(OBJ_plugin-$(1)))
$(call signature,$(B)/obj/plugin-$(1).link.sig,$$(LINK_FLAGS) $$(OBJ_plugin-$(1)))
$(B)/plugins/$(1).so: $$(OBJ_plugin-$(1)) $(LIBDOMAIN) $(LIBLAMINA) $(B)/obj/plugin-$(1).link.sig | $$$$(@D)/
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -shared $$(LINK_FLAGS) -o $$@ $$(OBJ_plugin-$(1)) $(LINK_DOMAIN) $(LINK_LAMINA)
	$$(Q)$$(call keep_debug,$$@)
endef
$(foreach module,$(MODULES),$(eval $(call plugin,$(module))))
