//! `Schema → Plan`: every decision about the generated code, and a diagnostic for each declaration that can't be
//! generated.
//!
//! No tokens here and no files. The plan does not depend on the order of the schema: permuting its declarations changes
//! nothing. In the order of the work:
//!
//! - `facts`: analyses of the schema (`graph`, `params`, `least_size`), computed once with `fixpoint` and `walk`
//! - `types`, `functions`, `combinators`: the items, and their identifiers (`names`, `naming`, `output`)
//! - `fields`: the fields of a struct, from their `roles` and `codecs` to `wire_fields` and pointers (`indirection`,
//!   collected in `indirections`)
//! - `annotations`: descriptions from the schema, and attributes from the settings
//! - `depth`: types that rustc could not compile
//! - `feature_presence`, `views`, `cross_references`, `errors`: decisions about the whole plan
//! - `model`: the result; `report` and `listing` print it

mod accessors;
mod annotations;
mod codecs;
mod combinators;
mod containment;
mod cross_references;
mod depth;
mod errors;
mod facts;
mod feature_presence;
mod field_scope;
mod fields;
mod fixpoint;
mod functions;
mod graph;
mod hashing;
mod indirection;
mod indirections;
mod layout;
mod least_size;
pub(crate) mod listing;
mod model;
mod names;
pub(crate) mod naming;
mod output;
mod params;
mod record_line;
mod report;
mod roles;
mod structs;
mod types;
mod unsupported;
mod views;
pub(crate) mod walk;
mod wire_fields;

use std::borrow::Cow;
use std::collections::BTreeSet;

use tl_parser::{Combinator, Diagnostic, Schema, Ty, TypeId};

use self::containment::ContainmentGraph;
use self::facts::Facts;
pub(crate) use self::facts::is_bool_type;
pub use self::model::*;
use self::output::Output;
use self::unsupported::VECTOR_ID;
use crate::metadata::Metadata;
use crate::recorded_layout::RecordedLayout;
use crate::selection;
use crate::settings::{Gate, Settings, Unsupported};

/// Plans the code for `schema`, with indirections that follow from the schema alone.
///
/// Declarations and fields that a diagnostic refuses are left out; without errors the plan is complete, but for the
/// declarations that the settings leave out. A setting that names nothing in the schema is ignored: see
/// [`check_settings`](crate::check_settings).
#[must_use]
pub fn plan(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    plan_with_layout(schema, metadata, settings, &RecordedLayout::default())
}

/// Plans the code for `schema`, with the recorded indirections of an earlier plan.
///
/// A value that was boxed stays boxed. A value that was held by value stays so, unless [`plan::BoxReason`](BoxReason)
/// forces a `Box`; such values are in [`Plan::forced`]. [`Plan::layout`] is the record for the next plan.
#[must_use]
pub fn plan_with_layout(
    schema: &Schema,
    metadata: &Metadata,
    settings: &Settings,
    recorded: &RecordedLayout,
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
    recorded: &RecordedLayout,
) -> (Plan, Vec<Diagnostic>) {
    let facts = Facts::analyze_schema(schema, settings, recorded);
    let mut out = Output::default();
    let (mut types, layouts) = types::plan_boxed_types(&facts, &mut out);
    let mut functions = functions::plan_functions(&facts, &layouts, metadata, &mut out);
    types::mark_boxed_in_fields(&mut types, &functions);
    accessors::plan_accessors(&mut types);
    hashing::mark_hashable(&mut types);
    types.retain(|ty| ty.item_path.external.is_none());
    annotations::annotate_items(schema, settings, &mut types, &mut functions);
    feature_presence::report_taken_feature_names(schema, settings, &mut out);
    refuse_vector_with_foreign_id(&facts, &mut out);
    depth::refuse_too_deep_types(&facts, &mut out);
    let containment = ContainmentGraph::graph_of_types(&types);
    let plan = Plan {
        layer: schema.layer,
        supplied: tl_lines_of_runtime_types(&facts),
        common_errors: metadata.common_errors.clone(),
        error_types: errors::plan_error_types(metadata, &functions, &mut out),
        cross_references: cross_references::plan_cross_references(&types, &functions, &containment),
        reach: feature_presence::presence_of_types(&types, &functions, &containment, &settings.namespaces),
        layout: out.indirections.to_recorded_layout(recorded),
        n_kept: out.indirections.n_kept_by_record(),
        forced: out.indirections.forced_boxes(),
        views: if settings.views == Gate::Never {
            BTreeSet::new()
        } else {
            views::types_with_view(&types, &containment)
        },
        settings: settings.clone(),
        types,
        functions,
    };
    (plan, out.into_diagnostics().collect())
}

/// Refuses a `vector` with an id of its own, if the schema uses it boxed.
fn refuse_vector_with_foreign_id(facts: &Facts<'_>, out: &mut Output) {
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
fn tl_lines_of_runtime_types(facts: &Facts<'_>) -> Vec<String> {
    let types = (0_u32..).map(TypeId).zip(&facts.schema.types).filter(|(id, _)| facts.is_type_of_runtime(*id));
    let constructors = types.flat_map(|(_, ty)| &ty.constructors);
    let mut lines: Vec<_> = constructors.map(|id| facts.schema.combinator(*id).line.clone()).collect();
    lines.sort();
    lines
}
