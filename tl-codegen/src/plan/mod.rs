//! `Schema → Plan`: every decision about the generated code, and a diagnostic for each declaration that can't be generated.
//!
//! No tokens here and no files. The plan does not depend on the order of the schema: permuting its declarations changes
//! nothing. In the order of the work:
//!
//! - `facts`: analyses of the schema (`graph`, `params`, `least_size`, `growing`), computed once with `fixpoint` and `walk`
//! - `types`, `functions`, `combinators`: the items, and their identifiers (`naming`, `names`)
//! - `fields`: the fields of a struct, from their `roles` and `codecs` to `wire_fields` and pointers (`indirection`)
//! - `reach`, `views`, `cross_references`, `errors`: decisions about the whole plan
//! - `model`: the result; `report` and `listing` print it, `features` answers questions about it

mod build;
mod codecs;
mod combinators;
mod containment;
mod cross_references;
mod errors;
mod facts;
mod features;
mod field_scope;
mod fields;
mod fixpoint;
mod functions;
mod graph;
mod growing;
mod indirection;
mod layout;
mod least_size;
mod listing;
mod model;
mod names;
mod naming;
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

use tl_parser::{Diagnostic, Schema};

pub use self::model::*;
use crate::metadata::Metadata;
use crate::settings::Settings;

/// Plans the code for `schema`.
///
/// Declarations and fields that a diagnostic refuses are left out; without diagnostics the plan is complete.
#[must_use]
pub fn plan(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    build::build(schema, metadata, settings)
}
