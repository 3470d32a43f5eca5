# libcurl as a static library, hidden inside liblamina; mk/build-static-libs.sh says why.
# STATIC_LIBS=0 (the default, 1, is set in mk/deps.mk) links Debian's shared one instead, for a
# machine that cannot have source packages.

# What reads their headers or links them depends on this, so that a switch builds it anew.
THIRD_PARTY_CHOICE := $(B)/obj/third-party.sig
$(eval $(call signature,$(THIRD_PARTY_CHOICE),$(STATIC_LIBS)))

ifeq ($(STATIC_LIBS),1)
THIRD_PARTY := build/third-party/lib/libcurl.a
CURL_CFLAGS := -Ibuild/third-party/include
CURL_LIBS := $(THIRD_PARTY) -l:libssl.a -l:libcrypto.a -lpthread -ldl -Wl,--gc-sections
CRYPTO_LIBS :=
endif

# $(call bring_once,folder): has the rule's script make the folder, unless another make that runs at the same
# time has done so meanwhile. What came is touched: what make compares is when it came here. It is whole
# or not there, so it stays when make is stopped: it may be the other's.
bring_once = mkdir -p build && flock $(1).lock sh -c 'test $@ -nt $< || { sh $< $(1) && touch $@; }'

.PRECIOUS: build/third-party/lib/libcurl.a
build/third-party/lib/libcurl.a: mk/build-static-libs.sh | $(DEPS_BUILD)
	$(call say,BUILD,build/third-party)
	$(Q)$(call bring_once,build/third-party)
