# Compiler, flags, and the few functions that the other files share.

ifeq ($(origin CC),default)
CC := gcc
endif
OBJCOPY := objcopy

# ARCH=arm64 or x86_64, as Lambda calls them: another one than this machine's is cross-built into a
# folder of its own (layer and plugins; the SDK's programs are for this machine).
OWN_ARCH := $(patsubst aarch64,arm64,$(shell uname -m))
ARCH ?= $(OWN_ARCH)
ifeq ($(filter $(ARCH),x86_64 arm64),)
$(error ARCH is x86_64 or arm64, not "$(ARCH)")
endif

# SAN=1: the same layout one folder deeper, so that both builds stay side by side.
SAN ?=
ifneq ($(ARCH),$(OWN_ARCH))
B := build/$(ARCH)
CROSS := $(patsubst arm64,aarch64,$(ARCH))-linux-gnu
CC := $(CROSS)-gcc
OBJCOPY := $(CROSS)-objcopy
else ifeq ($(SAN),1)
B := build/san
else
B := build
endif

# ---------------------------------------------------------------------------------------- flags

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Werror
STD := -std=c17

# Defined as empty, so that a file which says `#define _GNU_SOURCE` itself is no redefinition.
CPPFLAGS ?=
DEFINES := -D_GNU_SOURCE=

ifeq ($(SAN),1)
ifneq ($(findstring clang,$(CC)),)
$(error SAN=1 is for gcc: clang links its sanitizers into programs only, and our libraries are shared)
endif
CFLAGS ?= -O1 -g
# What the sanitizers put in confuses gcc's maybe-uninitialized; the plain build has it on.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all \
    -Wno-maybe-uninitialized
else
CFLAGS ?= -O2 -g
DEFINES += -D_FORTIFY_SOURCE=2
SANITIZE :=
endif

HARDEN := -fstack-protector-strong
# By them a crash in production finds its way back through the stack (host/crash_frames.c).
FRAMES := -fno-omit-frame-pointer
VISIBILITY := -fvisibility=hidden
# The two libraries instead: their version scripts are the ledger of what is exported, and calls
# inside of a library are bound to itself.
LEDGER := -fno-semantic-interposition

# The build id is a hash of the debug sections too: where the tree lies must not be in them.
HERE := -ffile-prefix-map=$(CURDIR)=.

COMPILE_FLAGS = $(HERE) $(STD) $(DEFINES) $(CPPFLAGS) $(WARNINGS) $(CFLAGS) $(HARDEN) $(FRAMES) $(SANITIZE)

# DT_RPATH, not RUNPATH: on Lambda the system's folders come first in LD_LIBRARY_PATH, and that
# variable beats RUNPATH. $(call rpath,lib:../lib) is relative to the file itself.
comma := ,
empty :=
space := $(empty) $(empty)
rpath = -Wl,--disable-new-dtags '-Wl,-rpath,$(subst $(space),:,$(foreach p,$(subst :, ,$(1)),$$ORIGIN$(if $(filter-out .,$(p)),/$(p))))'

# -z defs: a symbol that nobody provides is an error here and not in a customer's cold start.
LDFLAGS ?=
LINK_FLAGS = $(CFLAGS) $(SANITIZE) $(LDFLAGS) -Wl,--as-needed -Wl,-z,now -Wl,-z,relro -Wl,-z,defs \
    -Wl,--build-id=sha1

# --------------------------------------------------------------------------------- third parties

# Asked only when a recipe needs the answer (pkg-config may be installed by this very run), and
# asked once.
define pkg_config
$(1)_CFLAGS = $$(eval $(1)_CFLAGS := $$$$(shell pkg-config --cflags $(2)))$$($(1)_CFLAGS)
$(1)_LIBS = $$(eval $(1)_LIBS := $$$$(shell pkg-config --libs $(2)))$$($(1)_LIBS)
endef
$(eval $(call pkg_config,CURL,libcurl))
$(eval $(call pkg_config,CRYPTO,libcrypto))
$(eval $(call pkg_config,CJSON,libcjson))
$(eval $(call pkg_config,LIBEVENT,libevent))
$(eval $(call pkg_config,LIBELF,libelf))
$(eval $(call pkg_config,LIBDW,libdw))
$(eval $(call pkg_config,CRITERION,criterion))
$(eval $(call pkg_config,YAML,yaml-0.1))

# ------------------------------------------------------------------------------------- functions

# Short lines by default, whole commands with V=1.
V ?=
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' '$(1)' '$(2)')

# Folders are order-only prerequisites: their time stamps say nothing.
.PRECIOUS: build/%/
build/%/:
	@mkdir -p $@

# $(call signature,file,text): a file that is written anew only when its text changes. What
# depends on it is rebuilt when flags or the list of sources change, also when a source is removed.
define signature
$(1): SIGNATURE = $(notdir $(1)): $(2)
$(1): FORCE | $$$$(@D)/
	$$(if $$(filter-out x$$(subst $$(space),_,$$(file <$$@)),x$$(subst $$(space),_,$$(SIGNATURE))),@$$(file >$$@,$$(SIGNATURE)):)
endef

# $(call compile_room,name,sources,what must be installed first): the objects are OBJ_<name>,
# compiled with FLAGS_<name>; the linter reads them with the same flags.
define compile_room
OBJ_$(1) := $$(patsubst %.c,$(B)/obj/%.o,$(2))
$(call signature,$(B)/obj/$(1).flags.sig,$$(CC) $$(COMPILE_FLAGS) $$(value FLAGS_$(1)))
$$(OBJ_$(1)): $(B)/obj/%.o: %.c $(B)/obj/$(1).flags.sig | $$$$(@D)/ $(3)
	$$(call say,CC,$$<)
	$$(Q)$$(CC) $$(COMPILE_FLAGS) $$(FLAGS_$(1)) -MMD -MP -c -o $$@ $$<

LINT_$(1) := $$(patsubst %.c,build/lint/%.ok,$(2))
LINT_STAMPS += $$(LINT_$(1))
$$(LINT_$(1)): build/lint/%.ok: %.c .clang-tidy | $$$$(@D)/ $$(DEPS_LINT) $(3)
	$$(call say,LINT,$$<)
	$$(Q)$$(call lint_one,$$(FLAGS_$(1)))
endef

# $(call archive,file,objects): a static archive made afresh, so that no removed member stays.
define archive
$(call signature,$(1).sig,$(2))
$(1): $(2) $(1).sig | $$$$(@D)/
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@ && ar rcs $$@ $(2)
endef
