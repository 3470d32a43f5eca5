# `make bench`: bootstrap with the partner module against the floor, as ratios of one run.
# `make bench-mapper`: the mapper against a loop that sends prepared bytes, likewise.

BENCH := $(B)/bench
FLAGS_bench = -fPIE
$(eval $(call compile_room,bench,$(wildcard test/bench/*.c),$(DEPS)))
OBJ_floor := $(filter %/floor.o,$(OBJ_bench))
OBJ_rapi_bench := $(filter-out %/floor.o,$(OBJ_bench))

$(BENCH)/rapi-bench: $(OBJ_rapi_bench) | $$(@D)/
	$(call say,LD,$@)
	$(Q)$(CC) -pie $(LINK_FLAGS) -o $@ $^

$(BENCH)/floor: $(OBJ_floor) | $$(@D)/
	$(call say,LD,$@)
	$(Q)$(CC) -pie $(LINK_FLAGS) -o $@ $^

FLAGS_bench-mapper = -fPIE -Itest/bench -Isdk/include -Ilayers/domain/include
$(eval $(call compile_room,bench-mapper,$(wildcard test/bench/mapper/*.c),$(DEPS)))

$(BENCH)/mapper-bench: $(OBJ_bench-mapper) $(filter %/fatal.o,$(OBJ_bench)) $(LIBDOMAIN) $(LIBLAMINA) | $$(@D)/
	$(call say,LD,$@)
	$(Q)$(CC) -pie $(LINK_FLAGS) $(call rpath,../lib) -o $@ $(filter %.o,$^) $(LINK_DOMAIN) $(LINK_LAMINA)

.PHONY: bench bench-host bench-mapper

# One after the other: two measurements at once measure each other.
bench: bench-host ## both of the following: ratios of one run each
	@$(MAKE) --no-print-directory bench-mapper

bench-host: $(BENCH)/rapi-bench $(BENCH)/floor $(LAYER_PRODUCTS) $(PLUGIN_PRODUCTS) $(TEST_PLUGINS) ## cold start, warm latency, CPU and memory next to the floor's
	@LAMINA_BUILD='$(abspath $(B))' bash test/bench/run.sh

bench-mapper: $(BENCH)/mapper-bench $(DYNAMODB_LOCAL) | $(DEPS_RUN) ## CPU time of the mapper's operations next to sending prepared bytes
	@LAMINA_BUILD='$(abspath $(B))' LAMINA_ROOT='$(CURDIR)' bash test/bench/mapper/run.sh
