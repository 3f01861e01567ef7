//! The module `constructors` of a boxed type's file: the structs of its constructors.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{self, Module};
use super::target::Target;
use super::{arbitrary, bare, clone, combinator, debug, definition, docs, eq, inherent, new};
use crate::plan::BoxedType;

/// For `a x:int = T;`:
///
/// ```text
/// pub mod constructors {
///     pub struct A { pub x: i32 }
///     // impl Clone, Debug, PartialEq, rt::Combinator, rt::Bare
///     rt::arbitrary!(A);
/// }
/// ```
pub(super) fn emit(ty: &BoxedType) -> TokenStream {
    let names = ty.constructors.iter().flat_map(|item| [&item.item_path.ident].into_iter().chain(&item.params));
    let module = Module::new(names.map(String::as_str));
    let structs = ty.constructors.iter().map(|item| {
        let target = Target::beside(&module, item);
        let definition = definition::emit(&target, &docs::constructor(item, ty));
        let impls = [
            clone::emit,
            debug::of_struct,
            eq::emit,
            inherent::emit,
            new::default,
            combinator::emit,
            bare::emit,
            arbitrary::emit,
        ];
        let impls = impls.map(|emit| emit(&target));
        quote!(#definition #(#impls)*)
    });
    module::inline("constructors", structs)
}
