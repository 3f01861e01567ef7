//! What the fields of a combinator are shown to: the writer, `Debug`, and whatever else goes through a value once.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::Bytes;
use crate::combinator::Combinator;
use crate::path::NO_FIELD;
use crate::text::Text;
use crate::write::Serialize;

/// A flags field that was shown, and the bits to add to it: what [`Visitor::flags`] gives and
/// [`Visitor::finish_flags`] of the same visitor takes.
#[derive(Clone, Copy, Debug, Default)]
pub struct PendingFlags {
    /// The bits of what was shown since.
    pub bits: u32,
    /// Where its first byte is, in bytes from the start of the sink, for a visitor that needs to know; else 0.
    pub position: usize,
}

/// A conditional field of each kind: shown by the method for the kind, and its bit added, if there is a value.
macro_rules! conditional {
    ($($of:literal $name:ident $(<$param:ident: $bound:ident>)?($value:ident: $ty:ty) $method:ident $shown:expr;)*) => {$(
        #[doc = concat!("A conditional field of type ", $of, ": if there is a value, its bit is added and it is shown.")]
        #[inline(always)]
        fn $name $(<$param: $bound>)?(&mut self, flags: &mut PendingFlags, bit: u32, field: u32, $value: $ty) {
            if let Some($value) = $value {
                flags.bits |= bit;
                self.$method(field, $shown);
            }
        }
    )*};
}

/// Something that goes through a value in the order of the wire.
///
/// The argument `field` is the index of the field in its declaration, or [`NO_FIELD`]. `bit` is the bit of a conditional
/// field as a mask, of the `flags` that [`flags`](Self::flags) gave and that [`finish_flags`](Self::finish_flags) takes.
pub trait Visitor: Sized {
    /// A flags field, with the bits that are known so far: those of all `true` fields that are set, implied ones
    /// included. Those of values may follow once these were shown, by [`finish_flags`](Self::finish_flags): what needs the
    /// number as the wire has it has to take both.
    fn flags(&mut self, field: u32, bits: u32) -> PendingFlags;

    /// Adds the bits of the values that were shown, behind the last field; not called where there are none to add.
    fn finish_flags(&mut self, flags: PendingFlags);

    /// `#`.
    fn nat(&mut self, field: u32, value: u32);

    /// `int`.
    fn int(&mut self, field: u32, value: i32);

    /// `long`.
    fn long(&mut self, field: u32, value: i64);

    /// `double`.
    fn double(&mut self, field: u32, value: f64);

    /// `float`, of VK's TL.
    fn float(&mut self, field: u32, value: f32) {
        self.nat(field, value.to_bits());
    }

    /// `int128`.
    fn int128(&mut self, field: u32, value: &[u8; 16]);

    /// `int256`.
    fn int256(&mut self, field: u32, value: &[u8; 32]);

    /// `Bool`.
    fn boolean(&mut self, field: u32, value: bool);

    /// `string`.
    fn string(&mut self, field: u32, value: &str);

    /// `bytes`.
    fn bytes(&mut self, field: u32, value: &[u8]);

    /// A boxed value.
    fn object<T: Serialize>(&mut self, field: u32, value: &T);

    /// A boxed value behind a pointer.
    fn object_indirect<T: Serialize>(&mut self, field: u32, value: &T);

    /// The fields of a constructor, without its id.
    fn bare<T: Combinator>(&mut self, field: u32, value: &T);

    /// The fields of a constructor, without its id, behind a pointer.
    fn bare_indirect<T: Combinator>(&mut self, field: u32, value: &T);

    /// `Vector<T>`, with boxed items.
    fn vector<T: Serialize>(&mut self, field: u32, items: &[T]);

    /// `vector<T>`, with boxed items.
    fn bare_vector<T: Serialize>(&mut self, field: u32, items: &[T]);

    /// `Vector<t>`, with items that `show` shows.
    fn vector_with<T>(&mut self, field: u32, items: &[T], show: impl Fn(&T, &mut Self));

    /// `vector<t>`, with items that `show` shows.
    fn bare_vector_with<T>(&mut self, field: u32, items: &[T], show: impl Fn(&T, &mut Self));

    /// A combinator: its id and its fields.
    fn combinator<T: Combinator>(&mut self, value: &T);

    /// A combinator behind a pointer.
    fn indirect<T: Combinator>(&mut self, value: &T);

    /// A constructor without fields, by id and TL name.
    fn unit(&mut self, id: u32, name: &'static str);

    /// A value of a built-in type behind an id.
    fn builtin<T: Serialize>(&mut self, id: u32, value: &T) {
        self.unit(id, "");
        value.serialize(self);
    }

    /// Items without their number, which is told elsewhere: `n` of them.
    fn repetition<T>(&mut self, field: u32, n: u32, items: &[T], show: impl Fn(&T, &mut Self));

    /// What a value has (a field or none, a number of items), and what other fields say that it has.
    fn check_agreement(&mut self, _field: u32, _expected: u32, _found: u32) {}

    /// Items of type `int`, one after the other.
    fn ints(&mut self, items: &[i32]) {
        items.iter().for_each(|item| self.int(NO_FIELD, *item));
    }

    /// Items of type `long`, one after the other.
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
        "`T`, behind a pointer" object_indirect_if<T: Serialize>(value: &Option<Box<T>>) object_indirect &**value;
        "`t`" bare_if<T: Combinator>(value: &Option<T>) bare value;
        "`t`, behind a pointer" bare_indirect_if<T: Combinator>(value: &Option<Box<T>>) bare_indirect &**value;
        "`Vector<T>`" vector_if<T: Serialize>(value: &Option<Vec<T>>) vector value;
        "`vector<T>`" bare_vector_if<T: Serialize>(value: &Option<Vec<T>>) bare_vector value;
    }
}
