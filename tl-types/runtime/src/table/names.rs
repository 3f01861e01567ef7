//! Names and ids of combinators: look-up in both directions, without allocation.

use core::fmt;

use super::packed::{u16_at, u32_at};

/// Bytes of a record.
const RECORD_LEN: usize = 8;

/// Bytes of an id with the index of its record.
const ID_ROW_LEN: usize = 6;

/// The bit of a record's first number that marks a function.
pub(super) const FUNCTION_BIT: u32 = 1 << 31;

/// Whether a combinator is a constructor or a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CombinatorKind {
    /// A constructor of a type.
    Constructor,
    /// A function.
    Function,
}

impl CombinatorKind {
    /// The kind that the highest bit of a number stands for.
    pub(super) fn of_number(number: u32) -> Self {
        if number & FUNCTION_BIT == 0 { Self::Constructor } else { Self::Function }
    }
}

/// The names and ids of all combinators of a schema.
///
/// ```
/// use tl_runtime::table::{NameParts, Names};
///
/// // `no#00000002 = Answer; yes#00000001 = Answer;`
/// let buckets: Vec<u8> = (0..257).flat_map(|byte| [if byte == 0 { 0 } else { 2 }, 0]).collect();
/// let names = Names::new(NameParts {
///     text: "no\nyes\n",
///     records: &[2, 0, 0, 0, 2, 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0],
///     by_id: &[1, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0],
///     buckets: &buckets,
/// });
/// assert_eq!(names.name_of(1), Some("yes"));
/// assert_eq!(names.id_of("no"), Some(2));
/// assert_eq!(names.name_of(3), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Names<'a> {
    parts: NameParts<'a>,
}

/// The packed form of [`Names`]. All numbers are little-endian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameParts<'a> {
    /// The names in ascending order, each followed by a line feed.
    pub text: &'a str,
    /// For each name, its end in `text` (with the highest bit set for a function) and its id, of 4 bytes each.
    pub records: &'a [u8],
    /// For each id in ascending order: the id, of 4 bytes, and the index of its record, of 2 bytes.
    pub by_id: &'a [u8],
    /// For each value of the highest byte of an id, and for 256: the number of smaller ids, of 2 bytes.
    pub buckets: &'a [u8],
}

/// The look-up of names in the protocol of a type; `None` if the generated code has no table of names.
pub type ProtocolNames = Option<fn(u32) -> Option<&'static str>>;

impl<'a> Names<'a> {
    /// The names in these parts. In damaged parts, some names aren't found; nothing panics.
    #[must_use]
    pub const fn new(parts: NameParts<'a>) -> Self {
        Self { parts }
    }

    /// The number of combinators.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.parts.records.len() / RECORD_LEN
    }

    /// Whether there are no combinators.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of the combinator with this id: of the constructor, if a function has the id too.
    #[must_use]
    pub fn name_of(&self, id: u32) -> Option<&'a str> {
        self.name(self.index_of_id(id)?)
    }

    /// The id of the combinator with this name: of the constructor, if a function has the name too.
    #[must_use]
    pub fn id_of(&self, name: &str) -> Option<u32> {
        self.id(self.index_of_name(name)?)
    }

    /// All combinators in the order of their names: kind, name, id.
    pub fn iter(&self) -> impl Iterator<Item = (CombinatorKind, &'a str, u32)> + use<'a> {
        let names = *self;
        (0..self.len()).filter_map(move |index| Some((names.kind(index)?, names.name(index)?, names.id(index)?)))
    }

    /// The index of the combinator with an id.
    pub(crate) fn index_of_id(&self, id: u32) -> Option<usize> {
        let [start, end] = [0, 1].map(|next| usize::from(u16_at(self.parts.buckets, (id >> 24) as usize + next)));
        let (rows, _) = self.parts.by_id.as_chunks::<ID_ROW_LEN>();
        let bucket = rows.get(start..end)?;
        let mut equal = bucket.iter().filter(|[a, b, c, d, ..]| u32::from_le_bytes([*a, *b, *c, *d]) == id);
        let mut equal = equal.by_ref().map(|[.., low, high]| usize::from(u16::from_le_bytes([*low, *high])));
        let first = equal.next()?;
        let mut both = [first].into_iter().chain(equal);
        Some(both.find(|index| self.kind(*index) == Some(CombinatorKind::Constructor)).unwrap_or(first))
    }

    /// The index of the first combinator with a name.
    pub(crate) fn index_of_name(&self, name: &str) -> Option<usize> {
        let index = partition_point(self.len(), |index| self.name(index).is_some_and(|found| found < name));
        self.name(index).filter(|found| *found == name).map(|_| index)
    }

    /// The name of the combinator at `index`.
    pub(crate) fn name(&self, index: usize) -> Option<&'a str> {
        let start = match index.checked_sub(1) {
            Some(previous) => self.end(previous)? + 1,
            None => 0,
        };
        self.parts.text.get(start..self.end(index)?)
    }

    /// The id of the combinator at `index`.
    pub(crate) fn id(&self, index: usize) -> Option<u32> {
        u32_at(self.parts.records, 2 * index + 1)
    }

    pub(crate) fn kind(&self, index: usize) -> Option<CombinatorKind> {
        Some(CombinatorKind::of_number(u32_at(self.parts.records, 2 * index)?))
    }

    fn end(&self, index: usize) -> Option<usize> {
        usize::try_from(u32_at(self.parts.records, 2 * index)? & !FUNCTION_BIT).ok()
    }
}

/// Shows the number of names, because there are thousands.
impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Names").field("len", &self.len()).finish()
    }
}

/// The number of items at the start of `0..len` for which `is_before` holds; it holds for no later item.
pub(super) fn partition_point(len: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut start, mut end) = (0, len);
    while start < end {
        let middle = start.midpoint(end);
        if is_before(middle) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use super::{CombinatorKind, NameParts, Names};

    /// The text, the records, the ids and the buckets of these names; functions are marked with `true`.
    fn parts(entries: &[(&str, u32, bool)]) -> (String, Vec<u8>, Vec<u8>, Vec<u8>) {
        let (mut text, mut records, mut ids) = (String::new(), Vec::new(), Vec::new());
        for (index, (name, id, is_function)) in entries.iter().enumerate() {
            text.push_str(name);
            let end = u32::try_from(text.len()).unwrap() | u32::from(*is_function) << 31;
            text.push('\n');
            records.extend(end.to_le_bytes());
            records.extend(id.to_le_bytes());
            ids.push((*id, u16::try_from(index).unwrap()));
        }
        ids.sort_unstable();
        let before = |byte: u32| ids.iter().filter(|(id, _)| id >> 24 < byte).count();
        let buckets = (0..=256).flat_map(|byte| u16::try_from(before(byte)).unwrap().to_le_bytes()).collect();
        let row = |(id, index): &(u32, u16)| [&id.to_le_bytes()[..], &index.to_le_bytes()].concat();
        (text, records, ids.iter().flat_map(row).collect(), buckets)
    }

    #[test]
    fn both_directions_are_found_and_a_constructor_comes_before_a_function() {
        let entries = [("a", 9, false), ("a", 3, true), ("b.c", 3, false), ("d", u32::MAX, true)];
        let (text, records, by_id, buckets) = parts(&entries);
        let names = Names::new(NameParts { text: &text, records: &records, by_id: &by_id, buckets: &buckets });
        assert_eq!(names.len(), 4);
        assert_eq!(names.name_of(3), Some("b.c"));
        assert_eq!(names.name_of(u32::MAX), Some("d"));
        assert_eq!([0, 4, u32::MAX - 1].map(|id| names.name_of(id)), [None; 3]);
        assert_eq!(names.id_of("a"), Some(9));
        assert_eq!(["", "b", "e"].map(|name| names.id_of(name)), [None; 3]);
        let kinds: Vec<_> = names.iter().map(|(kind, ..)| kind).collect();
        assert_eq!(kinds[..2], [CombinatorKind::Constructor, CombinatorKind::Function]);
    }

    #[test]
    fn damaged_parts_find_nothing_and_do_not_panic() {
        let (text, records, by_id, buckets) = parts(&[("a", 1, false), ("b", 2, false)]);
        for cut in 0..records.len() {
            let parts = NameParts { text: &text[..1], records: &records[..cut], by_id: &by_id, buckets: &buckets };
            let names = Names::new(parts);
            for id in 0..4 {
                assert!(names.name_of(id).is_none_or(|name| name == "a"));
            }
            assert_eq!(names.id_of("b"), None);
        }
        let names = Names::new(NameParts { text: "é", records: &[1; 8], by_id: &[9; 8], buckets: &[255; 514] });
        assert_eq!((names.name_of(1), names.id_of("é")), (None, None));
    }
}
