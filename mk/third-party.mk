# libcurl as a static library, hidden inside liblamina; mk/build-static-libs.sh says why.
# STATIC_LIBS=0 (the default, 1, is set in mk/deps.mk) links Debian's shared one instead, for a
# machine that cannot have source packages.

# What reads their headers or links them depends on this, so that a switch builds it anew.
THIRD_PARTY_CHOICE := $(B)/obj/third-party.sig
$(eval $(call signature,$(THIRD_PARTY_CHOICE),$(STATIC_LIBS)))

# One for both builds of this machine's architecture; another architecture has its own.
THIRD_PARTY_FOLDER := $(if $(CROSS),$(B),build)/third-party

ifeq ($(STATIC_LIBS),1)
THIRD_PARTY := $(THIRD_PARTY_FOLDER)/lib/libcurl.a
THIRD_PARTY_ENV := CROSS=$(CROSS)
OPENSSL_VERSION := dpkg-query -W -f '$${source:Version}' libssl-dev
CURL_CFLAGS := -I$(THIRD_PARTY_FOLDER)/include
CURL_LIBS := $(THIRD_PARTY) -l:libssl.a -l:libcrypto.a -lpthread -ldl -Wl,--gc-sections
CRYPTO_LIBS :=
endif

# Another architecture's OpenSSL lies in a folder; libcurl's configure is told by its environment.
ifneq ($(CROSS),)
ifneq ($(STATIC_LIBS),1)
$(error ARCH=$(ARCH) needs STATIC_LIBS=1: Debian's shared libraries here are for this machine)
endif
OPENSSL_ROOT := $(abspath $(B))/openssl
OPENSSL_VERSION := cat $(OPENSSL_ROOT)/openssl.version
CRYPTO_CFLAGS := -I$(B)/openssl/usr/include -I$(B)/openssl/usr/include/$(CROSS)
CURL_LIBS := -L$(B)/openssl/usr/lib/$(CROSS) $(CURL_LIBS)
THIRD_PARTY_ENV += PKG_CONFIG=false LDFLAGS='-L$(OPENSSL_ROOT)/usr/lib/$(CROSS)' \
    CPPFLAGS='-I$(OPENSSL_ROOT)/usr/include -I$(OPENSSL_ROOT)/usr/include/$(CROSS)'

$(THIRD_PARTY): $(OPENSSL_ROOT)/openssl.version
$(OPENSSL_ROOT)/openssl.version: mk/fetch-cross-openssl.sh | $(DEPS_BUILD)
	$(call say,FETCH,$(B)/openssl)
	$(Q)sh $< $(ARCH) $(B)/openssl && touch $@
endif

# $(call bring_once,folder): has the rule's script make the folder, unless another make that runs at the same
# time has done so meanwhile. What came is touched: what make compares is when it came here. It is whole
# or not there, so it stays when make is stopped: it may be the other's.
bring_once = mkdir -p $(dir $(1)) && $(THIRD_PARTY_ENV) flock $(1).lock sh -c 'test $@ -nt $< || { sh $< $(1) && touch $@; }'

.PRECIOUS: $(THIRD_PARTY_FOLDER)/lib/libcurl.a
$(THIRD_PARTY_FOLDER)/lib/libcurl.a: mk/build-static-libs.sh | $(DEPS_BUILD)
	$(call say,BUILD,$(THIRD_PARTY_FOLDER))
	$(Q)$(call bring_once,$(THIRD_PARTY_FOLDER))
