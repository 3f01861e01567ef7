//! The table of a schema: names, ids, fields, conditions and types of all combinators, packed into byte strings.
//!
//! Generated code contains the table of its schema; tools build the same bytes from a schema file with
//! `tl_codegen::table`. Look-up by id and by name allocates nothing. Programs contain only the parts that they use:
//! [`Names`] alone are a quarter of the bytes. [`interpret`](crate::interpret) walks over values by a table.
//!
//! # Format
//!
//! All numbers are little-endian and take 2 bytes, unless another size is given. A combinator has the index of its name
//! in [`Names`]; types, fields and words are counted from 0.
//!
//! | part | for each | numbers |
//! |---|---|---|
//! | `combinators` | combinator | result type, first field, number of fields, parameters |
//! | `fields` | field | word of its name, type, condition |
//! | `types` | type | word of its name, first member, number of members |
//! | `members` | constructor of a type | combinator |
//! | `exprs` | composite type, list of parameters, mask | see [`Type`] |
//! | `word_ends` | word | its end in `words`, of 4 bytes |
//!
//! A condition is 0, or 1 + bit + 32 × variable. The third number of a flags field is the place of its mask in `exprs`.
//! Parameters are 0, or 1 + the place of a list in `exprs`: the number of parameters, and for each of them 0 (a type) or
//! 1 (a number) and its position among the arguments of the result type, counted from 1.
//!
//! A second set of parts may follow the first one, as that of older layers does. Its numbers continue those of the first.

mod combinator;
mod names;
mod packed;
mod types;

pub use self::combinator::{Combinator, Condition, Field, Variable};
pub(crate) use self::combinator::{FieldRow, condition_of_row, type_of_row};
pub use self::names::{CombinatorKind, NameParts, Names, ProtocolNames};
use self::names::{FUNCTION_BIT, partition_point};
pub(crate) use self::packed::u16_at;
use self::packed::u32_at;
pub use self::types::{Arg, Args, BoxedType, Number, Repeated, Type, TypeRef};

/// The packed form of a [`Table`], without names of combinators: see the [format](self#format).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Four numbers for each combinator.
    pub combinators: &'a [u8],
    /// Three numbers for each field.
    pub fields: &'a [u8],
    /// Three numbers for each type.
    pub types: &'a [u8],
    /// The constructors of all types.
    pub members: &'a [u8],
    /// Composite types, lists of parameters and masks.
    pub exprs: &'a [u8],
    /// The end of each word in `words`.
    pub word_ends: &'a [u8],
    /// The names of types and fields, each followed by a line feed.
    pub words: &'a str,
}

/// Parts without anything.
pub(crate) const NO_PARTS: Parts<'static> =
    Parts { combinators: &[], fields: &[], types: &[], members: &[], exprs: &[], word_ends: &[], words: "" };

/// The table of a schema.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Table<'a> {
    names: Names<'a>,
    parts: Parts<'a>,
    /// Combinators of older layers, whose indices follow those of `names`.
    older: Parts<'a>,
    /// For each older combinator, in ascending order: its id, of 4 bytes, and its name, of 4 bytes.
    older_ids: &'a [u8],
}

impl<'a> Table<'a> {
    /// The table with these parts.
    ///
    /// Damaged parts give a table of a nonsensical schema. Nothing panics, and values of it are walked within the same
    /// limits.
    #[must_use]
    pub const fn new(names: Names<'a>, parts: Parts<'a>) -> Self {
        Self { names, parts, older: NO_PARTS, older_ids: &[] }
    }

    /// The same table, followed by constructors of older layers.
    pub(crate) const fn with_older(self, older: Parts<'a>, older_ids: &'a [u8]) -> Self {
        Self { older, older_ids, ..self }
    }

    /// The same table, without older constructors.
    pub(crate) const fn without_older(self) -> Self {
        Self { older: NO_PARTS, older_ids: &[], ..self }
    }

    /// The names and ids of all combinators.
    #[must_use]
    pub const fn names(&self) -> Names<'a> {
        self.names
    }

    /// The combinator with this id: the constructor, if a function has the id too.
    #[must_use]
    pub fn by_id(&self, id: u32) -> Option<Combinator<'_>> {
        let index = self.names.index_of_id(id).or_else(|| self.index_of_older_id(id))?;
        Some(self.combinator(index))
    }

    /// The combinator with this name: the constructor, if a function has the name too.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<Combinator<'_>> {
        self.names.index_of_name(name).map(|index| self.combinator(index))
    }

    /// The constructor and the function with this name.
    #[cfg(feature = "json")]
    pub(crate) fn all_by_name(&self, name: &str) -> impl Iterator<Item = Combinator<'_>> + use<'_> {
        let first = self.names.index_of_name(name);
        let indices = first.map_or(0..0, |first| first..self.n_combinators());
        let n_equal = indices.clone().take_while(|index| self.names.name(*index) == Some(name)).count();
        indices.take(n_equal).map(|index| self.combinator(index))
    }

    /// All combinators, in the order of their names.
    pub fn combinators(&self) -> impl Iterator<Item = Combinator<'_>> {
        (0..self.n_combinators()).map(|index| self.combinator(index))
    }

    /// All types with constructors, in the order of their names.
    pub fn types(&self) -> impl Iterator<Item = BoxedType<'_>> {
        (0..self.parts.types.len() / 6).map(|index| self.boxed_type(index)).filter(|ty| ty.n_constructors() > 0)
    }

    /// The type with this name.
    #[must_use]
    pub fn type_by_name(&self, name: &str) -> Option<BoxedType<'_>> {
        let n_types = self.types().count();
        let index = partition_point(n_types, |index| self.boxed_type(index).name() < name);
        Some(self.boxed_type(index)).filter(|ty| index < n_types && ty.name() == name)
    }

    /// The number of combinators, without those of older layers.
    pub(crate) fn n_combinators(&self) -> usize {
        self.names.len()
    }

    /// The combinator at `index`.
    pub(crate) fn combinator(&self, index: usize) -> Combinator<'_> {
        let numbers = numbers_at::<4>(self.parts.combinators, self.older.combinators, index);
        Combinator::new(self, index, numbers)
    }

    pub(crate) fn boxed_type(&self, index: usize) -> BoxedType<'_> {
        BoxedType::new(self, index, numbers_at(self.parts.types, self.older.types, index))
    }

    /// The index of the older combinator with an id.
    fn index_of_older_id(&self, id: u32) -> Option<usize> {
        let n_older = self.older_ids.len() / 8;
        let position = partition_point(n_older, |position| self.older_id(position).is_some_and(|found| found < id));
        (self.older_id(position) == Some(id)).then(|| self.n_combinators() + position)
    }

    /// The id of the older combinator at `position`.
    fn older_id(&self, position: usize) -> Option<u32> {
        u32_at(self.older_ids, 2 * position)
    }

    fn id_at(&self, index: usize) -> u32 {
        let id = match index.checked_sub(self.n_combinators()) {
            None => self.names.id(index),
            Some(position) => self.older_id(position),
        };
        id.unwrap_or_default()
    }

    fn name_at(&self, index: usize) -> &'a str {
        let Some(position) = index.checked_sub(self.n_combinators()) else {
            return self.names.name(index).unwrap_or_default();
        };
        // The name of a combinator of the schema, or a word.
        let name = self.older_name(position) & !FUNCTION_BIT;
        let name = usize::try_from(name).unwrap_or(usize::MAX);
        match name.checked_sub(self.n_combinators()) {
            None => self.names.name(name).unwrap_or_default(),
            Some(word) => self.word(word),
        }
    }

    fn kind_at(&self, index: usize) -> CombinatorKind {
        let older = || index.checked_sub(self.n_combinators()).map_or(0, |position| self.older_name(position));
        self.names.kind(index).unwrap_or_else(|| CombinatorKind::of_number(older()))
    }

    /// The number of a combinator's name: its own index, or for an older combinator the number in `ids`, without the kind.
    pub(crate) fn name_number(&self, index: usize) -> u32 {
        match index.checked_sub(self.n_combinators()) {
            None => u32::try_from(index).unwrap_or(u32::MAX),
            Some(position) => self.older_name(position) & !FUNCTION_BIT,
        }
    }

    /// The name of the older combinator at `position`, with its kind.
    fn older_name(&self, position: usize) -> u32 {
        u32_at(self.older_ids, 2 * position + 1).unwrap_or_default()
    }

    /// The rows of consecutive fields; fewer if the table is damaged.
    fn field_rows(&self, first: usize, n_fields: usize) -> &'a [FieldRow] {
        let (rows, _) = self.parts.fields.as_chunks();
        let (rows, first) = match first.checked_sub(rows.len()) {
            None => (rows, first),
            Some(first) => (self.older.fields.as_chunks().0, first),
        };
        let rows = rows.get(first..).unwrap_or_default();
        rows.get(..n_fields).unwrap_or(rows)
    }

    fn member(&self, index: usize) -> usize {
        usize::from(u16_at(self.parts.members, index))
    }

    fn expr(&self, index: usize) -> u16 {
        let [number] = numbers_at(self.parts.exprs, self.older.exprs, index);
        number
    }

    pub(crate) fn word(&self, index: usize) -> &'a str {
        let n_words = self.parts.word_ends.len() / 4;
        let (parts, index) = match index.checked_sub(n_words) {
            None => (&self.parts, index),
            Some(index) => (&self.older, index),
        };
        let end = |index| u32_at(parts.word_ends, index).and_then(|end| usize::try_from(end).ok());
        let start = match index.checked_sub(1) {
            Some(previous) => end(previous).map(|end| end + 1),
            None => Some(0),
        };
        let range = start.zip(end(index));
        range.and_then(|(start, end)| parts.words.get(start..end)).unwrap_or_default()
    }
}

/// Shows the number of combinators, because there are thousands.
impl core::fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let n_older = self.older_ids.len() / 8;
        f.debug_struct("Table").field("n_combinators", &self.n_combinators()).field("n_older", &n_older).finish()
    }
}

/// The `N` numbers at `index` of two byte strings that follow each other; zeros beyond the end.
#[inline]
fn numbers_at<const N: usize>(first: &[u8], second: &[u8], index: usize) -> [u16; N] {
    let n_first = first.len() / (2 * N);
    let (bytes, index) = match index.checked_sub(n_first) {
        None => (first, index),
        Some(index) => (second, index),
    };
    let row = bytes.get(2 * N * index..).unwrap_or_default();
    match row.get(..2 * N) {
        Some(row) => core::array::from_fn(|column| u16_at(row, column)),
        None => [0; N],
    }
}
