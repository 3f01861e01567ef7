//! Decoding and encoding that preserves every byte: non-canonical parts are stored beside the value, by field path.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

use bytes::Bytes;

use crate::error::Result;
use crate::field_path::{CombinatorNames, NO_FIELD, PathStep};
use crate::limits::Limits;
use crate::observe::{ListForm, Observer};
use crate::oddity::{OddityTree, WireForm};
use crate::read::{Deserialize, Reader};
use crate::visit::Visitor;
use crate::write::{PendingFlags, Serialize, Writer};

/// A value together with the non-canonical parts of its input, so that encoding reproduces the same bytes.
///
/// Preserved are: unknown bits of flags fields, length prefixes in a longer form, non-zero padding, invalid UTF-8 (the
/// value shows U+FFFD instead), and bytes after the end. Other invalid input is an error, as with any [`Reader`].
///
/// The value can be edited; an edit changes only the bytes of the edited field and of its flags field. A preserved
/// string is used while its content is unchanged, and unknown flags while the constructor is the same. Vector items are
/// identified by index, so after a removal the preserved parts of later items no longer match.
///
/// Preserved parts have a memory budget of their own, as large as the default [`Limits`] are for values: 72 bytes for
/// each byte of input and 8 KiB. It suffices for every input that a strict reader accepts, except for vectors of bare
/// values that consist of another bare value and nothing else. While the parts are collected, twice their size may be
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
    oddities: OddityTree,
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
    pub fn read(reader: Reader<'_>) -> Result<Self> {
        let mut reader = reader.into_lossless();
        let value = T::deserialize(&mut reader);
        let (oddities, trailing) = reader.finish_lossless(T::NAMES)?;
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
        let mut bytes = Vec::new();
        Writer::append(&mut bytes, limits, |out| {
            let mut replay = LosslessEncoder::new(out, &self.oddities);
            self.value.observe(&mut replay);
        })?;
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

/// An observer that encodes a value and replaces canonical parts by the preserved ones.
struct LosslessEncoder<'a> {
    out: Writer<'a>,
    /// The oddities of the innermost open part; `None` if it has none.
    oddities: Option<&'a OddityTree>,
    /// The oddities outside of each open part, the outermost first.
    outside: Vec<Option<&'a OddityTree>>,
    /// For each open list, whether it is one level deeper.
    lists: Vec<bool>,
    /// The flags fields of all open combinators, by field index.
    flags: Vec<(u32, PendingFlags)>,
    /// For each open combinator, the number of flags fields outside of it.
    combinators: Vec<usize>,
}

impl<'a> LosslessEncoder<'a> {
    fn new(out: Writer<'a>, oddities: &'a OddityTree) -> Self {
        let (outside, lists, flags, combinators) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { out, oddities: Some(oddities), outside, lists, flags, combinators }
    }

    fn wire_form(&self, field: u32) -> Option<&'a WireForm> {
        let value = self.oddities?;
        let part = if field == NO_FIELD { value } else { value.part(PathStep::Field(field))? };
        part.wire_form()
    }

    fn enter_part(&mut self, step: PathStep<u32>) {
        self.outside.push(self.oddities);
        self.oddities = self.oddities.and_then(|oddities| oddities.part(step));
    }

    fn leave_part(&mut self) {
        self.oddities = self.outside.pop().flatten();
    }
}

macro_rules! write_unchanged {
    ($($name:ident($($arg:ident: $ty:ty),*);)*) => {$(
        fn $name(&mut self, $($arg: $ty),*) {
            self.out.$name($($arg),*);
        }
    )*};
}

impl Observer for LosslessEncoder<'_> {
    fn flags(&mut self, field: u32, bits: u32) {
        let unknown = match self.wire_form(field) {
            Some(WireForm::UnknownFlags(unknown)) => *unknown,
            _ => 0,
        };
        let flags = self.out.flags(field, bits | unknown);
        self.flags.push((field, flags));
    }

    fn finish_flags(&mut self, field: u32, bits: u32) {
        if let Some(index) = self.flags.iter().rposition(|(index, _)| *index == field) {
            let (_, mut flags) = self.flags.swap_remove(index);
            flags.add(bits);
            self.out.finish_flags(flags);
        }
    }

    fn true_field(&mut self, _field: u32, _is_set: bool) {}

    write_unchanged! {
        nat(field: u32, value: u32);
        int(field: u32, value: i32);
        long(field: u32, value: i64);
        double(field: u32, value: f64);
        float(field: u32, value: f32);
        int128(field: u32, value: &[u8; 16]);
        int256(field: u32, value: &[u8; 32]);
        boolean(field: u32, value: bool);
        unit(id: u32, name: &'static str);
        check_agreement(field: u32, expected: u32, found: u32);
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

    fn enter_field(&mut self, field: u32) -> bool {
        let is_deeper = self.out.enter();
        if is_deeper {
            self.enter_part(PathStep::Field(field));
        }
        is_deeper
    }

    fn leave_field(&mut self) {
        self.leave_part();
        self.out.leave();
    }

    fn enter_combinator(&mut self, names: &'static CombinatorNames, is_bare: bool) {
        if !is_bare {
            self.out.put_id(names.id());
        }
        self.enter_part(PathStep::Combinator(names.id()));
        self.combinators.push(self.flags.len());
    }

    fn leave_combinator(&mut self) {
        self.leave_part();
        self.flags.truncate(self.combinators.pop().unwrap_or(0));
    }

    fn enter_list(&mut self, field: u32, form: ListForm, len: usize) -> bool {
        self.out.list_header(field, form, len);
        if field != NO_FIELD {
            self.enter_part(PathStep::Field(field));
        }
        // The part of the current item, which is the list itself before the first item.
        self.outside.push(self.oddities);
        let is_deeper = self.out.enter();
        self.lists.push(is_deeper);
        is_deeper
    }

    fn item(&mut self, index: usize) {
        self.leave_part();
        self.enter_part(PathStep::Item(u32::try_from(index).unwrap_or(u32::MAX)));
    }

    fn leave_list(&mut self, field: u32) {
        self.leave_part();
        if field != NO_FIELD {
            self.leave_part();
        }
        if self.lists.pop() == Some(true) {
            self.out.leave();
        }
    }

    fn builtin_id(&mut self, id: u32) {
        self.out.put_id(id);
    }
}
