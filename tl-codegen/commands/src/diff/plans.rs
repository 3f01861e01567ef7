//! The plans of both schemas, with the metadata that the project has about them.
//!
//! A side without a record of indirections takes that of the other side, so that sizes alone move no `Box`; if neither
//! has one, the new plan follows the record of the old. Invariant: a schema that cannot be generated in full is
//! compared too.

use std::collections::BTreeSet;

use tl_codegen::metadata::Access;
use tl_codegen::table::{MissingRule, missing_rules};
use tl_codegen::{Metadata, Plan, RecordedIndirections, Settings, plan_with_recorded_indirections};
use tl_parser::{Diagnostic, Schema, Section};

use super::project::{GeneratingProject, GeneratorInput};
use super::sides::ComparedSchema;
use crate::failure::Outcome;

/// The plans of both sides.
pub(super) struct PlansOfBothSides {
    pub(super) old: Plan,
    pub(super) new: Plan,
    /// Number of errors about declarations that cannot be generated, in both plans.
    pub(super) n_errors: usize,
    /// The change of the metadata, if the project has metadata about the protocol.
    pub(super) metadata: MetadataChange,
    /// The rules that values of the old schema may need; empty for a protocol that keeps no layers.
    pub(super) missing_rules: Vec<MissingRule>,
    /// The generated tables of metadata of both sides: path and text.
    pub(super) tables: [Vec<(String, String)>; 2],
}

/// Functions and errors whose metadata a new schema affects, by TL name.
#[derive(Default)]
pub(super) struct MetadataChange {
    /// Removed functions about which facts are known.
    pub(super) gone: Vec<String>,
    /// New functions without access, errors or description.
    pub(super) without: Vec<String>,
    /// Functions and errors with a sentence that the new schema does not use.
    pub(super) dormant: Vec<String>,
}

pub(super) fn plan_both_sides(
    old: &ComparedSchema,
    new: &ComparedSchema,
    protocol: &str,
    project: Option<&dyn GeneratingProject>,
) -> Outcome<PlansOfBothSides> {
    let input = |schema: &Schema| -> Outcome<GeneratorInput> {
        let known = project.map(|project| project.generator_input(protocol, schema)).transpose()?.flatten();
        Ok(known.unwrap_or_else(|| GeneratorInput {
            settings: Settings::new(protocol),
            metadata: Metadata::default(),
            upgrades: None,
            unused: BTreeSet::new(),
            tables: Vec::new(),
        }))
    };
    let (old_input, new_input) = (input(&old.schema)?, input(&new.schema)?);
    let no_layout = RecordedIndirections::default();
    let old_layout = old.layout.as_ref().or(new.layout.as_ref()).unwrap_or(&no_layout);
    let (old_plan, old_found) =
        plan_with_recorded_indirections(&old.schema, &old_input.metadata, &old_input.settings, old_layout);
    let new_layout = new.layout.as_ref().unwrap_or(&old_plan.layout);
    let plan_new =
        |layout| plan_with_recorded_indirections(&new.schema, &new_input.metadata, &new_input.settings, layout);
    let (mut new_plan, new_found) = plan_new(new_layout);
    if new.layout.is_some() {
        // The record beside the new schema has the forced boxes already, so only the old record shows that they are
        // forced.
        new_plan.forced = plan_new(&old_plan.layout).0.forced;
    }
    let n_errors = old_found.iter().chain(&new_found).filter(|found| Diagnostic::is_error(found)).count();
    let metadata = find_metadata_change(&old.schema, &new.schema, &new_plan, &new_input);
    let upgrades = new_input.upgrades.as_ref();
    let missing_rules = upgrades.map(|upgrades| missing_rules(&old.schema, &new.schema, upgrades)).unwrap_or_default();
    let tables = [old_input.tables, new_input.tables];
    Ok(PlansOfBothSides { old: old_plan, new: new_plan, n_errors, metadata, missing_rules, tables })
}

fn function_names(schema: &Schema) -> BTreeSet<String> {
    let functions = schema.combinators.iter().filter(|combinator| combinator.section == Section::Functions);
    functions.map(|function| function.name.to_string()).collect()
}

fn find_metadata_change(old: &Schema, new: &Schema, plan: &Plan, input: &GeneratorInput) -> MetadataChange {
    let GeneratorInput { metadata, unused, .. } = input;
    if metadata.sources.is_empty() && metadata.methods.is_empty() && metadata.error_types.is_empty() {
        return MetadataChange::default();
    }
    let (old_names, new_names) = (function_names(old), function_names(new));
    let is_complete = |name: &&String| {
        let row = metadata.methods.get(*name);
        row.is_some_and(|row| {
            let is_access_known = row.users != Access::Unknown || row.bots != Access::Unknown;
            is_access_known && row.errors.is_some() && !row.description.is_empty()
        })
    };
    let described = metadata.methods.iter().filter(|(_, row)| !row.description.is_empty()).map(|(name, _)| name);
    let described_errors = metadata.error_types.iter().filter(|(_, sentence)| !sentence.is_empty());
    let has_variant = |name: &str| plan.error_types.iter().any(|ty| ty.name == name);
    let unused_errors = described_errors.map(|(name, _)| name).filter(|name| !has_variant(name));
    MetadataChange {
        gone: old_names.difference(&new_names).filter(|name| unused.contains(*name)).cloned().collect(),
        without: new_names.difference(&old_names).filter(|name| !is_complete(name)).cloned().collect(),
        dormant: described.filter(|name| !new_names.contains(*name)).chain(unused_errors).cloned().collect(),
    }
}
