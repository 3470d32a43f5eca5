# The layer as a package: manifest, bill of materials, licenses, zip; and debug files by build id.

# ------------------------------------------------------------------------------------ debug files

# $(call split_debug,from,to): a copy without debug sections, which go to
# build/debug/.build-id/xx/yyyy.debug: there gdb, addr2line and `lamina symbolize` look for them.
# $(call keep_debug,file): the second half alone.
split_debug = OBJCOPY='$(OBJCOPY)' sh mk/split-debug.sh $(B)/debug $(1) $(2)
keep_debug = $(call split_debug,$(1))

# ---------------------------------------------------------------------------------------- the layer

LAYER_VERSION := $(shell sed -n 's/^.define LAMINA_VERSION "\(.*\)"/\1/p' sdk/include/lamina/abi.h)
# With Debian's shared libraries there is none that could leave this machine.
LAYER_ZIP := $(if $(filter 1,$(STATIC_LIBS)),build/lamina-layer-$(LAYER_VERSION)-$(ARCH).zip)
LAYER_PAPERS := $(addprefix $(B)/layer/lamina/,manifest.json sbom.spdx.json)

# The program that looks at the layer runs here, whatever the layer is for.
LAMINA := build/bin/lamina
ifneq ($(CROSS),)
$(LAMINA): FORCE
	+$(Q)$(MAKE) --no-print-directory ARCH=$(OWN_ARCH) $@
endif

# Neither instrumented libraries nor those of this machine make a layer for Lambda.
ifeq ($(SAN)$(STATIC_LIBS),1)
layer: $(LAYER_ZIP)
endif

ifneq ($(LAYER_ZIP),)
# Third-party code and where it went; OpenSSL's archives are the system's.
$(B)/obj/components.tsv: $(THIRD_PARTY) $(LIBLAMINA) | $$(@D)/
	$(Q)version=$$($(OPENSSL_VERSION)) && { \
	    cat $(THIRD_PARTY_FOLDER)/components.tsv && \
	    printf 'openssl\t%s\tApache-2.0\tpkg:deb/debian/openssl@%s?arch=source\n' "$$version" "$$version"; \
	    } | sed 's|$$|\tlib/liblamina.so.1|' >$@

$(LAYER_PAPERS) &: $(LAYER_PRODUCTS) $(B)/obj/components.tsv $(LAMINA) LICENSE mk/package.mk | $(B)/layer/lamina/licenses/
	$(call say,MAKE,$(B)/layer/lamina)
	$(Q)$(LAMINA) manifest --layer $(B)/layer --components $(B)/obj/components.tsv >$(B)/obj/manifest.json
	$(Q)$(LAMINA) manifest --layer $(B)/layer --components $(B)/obj/components.tsv --spdx >$(B)/obj/sbom.json
	$(Q)rm -f $(@D)/licenses/* # what is no longer linked in has no license here
	$(Q)cp LICENSE $(@D)/licenses/lamina
	$(Q)cp $(THIRD_PARTY_FOLDER)/licenses/* $(@D)/licenses/
	$(Q)cp /usr/share/doc/libssl-dev/copyright $(@D)/licenses/openssl
	$(Q)mv $(B)/obj/sbom.json $(@D)/sbom.spdx.json && mv $(B)/obj/manifest.json $(@D)/manifest.json

$(LAYER_ZIP): $(LAYER_PRODUCTS) $(LAYER_PAPERS) mk/zip-layer.sh
	$(call say,ZIP,$@)
	$(Q)sh mk/zip-layer.sh $(B)/layer $@
endif

# ---------------------------------------------------------------------------------------- the fleet

# All that is deployed, against the layer that is to be: PLUGINS are files, or folders of them.
.PHONY: fleet-check
fleet-check: $(LAMINA) ## hold plugins against a candidate layer: make fleet-check LAYER=x.zip PLUGINS="a.so b.so folder"
	@test -n "$(PLUGINS)" || { echo 'make fleet-check: name the plugins, as in: make fleet-check LAYER=layer.zip PLUGINS="fleet/*.so"' >&2; exit 1; }
	@sh mk/fleet-check.sh $(LAMINA) '$(or $(LAYER),$(B)/layer)' $(foreach p,$(PLUGINS),$(if $(wildcard $(p)/.),$(wildcard $(p)/*.so),$(p)))
