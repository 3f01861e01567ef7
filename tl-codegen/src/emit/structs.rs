//! Structs of constructors, functions and repetitions, and the modules `constructors` and `records` of a file.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::item_file::ItemFile;
use super::module::ModuleScope;
use super::tokens::{attribute_tokens, ident_token};
use super::{arbitrary, bare, clone, combinator, debug, docs, eq, hash, inherent, json, rust_types};
use crate::plan::{BoxedType, DefaultImpl, Struct};
use crate::settings::Settings;

/// The module `constructors` of a boxed type's file. For `a x:int = T;`:
///
/// ```text
/// pub mod constructors {
///     pub struct A { pub x: i32 }
///     // impl Clone, Debug, PartialEq, rt::Combinator, rt::Bare
///     rt::impl_arbitrary!(A);
/// }
/// ```
pub(super) fn add_constructors_module(file: &mut ItemFile<'_>, ty: &BoxedType, settings: &Settings) {
    let items: Vec<_> = ty.constructors.iter().collect();
    let hash = |target: &ImplTarget<'_>| hash::hash_impls_of_struct(target, ty, settings);
    add_module_of_structs(file, "constructors", &items, |item| docs::constructor_docs(item, ty), hash);
}

/// The module `records` of a file, with a struct for the fields of each repetition. For `a n:# n*[x:int y:int] = A;`:
///
/// ```text
/// pub mod records {
///     pub struct AItem { pub x: i32, pub y: i32 }
///     // impl Clone, Debug, PartialEq, rt::Dependent
/// }
/// ```
pub(super) fn add_records_module<'a>(file: &mut ItemFile<'_>, items: impl IntoIterator<Item = &'a Struct>) {
    add_module_of_structs(
        file,
        "records",
        &items.into_iter().flat_map(Struct::all_records).collect::<Vec<_>>(),
        docs::record_docs,
        |_| TokenStream::new(),
    );
}

/// Adds a public module with these structs and their impls. `more_impls` are those that not all structs have.
fn add_module_of_structs(
    file: &mut ItemFile<'_>,
    name: &str,
    items: &[&Struct],
    docs: impl Fn(&Struct) -> TokenStream,
    more_impls: impl Fn(&ImplTarget<'_>) -> TokenStream,
) {
    let module =
        ModuleScope::new(items.iter().flat_map(|item| [&item.item_path.local_ident].into_iter().chain(&item.params)));
    let structs = items.iter().map(|item| {
        let target = ImplTarget::in_module_of_struct(&module, item);
        let definition = struct_definition(&target, &docs(item));
        let impls = [
            clone::clone_impl,
            debug::struct_debug_impl,
            eq::partial_eq_impl,
            inherent::inherent_impl,
            inherent::default_impl,
            combinator::combinator_impl,
            bare::bare_impls,
            arbitrary::arbitrary_macro_call,
            json::macro_call_of_struct,
        ];
        let (impls, more) = (impls.map(|emit| emit(&target)), more_impls(&target));
        quote!(#definition #(#impls)* #more)
    });
    file.add_module(name, structs);
}

/// For `messages.sendMessage flags:# silent:flags.0?true peer:InputPeer = Updates;`:
///
/// ```text
/// pub struct SendMessage {
///     pub silent: bool,
///     pub peer: root::types::InputPeer,
/// }
/// ```
pub(super) fn struct_definition(target: &ImplTarget<'_>, docs: &TokenStream) -> TokenStream {
    let ImplTarget { module, path: name, item } = target;
    let generics = target.unbounded_generics();
    let default = (item.impls.default == DefaultImpl::Derived).then(|| quote!(#[derive(Default)]));
    let fields = item.fields.iter().map(|field| {
        let (name, ty) = (ident_token(&field.ident), rust_types::field_type(module, &field.kind));
        let (docs, attributes) = (docs::field_docs(field), attribute_tokens(&field.notes.attributes));
        quote!(#docs #attributes pub #name: #ty)
    });
    let fields = if item.fields.is_empty() { quote!(;) } else { quote!({ #(#fields),* }) };
    let attributes = attribute_tokens(&item.notes.attributes);
    quote!(#docs #default #attributes pub struct #name #generics #fields)
}
