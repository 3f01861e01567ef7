//! The data of a plan: every path, identifier, Rust type, pointer and doc sentence of the generated code, and no tokens.
//!
//! Plain data with accessors. Invariant: lists are sorted by TL name, so that the order of the schema has no influence.

mod errors;
mod item_path;
mod plan;
mod presence;
mod structs;
mod types;
mod value;
mod wire;

pub use self::errors::{ErrorNumber, ErrorType};
pub use self::item_path::{ItemPath, ROOT};
pub use self::plan::{CrossReferences, Function, Plan};
pub use self::presence::{Extent, Presence, Reach};
pub use self::structs::{Decoding, DefaultImpl, Field, FieldKind, Group, Implied, Impls, Member, NewMethod, Struct};
pub use self::types::{BoxedType, Payload, Shape, Variant};
pub use self::value::{Codec, Instance, InstanceKind, Number, Repetition, Value};
pub use self::wire::{BitAction, BitCondition, BitSetter, FieldIndex, NumberSource, WireField, WireFieldKind};
