//! The facts of a comparison with their verdict, and the JSON form.
//!
//! Invariant: the keys of the JSON form are fixed; new ones may be added.

use serde_json::{Value, json};
use tl_parser::difference::{Change, Detail, Difference, Verdict, compare};

use super::input::Input;
use super::words;

/// The difference between two schemas, with both schemas.
pub(super) struct Report<'a> {
    pub(super) old: &'a Input,
    pub(super) new: &'a Input,
    pub(super) difference: Difference,
    /// A line for each change that needs a decision.
    pub(super) decide: Vec<String>,
}

impl<'a> Report<'a> {
    pub(super) fn new(old: &'a Input, new: &'a Input) -> Self {
        let difference = compare(&old.schema, &new.schema);
        let decide = required_decisions(old, new, &difference);
        Self { old, new, difference, decide }
    }

    /// The name of the compared protocol.
    pub(super) fn protocol(&self) -> &str {
        &self.new.protocol
    }

    /// The difference as one JSON object.
    pub(super) fn json(&self) -> Value {
        json!({
            "protocol": self.protocol(),
            "old": side_json(self.old),
            "new": side_json(self.new),
            "verdict": { "wire": self.difference.worst_verdict().as_str(), "decide": self.decide },
            "changes": self.difference.changes.iter().map(change_json).collect::<Vec<_>>(),
        })
    }
}

/// One line for each silent misreading, and one if the layer does not increase.
fn required_decisions(old: &Input, new: &Input, difference: &Difference) -> Vec<String> {
    let mut decide = Vec::new();
    if let (Some(old_layer), Some(new_layer)) = (old.schema.layer, new.schema.layer) {
        if new_layer < old_layer {
            decide.push(format!("layer {new_layer} is older than layer {old_layer}"));
        }
        if new_layer == old_layer && !difference.is_empty() {
            decide.push(format!("layer {new_layer} has another text than before"));
        }
    }
    let silent = difference.changes.iter().filter(|change| change.wire.worst() == Verdict::Silent);
    decide.extend(silent.map(|change| {
        let readers = match (change.wire.old_reader, change.wire.new_reader) {
            (Verdict::Silent, Verdict::Silent) => "both readers misread",
            (Verdict::Silent, _) => "the old reader misreads",
            _ => "the new reader misreads",
        };
        let (subject, name) = (change.subject.as_str(), &change.name);
        format!("{subject} `{name}`: {}: {readers} it without an error", words::fact_in_words(change))
    }));
    decide
}

fn side_json(input: &Input) -> Value {
    json!({
        "layer": input.schema.layer,
        "sha256": input.sha256,
        "constructors": input.counts.n_constructors,
        "functions": input.counts.n_functions,
    })
}

fn change_json(change: &Change) -> Value {
    json!({
        "subject": change.subject.as_str(),
        "name": change.name,
        "change": change.kind.as_str(),
        "field": change.field,
        "old": change.old.as_ref().map(detail_json),
        "new": change.new.as_ref().map(detail_json),
        "wire": { "old_reader": change.wire.old_reader.as_str(), "new_reader": change.wire.new_reader.as_str() },
        "direction": change.direction.as_str(),
    })
}

fn detail_json(detail: &Detail) -> Value {
    match detail {
        Detail::Text(text) => json!(text),
        Detail::Names(names) => json!(names),
    }
}
