//! Showing of fields to a visitor: straight-line code, one statement for each field.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::module::{Module, ident};
use super::structs;
use super::ty::{self, is_plain};
use crate::plan::{
    BitAction, BitCondition, BitSetter, Codec, FieldIndex, FieldKind, Instance, NumberSource, Struct, Tree, Value,
    WireField, WireFieldKind,
};

/// Where a value is.
struct Source {
    /// An expression for a reference to it.
    reference: TokenStream,
    /// An expression for the value.
    value: TokenStream,
}

impl Source {
    /// A field: `self.name`.
    fn item_path(item_path: TokenStream) -> Self {
        Self { reference: quote!(&#item_path), value: item_path }
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
/// fn visit<V: rt::Visitor>(&self, v: &mut V) {
///     let mut flags = v.flags(0, 0);
///     v.int_if(&mut flags, 1, 1, self.b);
///     v.string(2, &self.c);
///     v.add_flags(flags);
/// }
/// ```
///
/// Whether a value is there is looked at once that way.
pub(super) fn visit(module: &Module, body: &Struct) -> TokenStream {
    let mut statements: Vec<_> =
        body.wire_fields.iter().map(|wire_field| statement(module, body, wire_field)).collect();
    statements.extend(body.wire_fields.iter().filter_map(added_bits));
    let visitor = if statements.iter().all(TokenStream::is_empty) { quote!(_v) } else { quote!(v) };
    let (name, numbers) = match &body.numbers {
        None => (quote!(visit), TokenStream::new()),
        Some(numbers) => {
            let numbers = structs::told(numbers);
            (quote!(visit_with), quote!(#numbers,))
        }
    };
    quote! {
        #[inline(always)]
        fn #name<V: rt::Visitor>(&self, #numbers #visitor: &mut V) {
            #(#statements)*
        }
    }
}

fn statement(module: &Module, body: &Struct, wire_field: &WireField) -> TokenStream {
    let index = Literal::u32_unsuffixed(wire_field.index);
    match &wire_field.kind {
        WireFieldKind::Flags { variable, setters, is_checked } => flags(body, variable, setters, *is_checked, &index),
        WireFieldKind::Number { variable, condition, source } => {
            number(module, body, (variable, condition.as_ref(), source), &index)
        }
        WireFieldKind::Flag { field, bit } => check(body, *field, Some(bit), &index),
        WireFieldKind::Value { field, member, condition } => {
            let check = check(body, *field, condition.as_ref(), &index);
            let set_bit = condition.as_ref().filter(|condition| condition.on_encode == BitAction::Set);
            let field = body.field(*field);
            let name = ident(&field.ident);
            let show = match (&field.kind, member) {
                (FieldKind::Required(value), _) => write(value, &index, Source::item_path(quote!(self.#name))),
                (FieldKind::Optional(value), _) => optional(module, value, set_bit, (&index, &quote!(self.#name))),
                (FieldKind::Group(group), Some(member)) => {
                    let (some, add_bit) = (module.prelude("Some"), set_bit.map(add_bit));
                    let (member, value) = &group.members[*member];
                    let member = ident(member);
                    let write = write(value, &index, Source::item_path(quote!(group.#member)));
                    quote!(if let #some(group) = &self.#name { #add_bit #write })
                }
                (FieldKind::Group(_) | FieldKind::Flag, _) => TokenStream::new(),
            };
            quote!(#check #show)
        }
    }
}

/// A value that may be absent: one call, unless its bit is set elsewhere or it takes more than a call to show it.
fn optional(
    module: &Module,
    value: &Value,
    set_bit: Option<&BitCondition>,
    (index, item_path): (&Literal, &TokenStream),
) -> TokenStream {
    // There is none for a leaf or a vector behind a pointer.
    let is_object = ty::leaf(&value.codec).is_none() && !matches!(value.codec, Codec::Vector { .. });
    let method = method(&value.codec, value.is_indirect).filter(|_| !value.is_indirect || is_object);
    match (set_bit, method) {
        (Some(condition), Some((method, is_by_value))) => {
            let (method, variable) = (ident(&format!("{method}_if")), ident(&condition.flags_field));
            let bit = structs::bit(condition.bit);
            let reference = (!is_by_value).then(|| quote!(&));
            quote!(v.#method(&mut #variable, #bit, #index, #reference #item_path);)
        }
        _ => {
            let (some, add_bit) = (module.prelude("Some"), set_bit.map(add_bit));
            let write = write(value, index, Source::reference(quote!(value)));
            quote!(if let #some(value) = &#item_path { #add_bit #write })
        }
    }
}

/// Adds a bit to the variable of a flags field.
fn add_bit(condition: &BitCondition) -> TokenStream {
    let (variable, bit) = (ident(&condition.flags_field), structs::bit(condition.bit));
    quote!(#variable.bits |= #bit;)
}

/// Whether a field is there.
fn is_there(body: &Struct, field: FieldIndex) -> TokenStream {
    let field = body.field(field);
    let name = ident(&field.ident);
    match field.kind {
        FieldKind::Flag => quote!(self.#name),
        _ => quote!(self.#name.is_some()),
    }
}

/// The check that a field agrees with its bit, if the plan asks for it.
fn check(body: &Struct, field: FieldIndex, condition: Option<&BitCondition>, index: &Literal) -> TokenStream {
    let Some(BitCondition { flags_field, bit, on_encode: BitAction::Check }) = condition else {
        return TokenStream::new();
    };
    let (variable, shift, is_there) = (ident(flags_field), Literal::u8_unsuffixed(*bit), is_there(body, field));
    let mask = if *bit == 0 { quote!(#variable & 1) } else { quote!((#variable >> #shift) & 1) };
    quote!(v.agree(#index, #mask, #is_there as u32);)
}

/// The bits that these fields set.
fn bits<'a>(body: &Struct, setters: impl IntoIterator<Item = &'a BitSetter>) -> TokenStream {
    let terms = setters.into_iter().map(|BitSetter { bit, field, .. }| {
        let is_set = is_there(body, *field);
        let shift = Literal::u8_unsuffixed(*bit);
        if *bit == 0 { quote!(#is_set as u32) } else { quote!((#is_set as u32) << #shift) }
    });
    quote!(#(#terms)|*)
}

fn flags(body: &Struct, variable: &str, setters: &[BitSetter], is_checked: bool, index: &Literal) -> TokenStream {
    let variable = ident(variable);
    if is_checked {
        let set = bits(body, setters);
        return quote!(let #variable = #set; v.flags(#index, #variable););
    }
    let (later, now): (Vec<_>, Vec<_>) = setters.iter().partition(|setter| setter.is_set_later);
    let now = if now.is_empty() { quote!(0) } else { bits(body, now) };
    match later.is_empty() {
        true => quote!(v.flags(#index, #now);),
        false => quote!(let mut #variable = v.flags(#index, #now);),
    }
}

/// Ends a flags field whose bits are known now.
fn added_bits(wire_field: &WireField) -> Option<TokenStream> {
    match &wire_field.kind {
        WireFieldKind::Flags { variable, setters, .. } if setters.iter().any(|setter| setter.is_set_later) => {
            let variable = ident(variable);
            Some(quote!(v.add_flags(#variable);))
        }
        _ => None,
    }
}

/// A number that other fields depend on, in its variable and then shown.
fn number(
    module: &Module,
    body: &Struct,
    (variable, condition, source): (&str, Option<&BitCondition>, &NumberSource),
    index: &Literal,
) -> TokenStream {
    let variable = ident(variable);
    let (field, set) = match source {
        NumberSource::Items(field) => {
            let name = ident(&body.field(*field).ident);
            return quote!(let #variable = rt::number_of(&self.#name); v.nat(#index, #variable););
        }
        NumberSource::Stored { field, setters, .. } => (*field, setters),
    };
    let name = ident(&body.field(field).ident);
    let with_bits = |stored: TokenStream| match set.is_empty() {
        true => stored,
        false => {
            let (known, set) = (structs::bits(set), bits(body, set));
            quote!((#stored & !#known) | #set)
        }
    };
    if condition.is_none() {
        let value = with_bits(quote!(self.#name));
        return quote!(let #variable = #value; v.nat(#index, #variable););
    }
    let check = check(body, field, condition, index);
    let (some, none) = (module.prelude("Some"), module.prelude("None"));
    let value = with_bits(quote!(stored));
    quote! {
        let #variable = match self.#name { #some(stored) => #value, #none => 0 };
        #check
        if self.#name.is_some() { v.nat(#index, #variable); }
    }
}

/// The method that shows a value, and whether it takes it by value, where the value is all that it takes.
fn method(codec: &Codec, is_indirect: bool) -> Option<(&'static str, bool)> {
    match (codec, ty::leaf(codec)) {
        (Codec::Vector { is_bare, element }, _) => is_plain(element).then(|| (vector_method(*is_bare), false)),
        (Codec::Repetition(_) | Codec::Instance(Instance { numbers: Some(_), .. }), _) => None,
        (_, Some(leaf)) => Some((leaf.method, leaf.is_by_value)),
        (codec, None) => Some((object_method(codec, is_indirect), false)),
    }
}

fn write(value: &Value, index: &Literal, source: Source) -> TokenStream {
    let source = if value.is_indirect { source.behind_pointer() } else { source };
    let Source { reference, value: item_path } = source;
    if let Some((method, is_by_value)) = method(&value.codec, value.is_indirect) {
        let (method, value) = (ident(method), if is_by_value { item_path } else { reference });
        return quote!(v.#method(#index, #value););
    }
    match &value.codec {
        Codec::Vector { is_bare, element } => vector(*is_bare, element, index, &reference),
        Codec::Repetition(repetition) => {
            let (n, item) = (ty::number(&repetition.count), item(&repetition.item));
            quote!(v.repetition(#index, #n, #reference, |item, v| { #item });)
        }
        codec => object(codec, value.is_indirect, index, &reference),
    }
}

/// What a type, constructor or record stands in.
fn tree(codec: &Codec) -> Tree {
    match codec {
        Codec::Instance(found) => found.tree,
        Codec::Bare { .. } => Tree::Constructors,
        _ => Tree::Types,
    }
}

fn object_method(codec: &Codec, is_indirect: bool) -> &'static str {
    match (tree(codec), is_indirect) {
        (Tree::Types, true) => "object_indirect",
        (Tree::Types, false) => "object",
        (Tree::Constructors | Tree::Records, true) => "bare_indirect",
        (Tree::Constructors | Tree::Records, false) => "bare",
    }
}

fn vector_method(is_bare: bool) -> &'static str {
    if is_bare { "bare_vector" } else { "vector" }
}

/// A value of a type, constructor or record.
fn object(codec: &Codec, is_indirect: bool, index: &impl ToTokens, reference: &TokenStream) -> TokenStream {
    let method = ident(object_method(codec, is_indirect));
    let Codec::Instance(Instance { numbers: Some(numbers), .. }) = codec else {
        return quote!(v.#method(#index, #reference););
    };
    let numbers = ty::numbers(numbers);
    let with = ident(if tree(codec) == Tree::Types { "BoxedWith" } else { "With" });
    quote!(v.#method(#index, &rt::#with(#reference, #numbers));)
}

/// An item of a vector or repetition.
fn item(codec: &Codec) -> TokenStream {
    let (no_field, item) = (quote!(rt::NO_FIELD), quote!(item));
    match codec {
        Codec::Vector { is_bare, element } => vector(*is_bare, element, &no_field, &item),
        codec => object(codec, false, &no_field, &item),
    }
}

fn vector(is_bare: bool, element: &Codec, index: &impl ToTokens, items: &TokenStream) -> TokenStream {
    if is_plain(element) {
        let method = ident(vector_method(is_bare));
        return quote!(v.#method(#index, #items););
    }
    let method = ident(if is_bare { "bare_vector_with" } else { "vector_with" });
    let show = item(element);
    quote!(v.#method(#index, #items, |item, v| { #show });)
}
