//! `errors.rs`: the documented types of errors as one enum, with a table for look-ups by message.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::item_files::CodeFiles;
use super::module::with_imports;
use super::tokens::{ident_token, unsuffixed_literal};
use crate::metadata::ErrorRow;
use crate::plan::{ErrorType, Plan};
use crate::settings::Gate;

/// Items of `errors.rs` that the module of the protocol re-exports.
pub(super) const ERROR_REEXPORTS: [&str; 3] = ["COMMON_ERRORS", "RpcError", "RpcErrorKind"];

/// Whether the protocol has a file `errors.rs`.
pub(super) fn has_errors_file(plan: &Plan) -> bool {
    plan.settings.metadata != Gate::Never && !plan.error_types.is_empty()
}

/// For the types `PEER_ID_INVALID` and `FLOOD_WAIT_%d`:
///
/// ```text
/// pub enum RpcErrorKind {
///     FloodWait { seconds: u64 },
///     PeerIdInvalid,
/// }
/// // impl rt::KnownError, Debug, Display
/// static TYPES: [rt::ErrorType<RpcErrorKind>; 2] = […];
/// pub static COMMON_ERRORS: &[rt::MethodError] = &[…];
/// ```
pub(super) fn error_files(plan: &Plan) -> CodeFiles {
    if !has_errors_file(plan) {
        return CodeFiles::new();
    }
    let types = &plan.error_types;
    let (definition, known, fmt) = (error_enum_definition(types), known_error_impl(types), error_format_impls());
    let rows = types.iter().map(error_table_row);
    let (n_types, n_slots) =
        (unsuffixed_literal(types.len()), unsuffixed_literal((types.len() * 2).next_power_of_two()));
    let common = method_error_slice(&plan.common_errors);
    let common_docs = docs::doc_comment(["Errors that any method may return, sorted by code and name.".to_owned()]);
    let code = quote! {
        #definition
        #known
        #fmt
        #common_docs
        pub static COMMON_ERRORS: &[rt::MethodError] = #common;
        static TYPES: [rt::ErrorType<RpcErrorKind>; #n_types] = [#(#rows),*];
        static NAME_INDEX: [u16; #n_slots] = rt::name_index(&TYPES);
    };
    vec![("errors.rs".to_owned(), with_imports(&plan.settings, 1, code))]
}

/// The enum `RpcErrorKind`, whose variants are sorted by TL name like the rows of the table.
fn error_enum_definition(types: &[ErrorType]) -> TokenStream {
    let alias = docs::doc_comment(["An error that a server returns instead of a result.".to_owned()]);
    let variants = types.iter().map(|ty| {
        let docs = docs::doc_comment([docs::error_type_docs(&ty.name, &ty.description)]);
        let (name, field) = (ident_token(&ty.ident), ty.number.map(|number| ident_token(number.field_name())));
        let fields = field.map(|field| quote!({ #field: u64 }));
        quote!(#docs #name #fields)
    });
    let docs = docs::doc_comment([
        "The documented types of errors.".to_owned(),
        String::new(),
        "If the message of a type contains a number, so does its variant. `X` in a name marks a number of unknown \
         meaning. New layers add types."
            .to_owned(),
    ]);
    quote! {
        #alias
        pub type RpcError = rt::RpcError<RpcErrorKind>;
        #docs
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum RpcErrorKind { #(#variants),* }
    }
}

/// `impl Debug` and `impl Display` of the enum, which print the error message.
fn error_format_impls() -> TokenStream {
    let impls = ["Debug", "Display"].map(|name| {
        let name = ident_token(name);
        quote! {
            impl ::core::fmt::#name for RpcErrorKind {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    rt::KnownError::write_message(*self, f)
                }
            }
        }
    });
    quote!(#(#impls)*)
}

/// `impl rt::KnownError`: the tables, and methods that get and set the number in a variant.
fn known_error_impl(types: &[ErrorType]) -> TokenStream {
    let numbered = types.iter().filter_map(|ty| {
        let (name, field) = (ident_token(&ty.ident), ident_token(ty.number?.field_name()));
        Some((quote!(Self::#name { #field: number }), quote!(Self::#name { .. })))
    });
    let (with_number, any_number): (Vec<_>, Vec<_>) = numbered.unzip();
    let families = types.iter().filter_map(|ty| {
        // `FILE_REFERENCE_` of the family `FILE_REFERENCE_*`
        let (prefix, name) = (ty.name.strip_suffix('*')?, ident_token(&ty.ident));
        Some(quote!((#prefix, Self::#name)))
    });
    let numbers = if with_number.is_empty() { quote!() } else { quote!(#(#with_number)|* => Some(number),) };
    quote! {
        impl rt::KnownError for RpcErrorKind {
            const TYPES: &'static [rt::ErrorType<Self>] = &TYPES;
            const NAME_INDEX: &'static [u16] = &NAME_INDEX;
            const FAMILIES: &'static [(&'static str, Self)] = &[#(#families),*];
            const COMMON: &'static [rt::MethodError] = COMMON_ERRORS;

            #[allow(unreachable_patterns)]
            fn number(self) -> Option<u64> {
                match self {
                    #numbers
                    _ => None,
                }
            }

            #[allow(unreachable_patterns, unused_variables)]
            fn with_number(self, number: u64) -> Self {
                match self {
                    #(#any_number => #with_number,)*
                    other => other,
                }
            }
        }
    }
}

/// An error type as a row of the table.
fn error_table_row(ty: &ErrorType) -> TokenStream {
    let (name, description, variant) = (&ty.name, &ty.description, ident_token(&ty.ident));
    let Some(number) = ty.number else {
        return quote!(rt::ErrorType::new(#name, #description, RpcErrorKind::#variant));
    };
    let (field, unit) = number.field_and_unit();
    let (field, unit) = (ident_token(field), ident_token(unit));
    let variant = quote!(RpcErrorKind::#variant { #field: 0 });
    quote!(rt::ErrorType::with_number(#name, #description, #variant, rt::ErrorNumber::#unit))
}

/// An expression for a slice of the documented errors of a method.
pub(super) fn method_error_slice(rows: &[ErrorRow]) -> TokenStream {
    let rows = rows.iter().map(|row| {
        let (code, name) = (Literal::i32_unsuffixed(row.code), &row.name);
        quote!(rt::MethodError { code: #code, name: #name })
    });
    quote!(&[#(#rows),*])
}
