//! The struct of a constructor, a function or a repetition.

use proc_macro2::TokenStream;
use quote::quote;

use super::target::Target;
use super::tokens::ident;
use super::{docs, ty};
use crate::plan::DefaultImpl;

/// For `messages.sendMessage flags:# silent:flags.0?true peer:InputPeer = Updates;`:
///
/// ```text
/// pub struct SendMessage {
///     pub silent: bool,
///     pub peer: root::types::InputPeer,
/// }
/// ```
pub(super) fn emit(target: &Target<'_>, docs: &TokenStream) -> TokenStream {
    let Target { module, path: name, item } = target;
    let generics = target.generics();
    let default = (item.impls.default == DefaultImpl::Derived).then(|| quote!(#[derive(Default)]));
    let fields = item.fields.iter().map(|field| {
        let (name, ty) = (ident(&field.ident), ty::field(module, &field.kind));
        let note = docs::comment(field.note.clone());
        quote!(#note pub #name: #ty)
    });
    let fields = if item.fields.is_empty() { quote!(;) } else { quote!({ #(#fields),* }) };
    quote!(#docs #default pub struct #name #generics #fields)
}
