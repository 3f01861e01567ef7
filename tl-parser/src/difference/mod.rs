//! Comparison of two resolved schemas: facts about every declaration, each with a verdict on the wire.
//!
//! Names, ids, fields and results are compared. Texts, comments, the order of declarations and types that the codec
//! supplies (`int`, `vector`) are not. The module prints no report and knows no Rust names. Invariant: a difference is
//! a function of the two schemas, and exchanging the schemas exchanges the old and the new value of every fact.
//!
//! A combinator is identified by its section and name. One edit may be several facts: a new field is
//! [`FieldAdded`](ChangeKind::FieldAdded), and the new id is [`IdChanged`](ChangeKind::IdChanged).
//!
//! ```
//! use tl_parser::difference::{ChangeKind, Verdict, compare};
//! use tl_parser::{SourceMap, read};
//!
//! let schema = |text: &str| {
//!     let mut sources = SourceMap::new();
//!     let id = sources.add("chat.tl", text);
//!     read(&sources, &[id]).0
//! };
//! let old = schema("chat#00000001 flags:# title:string = Chat;");
//! let new = schema("chat#00000001 flags:# title:flags.3?string = Chat;");
//! let difference = compare(&old, &new);
//! assert_eq!(difference.changes[0].kind, ChangeKind::MadeOptional);
//! assert_eq!(difference.changes[0].new.as_ref().unwrap().to_string(), "flags.3");
//! assert_eq!(difference.worst_verdict(), Verdict::Silent);
//! ```
//!
//! # Facts
//!
//! Examples leave out the id and everything that stays the same. `·` marks a side without the declaration.
//!
//! | word | old | new |
//! | --- | --- | --- |
//! | `added`, `removed` | `·` | `user = User` |
//! | `id_changed` | `user#00000001 = User` | `user#00000002 = User` |
//! | `result_changed` | `f = Vector<long>` | `f = Users` |
//! | `moved` (beside `result_changed`) | `bot = User` | `bot = Bot` |
//! | `renamed` (beside `added` and `removed`) | `user id:long = User` | `person id:long = User` |
//! | `field_added`, `field_removed` | `flags:#` | `flags:# age:flags.3?int` |
//! | `field_renamed` (beside those two) | `id:long age:int` | `id:long years:int` |
//! | `type_changed` | `id:int` | `id:long` |
//! | `made_optional`, `made_required` | `id:int` | `id:flags.3?int` |
//! | `bit_moved` | `id:flags.3?int` | `id:flags.4?int` |
//! | `bit_reused` | `id:flags.3?int` | `name:flags.3?string` |
//! | `group_appeared`, `group_disappeared` | `a:flags.0?int` | `a:flags.0?int b:flags.0?int` |
//! | `group_changed` | `a:flags.0?int b:flags.0?int` | `a:flags.0?int c:flags.0?int` |
//! | `fields_reordered` | `a:int b:int` | `b:int a:int` |
//! | `bare_layout_changed` | `a:vector<point>`, `point x:int` | `a:vector<point>`, `point x:long` |
//! | `became_union`, `became_single` | `a = T` | `a = T`, `b = T` |
//!
//! A likely rename of a combinator has the same id, or a result or fields in common and similar names. A likely rename
//! of a field has the same type, condition and position. Fields without bytes on the wire (`true`) have no position.
//!
//! # Verdicts
//!
//! There are two readers: the old reader gets bytes of the new schema, the new reader gets bytes of the old one. The
//! reader of a boxed value finds the constructor by its id, and then reads the fields by its own declaration. The
//! reader of a bare value has no id to check. So a verdict on a field depends on the id in front of it:
//!
//! - The id changed: the reader does not know it, and the verdict is `unknown`.
//! - The id is kept, or the constructor is bare inside a combinator that keeps its id: the layouts are compared.
//!
//! A layout is the sequence of fields with their conditions and types. A bare type counts by the layout of its
//! constructor. Names of fields are not part of it, but a conditional `true` is nothing but its bit, so its name is the
//! meaning of the bit. The examples have a kept id; the reader is given in brackets where the two differ.
//!
//! | word | meaning | example |
//! | --- | --- | --- |
//! | `compatible` | the reader gets every value | `a:flags.0?true` is new (new reader); `id:int` is renamed |
//! | `lost` | the reader ignores a bit | `a:flags.0?true` is new (old reader) |
//! | `unknown` | the reader meets an unexpected id and fails | a constructor is new (old reader); `a:User` becomes `a:Chat` |
//! | `silent` | the reader may take bytes or bits for something else | `id:int` becomes `id:long`; `a:flags.0?true` becomes `b:flags.0?true` |
//!
//! Silent misreading of bits: a `true` moves to another bit, is renamed, or joins a bit that the writer sets for
//! another field. Silent misreading of bytes: a field with bytes is added, removed, reordered, made conditional or not,
//! or has another type. Two exceptions: boxed types of other names are `unknown`, or `compatible` if the reader's type
//! has all ids of the writer's. A conditional field on a bit that the writer never sets is `compatible`.
//!
//! # Directions
//!
//! A constructor travels to the client if a result of a function or `Updates` holds it, however deep, and to the server
//! if an argument of a function holds it. A declaration that nothing reaches, such as a message of MTProto, counts for
//! both directions.

mod bare_constructors;
mod change;
mod combinators;
mod fields;
mod pairing;
mod reader_verdicts;
mod receivers;
mod renames;
mod side;
mod types;

pub use change::{Change, ChangeKind, ChangedValue, Difference, Subject, Verdict, Verdicts, WireDirection};

use crate::meaning::schema::Schema;

/// Compares two schemas of one protocol.
#[must_use]
pub fn compare(old: &Schema, new: &Schema) -> Difference {
    let (old, new) = (side::SchemaSide::new(old), side::SchemaSide::new(new));
    let readings = reader_verdicts::BothReaders::new(&old, &new);
    let directions = receivers::ReceiverIndex::new([&old, &new]);
    let renamed = renames::find_likely_renames(&old, &new);
    let mut changes = combinators::compare_combinators(&readings, &directions, &renamed);
    changes.extend(types::compare_types(&readings, &directions, &renamed));
    changes.sort();
    Difference { changes }
}
