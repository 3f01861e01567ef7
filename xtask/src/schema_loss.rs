//! Refuses schemas that lose declarations or lower the layer, unless `--accept` names the loss.
//!
//! A new schema is compared with the one that it replaces, by layer, counts and declarations. Invariant: nothing is
//! written, and every reason is named at once.

use std::collections::BTreeSet;
use std::path::Path;

use clap::ValueEnum;
use tl_commands::foreign_forms::name_of_foreign_form;
use tl_commands::{DeclarationCounts, Failure, Outcome, printable_path};
use tl_parser::{Schema, Section};

use crate::schema_lock::LockEntry;

/// Minimum percentage of the constructors, and of the functions, that a new schema has without `--accept fewer`.
const MIN_PERCENTAGE_KEPT: usize = 95;

/// A loss that `import --accept` accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum AcceptedLoss {
    /// More than 5 % fewer constructors or functions than the replaced schema
    Fewer,
    /// A layer below that of the replaced schema
    OlderLayer,
    /// The layer of the replaced schema, with other declarations
    OtherText,
}

impl AcceptedLoss {
    fn option_text(self) -> String {
        let value = self.to_possible_value();
        format!("--accept {}", value.as_ref().map_or("", |value| value.get_name()))
    }
}

/// The schema that the import replaces.
#[derive(Default)]
pub(crate) struct ReplacedSchema<'a> {
    /// The entry of the replaced schema in `tl.lock`.
    pub(crate) entry: Option<&'a LockEntry>,
    /// The declarations of the replaced schema; `None` if the file is missing or has an error.
    pub(crate) schema: Option<&'a Schema>,
}

impl ReplacedSchema<'_> {
    fn layer(&self) -> Option<u32> {
        self.schema.and_then(|schema| schema.layer).or(self.entry.and_then(|entry| entry.layer))
    }

    /// The numbers of constructors and functions; the greater of file and lock counts, as a damaged file has too few.
    fn greatest_counts(&self) -> [usize; 2] {
        let schema = self
            .schema
            .map(DeclarationCounts::count_declarations)
            .map(|counts| [counts.n_constructors, counts.n_functions]);
        let entry = self.entry.map(|entry| [entry.constructors, entry.functions]);
        let (schema, entry) = (schema.unwrap_or_default(), entry.unwrap_or_default());
        [schema[0].max(entry[0]), schema[1].max(entry[1])]
    }
}

/// Refuses a file that is certainly no schema, such as a web page.
pub(crate) fn refuse_non_schema_file(path: &Path, bytes: &[u8]) -> Outcome {
    match name_of_foreign_form(bytes) {
        None => Ok(()),
        Some(form) => Err(Failure::unable_with_advice(
            format!("{} is no schema; it seems to be {form}; nothing was imported", printable_path(path)),
            "name a file in TL, or in the JSON form that Telegram publishes",
        )),
    }
}

/// Refuses a schema that is empty, or that has a loss which `accepted` does not name.
pub(crate) fn refuse_losses(
    path: &Path,
    new: &Schema,
    layer: Option<u32>,
    before: &ReplacedSchema<'_>,
    accepted: &[AcceptedLoss],
) -> Outcome {
    let counts = DeclarationCounts::count_declarations(new);
    let refuse = |why: &str, help: String| {
        Err(Failure::unable_with_advice(format!("{}: {why}; nothing was imported", printable_path(path)), help))
    };
    let (new_counts, old_counts) = ([counts.n_constructors, counts.n_functions], before.greatest_counts());
    let complete = "the file may be cut off; name a complete one";
    if new_counts == [0, 0] {
        return refuse("there is no declaration in it", complete.to_owned());
    }
    let nouns = ["constructors", "functions"];
    let kinds = || nouns.into_iter().zip(new_counts.into_iter().zip(old_counts));
    if let Some((noun, (_, n_old))) = kinds().find(|(_, (n_new, n_old))| *n_new == 0 && *n_old > 0) {
        return refuse(&format!("there are no {noun} in it, and the schema before has {n_old}"), complete.to_owned());
    }
    let mut reasons = Vec::new();
    for (noun, (n_new, n_old)) in kinds() {
        if n_new * 100 < n_old * MIN_PERCENTAGE_KEPT {
            reasons.push((AcceptedLoss::Fewer, format!("{n_new} {noun} instead of {n_old}")));
        }
    }
    if let (Some(new_layer), Some(old_layer)) = (layer, before.layer()) {
        if new_layer < old_layer {
            reasons.push((AcceptedLoss::OlderLayer, format!("layer {new_layer} is older than layer {old_layer}")));
        }
        let is_other = before.schema.is_some_and(|old| declaration_set(old) != declaration_set(new));
        if new_layer == old_layer && is_other {
            reasons.push((AcceptedLoss::OtherText, format!("layer {new_layer} has other declarations than before")));
        }
    }
    reasons.retain(|(accept, _)| !accepted.contains(accept));
    if reasons.is_empty() {
        return Ok(());
    }
    let why: Vec<_> = reasons.iter().map(|(_, why)| why.as_str()).collect();
    let options: BTreeSet<_> = reasons.iter().map(|(accept, _)| accept.option_text()).collect();
    let options: Vec<_> = options.into_iter().collect();
    refuse(&why.join(", "), format!("if this is intended, add `{}`", options.join(" ")))
}

/// The declarations of a schema as a set.
pub(crate) fn declaration_set(schema: &Schema) -> BTreeSet<(Section, &str, u32, bool)> {
    let combinators = schema.combinators.iter();
    combinators.map(|one| (one.section, one.canonical.as_str(), one.id, one.id_is_written)).collect()
}
