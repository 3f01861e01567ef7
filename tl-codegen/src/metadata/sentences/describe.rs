//! Gives the items of a schema the sentences of the tables as their documentation.
//!
//! Documentation in the schema itself takes precedence. Invariant: a field without a sentence has no documentation.

use tl_parser::{Combinator, Doc, Schema, Section, tl_text};

use super::{Sentence, Sentences};

/// Describes types, constructors and fields by their sentences. Functions are described by the other tables; their
/// parameters are described here.
pub fn describe_items(schema: &mut Schema, sentences: &Sentences) {
    if sentences.is_empty() {
        return;
    }
    for ty in schema.types.iter_mut().filter(|ty| ty.doc.is_none()) {
        ty.doc = sentences.of_type(&ty.name.to_string()).and_then(Sentence::description).map(str::to_owned);
    }
    let docs: Vec<_> =
        schema.combinators.iter().map(|combinator| doc_of_combinator(schema, combinator, sentences)).collect();
    for (combinator, doc) in schema.combinators.iter_mut().zip(docs) {
        combinator.doc = combinator.doc.take().or(doc);
    }
}

fn doc_of_combinator(schema: &Schema, combinator: &Combinator, sentences: &Sentences) -> Option<Doc> {
    let name = combinator.name.to_string();
    let description = (combinator.section == Section::Types).then(|| sentences.of_constructor(&name)).flatten();
    let description = description.and_then(Sentence::description).map(str::to_owned);
    let fields: Vec<_> = combinator
        .fields
        .iter()
        .filter_map(|field| {
            let field_name = field.name.as_ref()?;
            let ty = tl_text::ty(schema, combinator, &field.ty);
            let text = sentences.of_field(&name, field_name, &ty)?.description()?;
            Some((field_name.clone(), text.to_owned()))
        })
        .collect();
    (description.is_some() || !fields.is_empty()).then_some(Doc { description, fields })
}
