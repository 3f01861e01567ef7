//! The documented error types of a protocol as a generated enum, and the search for the type of a message.
//!
//! A name may contain `%d`, a placeholder for a number: `FLOOD_WAIT_%d`. It may end with `*`, which makes it a family:
//! `FILE_REFERENCE_*`. An exact name takes precedence over one with a number, and that over a family; a longer family
//! takes precedence over a shorter one. Invariant: except for families, writing the kind found for a message yields the
//! same message.

mod error_type;
mod name_index;

use core::convert::Infallible;
use core::fmt;

pub use self::error_type::{ErrorNumber, ErrorType};
pub use self::name_index::name_index;
use crate::method::MethodError;

/// The placeholder for a number in the name of a type.
const NUMBER_PLACEHOLDER: &str = "%d";

/// Maximum length of a message that is searched for a number, in bytes, because the search takes quadratic time. Names
/// have at most 120 bytes, numbers at most 20.
const MAX_SEARCHED_LEN: usize = 160;

/// The last character of a family's name.
const WILDCARD: char = '*';

/// The enum of documented error types that is generated for a protocol, with a variant for each type.
pub trait KnownError: Copy + Ord + 'static {
    /// All error types, sorted by the bytes of their names. The order of the variants is the same.
    const TYPES: &'static [ErrorType<Self>];

    /// The hash table of the names of all types, built by [`name_index()`].
    #[doc(hidden)]
    const NAME_INDEX: &'static [u16];

    /// Families of types: the name without the `*`, and the variant.
    const FAMILIES: &'static [(&'static str, Self)] = &[];

    /// Errors that any method may return, sorted by code and name.
    const COMMON: &'static [MethodError] = &[];

    /// The number in the message, if the error type has one.
    fn number(self) -> Option<u64>;

    /// The same error type with another number. Types without a number are returned unchanged.
    #[must_use]
    fn with_number(self, number: u64) -> Self;

    /// The row of the error type. `None` only if the table isn't sorted as required.
    #[must_use]
    fn error_type(self) -> Option<&'static ErrorType<Self>> {
        let kind = self.with_number(0);
        let found = Self::TYPES.binary_search_by(|row| row.kind.cmp(&kind)).ok()?;
        Self::TYPES.get(found)
    }

    /// The documented name of the error type: `FLOOD_WAIT_%d`.
    #[must_use]
    fn name(self) -> &'static str {
        self.error_type().map_or("", |row| row.name)
    }

    /// A description of the error type in one sentence; empty if unknown.
    #[must_use]
    fn description(self) -> &'static str {
        self.error_type().map_or("", |row| row.description)
    }

    /// Finds a type by its documented name, such as `FLOOD_WAIT_%d`. The number of the result is 0.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        let row = match name.split_once(NUMBER_PLACEHOLDER) {
            Some((before, after)) => find_by_parts(before, after),
            None => types_with_hash(name_index::hash_of_name(name.as_bytes())).find(|row| row.name == name),
        };
        row.map(|row| row.kind)
    }

    /// Finds the type of a message, such as `FLOOD_WAIT_42`. A number must be below 2^64 and have no leading zeros.
    #[must_use]
    fn of_message(message: &str) -> Option<Self> {
        find_exact(message).or_else(|| find_numbered(message)).or_else(|| find_family(message))
    }

    /// Writes the message, including its number. For a family, this is the documented name.
    ///
    /// # Errors
    ///
    /// The errors of the formatter.
    fn write_message(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        match (name.split_once(NUMBER_PLACEHOLDER), self.number()) {
            (Some((before, after)), Some(number)) => write!(f, "{before}{number}{after}"),
            _ => f.write_str(name),
        }
    }
}

/// A protocol without documented errors.
impl KnownError for Infallible {
    const TYPES: &'static [ErrorType<Self>] = &[];
    const NAME_INDEX: &'static [u16] = &[];

    fn number(self) -> Option<u64> {
        match self {}
    }

    fn with_number(self, _number: u64) -> Self {
        self
    }
}

/// The types whose names may have this hash.
fn types_with_hash<K: KnownError>(hash: usize) -> impl Iterator<Item = &'static ErrorType<K>> {
    name_index::rows_with_hash(K::NAME_INDEX, hash).filter_map(|row| K::TYPES.get(row))
}

/// Finds an error type without a number: `PEER_ID_INVALID`. A documented name with a placeholder, such as
/// `FLOOD_WAIT_%d`, is no message.
fn find_exact<K: KnownError>(message: &str) -> Option<K> {
    let found = types_with_hash::<K>(name_index::hash_of_name(message.as_bytes())).find(|row| row.name == message)?;
    (found.number.is_none() && !found.name.ends_with(WILDCARD)).then_some(found.kind)
}

/// Finds an error type with a number: `FLOOD_WAIT_42` is changed to `FLOOD_WAIT_%d`. The last number of the message is
/// tried first.
fn find_numbered<K: KnownError>(message: &str) -> Option<K> {
    let mut end = if message.len() <= MAX_SEARCHED_LEN { message.len() } else { 0 };
    while let Some(last) = message.as_bytes().get(..end)?.iter().rposition(u8::is_ascii_digit) {
        let before = message.as_bytes()[..last].iter().rposition(|byte| !byte.is_ascii_digit());
        let start = before.map_or(0, |before| before + 1);
        if let Some(kind) = find_with_number_at(message, start, last + 1) {
            return Some(kind);
        }
        end = start;
    }
    None
}

/// Finds the type of a message whose number has its digits at the byte positions `start..end`.
fn find_with_number_at<K: KnownError>(message: &str, start: usize, end: usize) -> Option<K> {
    let (before, digits, after) = (message.get(..start)?, message.get(start..end)?, message.get(end..)?);
    let row = find_by_parts::<K>(before, after)?;
    let is_canonical = digits.len() == 1 || !digits.starts_with('0');
    let number = digits.parse().ok().filter(|_| is_canonical)?;
    Some(row.kind.with_number(number))
}

/// Finds the type whose name consists of `before`, the placeholder `%d` and `after`.
fn find_by_parts<K: KnownError>(before: &str, after: &str) -> Option<&'static ErrorType<K>> {
    let mut rows = types_with_hash::<K>(name_index::hash_of_parts(before.as_bytes(), after.as_bytes()));
    rows.find(|row| {
        let number = row.name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        number == Some(NUMBER_PLACEHOLDER) && row.number.is_some()
    })
}

/// Finds the longest family that a message belongs to: `FILE_REFERENCE_LOST` belongs to `FILE_REFERENCE_*`.
fn find_family<K: KnownError>(message: &str) -> Option<K> {
    let families = K::FAMILIES.iter();
    let longest = families.filter(|(prefix, _)| message.len() > prefix.len() && message.starts_with(prefix));
    longest.max_by_key(|(prefix, _)| prefix.len()).map(|(_, kind)| *kind)
}
