//! Compares the tables of sentences with a schema.
//!
//! A row about an item that this layer lacks is dormant: it is kept and unused, and counts again once a layer declares
//! the item. For the same reason, the mention of a name that is gone is a warning. Invariant: nothing here is an error,
//! so that no step to another layer is refused because of its sentences.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Code, Diagnostic, Schema, Section, tl_text};

use super::{ANY_COMBINATOR, FieldNameAndType, SentenceRow, Sentences};
use crate::metadata::dormant_rows::summarize_dormant_warnings;

/// Warns about rows that name no item of the schema, and about sentences that mention a name that the schema lacks.
#[must_use]
pub fn check_item_names(sentences: &Sentences, schema: &Schema) -> Vec<Diagnostic> {
    let items = SchemaNames::new(schema);
    let mut dormant = Vec::new();
    for (name, row) in &sentences.types {
        if !items.types.contains(name) {
            dormant.push(dormant_warning(row, format!("no type is called `{name}`")));
        }
    }
    for (name, row) in &sentences.constructors {
        if !items.constructors.contains(name) {
            dormant.push(dormant_warning(row, format!("no constructor is called `{name}`")));
        }
    }
    for (kind, rows) in &sentences.fields {
        let FieldNameAndType { name, ty } = kind;
        let users = items.users_by_field.get(kind);
        for (combinator, row) in rows {
            let is_used = users.is_some_and(|users| combinator == ANY_COMBINATOR || users.contains(combinator));
            if !is_used {
                let owner = match combinator.as_str() {
                    ANY_COMBINATOR => "no combinator".to_owned(),
                    _ => format!("no combinator `{combinator}`"),
                };
                dormant.push(dormant_warning(row, format!("{owner} has a field `{name}` of type `{ty}`")));
            }
        }
    }
    let mut found = summarize_dormant_warnings(dormant, "sentences are about nothing in the schema");
    let rows = sentences.types.values().chain(sentences.constructors.values());
    let rows = rows.chain(sentences.fields.values().flat_map(BTreeMap::values));
    let unknown = rows.filter_map(|row| unknown_mention_warning(row, &items));
    found.extend(summarize_dormant_warnings(unknown.collect(), "sentences mention a name that the schema lacks"));
    found
}

fn dormant_warning(row: &SentenceRow, message: String) -> Diagnostic {
    Diagnostic::warning(Code::BadMetadata, row.name_span, message)
        .label("dormant row")
        .help("keep the row for a layer that declares it again, or correct or remove it")
}

/// A warning if a sentence mentions a name in backticks that nothing in the schema has.
fn unknown_mention_warning(row: &SentenceRow, items: &SchemaNames) -> Option<Diagnostic> {
    let text = row.sentence.description()?;
    let mentioned = text.split('`').skip(1).step_by(2).flat_map(identifiers_in);
    let unknown = mentioned.into_iter().find(|name| !items.has_name(name))?;
    let message = format!("nothing in the schema is called `{unknown}`");
    let warning = Diagnostic::warning(Code::BadMetadata, row.sentence_span, message).label("mentioned here");
    Some(warning.help("correct the name, or take it out of the backticks"))
}

/// The TL names in a text: runs of letters, digits, `_` and `.` that begin with a letter.
fn identifiers_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    text.split(move |c| !is_part(c)).filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The names that sentences can be about.
struct SchemaNames {
    types: BTreeSet<String>,
    constructors: BTreeSet<String>,
    /// Names of functions and fields.
    other_names: BTreeSet<String>,
    /// Names of the combinators with a field of this name and type.
    users_by_field: BTreeMap<FieldNameAndType, BTreeSet<String>>,
}

impl SchemaNames {
    fn new(schema: &Schema) -> Self {
        let mut items = Self {
            types: schema.types.iter().map(|ty| ty.name.to_string()).collect(),
            constructors: BTreeSet::new(),
            other_names: BTreeSet::new(),
            users_by_field: BTreeMap::new(),
        };
        for combinator in &schema.combinators {
            let owner = combinator.name.to_string();
            for field in &combinator.fields {
                let Some(name) = field.name.clone() else { continue };
                items.other_names.insert(name.clone());
                let kind = FieldNameAndType { name, ty: tl_text::ty(schema, combinator, &field.ty) };
                items.users_by_field.entry(kind).or_default().insert(owner.clone());
            }
            match combinator.section {
                Section::Types => items.constructors.insert(owner),
                Section::Functions => items.other_names.insert(owner),
            };
        }
        items
    }

    fn has_name(&self, name: &str) -> bool {
        self.types.contains(name) || self.constructors.contains(name) || self.other_names.contains(name)
    }
}
