//! Decoding and encoding that preserves every byte: non-canonical parts are stored beside the value, by field path.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

use bytes::Bytes;

use crate::combinator::Combinator;
use crate::error::Result;
use crate::limits::Limits;
use crate::oddity::{FieldPath, Oddity, WireForm};
use crate::path::{NO_FIELD, PathStep};
use crate::read::{Deserialize, Reader, Sharing};
use crate::visit::{PendingFlags, Visitor};
use crate::write::{Serialize, Writer};

/// A value together with the non-canonical parts of its input, so that encoding reproduces the same bytes.
///
/// Preserved are: unknown bits of flags fields, length prefixes in a longer form, non-zero padding, invalid UTF-8 (the
/// value shows U+FFFD instead), and bytes after the end. Other invalid input is an error, as with any [`Reader`].
///
/// The value can be edited; an edit changes only the bytes of the edited field and of its flags field. A preserved
/// string is used while its content is unchanged, and unknown flags while the constructor is the same. Vector items are
/// identified by index, so after a removal the preserved parts of later items no longer match.
///
/// Preserved parts count towards the memory that [`Limits`] allow. While they are collected, twice their size may be
/// allocated.
///
/// ```
/// use tl_runtime::Lossless;
///
/// // A 1-byte string with a 4-byte length prefix, and 4 trailing bytes.
/// let bytes = [254, 1, 0, 0, b'a', 0, 0, 0, 1, 2, 3, 4];
/// let text = Lossless::<tl_runtime::Text>::from_bytes(&bytes)?;
/// assert_eq!(*text, "a");
/// assert_eq!(text.to_bytes()?, bytes);
/// # Ok::<(), tl_runtime::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Lossless<T> {
    value: T,
    oddities: BTreeMap<FieldPath, WireForm>,
    trailing: Vec<u8>,
}

impl<T: Deserialize> Lossless<T> {
    /// Decodes a value from the start of `bytes`, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// If the bytes don't start with a value of type `T`, or if decoding it exceeds the limits.
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

    /// Decodes the remaining bytes of a reader, with the reader's limits.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn read<S: Sharing>(reader: Reader<'_, S>) -> Result<Self> {
        let mut reader = reader.into_lossless();
        let value = T::deserialize(&mut reader);
        let (oddities, trailing) = reader.finish_lossless()?;
        let oddities = oddities.into_iter().map(Oddity::into_path_and_wire_form).collect();
        Ok(Self { value, oddities, trailing: trailing.into() })
    }
}

impl<T: Serialize> Lossless<T> {
    /// Encodes the value with its preserved parts.
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.to_bytes_with(Limits::default())
    }

    /// Like [`to_bytes`](Self::to_bytes), with other limits. Use the limits with which the value was decoded.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes).
    pub fn to_bytes_with(&self, limits: Limits) -> Result<Vec<u8>> {
        let out = Writer::new(Vec::new()).with_limits(limits);
        let mut replay = Replay { out, oddities: &self.oddities, path: Vec::new() };
        self.value.serialize(&mut replay);
        let mut bytes = replay.out.finish()?;
        bytes.extend_from_slice(&self.trailing);
        Ok(bytes)
    }
}

impl<T> Lossless<T> {
    /// Whether the input was canonical, that is, whether a strict reader would have accepted the same bytes.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        self.oddities.is_empty() && self.trailing.is_empty()
    }

    /// The bytes after the end of the value.
    #[must_use]
    pub fn trailing(&self) -> &[u8] {
        &self.trailing
    }

    /// Returns the value, and discards its preserved parts.
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

/// A visitor that encodes a value and replaces canonical parts by the preserved ones.
struct Replay<'a> {
    out: Writer<Vec<u8>>,
    oddities: &'a BTreeMap<FieldPath, WireForm>,
    path: FieldPath,
}

impl<'a> Replay<'a> {
    fn within(&mut self, step: PathStep<u32>, write: impl FnOnce(&mut Self)) {
        self.path.push(step);
        write(self);
        self.path.pop();
    }

    fn in_field(&mut self, field: u32, write: impl FnOnce(&mut Self)) {
        if field == NO_FIELD { write(self) } else { self.within(PathStep::Field(field), write) }
    }

    /// Like [`in_field`](Self::in_field), one nesting level deeper. A value that is no field adds no level.
    fn in_nested_field(&mut self, field: u32, write: impl FnOnce(&mut Self)) {
        if field == NO_FIELD { write(self) } else { self.nested(|replay| replay.in_field(field, write)) }
    }

    fn wire_form(&mut self, field: u32) -> Option<&'a WireForm> {
        let mut wire_form = None;
        self.in_field(field, |replay| wire_form = replay.oddities.get(&replay.path));
        wire_form
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        if self.out.enter() {
            write(self);
            self.out.leave();
        }
    }

    fn items<T>(&mut self, is_bare: bool, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.out.vector_header(is_bare, items.len());
        self.visit_items(field, items, visit_item);
    }

    fn visit_items<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.in_field(field, |replay| {
            replay.nested(|replay| {
                for (index, item) in (0..).zip(items) {
                    replay.within(PathStep::Item(index), |replay| visit_item(item, replay));
                }
            });
        });
    }
}

impl Visitor for Replay<'_> {
    fn flags(&mut self, field: u32, bits: u32) -> PendingFlags {
        let unknown = match self.wire_form(field) {
            Some(WireForm::UnknownFlags(unknown)) => *unknown,
            _ => 0,
        };
        self.out.flags(field, bits | unknown)
    }

    fn finish_flags(&mut self, flags: PendingFlags) {
        self.out.finish_flags(flags);
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
        match self.wire_form(field) {
            Some(form @ WireForm::String(bytes)) if String::from_utf8_lossy(form.content()) == value => {
                self.out.put(bytes)
            }
            _ => self.out.string(field, value),
        }
    }

    fn bytes(&mut self, field: u32, value: &[u8]) {
        match self.wire_form(field) {
            Some(form @ WireForm::String(bytes)) if form.content() == value => self.out.put(bytes),
            _ => self.out.bytes(field, value),
        }
    }

    fn object<T: Serialize>(&mut self, field: u32, value: &T) {
        self.in_nested_field(field, |replay| value.serialize(replay));
    }

    fn bare<T: Combinator>(&mut self, field: u32, value: &T) {
        self.in_nested_field(field, |replay| replay.within(PathStep::Combinator(T::ID), |replay| value.visit(replay)));
    }

    fn vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.items(false, field, items, |item, replay| item.serialize(replay));
    }

    fn bare_vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.items(true, field, items, |item, replay| item.serialize(replay));
    }

    fn vector_with<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.items(false, field, items, visit_item);
    }

    fn bare_vector_with<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.items(true, field, items, visit_item);
    }

    fn repetition<T>(&mut self, field: u32, n: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.out.check_repetition(field, n, items.len());
        self.visit_items(field, items, visit_item);
    }

    fn check_agreement(&mut self, field: u32, expected: u32, found: u32) {
        self.out.check_agreement(field, expected, found);
    }

    fn combinator<T: Combinator>(&mut self, value: &T) {
        self.out.unit(T::ID, "");
        self.within(PathStep::Combinator(T::ID), |replay| value.visit(replay));
    }

    fn unit(&mut self, id: u32, name: &'static str) {
        self.out.unit(id, name);
    }
}
