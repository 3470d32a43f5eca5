# Stacks: what `sam build` asks of make, and the goals around it. docs/deployment.md is the guide.

# ------------------------------------------------------------------------------------- sam build

# For each resource with `BuildMethod: makefile`, `sam build` calls `make build-<LogicalId>` with the
# folder to fill in ARTIFACTS_DIR.
MODULE_TEMPLATES := $(sort $(wildcard plugins-templates/*.yaml))

# $(call functions_of,template): the logical ids of its functions.
functions_of = $(shell awk '/^  [A-Za-z0-9]+:$$/ { id = substr($$1, 1, length($$1) - 1) } \
    /^    Type: AWS::Serverless::Function$$/ { print id }' $(1))
# $(call module_of,template): partner of plugins-templates/partner.per-operation.yaml.
module_of = $(firstword $(subst ., ,$(notdir $(1))))

artifacts_folder = test -d "$(ARTIFACTS_DIR)" || \
    { echo "make $@: is for sam build; by hand say where to: make $@ ARTIFACTS_DIR=folder" >&2; exit 1; }

# $(call function_artifact,logical id,module)
define function_artifact
.PHONY: build-$(1)
build-$(1): $(B)/plugins/$(2).so
	@$$(artifacts_folder)
	$$(call say,STRIP,$$(ARTIFACTS_DIR)/$(2).so)
	$$(Q)$$(OBJCOPY) --strip-debug $$< "$$(ARTIFACTS_DIR)/$(2).so"
endef

# The templates are read for these goals alone.
ifneq ($(filter build-%,$(MAKECMDGOALS)),)
# A module's templates share what they build: partner:PartnerFunction stands in each once.
ARTIFACTS := $(sort $(foreach t,$(MODULE_TEMPLATES),$(addprefix $(call module_of,$(t)):,$(call functions_of,$(t)))))
$(foreach a,$(ARTIFACTS),$(eval \
    $(call function_artifact,$(lastword $(subst :, ,$(a))),$(firstword $(subst :, ,$(a))))))
endif

.PHONY: build-LaminaLayer
build-LaminaLayer: layer
	@$(artifacts_folder)
	$(call say,COPY,$(ARTIFACTS_DIR))
	$(Q)cp -R $(B)/layer/. "$(ARTIFACTS_DIR)"

# ------------------------------------------------------------------------------------- the stages

# STAGE, PLUGIN and the other settings are read by the scripts; make hands on what stands in its command line.
.PHONY: deploy-shared deploy-layer deploy undeploy deployed rehearse

DEPLOY = +@bash deploy
# A module that is not there is refused by the script.
DEPLOYED_PLUGIN := $(filter $(B)/plugins/$(PLUGIN).so,$(PLUGIN_PRODUCTS))

deploy-shared: ## deploy the shared stack: make deploy-shared STAGE=dev [ORIGIN=https://app.example]
	$(DEPLOY)/shared.sh

deploy-layer: sdk layer ## publish the layer: make deploy-layer STAGE=dev [CANDIDATE=1 | LAYER=arn]
	$(DEPLOY)/layer.sh

deploy: sdk layer $(DEPLOYED_PLUGIN) ## deploy one module: make deploy PLUGIN=partner STAGE=dev [LAYER=candidate|arn]
	$(DEPLOY)/plugin.sh

undeploy: ## remove one module: make undeploy PLUGIN=partner STAGE=dev
	$(DEPLOY)/undeploy.sh

deployed: ## which function runs which version on which layer: make deployed STAGE=dev
	$(DEPLOY)/deployed.sh

rehearse: sdk layer plugins ## deploy all stacks into a simulated AWS on this machine, and check them
	@$(REHEARSAL_PYTHON) test/deploy/rehearsal/rehearse.py

REHEARSAL_PYTHON ?= python3
