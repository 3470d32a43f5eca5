# The local stage's console in the browser: its files as they are, and the viewer of OpenAPI documents, which
# npm brings once.

CONSOLE := $(patsubst sdk/local/console/%,$(B)/share/lamina/console/%,$(wildcard sdk/local/console/*))

$(CONSOLE): $(B)/share/lamina/console/%: sdk/local/console/% | $$(@D)/
	$(Q)cp $< $@

VIEWER := build/console-viewer/swagger-ui-bundle.js

.PHONY: console-viewer
console-viewer: $(VIEWER) ## bring the console's viewer of OpenAPI documents

.PRECIOUS: $(VIEWER)
$(VIEWER): mk/fetch-console-viewer.sh | $(DEPS_RUN)
	$(call say,FETCH,build/console-viewer)
	$(Q)$(call bring_once,build/console-viewer)

# What drives Debian's Chromium in test/e2e/console_browser.mjs.
BROWSER_DRIVER := build/browser-driver/node_modules/playwright-core/package.json
.PRECIOUS: $(BROWSER_DRIVER)
$(BROWSER_DRIVER): mk/fetch-browser-driver.sh | $(DEPS_RUN)
	$(call say,FETCH,build/browser-driver)
	$(Q)$(call bring_once,build/browser-driver)

# Where the stage looks for it, in the plain and in the sanitized build.
VIEWER_HERE := $(B)/share/lamina/console/viewer/swagger-ui-bundle.js
$(VIEWER_HERE): $(VIEWER) | $$(@D)/
	$(Q)cp $(dir $(VIEWER))* $(@D)/
