# One target for each step of a build. What the package says of itself is printed whenever it is read.
.PHONY: all prepare compile
all:

prepare:
	$(Build/Prepare)

compile:
	$(info cargo install $(CARGO_PKG_ARGS) with $(CARGO_PKG_VARS))

FIELDS:=NAME VERSION RELEASE MAINTAINER LICENSE LICENSE_FILES BUILD_DEPENDS BUILD_FLAGS

define BuildPackage
$(eval $(call Package/$(1)))
$(foreach field,$(FIELDS),$(info $(1).PKG_$(field)=$(PKG_$(field))))
$(foreach field,SECTION CATEGORY TITLE DEPENDS VARIANT PROVIDES CONFLICTS,$(info $(1).$(field)=$($(field))))
$(info $(1).conffiles=$(strip $(Package/$(1)/conffiles)))
$(info $(1).description=$(strip $(Package/$(1)/description)))
export postinst_$(subst -,_,$(1))=$$(Package/$(1)/postinst)
.PHONY: install-$(1) postinst-$(1)
postinst-$(1):
	printf '%s\n' "$$$$postinst_$(subst -,_,$(1))"
install-$(1):
	$(call Package/$(1)/install,$(DESTDIR))
endef
