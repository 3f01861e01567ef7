//! Writing of fields: straight-line code, one statement for each field.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::module::{Module, ident};
use super::ty::is_plain;
use crate::plan::{Codec, FieldKind, StepKind, Struct, Value};

/// Where a value is.
struct Source {
    /// An expression for a reference to it.
    reference: TokenStream,
    /// An expression for the value.
    value: TokenStream,
}

impl Source {
    /// A field: `self.name`.
    fn place(place: TokenStream) -> Self {
        Self { reference: quote!(&#place), value: place }
    }

    /// A variable that holds a reference.
    fn reference(variable: TokenStream) -> Self {
        Self { value: quote!(*#variable), reference: variable }
    }

    fn behind_pointer(self) -> Self {
        let value = self.value;
        Self { reference: quote!(&*#value), value: quote!(*#value) }
    }
}

/// For `a flags:# b:flags.0?int c:string = A;`:
///
/// ```text
/// fn serialize_fields<W: rt::Sink>(&self, w: &mut rt::Writer<W>) {
///     w.nat(u32::from(self.b.is_some()));
///     if let Some(b) = &self.b {
///         w.int(*b);
///     }
///     w.string(&self.c);
/// }
/// ```
pub(super) fn serialize_fields(module: &Module, body: &Struct) -> TokenStream {
    let statements: Vec<_> = body.steps.iter().map(|step| statement(module, body, &step.kind)).collect();
    let writer = if statements.iter().all(TokenStream::is_empty) { quote!(_w) } else { quote!(w) };
    quote! {
        fn serialize_fields<W: rt::Sink>(&self, #writer: &mut rt::Writer<W>) {
            #(#statements)*
        }
    }
}

fn statement(module: &Module, body: &Struct, step: &StepKind) -> TokenStream {
    match step {
        StepKind::Flags { bits, .. } => flags(body, bits),
        StepKind::Flag { .. } => TokenStream::new(),
        StepKind::Value { field, member, .. } => {
            let field = &body.fields[*field];
            let name = ident(&field.ident);
            match (&field.kind, member) {
                (FieldKind::Required(value), _) => write(value, Source::place(quote!(self.#name))),
                (FieldKind::Optional(value), _) => {
                    let some = module.prelude("Some");
                    let write = write(value, Source::reference(quote!(value)));
                    quote!(if let #some(value) = &self.#name { #write })
                }
                (FieldKind::Group(group), Some(member)) => {
                    let some = module.prelude("Some");
                    let (member, value) = &group.members[*member];
                    let member = ident(member);
                    let write = write(value, Source::place(quote!(group.#member)));
                    quote!(if let #some(group) = &self.#name { #write })
                }
                (FieldKind::Group(_) | FieldKind::Flag, _) => TokenStream::new(),
            }
        }
    }
}

fn flags(body: &Struct, bits: &[(u8, usize)]) -> TokenStream {
    let terms = bits.iter().map(|(bit, field)| {
        let field = &body.fields[*field];
        let name = ident(&field.ident);
        let is_set = match field.kind {
            FieldKind::Flag => quote!(self.#name),
            _ => quote!(self.#name.is_some()),
        };
        let shift = Literal::u8_unsuffixed(*bit);
        if *bit == 0 { quote!(u32::from(#is_set)) } else { quote!(u32::from(#is_set) << #shift) }
    });
    quote!(w.nat(#(#terms)|*);)
}

fn write(value: &Value, source: Source) -> TokenStream {
    codec(&value.codec, if value.is_indirect { source.behind_pointer() } else { source })
}

fn codec(codec: &Codec, source: Source) -> TokenStream {
    let Source { reference, value } = source;
    match codec {
        Codec::Nat => quote!(w.nat(#value);),
        Codec::Int => quote!(w.int(#value);),
        Codec::Long => quote!(w.long(#value);),
        Codec::Double => quote!(w.double(#value);),
        Codec::Int128 => quote!(w.int128(#reference);),
        Codec::Int256 => quote!(w.int256(#reference);),
        Codec::String => quote!(w.string(#reference);),
        Codec::Bytes => quote!(w.bytes(#reference);),
        Codec::Bool => quote!(w.boolean(#value);),
        Codec::Boxed(_) | Codec::Param(_) => quote!(rt::Serialize::serialize(#reference, w);),
        Codec::Bare { .. } => quote!(rt::Combinator::serialize_fields(#reference, w);),
        Codec::Vector { is_bare, element } if is_plain(element) => {
            let method = ident(if *is_bare { "bare_vector" } else { "vector" });
            quote!(w.#method(#reference);)
        }
        Codec::Vector { is_bare, element } => {
            let method = ident(if *is_bare { "bare_vector_with" } else { "vector_with" });
            let item = self::codec(element, Source::reference(quote!(item)));
            quote!(w.#method(#reference, |item, w| { #item });)
        }
    }
}
