//! The module `records` of a file: a struct for the fields of each repetition.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{self, Module};
use super::target::Target;
use super::{clone, combinator, debug, definition, docs, eq, inherent, new};
use crate::plan::Struct;

/// For `a n:# n*[x:int y:int] = A;`:
///
/// ```text
/// pub mod records {
///     pub struct AItem { pub x: i32, pub y: i32 }
///     // impl Clone, Debug, PartialEq, rt::Dependent
/// }
/// ```
pub(super) fn emit<'a>(items: impl IntoIterator<Item = &'a Struct>) -> TokenStream {
    let records: Vec<_> = items.into_iter().flat_map(Struct::all_records).collect();
    let names = records.iter().flat_map(|record| [&record.item_path.ident].into_iter().chain(&record.params));
    let module = Module::new(names.map(String::as_str));
    let structs = records.iter().map(|record| {
        let target = Target::beside(&module, record);
        let definition = definition::emit(&target, &docs::record(record));
        let impls = [clone::emit, debug::of_struct, eq::emit, inherent::emit, new::default, combinator::emit];
        let impls = impls.map(|emit| emit(&target));
        quote!(#definition #(#impls)*)
    });
    module::inline("records", structs)
}
