//! Reading of values by a [`Table`]: the parts of a value are passed to [`Events`], in the order of the wire.
//!
//! Nothing is compiled for a type, so a program can read values of types that it does not contain: of other schemas, and
//! of older layers. The interpreter accepts exactly the bytes that a [`Reader`](crate::Reader) of the generated type
//! accepts, except that no memory is charged for Rust values. It keeps the depth limit, charges items of no bytes, and
//! never panics.
//!
//! ```
//! use tl_runtime::interpret::{Events, Position, Scalar, Stop, walk};
//! use tl_runtime::table::{NameParts, Names, Parts, Table};
//! use tl_runtime::Limits;
//!
//! /// The sum of all `int`s in a value.
//! struct Sum(i64);
//!
//! impl<'i> Events<'i> for Sum {
//!     fn scalar(&mut self, _: &Position<'i, '_>, value: Scalar<'i>, _: &'i [u8]) -> Result<(), Stop> {
//!         if let Scalar::Int(value) = value {
//!             self.0 += i64::from(value);
//!         }
//!         Ok(())
//!     }
//! }
//!
//! // `pair#00000001 x:int y:int = Pair;`
//! let buckets: Vec<u8> = (0..257).flat_map(|byte| [if byte == 0 { 0 } else { 1 }, 0]).collect();
//! let (records, by_id) = (&[4, 0, 0, 0, 1, 0, 0, 0], &[1, 0, 0, 0, 0, 0]);
//! let names = NameParts { text: "pair\n", records, by_id, buckets: &buckets };
//! let parts = Parts {
//!     combinators: &[0, 0x80, 0, 0, 2, 0, 0, 0],
//!     fields: &[1, 0, 4, 0, 0, 0, 2, 0, 4, 0, 0, 0],
//!     types: &[0, 0, 0, 0, 1, 0],
//!     members: &[0, 0],
//!     exprs: &[],
//!     word_ends: &[4, 0, 0, 0, 6, 0, 0, 0, 8, 0, 0, 0],
//!     words: "Pair\nx\ny\n",
//! };
//! let table = Table::new(Names::new(names), parts);
//! let pair = table.by_id(1).unwrap();
//! let mut sum = Sum(0);
//! walk(&table, pair.result(), &[1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0], &Limits::default(), &mut sum)?;
//! assert_eq!(sum.0, 5);
//! # Ok::<(), tl_runtime::interpret::Halt>(())
//! ```

mod events;
mod halt;
mod position;
mod scope;
mod values;

pub use self::events::{Events, Scalar};
pub use self::halt::{Halt, Stop, WalkError};
pub use self::position::Position;
#[cfg(feature = "json")]
pub(crate) use self::scope::Numbers;
pub(crate) use self::scope::Scope;
use crate::limits::Limits;
use crate::observe::ListForm;
use crate::table::{Table, TypeRef};

/// Passes the parts of a value to `events`. The value must take all of `bytes`.
///
/// # Errors
///
/// [`Halt::Invalid`] if the bytes aren't a value of the type within the limits, or if bytes are left over;
/// [`Halt::Stopped`] if `events` stopped.
pub fn walk<'i, 't, E: Events<'i>>(
    table: &'t Table<'t>,
    ty: TypeRef,
    bytes: &'i [u8],
    limits: &Limits,
    events: &mut E,
) -> Result<(), Halt> {
    let mut position = Position::new(table, bytes, limits);
    walk_at(&mut position, ty, events)?;
    position.finish()
}

/// Like [`walk`], but also accepts strings that no TL writer produces: with a length prefix of 4 bytes for a short string,
/// with padding that isn't zero, or with contents that aren't UTF-8.
///
/// # Errors
///
/// As [`walk`].
pub fn walk_lossless<'i, 't, E: Events<'i>>(
    table: &'t Table<'t>,
    ty: TypeRef,
    bytes: &'i [u8],
    limits: &Limits,
    events: &mut E,
) -> Result<(), Halt> {
    let mut position = Position::new(table, bytes, limits).accept_odd_strings();
    walk_at(&mut position, ty, events)?;
    position.finish()
}

/// Passes the parts of a value at a position to `events`, and moves past the value.
///
/// # Errors
///
/// As [`walk`], but bytes may be left over.
pub(crate) fn walk_at<'i, E: Events<'i>>(
    position: &mut Position<'i, '_>,
    ty: TypeRef,
    events: &mut E,
) -> Result<(), Halt> {
    position.value(events, ty, &Scope::NONE)
}

/// Like [`walk_at`], for a boxed vector whose items are boxed values of any type.
pub(crate) fn walk_objects_at<'i, E: Events<'i>>(position: &mut Position<'i, '_>, events: &mut E) -> Result<(), Halt> {
    position.list(events, ListForm::Boxed, TypeRef::OBJECT, &Scope::NONE)
}
