//! `Schema → Plan`: every decision about the generated code, and every reason why something can't be generated.
//!
//! No tokens here and no files. The plan does not depend on the order of the schema: permuting its declarations changes
//! nothing.

mod build;
mod codecs;
mod cross_references;
mod errors;
mod fields;
mod graph;
mod indirection;
mod listing;
mod model;
mod naming;
mod params;
mod reach;
mod report;
mod site;
mod size;
mod text;
mod views;

use tl_parser::{Diagnostic, Schema};

pub use self::cross_references::CrossReferences;
pub use self::errors::{ErrorNumber, ErrorType};
pub use self::model::{
    BoxedType, Codec, Field, FieldKind, Function, Group, Implied, Instance, ItemPath, Number, NumberSource, Payload,
    Plan, ROOT, Repetition, Shape, Struct, Tree, Value, Variant, WireField, WireFieldKind,
};
pub use self::reach::{Extent, Presence, Reach};
use crate::metadata::Metadata;
use crate::settings::Settings;

/// Plans the code for `schema`.
///
/// The plan leaves out what a diagnostic says can't be generated; it is complete if there is none.
#[must_use]
pub fn plan(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    build::build(schema, metadata, settings)
}
