//! `Schema → Plan`: every decision about the generated code, and a diagnostic for each declaration that can't be generated.
//!
//! No tokens here and no files. The plan does not depend on the order of the schema: permuting its declarations changes
//! nothing. In the order of the work:
//!
//! - `facts`: analyses of the schema (`graph`, `params`, `least_size`), computed once with `fixpoint` and `walk`
//! - `types`, `functions`, `combinators`: the items, and their identifiers (`naming`, `output`)
//! - `fields`: the fields of a struct, from their `roles` and `codecs` to `wire_fields` and pointers (`indirection`, collected in `indirections`)
//! - `reach`, `views`, `cross_references`, `errors`: decisions about the whole plan
//! - `model`: the result; `report` and `listing` print it

mod codecs;
mod combinators;
mod containment;
mod cross_references;
mod errors;
mod facts;
mod field_scope;
mod fields;
mod fixpoint;
mod functions;
mod graph;
mod indirection;
mod indirections;
mod layout;
mod least_size;
pub(crate) mod listing;
mod model;
pub(crate) mod naming;
mod output;
mod params;
mod reach;
mod record_line;
mod report;
mod roles;
mod structs;
mod types;
mod unsupported;
mod views;
mod walk;
mod wire_fields;

use std::collections::BTreeSet;

use tl_parser::{Diagnostic, Schema, TypeId};

use self::containment::Containment;
use self::facts::Facts;
pub use self::model::*;
use self::output::Output;
use crate::metadata::Metadata;
use crate::recorded_layout::RecordedLayout;
use crate::settings::{Gate, Settings};

/// Plans the code for `schema`, with indirections that follow from the schema alone.
///
/// Declarations and fields that a diagnostic refuses are left out; without diagnostics the plan is complete.
#[must_use]
pub fn plan(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    plan_with_layout(schema, metadata, settings, &RecordedLayout::default())
}

/// Plans the code for `schema`, with the recorded indirections of an earlier plan.
///
/// A value that was boxed stays boxed. A value that was held by value stays so, unless [`plan::BoxReason`](BoxReason) forces
/// a `Box`; such values are in [`Plan::forced`]. [`Plan::layout`] is the record for the next plan.
#[must_use]
pub fn plan_with_layout(
    schema: &Schema,
    metadata: &Metadata,
    settings: &Settings,
    recorded: &RecordedLayout,
) -> (Plan, Vec<Diagnostic>) {
    let facts = Facts::of(schema, recorded);
    let mut out = Output::default();
    let (mut types, layouts) = types::plan(&facts, &mut out);
    let functions = functions::plan(&facts, &layouts, metadata, &mut out);
    types::mark_boxed_in_fields(&mut types, &functions);
    reach::report_taken_features(schema, settings, &mut out);
    let containment = Containment::of(&types);
    let plan = Plan {
        layer: schema.layer,
        supplied: supplied_lines(&facts),
        common_errors: metadata.common_errors.clone(),
        error_types: errors::plan(metadata, &functions, &mut out),
        cross_references: cross_references::plan(&types, &functions, &containment),
        reach: reach::of(&types, &functions, &containment, &settings.namespaces),
        layout: out.indirections.layout(recorded),
        n_kept: out.indirections.n_kept(),
        forced: out.indirections.forced(),
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
fn supplied_lines(facts: &Facts<'_>) -> Vec<String> {
    let types = (0_u32..).map(TypeId).zip(&facts.schema.types).filter(|(id, _)| facts.is_supplied(*id));
    let constructors = types.flat_map(|(_, ty)| &ty.constructors);
    let mut lines: Vec<_> = constructors.map(|id| facts.schema.combinator(*id).line.clone()).collect();
    lines.sort();
    lines
}
