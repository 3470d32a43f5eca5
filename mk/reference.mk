# `make reference`: a page for each public header, out of its comments. The gate test/gates/reference.sh says what
# has none.

.PHONY: reference

REFERENCE := $(patsubst sdk/include/%.h,build/reference/%.md,$(filter sdk/include/%,$(PUBLIC_HEADERS))) \
    $(patsubst layers/domain/include/%.h,build/reference/%.md,$(filter layers/domain/include/%,$(PUBLIC_HEADERS)))

reference: build/reference/README.md ## write build/reference: every public symbol, with what its header says of it

build/reference/README.md: $(REFERENCE)
	$(call say,PAGE,$@)
	$(Q)printf '# Reference\n\n' >$@ && \
	    printf '%s\n' $(sort $(REFERENCE:build/reference/%.md=%)) | sed 's|.*|- [`&.h`](&.md)|' >>$@

build/reference/%.md: sdk/include/%.h mk/reference.awk | $$(@D)/
	$(Q)awk -v include='$*.h' -f mk/reference.awk $< >$@

build/reference/%.md: layers/domain/include/%.h mk/reference.awk | $$(@D)/
	$(Q)awk -v include='$*.h' -f mk/reference.awk $< >$@
