//! Reading and writing that keeps every byte: what a value can't tell is kept beside it, by its place.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

use bytes::Bytes;

use crate::combinator::Combinator;
use crate::error;
use crate::read::{Deserialize, Reader, Sharing};
use crate::visit::{Flags, NO_FIELD, Visitor};
use crate::write::{Serialize, Writer};
use crate::{Limits, Result};

/// A value and what its bytes had beyond it, so that they can be written again as they were.
///
/// Kept are bits of flags fields that no field has, length prefixes that are not the shortest, padding that isn't zero,
/// strings that are not UTF-8 (the value shows U+FFFD in their place), and bytes after the end. All else is refused as
/// by a strict [`Reader`]. After an edit, only the bytes of the edited field and its flags differ: what was kept for a
/// string or byte string counts while that is unchanged, unknown flags while the constructor is the same. Items are known
/// by their index: who removes items of a vector moves what follows from what was kept for it.
///
/// What is kept counts as memory that [`Limits`] allow; while it grows, there may be twice as much at once.
///
/// ```
/// use tl_runtime::Lossless;
///
/// // A string of 1 byte behind a long prefix, and 4 bytes too many.
/// let bytes = [254, 1, 0, 0, b'a', 0, 0, 0, 1, 2, 3, 4];
/// let text = Lossless::<tl_runtime::Text>::from_bytes(&bytes)?;
/// assert_eq!(*text, "a");
/// assert_eq!(text.to_bytes()?, bytes);
/// # Ok::<(), tl_runtime::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Lossless<T> {
    value: T,
    kept: BTreeMap<Vec<Step>, Kept>,
    trailing: Vec<u8>,
}

impl<T: Deserialize> Lossless<T> {
    /// Reads a value from the start of `bytes`, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// If the bytes start with no such value, or if it costs more than the limits allow.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::read(Reader::new(bytes))
    }

    /// Like [`from_bytes`](Self::from_bytes), but fields of type `bytes` share the memory of `bytes`.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn from_shared(bytes: &Bytes) -> Result<Self> {
        Self::read(Reader::shared(bytes))
    }

    /// Reads what is left to a reader, with its limits.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn read<S: Sharing>(reader: Reader<'_, S>) -> Result<Self> {
        let mut reader = reader.lossless();
        let value = T::deserialize(&mut reader);
        let (oddities, trailing) = reader.into_parts()?;
        let kept = oddities.into_iter().map(Oddity::into_place).collect();
        Ok(Self { value, kept, trailing: trailing.into() })
    }
}

impl<T: Serialize> Lossless<T> {
    /// The bytes of the value, with all that was kept.
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.to_bytes_with(Limits::default())
    }

    /// Like [`to_bytes`](Self::to_bytes), with these limits: those that the value was read with.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes).
    pub fn to_bytes_with(&self, limits: Limits) -> Result<Vec<u8>> {
        let out = Writer::new(Vec::new()).with_limits(limits);
        let mut replay = Replay { out, kept: &self.kept, place: Vec::new() };
        self.value.serialize(&mut replay);
        let mut bytes = replay.out.finish()?;
        bytes.extend_from_slice(&self.trailing);
        Ok(bytes)
    }
}

impl<T> Lossless<T> {
    /// Whether nothing was kept: a strict reader would have read the same bytes.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        self.kept.is_empty() && self.trailing.is_empty()
    }

    /// Bytes after the end of the value.
    #[must_use]
    pub fn trailing(&self) -> &[u8] {
        &self.trailing
    }

    /// The value, without what was kept.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Lossless<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Lossless<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// A step of the way from the outermost value to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Combinator(u32),
    Field(u32),
    Item(u32),
}

/// What a value can't tell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kept {
    /// Bits of a flags field.
    Flags(u32),
    /// A string or byte string, with prefix and padding.
    Bytes(Vec<u8>),
}

impl Kept {
    /// The string or byte string without prefix and padding.
    fn body(&self) -> &[u8] {
        let Self::Bytes(bytes) = self else { return &[] };
        match bytes[..] {
            [254, b0, b1, b2, ref rest @ ..] => {
                let len = usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16;
                rest.get(..len).unwrap_or(rest)
            }
            [len, ref rest @ ..] => rest.get(..usize::from(len)).unwrap_or(rest),
            [] => &[],
        }
    }
}

/// Something kept, while the way to it is still being collected.
#[derive(Clone, Debug)]
pub(crate) struct Oddity {
    /// The count of errors and oddities, this one included.
    pub(crate) mark: u32,
    /// Innermost first.
    way: Vec<Step>,
    kept: Kept,
}

impl Oddity {
    pub(crate) fn new(mark: u32, field: u32, kept: Kept) -> Self {
        let way = if field == NO_FIELD { Vec::new() } else { Vec::from([Step::Field(field)]) };
        Self { mark, way, kept }
    }

    pub(crate) fn at(&mut self, step: error::Step) {
        self.way.push(match step {
            error::Step::Pending(field) | error::Step::Field(_, field) => Step::Field(field),
            error::Step::Item(index) => Step::Item(index),
            error::Step::Root(names) => Step::Combinator(names.id),
        });
    }

    fn into_place(mut self) -> (Vec<Step>, Kept) {
        self.way.reverse();
        (self.way, self.kept)
    }
}

/// Writes a value with what was kept for it.
struct Replay<'a> {
    out: Writer<Vec<u8>>,
    kept: &'a BTreeMap<Vec<Step>, Kept>,
    place: Vec<Step>,
}

impl<'a> Replay<'a> {
    fn within(&mut self, step: Step, write: impl FnOnce(&mut Self)) {
        self.place.push(step);
        write(self);
        self.place.pop();
    }

    fn in_field(&mut self, field: u32, write: impl FnOnce(&mut Self)) {
        if field == NO_FIELD { write(self) } else { self.within(Step::Field(field), write) }
    }

    fn kept(&mut self, field: u32) -> Option<&'a Kept> {
        let mut kept = None;
        self.in_field(field, |replay| kept = replay.kept.get(&replay.place));
        kept
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        if self.out.enter() {
            write(self);
            self.out.leave();
        }
    }

    fn items<T>(&mut self, is_bare: bool, field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.out.vector_header(is_bare, items.len());
        self.each(field, items, show);
    }

    fn each<T>(&mut self, field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.in_field(field, |replay| {
            replay.nested(|replay| {
                for (index, item) in (0..).zip(items) {
                    replay.within(Step::Item(index), |replay| show(item, replay));
                }
            });
        });
    }
}

impl Visitor for Replay<'_> {
    fn flags(&mut self, field: u32, bits: u32) -> Flags {
        let unknown = match self.kept(field) {
            Some(Kept::Flags(unknown)) => *unknown,
            _ => 0,
        };
        self.out.flags(field, bits | unknown)
    }

    fn add_flags(&mut self, flags: Flags) {
        self.out.add_flags(flags);
    }

    fn nat(&mut self, field: u32, value: u32) {
        self.out.nat(field, value);
    }

    fn int(&mut self, field: u32, value: i32) {
        self.out.int(field, value);
    }

    fn long(&mut self, field: u32, value: i64) {
        self.out.long(field, value);
    }

    fn double(&mut self, field: u32, value: f64) {
        self.out.double(field, value);
    }

    fn int128(&mut self, field: u32, value: &[u8; 16]) {
        self.out.int128(field, value);
    }

    fn int256(&mut self, field: u32, value: &[u8; 32]) {
        self.out.int256(field, value);
    }

    fn boolean(&mut self, field: u32, value: bool) {
        self.out.boolean(field, value);
    }

    fn string(&mut self, field: u32, value: &str) {
        match self.kept(field) {
            Some(kept @ Kept::Bytes(bytes)) if String::from_utf8_lossy(kept.body()) == value => self.out.put(bytes),
            _ => self.out.string(field, value),
        }
    }

    fn bytes(&mut self, field: u32, value: &[u8]) {
        match self.kept(field) {
            Some(kept @ Kept::Bytes(bytes)) if kept.body() == value => self.out.put(bytes),
            _ => self.out.bytes(field, value),
        }
    }

    fn object<T: Serialize>(&mut self, field: u32, value: &T) {
        self.in_field(field, |replay| value.serialize(replay));
    }

    fn object_indirect<T: Serialize>(&mut self, field: u32, value: &T) {
        self.nested(|replay| replay.object(field, value));
    }

    fn bare<T: Combinator>(&mut self, field: u32, value: &T) {
        self.in_field(field, |replay| replay.within(Step::Combinator(T::ID), |replay| value.visit(replay)));
    }

    fn bare_indirect<T: Combinator>(&mut self, field: u32, value: &T) {
        self.nested(|replay| replay.bare(field, value));
    }

    fn vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.items(false, field, items, |item, replay| item.serialize(replay));
    }

    fn bare_vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.items(true, field, items, |item, replay| item.serialize(replay));
    }

    fn vector_with<T>(&mut self, field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.items(false, field, items, show);
    }

    fn bare_vector_with<T>(&mut self, field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.items(true, field, items, show);
    }

    fn repetition<T>(&mut self, field: u32, n: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.out.repeats(field, n, items.len());
        self.each(field, items, show);
    }

    fn agree(&mut self, field: u32, expected: u32, found: u32) {
        self.out.agree(field, expected, found);
    }

    fn combinator<T: Combinator>(&mut self, value: &T) {
        self.out.unit(T::ID, "");
        self.within(Step::Combinator(T::ID), |replay| value.visit(replay));
    }

    fn indirect<T: Combinator>(&mut self, value: &T) {
        self.nested(|replay| replay.combinator(value));
    }

    fn unit(&mut self, id: u32, name: &'static str) {
        self.out.unit(id, name);
    }
}
