//! Bits of flags that a `true` and a value share.
//!
//! Then the value cannot come without the `true`, nor the `true` without the value. Several values on one bit are a
//! group and mean what they say; several `true` say one thing twice and harm nobody.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Combinator, Condition, Field, Schema, Ty, Variable};

pub(super) fn check(schema: &Schema, combinator: &Combinator) -> Vec<Diagnostic> {
    let mut by_bit = BTreeMap::<Condition, Vec<&Field>>::new();
    for field in &combinator.fields {
        if let Some(condition) = field.condition {
            by_bit.entry(condition).or_default().push(field);
        }
    }
    let shared = by_bit.iter().filter_map(|(condition, fields)| {
        let (first, others) = fields.split_first()?;
        let second = others.iter().find(|field| is_true(schema, field) != is_true(schema, first))?;
        Some(shared(combinator, *condition, first, second, free_bit(&by_bit, condition.mask)))
    });
    shared.collect()
}

fn shared(
    combinator: &Combinator,
    condition: Condition,
    first: &Field,
    second: &Field,
    free: Option<u8>,
) -> Diagnostic {
    let bit = condition.bit;
    let mask = mask_name(combinator, condition.mask);
    let name = |field: &Field| field.name.clone().unwrap_or_else(|| "an anonymous field".to_owned());
    let (first_name, second_name) = (name(first), name(second));
    let message = format!("`{first_name}` and `{second_name}` depend on one bit, {bit} of `{mask}`");
    let diagnostic = Diagnostic::warning(Code::SharedFlagBit, second.span, message)
        .label("there whenever the other one is")
        .also(first.span, "shares its bit")
        .note("a `true` takes no bytes, so that its bit is all there is of it");
    match free {
        Some(free) => diagnostic.help(format!("bit {free} of `{mask}` is free")),
        None => diagnostic.help(format!("all 32 bits of `{mask}` are taken: add another flags field")),
    }
}

fn mask_name(combinator: &Combinator, mask: Variable) -> &str {
    match mask {
        Variable::Field(idx) => combinator.fields[idx as usize].name.as_deref().unwrap_or("#"),
        Variable::Param(idx) => &combinator.params[idx as usize].name,
    }
}

/// The lowest bit that no field depends on.
fn free_bit(by_bit: &BTreeMap<Condition, Vec<&Field>>, mask: Variable) -> Option<u8> {
    (0..32).find(|&bit| !by_bit.contains_key(&Condition { mask, bit }))
}

/// Whether the field is of the type `true`, which has no bytes of its own.
fn is_true(schema: &Schema, field: &Field) -> bool {
    match field.ty {
        Ty::Bare { constructor, .. } => {
            let combinator = schema.combinator(constructor);
            combinator.fields.is_empty() && combinator.name.local == "true"
        }
        _ => false,
    }
}
