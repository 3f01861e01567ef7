//! Reports about sentences: how many items have one, and the look-up of a type, a constructor or a field.
//!
//! The field names are the keys of the JSON forms; [`fmt::Display`] prints the forms for people. Numbers of type `#`,
//! such as flags fields, need no sentence. Invariant: an item of the schema is described, left out with a reason, or
//! listed as undescribed.

use std::fmt;

use serde::Serialize;
use tl_codegen::metadata::{Sentence, Sentences};
use tl_parser::Section;

use crate::functions::Parameter;
use crate::layers::LayersReport;
use crate::store::Store;

/// How many items of a schema have a sentence.
#[derive(Debug, Default, Serialize)]
pub struct SentenceCoverage {
    types: SentenceCounts,
    constructors: SentenceCounts,
    fields: SentenceCounts,
    parameters: SentenceCounts,
}

/// The items of one kind.
#[derive(Debug, Default, Serialize)]
pub struct SentenceCounts {
    described: usize,
    of: usize,
    /// Items without a description on purpose, with the reason.
    left_out: Vec<LeftOutItem>,
    undescribed: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LeftOutItem {
    item: String,
    reason: String,
}

impl SentenceCounts {
    fn count_item(&mut self, item: impl FnOnce() -> String, sentence: Option<&Sentence>) {
        self.of += 1;
        match sentence {
            Some(Sentence::Description(_)) => self.described += 1,
            Some(Sentence::LeftOut(reason)) => self.left_out.push(LeftOutItem { item: item(), reason: reason.clone() }),
            None => self.undescribed.push(item()),
        }
    }
}

impl SentenceCoverage {
    /// Counts the sentences about all items of the schema.
    #[must_use]
    pub fn new(store: &Store) -> Self {
        let (sentences, mut coverage) = (&store.metadata.sentences, Self::default());
        for name in store.items.types.keys() {
            coverage.types.count_item(|| name.clone(), sentences.of_type(name));
        }
        for (name, constructor) in &store.items.constructors {
            coverage.constructors.count_item(|| name.clone(), sentences.of_constructor(name));
            count_fields(&mut coverage.fields, name, &constructor.fields, sentences);
        }
        for name in store.functions.function_names() {
            let function = store.functions.function_by_name(name);
            let parameters = function.map(|function| function.parameters.as_slice()).unwrap_or_default();
            count_fields(&mut coverage.parameters, name, parameters, sentences);
        }
        coverage
    }

    /// The names of the items without sentence and without a reason, by kind in the plural.
    #[must_use]
    pub fn undescribed_names_by_kind(&self) -> [(&'static str, &[String]); 4] {
        self.counts_by_kind().map(|(kind, counts)| (kind, counts.undescribed.as_slice()))
    }

    fn counts_by_kind(&self) -> [(&'static str, &SentenceCounts); 4] {
        let Self { types, constructors, fields, parameters } = self;
        [("types", types), ("constructors", constructors), ("fields", fields), ("parameters", parameters)]
    }
}

fn count_fields(counts: &mut SentenceCounts, owner: &str, fields: &[Parameter], sentences: &Sentences) {
    for field in fields.iter().filter(|field| !field.has_nat_type()) {
        counts.count_item(|| format!("{owner}.{}", field.name), sentences.of_field(owner, &field.name, &field.ty));
    }
}

impl fmt::Display for SentenceCoverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts =
            self.counts_by_kind().map(|(kind, counts)| format!("{} of {} {kind}", counts.described, counts.of));
        write!(f, "sentences: {}", counts.join(", "))?;
        for (kind, counts) in self.counts_by_kind() {
            if !counts.undescribed.is_empty() {
                write!(f, "\nundescribed {kind}: {}", counts.undescribed.join(", "))?;
            }
        }
        for (_, counts) in self.counts_by_kind() {
            for LeftOutItem { item, reason } in &counts.left_out {
                write!(f, "\nleft out: {item}: {reason}")?;
            }
        }
        Ok(())
    }
}

/// The sentences about a type, a constructor, or all fields of a name.
#[derive(Serialize)]
#[serde(untagged)]
pub enum SentenceReport<'a> {
    /// A type with its constructors.
    Type {
        /// The TL name of the type.
        #[serde(rename = "type")]
        name: &'a str,
        /// The description; `None` if there is none.
        description: Option<&'a str>,
        /// The names and descriptions of its constructors.
        constructors: Vec<DescribedConstructor<'a>>,
    },
    /// A constructor with its fields.
    Constructor {
        /// The TL name of the constructor.
        constructor: &'a str,
        /// The constructor id in eight hexadecimal digits.
        id: String,
        /// The TL name of its type.
        #[serde(rename = "type")]
        ty: &'a str,
        /// The description; `None` if there is none.
        description: Option<&'a str>,
        /// Name, type and description of each field.
        fields: Vec<DescribedField<'a>>,
        /// The layers of the constructor.
        #[serde(flatten)]
        layers: LayersReport,
    },
    /// All fields of a name.
    Fields {
        /// The TL name of the fields.
        field: &'a str,
        /// Type, combinator and description of each row about it.
        rows: Vec<FieldRow<'a>>,
    },
    /// A constructor or function that only older layers have.
    Gone {
        /// `constructor` or `function`.
        kind: &'static str,
        /// The TL name.
        name: &'a str,
        /// The layers of the combinator.
        #[serde(flatten)]
        layers: LayersReport,
    },
}

/// A name with its description.
#[derive(Serialize)]
pub struct DescribedConstructor<'a> {
    name: &'a str,
    description: Option<&'a str>,
}

/// A field of a constructor, or a parameter of a function.
#[derive(Serialize)]
pub struct DescribedField<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    ty: String,
    description: Option<&'a str>,
}

/// A row about the fields of a name and type.
#[derive(Serialize)]
pub struct FieldRow<'a> {
    #[serde(rename = "type")]
    ty: &'a str,
    #[serde(rename = "in")]
    combinator: &'a str,
    description: Option<&'a str>,
}

/// Looks up a type, a constructor, a field, or a combinator that only older layers have, in this order.
#[must_use]
pub fn sentence_report<'a>(store: &'a Store, name: &'a str) -> Option<SentenceReport<'a>> {
    let sentences = &store.metadata.sentences;
    if let Some(constructors) = store.items.types.get(name) {
        let constructors = constructors.iter().map(|name| DescribedConstructor {
            name,
            description: sentences.of_constructor(name).and_then(Sentence::description),
        });
        let description = sentences.of_type(name).and_then(Sentence::description);
        return Some(SentenceReport::Type { name, description, constructors: constructors.collect() });
    }
    if let Some(constructor) = store.items.constructors.get(name) {
        return Some(SentenceReport::Constructor {
            constructor: name,
            id: format!("{:08x}", constructor.id),
            ty: &constructor.ty,
            description: sentences.of_constructor(name).and_then(Sentence::description),
            fields: described_fields(name, &constructor.fields, sentences),
            layers: LayersReport::new(&store.metadata.history, Section::Types, name),
        });
    }
    let rows: Vec<_> = sentences
        .of_fields_named(name)
        .map(|(ty, combinator, sentence)| FieldRow { ty, combinator, description: sentence.description() })
        .collect();
    if !rows.is_empty() {
        return Some(SentenceReport::Fields { field: name, rows });
    }
    let history = &store.metadata.history;
    let life = history.lives_of_name(name).into_iter().next()?;
    Some(SentenceReport::Gone { kind: life.kind(), name, layers: LayersReport::new(history, life.section, name) })
}

/// The fields of a combinator, with their descriptions.
pub(crate) fn described_fields<'a>(
    owner: &str,
    fields: &'a [Parameter],
    sentences: &'a Sentences,
) -> Vec<DescribedField<'a>> {
    let described = fields.iter().filter(|field| !field.has_nat_type()).map(|field| DescribedField {
        name: &field.name,
        ty: field.type_in_declaration(),
        description: sentences.of_field(owner, &field.name, &field.ty).and_then(Sentence::description),
    });
    described.collect()
}

impl fmt::Display for DescribedField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}{}", self.name, self.ty, colon_and_description(self.description))
    }
}

impl fmt::Display for SentenceReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type { name, description, constructors } => {
                write!(f, "type {name}{}", colon_and_description(*description))?;
                constructors
                    .iter()
                    .try_for_each(|item| write!(f, "\n  {}{}", item.name, colon_and_description(item.description)))
            }
            Self::Constructor { constructor, id, ty, description, fields, layers } => {
                write!(f, "{constructor}#{id} = {ty}{}{layers}", colon_and_description(*description))?;
                fields.iter().try_for_each(|field| write!(f, "\n  {field}"))
            }
            Self::Gone { kind, name, layers } => write!(f, "{kind} {name}{layers}"),
            Self::Fields { field, rows } => {
                write!(f, "field {field}")?;
                rows.iter().try_for_each(|row| {
                    write!(f, "\n  {} in {}{}", row.ty, row.combinator, colon_and_description(row.description))
                })
            }
        }
    }
}

/// `: ` and the description, or nothing.
fn colon_and_description(description: Option<&str>) -> String {
    description.map(|text| format!(": {text}")).unwrap_or_default()
}
