//! The names of the macros of the runtime that take modules, and the version that they compare.
//!
//! The macros themselves are in `tl-types/runtime`. Invariant: the layout of files knows every macro named here.

/// The macro of the runtime that takes the modules of a protocol. If its version differs from that of the generator, it
/// expands to one error instead of the modules.
pub(super) const GENERATED_FOR_MACRO: &str = "generated_for";

/// The macro of the runtime that takes the module of views. Without the runtime's feature, it expands to one error.
pub(super) const WITH_VIEWS_MACRO: &str = "require_views";

/// The macro of the runtime that takes the module of older layers. Without the runtime's feature, it expands to one error.
pub(super) const WITH_LAYERS_MACRO: &str = "with_layers";

/// The version of the generator that the runtime must have too, as a Rust literal.
macro_rules! version_literal {
    () => {
        concat!("\"", env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"), "\"")
    };
}
pub(super) use version_literal;
