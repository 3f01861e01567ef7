//! The method `visit` of a struct, which encoding, comparing and `Debug` use: one statement for each field on the wire.

mod bits;
mod number;
mod value;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::value::{
    ValueExpressions, does_type_determine_visit, if_present_statement, optional_writing_call, value_writing_call,
};
use super::impl_target::ImplTarget;
use super::tokens::{ident_token, method_signature_with_numbers};
use crate::plan::{BitAction, BitCondition, BitGroup, FieldIndex, FieldKind, Struct, WireField, WireFieldKind};

/// For `a flags:# b:flags.0?int c:string = A;`:
///
/// ```text
/// fn visit<V: rt::Visitor>(&self, v: &mut V) {
///     let mut flags = v.flags(0, 0);
///     v.conditional(&mut flags, 1, 1, &self.b);
///     v.string(2, &self.c);
///     v.finish_flags(flags);
/// }
/// ```
///
/// The flags are written before their fields and completed at the end, so that each `Option` is tested once.
pub(super) fn visit_method(target: &ImplTarget<'_>) -> TokenStream {
    let item = target.item;
    let wire_fields: Vec<_> = item.wire_fields.iter().collect();
    let statements = wire_fields.chunk_by(|first, second| are_in_one_bit_group(first, second));
    let mut statements: Vec<_> = statements.map(|wire_fields| visit_statement(target, wire_fields)).collect();
    statements.extend(wire_fields.iter().filter_map(|wire_field| bits::finish_flags_statement(wire_field)));
    let import = wire_fields.iter().any(|field| is_visited_when_present(item, field));
    let import = import.then(|| {
        quote!(
            use rt::Visitor as _;
        )
    });
    let visitor = if statements.is_empty() { quote!(_v) } else { quote!(v) };
    let (name, numbers) = method_signature_with_numbers("visit", item.numbers.as_deref());
    quote! {
        #[inline(always)]
        fn #name<V: rt::Visitor>(&self, #numbers #visitor: &mut V) {
            #import
            #(#statements)*
        }
    }
}

/// Whether the value of a field is passed to the visitor that `Visitor::present` returns. It is an associated type of
/// `V`, whose methods can be called only where the trait is in scope.
fn is_visited_when_present(item: &Struct, wire_field: &WireField) -> bool {
    let WireFieldKind::Value { field, condition: Some(condition), .. } = &wire_field.kind else { return false };
    condition.on_encode == BitAction::Set
        && match &item.field_at(*field).kind {
            FieldKind::Optional(value) => !does_type_determine_visit(value),
            kind => matches!(kind, FieldKind::Group(_)),
        }
}

/// Whether two fields are members of the same group. Neighbouring members share one test whether the group is present.
fn are_in_one_bit_group(first: &WireField, second: &WireField) -> bool {
    let group = |wire_field: &WireField| match wire_field.kind {
        WireFieldKind::Value { field, member, .. } => member.map(|_| field),
        _ => None,
    };
    group(first).is_some() && group(first) == group(second)
}

/// The statement for one field, or for neighbouring members of a group.
fn visit_statement(target: &ImplTarget<'_>, wire_fields: &[&WireField]) -> TokenStream {
    let [wire_field, ..] = wire_fields else { return TokenStream::new() };
    let index = field_index_literal(wire_field);
    match &wire_field.kind {
        WireFieldKind::Flags { variable, setters, is_checked } => {
            bits::flags_writing_statement(target.item, variable, setters, *is_checked, &index)
        }
        WireFieldKind::Number { variable, condition, source } => {
            number::number_writing_statement(target, variable, condition.as_ref(), source, &index)
        }
        WireFieldKind::Flag { field, bit } => {
            let check = bits::agreement_check_statement(target.item, *field, Some(bit), &index);
            let true_field = bits::true_field_statement(target.item, *field, &index);
            quote!(#check #true_field)
        }
        WireFieldKind::Implied { decider } => bits::true_field_statement(target.item, *decider, &index),
        WireFieldKind::Value { field, condition, .. } => {
            let check = bits::agreement_check_statement(target.item, *field, condition.as_ref(), &index);
            let value = value_writing_statement(target, *field, condition.as_ref(), wire_fields);
            quote!(#check #value)
        }
    }
}

/// Writes the value of a field, or neighbouring members of a group.
fn value_writing_statement(
    target: &ImplTarget<'_>,
    field: FieldIndex,
    condition: Option<&BitCondition>,
    wire_fields: &[&WireField],
) -> TokenStream {
    let set_bit = condition.filter(|condition| condition.on_encode == BitAction::Set);
    let field = target.item.field_at(field);
    let name = ident_token(&field.ident);
    match &field.kind {
        FieldKind::Required(value) => value_writing_call(
            value,
            &field_index_literal(wire_fields[0]),
            ValueExpressions::of_self_field(quote!(self.#name)),
        ),
        FieldKind::Optional(value) => {
            optional_writing_call(target.module, value, set_bit, &field_index_literal(wire_fields[0]), &name)
        }
        FieldKind::Group(group) => {
            let members = bit_group_members_statement(group, wire_fields);
            if_present_statement(target.module, set_bit, &name, &ident_token("group"), &members)
        }
        FieldKind::Flag => TokenStream::new(),
    }
}

fn bit_group_members_statement(group: &BitGroup, wire_fields: &[&WireField]) -> TokenStream {
    let members = wire_fields.iter().filter_map(|wire_field| match wire_field.kind {
        WireFieldKind::Value { member: Some(member), .. } => {
            Some((field_index_literal(wire_field), &group.members[member]))
        }
        _ => None,
    });
    let members = members.map(|(index, member)| {
        let name = ident_token(&member.ident);
        value_writing_call(&member.value, &index, ValueExpressions::of_self_field(quote!(group.#name)))
    });
    members.collect()
}

/// The index of a field in the TL line, by which the runtime finds the name of the field.
fn field_index_literal(wire_field: &WireField) -> Literal {
    Literal::u32_unsuffixed(wire_field.index)
}
