//! The visitor of combinators: generated code passes the fields of a value to it, for encoding and for observers.
//!
//! `Visitor`, `Combinator`, `Serialize`, `Writer` and `WordBuffer` are mutually recursive, and so are their files: a value
//! passes its fields to any visitor, and a visitor takes fields of any type.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::Bytes;
use crate::combinator::Combinator;
use crate::path::NO_FIELD;
use crate::text::Text;
use crate::write::Serialize;

/// A flags field that was visited and whose bits are still being collected.
///
/// [`Visitor::flags`] returns it, and [`Visitor::finish_flags`] of the same visitor takes it.
#[derive(Clone, Copy, Debug, Default)]
pub struct PendingFlags {
    /// Bits of the present conditional fields that were visited after the flags field.
    pub bits: u32,
    /// Position of the field's first byte in the output, for visitors that write; otherwise 0.
    pub position: usize,
}

/// Defines the `_if` methods: a conditional field that is present sets its bit and is visited by the method of its type.
macro_rules! conditional {
    ($($of:literal $name:ident $(<$param:ident: $bound:ident>)?($value:ident: $ty:ty) $method:ident $argument:expr;)*) => {$(
        #[doc = concat!("A conditional field of type ", $of, ". If it is present, adds its bit to `flags` and visits it.")]
        #[inline(always)]
        fn $name $(<$param: $bound>)?(&mut self, flags: &mut PendingFlags, bit: u32, field: u32, $value: $ty) {
            if let Some($value) = $value {
                flags.bits |= bit;
                self.$method(field, $argument);
            }
        }
    )*};
}

/// Receives the parts of a value in wire order.
///
/// `field` is the index of the field in its declaration, or [`NO_FIELD`]. `bit` is the bit mask of a conditional field
/// within its flags field.
///
/// By default, bare vectors are visited like other vectors. A value in a Rust `Box` is visited like any other.
pub trait Visitor: Sized {
    /// A flags field, with the bits known so far: those of all `true` fields, including bits that other fields imply.
    ///
    /// Bits of conditional fields follow while these are visited. The final number is the union of `bits` and the bits
    /// passed to [`finish_flags`](Self::finish_flags).
    fn flags(&mut self, field: u32, bits: u32) -> PendingFlags;

    /// Adds the bits of conditional fields to a flags field, after the last field. Not called if no bits can be added.
    fn finish_flags(&mut self, flags: PendingFlags);

    /// A value of type `#`.
    fn nat(&mut self, field: u32, value: u32);

    /// A value of type `int`.
    fn int(&mut self, field: u32, value: i32);

    /// A value of type `long`.
    fn long(&mut self, field: u32, value: i64);

    /// A value of type `double`.
    fn double(&mut self, field: u32, value: f64);

    /// A value of type `float`, a type of VK's TL.
    fn float(&mut self, field: u32, value: f32) {
        self.nat(field, value.to_bits());
    }

    /// A value of type `int128`.
    fn int128(&mut self, field: u32, value: &[u8; 16]);

    /// A value of type `int256`.
    fn int256(&mut self, field: u32, value: &[u8; 32]);

    /// A value of type `Bool`.
    fn boolean(&mut self, field: u32, value: bool);

    /// A value of type `string`.
    #[inline]
    fn string(&mut self, field: u32, value: &str) {
        self.bytes(field, value.as_bytes());
    }

    /// A value of type `bytes`.
    fn bytes(&mut self, field: u32, value: &[u8]);

    /// A boxed value.
    fn object<T: Serialize>(&mut self, field: u32, value: &T);

    /// The fields of a constructor, without its id.
    fn bare<T: Combinator>(&mut self, field: u32, value: &T);

    /// A value of type `Vector<T>`, with boxed items.
    fn vector<T: Serialize>(&mut self, field: u32, items: &[T]);

    /// A value of type `vector<T>`, with boxed items.
    fn bare_vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.vector(field, items);
    }

    /// A value of type `Vector<t>`, where `visit_item` visits an item.
    fn vector_with<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self));

    /// A value of type `vector<t>`, where `visit_item` visits an item.
    fn bare_vector_with<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.vector_with(field, items, visit_item);
    }

    /// A combinator: its id and its fields.
    fn combinator<T: Combinator>(&mut self, value: &T);

    /// A constructor without fields, by id and TL name.
    fn unit(&mut self, id: u32, name: &'static str);

    /// A value of a built-in type, preceded by a constructor id.
    fn builtin<T: Serialize>(&mut self, id: u32, value: &T);

    /// The items of a repetition, without a count: another field or a number parameter states the count `n`.
    fn repetition<T>(&mut self, field: u32, n: u32, items: &[T], visit_item: impl Fn(&T, &mut Self));

    /// Checks a value against the fields that determine it. `found` is the number of values, `expected` the number that
    /// the other fields determine; for a conditional field both are 0 or 1.
    fn check_agreement(&mut self, _field: u32, _expected: u32, _found: u32) {}

    /// Consecutive items of type `int`.
    fn ints(&mut self, items: &[i32]) {
        items.iter().for_each(|item| self.int(NO_FIELD, *item));
    }

    /// Consecutive items of type `long`.
    fn longs(&mut self, items: &[i64]) {
        items.iter().for_each(|item| self.long(NO_FIELD, *item));
    }

    conditional! {
        "`#`" nat_if(value: Option<u32>) nat value;
        "`int`" int_if(value: Option<i32>) int value;
        "`long`" long_if(value: Option<i64>) long value;
        "`double`" double_if(value: Option<f64>) double value;
        "`float`" float_if(value: Option<f32>) float value;
        "`Bool`" boolean_if(value: Option<bool>) boolean value;
        "`int128`" int128_if(value: &Option<[u8; 16]>) int128 value;
        "`int256`" int256_if(value: &Option<[u8; 32]>) int256 value;
        "`string`" string_if(value: &Option<Text>) string value;
        "`bytes`" bytes_if(value: &Option<Bytes>) bytes value;
        "`T`" object_if<T: Serialize>(value: &Option<T>) object value;
        "`T`, behind a pointer" object_indirect_if<T: Serialize>(value: &Option<Box<T>>) object &**value;
        "`t`" bare_if<T: Combinator>(value: &Option<T>) bare value;
        "`t`, behind a pointer" bare_indirect_if<T: Combinator>(value: &Option<Box<T>>) bare &**value;
        "`Vector<T>`" vector_if<T: Serialize>(value: &Option<Vec<T>>) vector value;
        "`vector<T>`" bare_vector_if<T: Serialize>(value: &Option<Vec<T>>) bare_vector value;
    }
}
