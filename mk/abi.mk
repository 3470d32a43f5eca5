# The promise to modules that nobody rebuilds: `make abi-check` holds today's libraries against each release.

RELEASES := $(sort $(notdir $(patsubst %/,%,$(wildcard test/abi/released/*/))))

.PHONY: abi-check abi-store

# Every public struct and function type, reachable for abidiff.
$(B)/abi/witness.c: mk/abi-witness.sh $(filter sdk/include/%.h layers/domain/include/%.h,$(shell find sdk/include layers/domain/include -name '*.h')) | $$(@D)/
	$(Q)sh $< >$@.part && mv $@.part $@

$(B)/abi/witness.so: $(B)/abi/witness.c
	$(call say,LD,$@)
	$(Q)$(CC) $(HERE) $(STD) -g -fPIC -shared $(VISIBILITY) -Isdk/include -Ilayers/domain/include -o $@ $<

abi-check: $(LIBLAMINA) $(LIBDOMAIN) $(B)/abi/witness.so | $(DEPS_ABI) ## hold symbols, types and layout against each release
	@sh mk/abi-check.sh $(B)
	@sh test/gates/abi-layout.sh && echo '  ok    layout: as test/abi/layout.h has it, on x86_64 and arm64'

abi-store: $(LIBLAMINA) $(LIBDOMAIN) $(B)/abi/witness.so | $(DEPS_ABI) ## keep headers and ABI of a release: make abi-store RELEASE=1.0
	@test -n "$(RELEASE)" || { echo "make abi-store: say which, as in: make abi-store RELEASE=1.0" >&2; exit 1; }
	@sh mk/abi-store.sh '$(RELEASE)' $(B)
