# `make bench`: bootstrap with the partner module against the floor, as ratios of one run.

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

.PHONY: bench

bench: $(BENCH)/rapi-bench $(BENCH)/floor $(LAYER_PRODUCTS) $(PLUGIN_PRODUCTS) $(TEST_PLUGINS) ## cold start, warm latency, CPU and memory next to the floor's
	@LAMINA_BUILD='$(abspath $(B))' bash test/bench/run.sh
