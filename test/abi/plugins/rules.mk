# How the test plugins differ from a plugin that is built as it should be.

TEST_PLUGIN_FOLDER := $(B)/test/plugins
TEST_PLUGIN_STUBS := $(B)/obj/test/abi/stubs

# As most plugins are not linked, and should be: nothing finds the symbol before the cold start does.
TEST_PLUGIN_LINK_missing-symbol = $(filter-out -Wl$(comma)-z$(comma)defs,$(LINK_FLAGS))

# A library that is there when the plugin is linked, and never again.
TEST_PLUGIN_LDFLAGS_missing-library = -L$(TEST_PLUGIN_STUBS) -lnot-shipped
$(TEST_PLUGIN_FOLDER)/missing-library.so: $(TEST_PLUGIN_STUBS)/libnot-shipped.so
$(TEST_PLUGIN_STUBS)/libnot-shipped.so: | $$(@D)/
	$(call say,LD,$@)
	$(Q)echo 'void not_shipped(void) {}' | \
	    $(CC) -x c -shared -fPIC -Wl,-soname,libnot-shipped.so.2 -o $@ -

# liblamina as it may be in some later version: the same SONAME, one version node more.
TEST_PLUGIN_LDFLAGS_missing-version = $(TEST_PLUGIN_STUBS)/liblamina.so.1
$(TEST_PLUGIN_FOLDER)/missing-version.so: $(TEST_PLUGIN_STUBS)/liblamina.so.1
$(TEST_PLUGIN_STUBS)/liblamina.so.1: | $$(@D)/
	$(call say,LD,$@)
	$(Q)echo 'LAMINA_1.99 { global: lamina_from_the_future; };' >$(@D)/future.map
	$(Q)echo 'void lamina_from_the_future(void) {}' | $(CC) -x c -shared -fPIC \
	    -Wl,-soname,liblamina.so.1 -Wl,--version-script,$(@D)/future.map -o $@ -

# A library that lies where a deployment package has it.
TEST_PLUGIN_LDFLAGS_packaged-library = -L$(TEST_PLUGIN_FOLDER)/lib -lpackaged
$(TEST_PLUGIN_FOLDER)/packaged-library.so: $(TEST_PLUGIN_FOLDER)/lib/libpackaged.so
$(TEST_PLUGIN_FOLDER)/lib/libpackaged.so: | $$(@D)/
	$(call say,LD,$@)
	$(Q)echo 'int packaged(void); int packaged(void) { return 1; }' | \
	    $(CC) -x c -shared -fPIC -Wl,-soname,libpackaged.so -o $@ -

# As a compiler links when nobody asks for more, and an assembler file without a word on the stack.
TEST_PLUGIN_LINK_not-hardened = $(CFLAGS) $(SANITIZE) -Wl,-z,lazy -Wl,-z,norelro -Wl,-z,execstack \
    -Wl,--build-id=sha1
TEST_PLUGIN_LDFLAGS_text-relocations = -Wl,-z,notext

# It uses the domain, though not its headers.
TEST_PLUGIN_LDFLAGS_older-model = $(LINK_DOMAIN)
$(TEST_PLUGIN_FOLDER)/older-model.so: $(LIBDOMAIN)

# Files that are no plugin at all, made of one that is.
$(TEST_PLUGIN_FOLDER)/text-file.so: | $$(@D)/
	$(Q)echo 'This is no shared object.' >$@

$(TEST_PLUGIN_FOLDER)/empty-file.so: | $$(@D)/
	$(Q): >$@

$(TEST_PLUGIN_FOLDER)/cut-short.so: $(TEST_PLUGIN_FOLDER)/good.so
	$(Q)head -c 2000 $< >$@

# Its second symbol's name is an order to a terminal; no assembler would make it.
$(TEST_PLUGIN_FOLDER)/rude-symbol.so: $(TEST_PLUGIN_FOLDER)/two-symbols.so
	$(Q)LC_ALL=C sed 's/one_more/\x1b[2Jmore/g' $< >$@

# e_machine lies in bytes 18 and 19: EM_AARCH64 (183) on x86_64, EM_X86_64 (62) elsewhere.
OTHER_MACHINE := $(if $(filter x86_64,$(ARCH)),\267\000,\076\000)
$(TEST_PLUGIN_FOLDER)/wrong-architecture.so: $(TEST_PLUGIN_FOLDER)/good.so
	$(Q)cp $< $@
	$(Q)printf '$(OTHER_MACHINE)' | dd of=$@ bs=1 seek=18 conv=notrunc status=none

TEST_PLUGINS += $(addprefix $(TEST_PLUGIN_FOLDER)/,text-file.so empty-file.so cut-short.so \
    wrong-architecture.so rude-symbol.so)
