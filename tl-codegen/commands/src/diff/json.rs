//! The JSON form of a report.
//!
//! Invariant: the keys are fixed; new ones may be added.

use serde_json::{Value, json};
use tl_codegen::difference::{ApiChange, FileChange, MemorySizeChange};
use tl_codegen::table::MissingRule;
use tl_parser::difference::{Change, ChangedValue};

use super::release_versions::ReleaseVersions;
use super::report::Report;
use super::sides::ComparedSchema;

/// The report as one JSON object.
pub(super) fn report_as_json(report: &Report<'_>) -> Value {
    json!({
        "protocol": report.protocol,
        "old": compared_schema_as_json(report.old),
        "new": compared_schema_as_json(report.new),
        "verdict": {
            "wire": report.difference.worst_verdict().as_str(),
            "contract": report.api.contract_impact().as_str(),
            "strict": report.api.strict_impact().as_str(),
            "decide": report.decide,
            "version": report.versions.as_ref().map(versions_as_json),
        },
        "changes": report.difference.changes.iter().map(schema_change_as_json).collect::<Vec<_>>(),
        "api": report.api.changes.iter().map(api_change_as_json).collect::<Vec<_>>(),
        "sizes": report.api.sizes.iter().map(size_change_as_json).collect::<Vec<_>>(),
        "metadata": {
            "gone": report.plans.metadata.gone,
            "without": report.plans.metadata.without,
            "dormant": report.plans.metadata.dormant,
        },
        "upgrades": report.plans.missing_rules.iter().map(missing_rule_as_json).collect::<Vec<_>>(),
        "files": report.files.iter().map(file_change_as_json).collect::<Vec<_>>(),
    })
}

fn versions_as_json(versions: &ReleaseVersions) -> Value {
    json!({
        "released": versions.released.to_string(),
        "needed": versions.needed.to_string(),
        "present": versions.present.as_ref().map(ToString::to_string),
        "suffices": versions.does_current_suffice(),
    })
}

fn api_change_as_json(change: &ApiChange) -> Value {
    json!({
        "item": change.item,
        "part": change.part,
        "kind": change.kind.as_str(),
        "old": change.old,
        "new": change.new,
        "contract": change.contract.as_str(),
        "strict": change.strict.as_str(),
        "mend": change.mend,
        "cause": change.cause,
    })
}

fn size_change_as_json(MemorySizeChange { name, old, new }: &MemorySizeChange) -> Value {
    json!({ "type": name, "old": old, "new": new })
}

fn file_change_as_json(FileChange { path, kind, cause }: &FileChange) -> Value {
    json!({ "path": path, "change": kind.as_str(), "cause": cause })
}

fn missing_rule_as_json(missing: &MissingRule) -> Value {
    let [rule, name, part, value] = &missing.row;
    json!({
        "rule": rule,
        "name": name,
        "part": part,
        "value": value,
        "change": missing.change.as_str(),
        "constructor": missing.constructor.0,
        "id": format!("{:08x}", missing.constructor.1),
        "field": missing.field,
    })
}

fn compared_schema_as_json(input: &ComparedSchema) -> Value {
    json!({
        "layer": input.schema.layer,
        "sha256": input.sha256,
        "constructors": input.counts.n_constructors,
        "functions": input.counts.n_functions,
    })
}

fn schema_change_as_json(change: &Change) -> Value {
    json!({
        "subject": change.subject.as_str(),
        "name": change.name,
        "change": change.kind.as_str(),
        "field": change.field,
        "old": change.old.as_ref().map(changed_value_as_json),
        "new": change.new.as_ref().map(changed_value_as_json),
        "wire": { "old_reader": change.wire.old_reader.as_str(), "new_reader": change.wire.new_reader.as_str() },
        "direction": change.direction.as_str(),
    })
}

fn changed_value_as_json(detail: &ChangedValue) -> Value {
    match detail {
        ChangedValue::Text(text) => json!(text),
        ChangedValue::Names(names) => json!(names),
    }
}
