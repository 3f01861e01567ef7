//! Equality of structs with many fields.
//!
//! A derived `PartialEq` compares field by field, which is expensive to compile for large structs. Here one visitor
//! serializes the first value to a buffer, and the same visitor compares the second value with that buffer.

use alloc::vec::Vec;

use crate::combinator::Combinator;
use crate::visit::{PendingFlags, Visitor};
use crate::write::Serialize;

/// Marks the end of a combinator's fields, so that they can't be confused with fields of the enclosing combinator.
const END_OF_FIELDS: u32 = u32::MAX - 1;

/// Whether all fields of `a` and `b` are equal. The result is that of a derived `PartialEq`, even for values that can't
/// be encoded.
#[must_use]
pub fn fields_are_equal<T: Combinator>(a: &T, b: &T) -> bool {
    let mut recorder = Recorder { bytes: Vec::with_capacity(size_of::<T>()), expected: None, is_equal: true };
    a.visit(&mut recorder);
    let Recorder { bytes, is_equal, .. } = recorder;
    let mut recorder = Recorder { bytes: Vec::new(), expected: Some(&bytes), is_equal };
    if is_equal {
        b.visit(&mut recorder);
    }
    recorder.is_equal && recorder.expected.is_some_and(<[u8]>::is_empty)
}

/// A visitor that serializes each field with its index: it records the bytes, or compares them with a recording.
struct Recorder<'a> {
    bytes: Vec<u8>,
    /// The part of the first value's recording that hasn't been compared yet. `None` while that recording is made.
    expected: Option<&'a [u8]>,
    is_equal: bool,
}

impl Recorder<'_> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        let Some(expected) = &mut self.expected else { return self.bytes.extend_from_slice(bytes) };
        match expected.strip_prefix(bytes) {
            Some(rest) if self.is_equal => *expected = rest,
            _ => self.is_equal = false,
        }
    }

    fn field<const N: usize>(&mut self, field: u32, value: [u8; N]) {
        self.put(&field.to_le_bytes());
        self.put(&value);
    }

    fn fields<T: Combinator>(&mut self, value: &T) {
        if self.is_equal {
            value.visit(self);
            self.put(&END_OF_FIELDS.to_le_bytes());
        }
    }

    fn items<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.field(field, items.len().to_le_bytes());
        for item in items {
            if !self.is_equal {
                break;
            }
            visit_item(item, self);
        }
    }
}

impl Visitor for Recorder<'_> {
    /// The bits of conditional fields need no recording, because each present field is recorded with its index.
    fn flags(&mut self, field: u32, bits: u32) -> PendingFlags {
        self.nat(field, bits);
        PendingFlags::default()
    }

    fn finish_flags(&mut self, _flags: PendingFlags) {}

    fn nat(&mut self, field: u32, value: u32) {
        self.field(field, value.to_le_bytes());
    }

    fn int(&mut self, field: u32, value: i32) {
        self.field(field, value.to_le_bytes());
    }

    fn long(&mut self, field: u32, value: i64) {
        self.field(field, value.to_le_bytes());
    }

    /// Floats compare like `f64`: NaN differs from itself, and both zeros are equal.
    fn double(&mut self, field: u32, value: f64) {
        self.is_equal &= !value.is_nan();
        self.field(field, (value + 0.0).to_le_bytes());
    }

    fn float(&mut self, field: u32, value: f32) {
        self.double(field, value.into());
    }

    fn int128(&mut self, field: u32, value: &[u8; 16]) {
        self.field(field, *value);
    }

    fn int256(&mut self, field: u32, value: &[u8; 32]) {
        self.field(field, *value);
    }

    fn boolean(&mut self, field: u32, value: bool) {
        self.field(field, [value.into()]);
    }

    fn bytes(&mut self, field: u32, value: &[u8]) {
        self.field(field, value.len().to_le_bytes());
        self.put(value);
    }

    fn object<T: Serialize>(&mut self, field: u32, value: &T) {
        self.put(&field.to_le_bytes());
        value.serialize(self);
    }

    fn bare<T: Combinator>(&mut self, field: u32, value: &T) {
        self.put(&field.to_le_bytes());
        self.fields(value);
    }

    fn vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.items(field, items, T::serialize);
    }

    fn vector_with<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.items(field, items, visit_item);
    }

    fn combinator<T: Combinator>(&mut self, value: &T) {
        self.put(&T::DECLARATION.id.to_le_bytes());
        self.fields(value);
    }

    fn unit(&mut self, id: u32, _name: &'static str) {
        self.put(&id.to_le_bytes());
    }

    /// Records `found`, the value of a `true` field whose bit is stored in another field. The visitor gets no other
    /// call for such a field.
    fn check_agreement(&mut self, field: u32, _expected: u32, found: u32) {
        self.nat(field, found);
    }

    fn repetition<T>(&mut self, field: u32, _n: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.items(field, items, visit_item);
    }
}
