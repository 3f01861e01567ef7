//! The types of errors that a protocol documents, as an enum that was generated for them, and the search for the one
//! that a message is of.
//!
//! A type is a name in which `%d` may stand for a number, or which ends with `*` for whatever follows. The exact name goes
//! before those with a number, these before a family, and a longer family before a shorter one. Invariant: a kind that
//! was found, written out again, is the message that it was found for, but for families, which don't tell what followed.

mod error_type;
mod name_index;

use core::fmt;

pub use self::error_type::{ErrorNumber, ErrorType};
pub use self::name_index::name_index;
use crate::method::MethodError;

/// What stands for the number in the name of a type.
const NUMBER_PLACEHOLDER: &str = "%d";

/// Longest message in which a number is looked for, in bytes: looking takes a time that grows with its square. Names take
/// 120 bytes at most, and numbers 20.
const MAX_SEARCHED_LEN: usize = 160;

/// What stands for anything at the end of the name of a family.
const WILDCARD: char = '*';

/// The types of errors of a protocol: an enum with a variant for each, generated for it.
pub trait KnownError: Copy + Ord + 'static {
    /// All types, sorted by the bytes of their names, and by their variants as well.
    const TYPES: &'static [ErrorType<Self>];

    /// The table of their names.
    #[doc(hidden)]
    const NAME_INDEX: &'static [u16];

    /// Families of types: what stands before the `*`, and the variant.
    const FAMILIES: &'static [(&'static str, Self)] = &[];

    /// Errors that any method may return, sorted by code and name.
    const COMMON: &'static [MethodError] = &[];

    /// The number, if the type has one.
    fn number(self) -> Option<u64>;

    /// The same type with this number, if it has one.
    #[must_use]
    fn with_number(self, number: u64) -> Self;

    /// The type, unless the table is not as it has to be.
    #[must_use]
    fn error_type(self) -> Option<&'static ErrorType<Self>> {
        let kind = self.with_number(0);
        let found = Self::TYPES.binary_search_by(|row| row.kind.cmp(&kind)).ok()?;
        Self::TYPES.get(found)
    }

    /// The name as documented: `FLOOD_WAIT_%d`.
    #[must_use]
    fn name(self) -> &'static str {
        self.error_type().map_or("", |row| row.name)
    }

    /// What it means, in a sentence; empty where that isn't known.
    #[must_use]
    fn description(self) -> &'static str {
        self.error_type().map_or("", |row| row.description)
    }

    /// The type of this name as documented, with 0 for its number: `FLOOD_WAIT_%d`.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        let row = match name.split_once(NUMBER_PLACEHOLDER) {
            Some((before, after)) => find_by_parts(before, after),
            None => with_hash(name_index::hash(name.as_bytes())).find(|row| row.name == name),
        };
        row.map(|row| row.kind)
    }

    /// The type that a message is of: `FLOOD_WAIT_42`. A number has to be written as numbers are, without zeros before it,
    /// and below 2^64.
    #[must_use]
    fn of_message(message: &str) -> Option<Self> {
        find_exact(message).or_else(|| find_numbered(message)).or_else(|| find_family(message))
    }

    /// Writes the message of such an error, number and all. Of a family, that is its name.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn write_message(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        match (name.split_once(NUMBER_PLACEHOLDER), self.number()) {
            (Some((before, after)), Some(number)) => write!(f, "{before}{number}{after}"),
            _ => f.write_str(name),
        }
    }
}

/// The types whose names may have this hash.
fn with_hash<K: KnownError>(hash: usize) -> impl Iterator<Item = &'static ErrorType<K>> {
    name_index::candidates(K::NAME_INDEX, hash).filter_map(|row| K::TYPES.get(row))
}

/// `PEER_ID_INVALID`. What is documented as `FLOOD_WAIT_%d` or as `FILE_REFERENCE_*` is no message.
fn find_exact<K: KnownError>(message: &str) -> Option<K> {
    let found = with_hash::<K>(name_index::hash(message.as_bytes())).find(|row| row.name == message)?;
    (found.number.is_none() && !found.name.ends_with(WILDCARD)).then_some(found.kind)
}

/// `FLOOD_WAIT_42`: digits with `%d` in their place are the name of a type. The last ones go first.
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

/// The kind, if what stands between these bytes is its number.
fn find_with_number_at<K: KnownError>(message: &str, start: usize, end: usize) -> Option<K> {
    let (before, digits, after) = (message.get(..start)?, message.get(start..end)?, message.get(end..)?);
    let row = find_by_parts::<K>(before, after)?;
    let is_canonical = digits.len() == 1 || !digits.starts_with('0');
    let number = digits.parse().ok().filter(|_| is_canonical)?;
    Some(row.kind.with_number(number))
}

/// The type with a number between these parts.
fn find_by_parts<K: KnownError>(before: &str, after: &str) -> Option<&'static ErrorType<K>> {
    let mut rows = with_hash::<K>(name_index::hash_around(before.as_bytes(), after.as_bytes()));
    rows.find(|row| {
        let number = row.name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        number == Some(NUMBER_PLACEHOLDER) && row.number.is_some()
    })
}

/// `FILE_REFERENCE_WHATEVER` where there is `FILE_REFERENCE_*`.
fn find_family<K: KnownError>(message: &str) -> Option<K> {
    let families = K::FAMILIES.iter();
    let longest = families.filter(|(prefix, _)| message.len() > prefix.len() && message.starts_with(prefix));
    longest.max_by_key(|(prefix, _)| prefix.len()).map(|(_, kind)| *kind)
}
