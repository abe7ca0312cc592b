# What luci.mk is told of an application, and where it installs it.
.PHONY: all fields install
all:

fields:
	$(info LUCI_TITLE=$(LUCI_TITLE))
	$(info LUCI_DEPENDS=$(LUCI_DEPENDS))
	$(info PKG_LICENSE=$(PKG_LICENSE))

install:
	$(INSTALL_DIR) $(DESTDIR)/www
	$(CP) htdocs/* $(DESTDIR)/www/
	$(CP) root/* $(DESTDIR)/
