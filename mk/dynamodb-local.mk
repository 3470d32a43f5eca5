# DynamoDB Local, one copy for plain and sanitized builds. README in its folder tells how it starts.

DYNAMODB_LOCAL := build/dynamodb-local/DynamoDBLocal.jar

.PHONY: dynamodb-local

dynamodb-local: $(DYNAMODB_LOCAL) ## bring the pinned DynamoDB Local: build/dynamodb-local

.PRECIOUS: $(DYNAMODB_LOCAL)
$(DYNAMODB_LOCAL): mk/fetch-dynamodb-local.sh | $(DEPS_RUN)
	$(call say,FETCH,build/dynamodb-local)
	$(Q)$(call bring_once,build/dynamodb-local)
