# `make soak`: what is only seen after a while, at the real local stage: test/soak. No part of the tests: it takes the
# time that it is given.

SOAK_SECONDS ?= 300

# After mk/tests.mk has chosen what `make test` runs, so that these programs are not among them.
$(eval $(call test_room,test-soak,test/soak,soak,$$(FLAGS_cross),,$(LIBDOMAIN) $(LIBLAMINA),$(TEST_LIBS)))

.PHONY: soak

soak: $(RUNNER) $(BIN_test-test-soak) $(SDK_PRODUCTS) $(LAYER_PRODUCTS) $(PLUGIN_PRODUCTS) $(TEST_PLUGINS) $(DYNAMODB_LOCAL) | $(DEPS_TEST) ## post at the local stage for a while: make soak [SOAK_SECONDS=300]
	@LAMINA_BUILD='$(abspath $(B))' LAMINA_ROOT='$(CURDIR)' SANITIZED='$(SAN)' SOAK_SECONDS='$(SOAK_SECONDS)' \
	    TEST_TIMEOUT=$$(($(SOAK_SECONDS) + 300)) bash test/run $(BIN_test-test-soak)
	@sed -n '/ s: .* entries/p; /largest process/p' $(B)/log/soak/test_posting_soak/output
