//! Decoding methods for single fields, called by the decoding function of a struct.

use alloc::boxed::Box;
use alloc::vec::Vec;

use bytes::Bytes;

use super::{Deserialize, Reader};
use crate::field_path::PathStep;
use crate::int53::is_int53;
use crate::read::Bare;
use crate::wire_constants::{BOOL_FALSE_ID, BOOL_TRUE_ID};

/// Decoding of single fields, for generated code.
///
/// Methods with the suffix `_if` return `None` if `bit` is zero.
#[doc(hidden)]
impl Reader<'_> {
    /// Decodes a value of type `#`.
    #[inline]
    pub extern "C" fn nat(&mut self, field: u32) -> u32 {
        self.word(field)
    }

    /// Decodes a flags field. `known` is the mask of bits that belong to a field.
    #[inline]
    pub extern "C" fn flags(&mut self, field: u32, known: u32) -> u32 {
        let value = self.word(field);
        if value & !known != 0 {
            self.record_unknown_flags(value & !known, field);
        }
        value
    }

    /// Decodes a value of type `int`.
    #[inline]
    pub extern "C" fn int(&mut self, field: u32) -> i32 {
        i32::from_le_bytes(self.chunk(field))
    }

    /// Decodes a value of type `long`.
    #[inline]
    pub extern "C" fn long(&mut self, field: u32) -> i64 {
        i64::from_le_bytes(self.chunk(field))
    }

    /// Decodes a value of type `int53`.
    #[inline]
    pub extern "C" fn int53(&mut self, field: u32) -> i64 {
        let value = self.long(field);
        if is_int53(value) {
            return value;
        }
        self.value_beyond_int53(value, field)
    }

    /// Decodes a value of type `double`.
    #[inline]
    pub extern "C" fn double(&mut self, field: u32) -> f64 {
        f64::from_le_bytes(self.chunk(field))
    }

    /// Decodes a value of type `float`, a type of VK's TL.
    #[inline]
    pub extern "C" fn float(&mut self, field: u32) -> f32 {
        f32::from_le_bytes(self.chunk(field))
    }

    /// Decodes a value of type `int128`.
    #[inline]
    pub extern "C" fn int128(&mut self, field: u32) -> [u8; 16] {
        self.chunk(field)
    }

    /// Decodes a value of type `int256`.
    #[inline]
    pub extern "C" fn int256(&mut self, field: u32) -> [u8; 32] {
        self.chunk(field)
    }

    /// Decodes a value of type `Bool`.
    #[inline(never)]
    pub extern "C" fn boolean(&mut self, field: u32) -> bool {
        match self.word(field) {
            BOOL_TRUE_ID => true,
            BOOL_FALSE_ID => false,
            id => self.boolean_of_other_id(id, field),
        }
    }

    /// Decodes a boxed value.
    #[inline]
    pub extern "C" fn object<T: Deserialize>(&mut self, field: u32) -> T {
        self.in_field(field, |r| T::deserialize(r))
    }

    /// Decodes a boxed value in a Rust `Box`.
    #[inline(never)]
    pub extern "C" fn object_indirect<T: Deserialize>(&mut self, field: u32) -> Box<T> {
        self.in_field(field, |r| r.indirect(|r| T::deserialize(r)))
    }

    /// Decodes the fields of a constructor, without its id.
    #[inline]
    pub extern "C" fn bare_field<T: Bare>(&mut self, field: u32) -> T {
        self.in_field(field, |r| r.bare())
    }

    /// Decodes the fields of a constructor, without its id, in a Rust `Box`.
    #[inline(never)]
    pub extern "C" fn bare_field_indirect<T: Bare>(&mut self, field: u32) -> Box<T> {
        self.in_field(field, |r| r.bare_indirect())
    }

    /// Decodes `Vector<T>`, with boxed items.
    #[inline]
    pub extern "C" fn vector<T: Deserialize>(&mut self, field: u32) -> Vec<T> {
        let start = self.begin_step();
        let count = self.vector_header();
        let items = T::deserialize_items(self, count);
        self.end_step(start, PathStep::Field(field));
        items
    }

    /// Decodes `vector<T>`, with boxed items.
    #[inline(never)]
    pub extern "C" fn bare_vector<T: Deserialize>(&mut self, field: u32) -> Vec<T> {
        let start = self.begin_step();
        let count = self.vector_count();
        let items = T::deserialize_items(self, count);
        self.end_step(start, PathStep::Field(field));
        items
    }

    /// Decodes `Vector<t>`, where `read` decodes an item of at least `least_size` bytes.
    pub extern "C" fn vector_with<T>(
        &mut self,
        field: u32,
        least_size: usize,
        read: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let start = self.begin_step();
        let count = self.vector_header();
        let items = self.items_without_unwinding(count, least_size, read);
        self.end_step(start, PathStep::Field(field));
        items
    }

    /// Decodes `vector<t>`, where `read` decodes an item of at least `least_size` bytes.
    pub extern "C" fn bare_vector_with<T>(
        &mut self,
        field: u32,
        least_size: usize,
        read: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let start = self.begin_step();
        let count = self.vector_count();
        let items = self.items_without_unwinding(count, least_size, read);
        self.end_step(start, PathStep::Field(field));
        items
    }

    /// Decodes a `#` that is the number of items of a repetition. In arbitrary values the number is below 5.
    pub extern "C" fn repeat_count(&mut self, field: u32) -> u32 {
        self.count(field)
    }

    /// Decodes the repetition `n*[ … ]`, where `read` decodes an item of at least `least_size` bytes.
    pub extern "C" fn repetition<T>(
        &mut self,
        field: u32,
        n: u32,
        least_size: usize,
        read: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let start = self.begin_step();
        let items = self.items_without_unwinding(n, least_size, read);
        self.end_step(start, PathStep::Field(field));
        items
    }

    /// Decodes a repetition of constant length, such as `4*[ … ]`, where `read` decodes one of `N` items.
    pub extern "C" fn array<T, const N: usize>(&mut self, field: u32, read: impl FnMut(&mut Self) -> T) -> [T; N] {
        let start = self.begin_step();
        let items = self.array_items(read);
        self.end_step(start, PathStep::Field(field));
        items
    }

    /// Decodes a conditional field: runs `read` if `bit` isn't zero.
    #[inline]
    pub extern "C" fn when<T>(&mut self, bit: u32, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if bit == 0 { None } else { Some(read(self)) }
    }
}

macro_rules! define_conditional_readers {
    ($($name:ident $name_if:ident $(<$param:ident: $bound:ident>)? -> $ty:ty)*) => {
        /// Decoding of single conditional fields, for generated code.
        #[doc(hidden)]
        impl Reader<'_> {$(
            #[doc = concat!("[`", stringify!($name), "`](Self::", stringify!($name), "), or `None` if `bit` is zero.")]
            #[inline]
            pub extern "C" fn $name_if $(<$param: $bound>)? (&mut self, bit: u32, field: u32) -> Option<$ty> {
                if bit == 0 { None } else { Some(self.$name(field)) }
            }
        )*}
    };
}

define_conditional_readers! {
    nat nat_if -> u32
    repeat_count repeat_count_if -> u32
    int int_if -> i32
    long long_if -> i64
    int53 int53_if -> i64
    double double_if -> f64
    float float_if -> f32
    int128 int128_if -> [u8; 16]
    int256 int256_if -> [u8; 32]
    bytes bytes_if -> Bytes
    byte_vec byte_vec_if -> Vec<u8>
    boolean boolean_if -> bool
    object object_if<T: Deserialize> -> T
    object_indirect object_indirect_if<T: Deserialize> -> Box<T>
    bare_field bare_field_if<T: Bare> -> T
    bare_field_indirect bare_field_indirect_if<T: Bare> -> Box<T>
    vector vector_if<T: Deserialize> -> Vec<T>
    bare_vector bare_vector_if<T: Deserialize> -> Vec<T>
}
