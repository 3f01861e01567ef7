//! `Schema → Plan`: every decision about the generated code, and a diagnostic for each declaration that can't be
//! generated.
//!
//! No tokens here and no files. The plan does not depend on the order of the schema: permuting its declarations changes
//! nothing. In the order of the work:
//!
//! - `schema_facts`: analyses of the schema (`type_graphs`, `params`, `least_size`), computed once with `fixpoint` and
//!   `walk`
//! - `types`, `functions`, `combinators`: the items, and their identifiers (`rust_names`, `naming`, `planner_output`)
//! - `fields`: the fields of a struct, from their `roles` and `codecs` to `wire_fields` and pointers
//!   (`indirection_rules`, collected in `decided_indirections`)
//! - `annotations`: descriptions from the schema, and attributes from the settings
//! - `depth`: types that rustc could not compile
//! - `tables`: the packed names and declarations
//! - `feature_conditions`, `views`, `cross_references`, `errors`: decisions about the whole plan
//! - `model`: the result; `report` and `public_names` print it

mod accessors;
mod annotations;
mod codecs;
mod combinators;
mod containment;
mod cross_references;
mod decided_indirections;
mod depth;
mod errors;
mod feature_conditions;
mod field_scope;
mod fields;
mod fixpoint;
mod functions;
mod hashing;
mod indirection_rules;
mod least_size;
mod memory_layout;
mod model;
pub(crate) mod naming;
mod params;
mod planner_output;
pub(crate) mod public_names;
mod record_tl_line;
mod report;
mod roles;
mod rust_names;
mod schema_facts;
mod structs;
mod tables;
mod type_graphs;
mod types;
mod unsupported_constructs;
mod views;
pub(crate) mod walk;
mod wire_fields;

use std::borrow::Cow;
use std::collections::BTreeSet;

use tl_parser::{Combinator, Diagnostic, Schema, Ty, TypeIndex};

use self::containment::ContainmentGraph;
pub use self::model::*;
use self::planner_output::PlannerOutput;
use self::schema_facts::SchemaFacts;
pub(crate) use self::schema_facts::is_bool_type;
use self::unsupported_constructs::VECTOR_ID;
use crate::metadata::Metadata;
use crate::recorded_indirections::RecordedIndirections;
use crate::selection;
use crate::settings::{Gate, Settings, Unsupported};

/// Plans the code for `schema`, with indirections that follow from the schema alone.
///
/// Declarations and fields that a diagnostic refuses are left out; without errors the plan is complete, but for the
/// declarations that the settings leave out. A setting that names nothing in the schema is ignored: see
/// [`unmatched_settings`](crate::unmatched_settings).
#[must_use]
pub fn plan(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    plan_with_recorded_indirections(schema, metadata, settings, &RecordedIndirections::default())
}

/// Plans the code for `schema`, with the recorded indirections of an earlier plan.
///
/// A value that was boxed stays boxed. A value that was held by value stays so, unless [`plan::BoxReason`](BoxReason)
/// forces a `Box`; such values are in [`Plan::forced`]. [`Plan::layout`] is the record for the next plan.
#[must_use]
pub fn plan_with_recorded_indirections(
    schema: &Schema,
    metadata: &Metadata,
    settings: &Settings,
    recorded: &RecordedIndirections,
) -> (Plan, Vec<Diagnostic>) {
    let mut diagnostics = selection::errors_of_stale_renames(schema, settings);
    let (mut selected, found) = selection::apply_selectors(schema, settings);
    diagnostics.extend(found);
    loop {
        let (plan, found) = plan_all_declarations(&selected, metadata, settings, recorded);
        let skipped = match settings.unsupported {
            Unsupported::Refuse => None,
            Unsupported::Skip => selection::skip_refused_declarations(&selected, &found),
        };
        if let Some((reduced, warnings)) = skipped {
            selected = Cow::Owned(reduced);
            diagnostics.extend(warnings);
            continue;
        }
        diagnostics.extend(found);
        diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
        return (plan, diagnostics);
    }
}

/// Plans the code for all declarations of a schema.
fn plan_all_declarations(
    schema: &Schema,
    metadata: &Metadata,
    settings: &Settings,
    recorded: &RecordedIndirections,
) -> (Plan, Vec<Diagnostic>) {
    let facts = SchemaFacts::analyze_schema(schema, settings, recorded);
    let mut out = PlannerOutput::default();
    let (mut types, layouts) = types::plan_boxed_types(&facts, &mut out);
    let mut functions = functions::plan_functions(&facts, &layouts, metadata, &mut out);
    types::mark_boxed_in_fields(&mut types, &functions);
    accessors::plan_accessors(&mut types);
    hashing::mark_hashable(&mut types);
    types.retain(|ty| ty.item_path.external.is_none());
    annotations::annotate_items(schema, settings, &metadata.history, &mut types, &mut functions);
    feature_conditions::report_taken_feature_names(schema, settings, &mut out);
    refuse_vector_with_foreign_id(&facts, &mut out);
    depth::refuse_too_deep_types(&facts, &mut out);
    let containment = ContainmentGraph::graph_of_types(&types);
    let (tables, tables_error) = tables::plan_tables(schema, metadata, settings);
    let plan = Plan {
        layer: schema.layer,
        supplied: tl_lines_of_runtime_types(&facts),
        common_errors: metadata.common_errors.clone(),
        error_types: errors::plan_error_types(metadata, &functions, &mut out),
        cross_references: cross_references::plan_cross_references(&types, &functions, &containment),
        reach: feature_conditions::feature_conditions_of_types(&types, &functions, &containment, &settings.namespaces),
        layout: out.indirections.to_recorded_indirections(recorded),
        n_kept: out.indirections.n_kept_by_record(),
        forced: out.indirections.forced_boxes(),
        views: if settings.views == Gate::Never {
            BTreeSet::new()
        } else {
            views::types_with_view(&types, &containment)
        },
        tables,
        tables_error,
        settings: settings.clone(),
        types,
        functions,
    };
    (plan, out.into_diagnostics().collect())
}

/// Refuses a `vector` with an id of its own, if the schema uses it boxed.
fn refuse_vector_with_foreign_id(facts: &SchemaFacts<'_>, out: &mut PlannerOutput) {
    let Some(vector) = facts.vector_with_foreign_id() else { return };
    let is_boxed = |ty: &Ty| matches!(ty, Ty::Vector { is_bare: false, .. });
    let has_boxed = |ty: &Ty| walk::type_and_types_inside(ty).into_iter().any(is_boxed);
    let uses = |user: &Combinator| user.fields.iter().any(|field| has_boxed(&field.ty)) || has_boxed(&user.result);
    if facts.schema.combinators.iter().any(uses) {
        let help = "correct the id, or use the bare form `vector<T>` everywhere".to_owned();
        out.refuse_declaration(
            vector.span,
            VECTOR_ID.with_fact(format!("`vector` is declared with #{:08x}", vector.id)).with_help(help),
        );
    }
}

/// TL lines of the constructors that the runtime supplies, sorted.
fn tl_lines_of_runtime_types(facts: &SchemaFacts<'_>) -> Vec<String> {
    let types = (0_u32..).map(TypeIndex).zip(&facts.schema.types).filter(|(id, _)| facts.is_type_of_runtime(*id));
    let constructors = types.flat_map(|(_, ty)| &ty.constructors);
    let mut lines: Vec<_> = constructors.map(|id| facts.schema.combinator(*id).line.clone()).collect();
    lines.sort();
    lines
}
