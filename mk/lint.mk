# `make lint`: format, clang with all warnings, clang-tidy, and the gates of the tree. A file is
# looked at again only when it, a header of it, or the rules have changed.

.PHONY: lint lint-format lint-files lint-headers lint-gates

lint: lint-format lint-files lint-headers lint-gates ## check format, style, borders and banned calls

# What `lamina new` copies is C only when the names are in it: test/e2e/test_new_module.c compiles it.
C_FILES := $(sort $(shell find sdk host layers plugins test -name '*.[ch]' -type f -not -path 'sdk/scaffold/*' 2>/dev/null))

# ---------------------------------------------------------------------------------------- format

lint-format: build/lint/format.ok

build/lint/format.ok: .clang-format $(C_FILES) | $$(@D)/ $(DEPS_LINT)
	$(call say,LINT,format)
	$(Q)clang-format --dry-run -Werror $(C_FILES)
	@touch $@

# ----------------------------------------------------------------------------- each source file

# With the flags of its room. clang's own dependency file tells when to look again.
LINT_FLAGS = $(STD) -D_GNU_SOURCE= $(CPPFLAGS) $(WARNINGS)
define lint_one
clang $(LINT_FLAGS) $(filter-out $(GCC_ONLY_QUIET),$(1)) -fsyntax-only -MMD -MP -MT $@ -MF $(@:.ok=.d) $<
$(Q)clang-tidy --quiet $< -- $(LINT_FLAGS) $(filter-out $(GCC_ONLY_QUIET),$(1)) 2>$@.log || { cat $@.log >&2; exit 1; }
@touch $@
endef

# A source that no room compiles would be checked by nobody.
UNCOMPILED = $(filter-out $(LINT_STAMPS:build/lint/%.ok=%.c),$(filter %.c,$(C_FILES)))

lint-files: $$(LINT_STAMPS)
	@test -z "$(strip $(UNCOMPILED))" || { echo "no room compiles: $(UNCOMPILED)" >&2; exit 1; }

# -------------------------------------------------------------------------------- public headers

# Each alone, as C11 and as C++17, by both compilers. The ABI's size checks hold only without
# padding: a member added into a gap would leave sizeof as it was.
PUBLIC_HEADERS := $(filter sdk/include/%.h layers/domain/include/%.h,$(C_FILES))

lint-headers: $(PUBLIC_HEADERS:%=build/lint/%.ok)

HEADER_FLAGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror \
    $(if $(filter sdk/include/%,$<),-Wpadded) -Isdk/include -Ilayers/domain/include -fsyntax-only -include $< /dev/null

$(PUBLIC_HEADERS:%=build/lint/%.ok): build/lint/%.ok: % $(PUBLIC_HEADERS) | $$(@D)/ $(DEPS_LINT)
	$(call say,LINT,$<)
	$(Q)gcc -x c -std=c11 -Wstrict-prototypes $(HEADER_FLAGS)
	$(Q)clang -x c -std=c11 -Wstrict-prototypes $(HEADER_FLAGS)
	$(Q)g++ -x c++ -std=c++17 $(HEADER_FLAGS)
	$(Q)clang++ -x c++ -std=c++17 $(HEADER_FLAGS)
	@touch $@

# ----------------------------------------------------------------------------------------- gates

lint-gates: | $(DEPS_LINT)
	@for gate in test/gates/*.sh; do sh "$$gate" || exit 1; done
