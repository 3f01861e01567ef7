//! The inherent impl of a struct: the function `new`, and the methods of implied fields.
//!
//! Only a struct with optional fields has `new`: a layer that adds optional fields to the struct changes no call.
//! Without optional fields, a struct literal is as short, and names the fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::tokens::ident_token;
use super::{docs, rust_types};
use crate::plan::{DefaultImpl, Field, FieldKind, NewMethod, Struct};

/// For `a flags:# x:int y:flags.0?string = A;`:
///
/// ```text
/// impl A {
///     // fn new
/// }
/// ```
pub(super) fn inherent_impl(target: &ImplTarget<'_>) -> TokenStream {
    let (new, implied) = (new_method(target), implied_field_methods(target.item));
    if new.is_empty() && implied.is_empty() {
        return TokenStream::new();
    }
    let (path, generics) = (&target.path, target.unbounded_generics());
    quote!(impl #generics #path #generics { #new #implied })
}

/// For `a flags:# x:int y:flags.0?string = A;`:
///
/// ```text
/// pub fn new(x: i32) -> Self {
///     Self { x, y: None }
/// }
/// ```
fn new_method(target: &ImplTarget<'_>) -> TokenStream {
    let ImplTarget { module, item, .. } = target;
    if item.impls.new == NewMethod::Absent {
        return TokenStream::new();
    }
    let params = item.fields.iter().filter_map(|field| match &field.kind {
        FieldKind::Required(value) => {
            let (name, ty, into) =
                (ident_token(&field.ident), rust_types::codec_type(module, &value.codec), module.prelude_path("Into"));
            Some(if value.has_conversions { quote!(#name: impl #into<#ty>) } else { quote!(#name: #ty) })
        }
        _ => None,
    });
    let fields = item.fields.iter().map(|field| field_in_new_literal(target, field));
    let docs = docs::doc_comment(["Takes the required fields and leaves out the optional ones.".to_owned()]);
    let allow = (item.impls.new == NewMethod::ManyArguments).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #allow
        #[inline]
        #[must_use]
        pub fn new(#(#params),*) -> Self {
            Self { #(#fields),* }
        }
    }
}

/// `impl Default` of a generic struct without required fields. A derived implementation would demand `Default` of the
/// type parameters.
///
/// ```text
/// impl<X> Default for A<X> {
///     fn default() -> Self { Self::new() }
/// }
/// ```
pub(super) fn default_impl(target: &ImplTarget<'_>) -> TokenStream {
    let ImplTarget { module, path, item } = target;
    if item.impls.default != DefaultImpl::CallsNew {
        return TokenStream::new();
    }
    let (default, generics) = (module.prelude_path("Default"), target.unbounded_generics());
    quote! {
        impl #generics #default for #path #generics {
            #[inline]
            fn default() -> Self { Self::new() }
        }
    }
}

fn field_in_new_literal(ImplTarget { module, .. }: &ImplTarget<'_>, field: &Field) -> TokenStream {
    let name = ident_token(&field.ident);
    match &field.kind {
        FieldKind::Required(value) => {
            let indirect = module.prelude_path("Box");
            match (value.has_conversions, value.is_indirect) {
                (false, false) => quote!(#name),
                (true, false) => quote!(#name: #name.into()),
                (false, true) => quote!(#name: #indirect::new(#name)),
                (true, true) => quote!(#name: #indirect::new(#name.into())),
            }
        }
        FieldKind::Flag => quote!(#name: false),
        FieldKind::Optional(_) | FieldKind::Group(_) => {
            let none = module.prelude_path("None");
            quote!(#name: #none)
        }
    }
}

/// Methods for `true` fields that share their bit with a value, and so are no fields of the struct. For `a flags:#
/// pinned:flags.0?true pin:flags.0?int = A;`:
///
/// ```text
/// pub fn pinned(&self) -> bool { self.pin.is_some() }
/// ```
pub(super) fn implied_field_methods(item: &Struct) -> TokenStream {
    let methods = item.implied.iter().map(|implied| {
        let name = ident_token(&implied.ident);
        let decider = item.field_at(implied.field);
        let field = ident_token(&decider.ident);
        let is_set = match decider.kind {
            FieldKind::Flag => quote!(self.#field),
            _ => quote!(self.#field.is_some()),
        };
        let docs = docs::implied_method_docs(implied, decider);
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub fn #name(&self) -> bool { #is_set }
        }
    });
    methods.collect()
}
