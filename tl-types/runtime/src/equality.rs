//! Equality of structs with many fields, by what they show.
//!
//! A comparison for each field is what `PartialEq` costs rustc most. So one value is noted as it is shown, and the other is
//! compared with the note.

use alloc::vec::Vec;

use crate::combinator::Combinator;
use crate::visit::{PendingFlags, Visitor};
use crate::write::Serialize;

/// Stands behind the last field of a combinator, so that a field of the one around it isn't taken for one more of it.
const END: u32 = u32::MAX - 1;

/// Whether both have the same fields with equal values: what a derived `PartialEq` says, also of values that can't be
/// written.
#[must_use]
pub fn fields_are_equal<T: Combinator>(a: &T, b: &T) -> bool {
    let mut note = Note { bytes: Vec::with_capacity(size_of::<T>()), expected: None, is_same: true };
    a.visit(&mut note);
    let Note { bytes, is_same, .. } = note;
    let mut note = Note { bytes: Vec::new(), expected: Some(&bytes), is_same };
    if is_same {
        b.visit(&mut note);
    }
    note.is_same && note.expected.is_some_and(<[u8]>::is_empty)
}

/// Notes fields that are there, each with its index, or compares them with what was noted.
struct Note<'a> {
    bytes: Vec<u8>,
    /// What wasn't compared yet.
    expected: Option<&'a [u8]>,
    is_same: bool,
}

impl Note<'_> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        let Some(expected) = &mut self.expected else { return self.bytes.extend_from_slice(bytes) };
        match expected.strip_prefix(bytes) {
            Some(rest) if self.is_same => *expected = rest,
            _ => self.is_same = false,
        }
    }

    fn field<const N: usize>(&mut self, field: u32, value: [u8; N]) {
        self.put(&field.to_le_bytes());
        self.put(&value);
    }

    fn fields<T: Combinator>(&mut self, value: &T) {
        if self.is_same {
            value.visit(self);
            self.put(&END.to_le_bytes());
        }
    }

    fn items<T>(&mut self, field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.field(field, items.len().to_le_bytes());
        for item in items {
            if !self.is_same {
                break;
            }
            show(item, self);
        }
    }
}

impl Visitor for Note<'_> {
    /// Which values are there, their fields tell.
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

    /// NaN isn't equal to itself, and both zeros are equal.
    fn double(&mut self, field: u32, value: f64) {
        self.is_same &= !value.is_nan();
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

    fn string(&mut self, field: u32, value: &str) {
        self.bytes(field, value.as_bytes());
    }

    fn bytes(&mut self, field: u32, value: &[u8]) {
        self.field(field, value.len().to_le_bytes());
        self.put(value);
    }

    fn object<T: Serialize>(&mut self, field: u32, value: &T) {
        self.put(&field.to_le_bytes());
        value.serialize(self);
    }

    fn object_indirect<T: Serialize>(&mut self, field: u32, value: &T) {
        self.object(field, value);
    }

    fn bare<T: Combinator>(&mut self, field: u32, value: &T) {
        self.put(&field.to_le_bytes());
        self.fields(value);
    }

    fn bare_indirect<T: Combinator>(&mut self, field: u32, value: &T) {
        self.bare(field, value);
    }

    fn vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.items(field, items, T::serialize);
    }

    fn bare_vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.items(field, items, T::serialize);
    }

    fn vector_with<T>(&mut self, field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.items(field, items, show);
    }

    fn bare_vector_with<T>(&mut self, field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.items(field, items, show);
    }

    fn combinator<T: Combinator>(&mut self, value: &T) {
        self.put(&T::DECLARATION.id.to_le_bytes());
        self.fields(value);
    }

    fn indirect<T: Combinator>(&mut self, value: &T) {
        self.combinator(value);
    }

    fn unit(&mut self, id: u32, _name: &'static str) {
        self.put(&id.to_le_bytes());
    }

    /// A `true` whose bit another field decides is shown nowhere else.
    fn check_agreement(&mut self, field: u32, _expected: u32, found: u32) {
        self.nat(field, found);
    }

    fn repetition<T>(&mut self, field: u32, _n: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.items(field, items, show);
    }
}
