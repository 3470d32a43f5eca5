# `make fuzz`: clang's libFuzzer on the readers of liblamina and the host, with both sanitizers. Not part of the tests:
# it looks for what nobody thought of, for as long as it is given. What it finds and what it has
# learned stay in build/fuzz/<name>.corpus.

FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst test/fuzz/fuzz_%.c,%,$(wildcard test/fuzz/fuzz_*.c))
FUZZ_FLAGS = $(STD) $(DEFINES) -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all

# Only for the linter; the fuzzers are built by clang, with liblamina's sources in one go.
FLAGS_fuzz = -Isdk/include -Isdk/lib/test -Ihost $(CJSON_CFLAGS)
$(eval $(call compile_room,fuzz,$(wildcard test/fuzz/*.c),$(DEPS)))

# cJSON, by way of a file of the tests, is what the JSON reader is held against; and the host, which reads
# HTTP and events. Its sample events are what that search begins with.
FUZZ_MORE := sdk/lib/test/json_oracle.c $(filter-out host/main.c,$(SRC_host))
FUZZ_SEEDS_event := sdk/cli/events

build/fuzz/fuzz_%: test/fuzz/fuzz_%.c $(FUZZ_MORE) $(SRC_lamina) $(wildcard host/*.h sdk/lib/*.h sdk/include/lamina/*.h) $(THIRD_PARTY) $(THIRD_PARTY_CHOICE) | $$(@D)/ $(DEPS_FUZZ)
	$(call say,FUZZ,$@)
	$(Q)clang $(FUZZ_FLAGS) -Isdk/include -Isdk/lib -Isdk/lib/test -Ihost $(CURL_CFLAGS) $(CRYPTO_CFLAGS) $(CJSON_CFLAGS) \
	    -o $@ $< $(FUZZ_MORE) $(SRC_lamina) $(LIBS_lamina) $(CJSON_LIBS)

.PHONY: fuzz $(FUZZERS:%=fuzz-%)

fuzz: $(FUZZERS:%=fuzz-%) ## look for crashes in the readers: make fuzz [FUZZ_SECONDS=60]

$(FUZZERS:%=fuzz-%): fuzz-%: build/fuzz/fuzz_%
	@mkdir -p build/fuzz/$*.corpus
	@build/fuzz/fuzz_$* -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=build/fuzz/$*- \
	    -print_final_stats=1 build/fuzz/$*.corpus $(FUZZ_SEEDS_$*) >build/fuzz/$*.log 2>&1 \
	    || { tail -n 40 build/fuzz/$*.log; exit 1; }
	@echo "  ok    $$(sed -n 's/.*number_of_executed_units: *//p' build/fuzz/$*.log) runs of fuzz_$*"
