# libcurl and cJSON as static libraries, hidden inside liblamina; mk/build-static-libs.sh says why.
# STATIC_LIBS=0 links Debian's shared ones instead, for a machine that has no source archives.

STATIC_LIBS ?= 1

ifeq ($(STATIC_LIBS),1)
THIRD_PARTY := build/third-party/lib/libcurl.a
CURL_CFLAGS := -Ibuild/third-party/include
CJSON_CFLAGS := -Ibuild/third-party/include
CURL_LIBS := $(THIRD_PARTY) -l:libssl.a -l:libcrypto.a
CRYPTO_LIBS :=
CJSON_LIBS := build/third-party/lib/libcjson.a -lpthread -ldl -Wl,--gc-sections
endif

# The library is touched: what make compares is when it came here.
build/third-party/lib/libcurl.a: mk/build-static-libs.sh | $(DEPS_BUILD)
	$(call say,BUILD,build/third-party)
	$(Q)sh mk/build-static-libs.sh build/third-party
	@touch $@
