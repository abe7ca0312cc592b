# The variables of the feed's Rust conventions that a package may add to.
RUST_ARCH_DEPENDS:=@(aarch64||arm||mips||mipsel||x86_64)
CARGO_RUSTFLAGS+=-Ctarget-feature=-crt-static
CARGO_PKG_VARS=RUSTFLAGS="$(CARGO_RUSTFLAGS)" TARGET_CFLAGS="$(TARGET_CFLAGS)" CARGO_PROFILE_RELEASE_PANIC=unwind CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true
CARGO_PKG_ARGS=--locked

define RustBinPackage
$(if $(value Package/$(1)/install),,$(error Package/$(1)/install: expected, as the binary belongs in /usr/sbin))
endef
