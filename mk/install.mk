# `make install PREFIX=/usr/local`: all that a module author needs, and nothing of this tree is needed
# afterwards. `make deb` packs the same as a Debian package.

.PHONY: install uninstall deb

PREFIX ?= /usr/local
DESTDIR ?=
VERSION = $(shell sed -n 's/^.define LAMINA_VERSION "\(.*\)"/\1/p' sdk/include/lamina/abi.h)

install: sdk layer $(VIEWER_HERE) ## install headers, libraries, commands, layer: make install [PREFIX=/usr/local] [DESTDIR=]
	$(Q)LAMINA_BUILD='$(B)' OBJCOPY='$(OBJCOPY)' sh sdk/install/install.sh '$(PREFIX)' '$(DESTDIR)' '$(VERSION)'

uninstall: ## remove what `make install` with the same PREFIX and DESTDIR put there
	$(Q)sh sdk/install/uninstall.sh '$(PREFIX)' '$(DESTDIR)'

deb: sdk layer $(VIEWER_HERE) ## pack the SDK as build/lamina-sdk_<version>_<architecture>.deb
	$(Q)LAMINA_BUILD='$(B)' OBJCOPY='$(OBJCOPY)' sh sdk/install/deb.sh '$(VERSION)'
