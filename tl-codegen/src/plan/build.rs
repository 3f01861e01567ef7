//! The order of planning: facts first, then types, functions, errors and the decisions that look at all of them.

use std::collections::BTreeSet;

use tl_parser::{Diagnostic, Schema, TypeId};

use super::containment::Containment;
use super::facts::Facts;
use super::model::Plan;
use super::output::Output;
use super::{cross_references, errors, functions, reach, types, views};
use crate::metadata::Metadata;
use crate::settings::{Gate, Settings};

pub(super) fn build(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    let facts = Facts::of(schema);
    let mut out = Output::default();
    let (types, layouts) = types::plan(&facts, &mut out);
    let functions = functions::plan(&facts, &layouts, metadata, &mut out);
    reach::report_taken_features(schema, settings, &mut out);
    let containment = Containment::of(&types);
    let plan = Plan {
        layer: schema.layer,
        supplied: supplied(&facts),
        common_errors: metadata.common_errors.clone(),
        error_types: errors::plan(metadata, &functions, &mut out),
        cross_references: cross_references::plan(&types, &functions, &containment),
        reach: reach::plan(&types, &functions, &containment, &settings.namespaces),
        views: if settings.views == Gate::Never { BTreeSet::new() } else { views::plan(&types, &containment) },
        settings: settings.clone(),
        types,
        functions,
    };
    let mut diagnostics: Vec<_> = out.into_diagnostics().collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    (plan, diagnostics)
}

/// TL lines of the constructors that the runtime supplies, sorted.
fn supplied(facts: &Facts<'_>) -> Vec<String> {
    let types = (0_u32..).map(TypeId).zip(&facts.schema.types).filter(|(id, _)| facts.is_supplied(*id));
    let constructors = types.flat_map(|(_, ty)| &ty.constructors);
    let mut lines: Vec<_> = constructors.map(|id| facts.schema.combinator(*id).line.clone()).collect();
    lines.sort();
    lines
}
