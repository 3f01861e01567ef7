//! The marker traits of a function: who may call it.

use proc_macro2::TokenStream;
use quote::quote;

use super::target::Target;
use super::tokens::ident;
use crate::metadata::Access;
use crate::plan::Function;

/// For a function that users and bots may call:
///
/// ```text
/// impl rt::UserCallable for root::functions::help::GetConfig {}
/// impl rt::BotCallable for root::functions::help::GetConfig {}
/// ```
///
/// A call that contains another call (`invokeWithLayer`) is open to those who may make the inner call as well.
pub(super) fn emit(target: &Target<'_>, function: &Function) -> TokenStream {
    let (path, generics) = (&target.path, target.generics());
    let traits = function.accesses().into_iter().zip(["UserCallable", "BotCallable", "BusinessCallable"]);
    let impls = traits.filter(|(access, _)| *access == Access::Yes).map(|(_, callable)| {
        let callable = ident(callable);
        let bounds = target.bounded(&quote!(rt::#callable));
        quote!(impl #bounds rt::#callable for #path #generics {})
    });
    impls.collect()
}
