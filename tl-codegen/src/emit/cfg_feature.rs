//! Cargo features of whole parts of a protocol: views, metadata, decoding of functions.
//!
//! Features of namespaces are in [`presence`](super::presence).

use proc_macro2::TokenStream;
use quote::quote;

use crate::settings::Gate;

/// A module or import, after its docs, behind the `#[cfg]` of its gate:
///
/// ```text
/// /// Views.
/// #[cfg(feature = "views")]
/// pub mod views;
/// ```
pub(super) fn gated(gate: &Gate, docs: &TokenStream, item: &TokenStream) -> TokenStream {
    match gate {
        Gate::Never => TokenStream::new(),
        Gate::Always => quote!(#docs #item),
        Gate::Feature(feature) => quote!(#docs #[cfg(feature = #feature)] #item),
    }
}
