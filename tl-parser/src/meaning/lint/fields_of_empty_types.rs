//! Fields whose bare type takes no bytes.
//!
//! `true` is meant to take no bytes. Any other constructor without fields probably stands for a number or a text. Such
//! a constructor is reported once, at its first field: the mistake is in its declaration.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::{Combinator, CombinatorIndex, Field, Schema, Ty};

pub(super) fn empty_type_warnings(schema: &Schema) -> Vec<Diagnostic> {
    let mut uses = BTreeMap::new();
    for combinator in &schema.combinators {
        add_fields_of_empty_types(schema, &combinator.fields, &mut uses);
    }
    uses.into_iter().map(|(constructor, uses)| empty_type_warning(schema.combinator(constructor), &uses)).collect()
}

/// The fields of one constructor's bare type.
struct FieldsOfEmptyType<'a> {
    first: &'a Field,
    n_others: usize,
}

fn add_fields_of_empty_types<'a>(
    schema: &Schema,
    fields: &'a [Field],
    uses: &mut BTreeMap<CombinatorIndex, FieldsOfEmptyType<'a>>,
) {
    for field in fields {
        match &field.ty {
            Ty::Repetition { fields, .. } => add_fields_of_empty_types(schema, fields, uses),
            Ty::Bare { constructor, .. } if is_empty_but_not_true(schema.combinator(*constructor)) => {
                let known = uses.entry(*constructor).and_modify(|uses| uses.n_others += 1);
                known.or_insert(FieldsOfEmptyType { first: field, n_others: 0 });
            }
            _ => {}
        }
    }
}

/// Whether a constructor has no fields, although it is not `true`.
fn is_empty_but_not_true(constructor: &Combinator) -> bool {
    constructor.fields.is_empty() && constructor.name.local != "true"
}

fn empty_type_warning(constructor: &Combinator, uses: &FieldsOfEmptyType<'_>) -> Diagnostic {
    let name = &constructor.name;
    let FieldsOfEmptyType { first, n_others } = uses;
    let field = first.name.as_ref().map_or_else(|| "an anonymous field".to_owned(), |name| format!("`{name}`"));
    let message = format!("{field} takes no bytes, because `{name}` has no fields");
    let diagnostic = Diagnostic::warning(Code::FieldTakesNothing, first.span, message)
        .label("takes no bytes")
        .secondary_label(constructor.span, "declared without fields");
    let diagnostic = match n_others {
        0 => diagnostic,
        1 => diagnostic.note(format!("1 more field has the type `{name}`")),
        _ => diagnostic.note(format!("{n_others} more fields have the type `{name}`")),
    };
    diagnostic.help(format!(
        "if `{name}` stands for a number or a text, say so in the settings, such as `scalar(\"{name}\", Scalar::Long)`"
    ))
}
