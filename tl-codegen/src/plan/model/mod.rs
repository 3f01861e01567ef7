//! The data of a plan: every path, identifier, Rust type, pointer and doc sentence of the generated code, and no
//! tokens.
//!
//! Plain data with accessors. Invariant: lists are sorted by TL name, so that the order of the schema has no influence.

mod errors;
mod feature_condition;
mod forced_box;
mod item_path;
mod plan;
mod structs;
mod types;
mod value;
mod wire;

pub use self::errors::*;
pub use self::feature_condition::{FeatureCondition, ItemCounts};
pub use self::forced_box::{BoxReason, ForcedBox};
pub use self::item_path::{ItemPath, ROOT_NAMESPACE_FOLDER};
pub use self::plan::{CrossReferences, Function, Plan, Tables};
pub use self::structs::*;
pub use self::types::*;
pub use self::value::*;
pub use self::wire::*;
