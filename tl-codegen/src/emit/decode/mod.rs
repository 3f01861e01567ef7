//! The decoding function of a struct.
//!
//! If all flags fields and numbers precede the values, the struct is decoded as one literal. Otherwise each value is
//! decoded into a variable first. The plan decides between the two forms.

mod bits;
mod value;
pub(super) mod variable;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::bits::{flags_or_number_reading_statement, stored_number_value};
use self::value::value_reading_expression;
use self::variable::{
    bit_group_from_variables, literal_field_from_variable, literal_field_with_value, variable_of_field,
    wire_fields_by_field,
};
use super::impl_target::ImplTarget;
use super::module::ModuleScope;
use super::tokens::{ident_token, item_path_from_root, masked_bit, method_signature_with_numbers};
use crate::plan::{BitGroup, DecodingForm, Field, FieldKind, NumberSource, Struct, WireField, WireFieldKind};

/// The statements of a decoding function, and the fields of the struct literal that follows them.
struct DecodingCode {
    statements: Vec<TokenStream>,
    fields: Vec<TokenStream>,
}

/// For `a flags:# b:flags.0?int c:string = A;`:
///
/// ```text
/// fn deserialize_fields(r: &mut rt::Reader<'_>) -> Self {
///     let flags = r.flags(0, 0x00000001);
///     Self { b: r.int_if(flags & 1, 1), c: r.string(2) }
/// }
/// ```
pub(super) fn deserialize_fields_method(target: &ImplTarget<'_>) -> TokenStream {
    let ImplTarget { module, item, .. } = target;
    let DecodingCode { statements, fields } = match item.impls.decoding {
        DecodingForm::InLiteral => decoding_inside_literal(module, item),
        DecodingForm::ByVariable => decoding_through_variables(module, item),
    };
    let reader = if item.wire_fields.is_empty() { quote!(_r) } else { quote!(r) };
    let (name, numbers) = method_signature_with_numbers("deserialize_fields", item.numbers.as_deref());
    quote! {
        #[inline]
        fn #name(#numbers #reader: &mut rt::Reader<'_>) -> Self {
            #(#statements)*
            Self { #(#fields),* }
        }
    }
}

fn decoding_inside_literal(module: &ModuleScope, item: &Struct) -> DecodingCode {
    let fields = item.fields.iter().zip(wire_fields_by_field(item)).map(|(field, wire_fields)| {
        let value = match &field.kind {
            FieldKind::Group(group) => self::bit_group_value_expression(module, group, &wire_fields),
            _ => single_value_expression(field, &wire_fields),
        };
        literal_field_with_value(&field.ident, &value)
    });
    DecodingCode {
        statements: item.wire_fields.iter().filter_map(flags_or_number_reading_statement).collect(),
        fields: fields.collect(),
    }
}

/// For `a x:int flags:# y:flags.0?int = A;`, where the flags field follows a value:
///
/// ```text
/// let x = r.int(0);
/// let flags = r.flags(1, 0x00000001);
/// let y = r.int_if(flags & 1, 2);
/// Self { x, y }
/// ```
fn decoding_through_variables(module: &ModuleScope, item: &Struct) -> DecodingCode {
    let mut statements = Vec::new();
    for wire_field in &item.wire_fields {
        statements.extend(flags_or_number_reading_statement(wire_field));
        let WireFieldKind::Value { field, member, .. } = &wire_field.kind else { continue };
        let Some((name, value)) = item.field_at(*field).value_of_member(*member) else { continue };
        let (variable, read) = (variable_of_field(name), value_reading_expression(value, wire_field));
        statements.push(quote!(let #variable = #read;));
    }
    let fields = item.fields.iter().zip(wire_fields_by_field(item)).map(|(field, wire_fields)| {
        let is_number = wire_fields.iter().any(|wire_field| matches!(wire_field.kind, WireFieldKind::Number { .. }));
        match &field.kind {
            FieldKind::Flag => literal_field_with_value(&field.ident, &single_value_expression(field, &wire_fields)),
            _ if is_number => literal_field_with_value(&field.ident, &single_value_expression(field, &wire_fields)),
            FieldKind::Group(group) => literal_field_with_value(
                &field.ident,
                &bit_group_from_variables(module, group, &item_path_from_root("groups", &group.item_path)),
            ),
            _ => literal_field_from_variable(&field.ident),
        }
    });
    DecodingCode { statements, fields: fields.collect() }
}

/// An expression for the value of a struct field that belongs to one field on the wire.
fn single_value_expression(field: &Field, wire_fields: &[&WireField]) -> TokenStream {
    let Some(wire_field) = wire_fields.first() else { return TokenStream::new() };
    match (&field.kind, &wire_field.kind) {
        (_, WireFieldKind::Number { variable, condition, source: NumberSource::Stored { setters, .. } }) => {
            stored_number_value(variable, condition.as_ref(), setters)
        }
        (FieldKind::Required(value) | FieldKind::Optional(value), _) => value_reading_expression(value, wire_field),
        (_, WireFieldKind::Flag { bit, .. }) => {
            let bit = masked_bit(bit);
            quote!(#bit != 0)
        }
        _ => TokenStream::new(),
    }
}

/// An expression that decodes a group whose members are neighbours on the wire:
///
/// ```text
/// if flags & 1 != 0 { Some(root::groups::AX { x: r.int(1), y: r.int(2) }) } else { None }
/// ```
fn bit_group_value_expression(module: &ModuleScope, group: &BitGroup, wire_fields: &[&WireField]) -> TokenStream {
    let condition = wire_fields.first().and_then(|wire_field| match &wire_field.kind {
        WireFieldKind::Value { condition, .. } => condition.as_ref(),
        _ => None,
    });
    let Some(condition) = condition else { return TokenStream::new() };
    let (bit, ty) = (masked_bit(condition), item_path_from_root("groups", &group.item_path));
    let members = group.members.iter().zip(wire_fields).map(|(member, wire_field)| {
        let name = ident_token(&member.ident);
        let read = value::unconditional_reading_call(&member.value, &Literal::u32_unsuffixed(wire_field.index));
        quote!(#name: #read)
    });
    let (some, none) = (module.prelude_path("Some"), module.prelude_path("None"));
    quote!(if #bit != 0 { #some(#ty { #(#members),* }) } else { #none })
}
