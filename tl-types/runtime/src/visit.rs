//! The visitor of combinators: generated code passes the fields of a value to it, for encoding and for observers.
//!
//! `Visitor`, `Combinator`, `Serialize`, `Writer` and `WordBuffer` are mutually recursive, and so are their files: a
//! value passes its fields to any visitor, and a visitor takes fields of any type.

use bytes::Bytes;

use crate::combinator::Combinator;
use crate::observe::ListForm;
use crate::write::Serialize;

/// Receives the parts of a value in wire order.
///
/// `field` is the index of the field in its declaration, or [`NO_FIELD`](crate::NO_FIELD). A value in a Rust `Box` is
/// visited like any other.
///
/// For `a flags:# b:flags.0?true c:flags.1?int d:Vector<long> = A;`, a struct with the fields `b: bool`,
/// `c: Option<i32>` and `d: Vec<i64>` is visited by
///
/// ```
/// # use tl_runtime::{Combinator, Declaration, ListForm, Visitor};
/// # struct A { b: bool, c: Option<i32>, d: Vec<i64> }
/// # impl Combinator for A {
/// #     const DECLARATION: Declaration = Declaration { id: 1, least_size: 12, names: "a flags b c d", tl: "" };
/// fn visit<V: Visitor>(&self, v: &mut V) {
///     let mut flags = v.flags(0, u32::from(self.b));
///     v.true_field(1, self.b);
///     v.conditional(&mut flags, 1 << 1, 2, &self.c);
///     v.list(3, ListForm::Boxed, &self.d);
///     v.finish_flags(flags);
/// }
/// # }
/// # use tl_runtime::Serialize;
/// # assert_eq!(A { b: true, c: Some(2), d: vec![] }.to_bytes()?[4..12], [3, 0, 0, 0, 2, 0, 0, 0]);
/// # Ok::<(), tl_runtime::Error>(())
/// ```
pub trait Visitor: Sized {
    /// A flags field that was visited and whose bits are still being collected.
    type Flags;

    /// The visitor of values in conditional fields.
    type Conditional: Visitor;

    /// A flags field, with the bits known so far: those of all `true` fields that share their bit with no value.
    ///
    /// Bits of conditional fields follow while these are visited.
    fn flags(&mut self, field: u32, bits: u32) -> Self::Flags;

    /// If a conditional field is present, adds its bit to `flags`, and returns its value and the visitor of the value.
    ///
    /// `bit` is the bit mask of the field within its flags field. Values whose type has one encoding are passed to
    /// [`conditional`](Self::conditional) instead.
    fn present<'a, 'v, T>(
        &'v mut self,
        flags: &mut Self::Flags,
        bit: u32,
        value: &'a Option<T>,
    ) -> Option<(&'a T, &'v mut Self::Conditional)>;

    /// A conditional field: a number, a string, a boxed value or a vector of these. If it is present, adds its bit to
    /// `flags` and visits it.
    #[inline(always)]
    fn conditional<T: Serialize>(&mut self, flags: &mut Self::Flags, bit: u32, field: u32, value: &Option<T>) {
        if let Some((value, v)) = self.present(flags, bit, value) {
            value.visit_field(field, v);
        }
    }

    /// Ends a flags field, after the last field. Not called for flags fields without bits of conditional fields.
    fn finish_flags(&mut self, flags: Self::Flags);

    /// A `true` field. Its value is a bit of a flags field, so it takes no bytes of its own. The bit may be that of a
    /// conditional field too.
    #[inline(always)]
    fn true_field(&mut self, _field: u32, _is_set: bool) {}

    /// A value of type `#`.
    fn nat(&mut self, field: u32, value: u32);

    /// A value of type `int`.
    fn int(&mut self, field: u32, value: i32);

    /// A value of type `long`.
    fn long(&mut self, field: u32, value: i64);

    /// A value of type `int53`. A visitor that encodes refuses a number out of range.
    #[inline]
    fn int53(&mut self, field: u32, value: i64) {
        self.long(field, value);
    }

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
    fn string(&mut self, field: u32, value: &str);

    /// A value of type `bytes`.
    fn bytes(&mut self, field: u32, value: &Bytes);

    /// A value of type `bytes` that shares no memory, such as `Vec<u8>`.
    fn byte_slice(&mut self, field: u32, value: &[u8]);

    /// A boxed value.
    fn object<T: Serialize>(&mut self, field: u32, value: &T);

    /// The fields of a constructor, without its id.
    fn bare<T: Combinator>(&mut self, field: u32, value: &T);

    /// A vector or a repetition with boxed items.
    fn list<T: Serialize>(&mut self, field: u32, form: ListForm, items: &[T]);

    /// A vector or a repetition, where `visit_item` visits an item.
    fn list_with<T>(&mut self, field: u32, form: ListForm, items: &[T], visit_item: impl Fn(&T, &mut Self));

    /// A combinator: its id and its fields.
    fn combinator<T: Combinator>(&mut self, value: &T);

    /// A constructor without fields, by id and TL name.
    fn unit(&mut self, id: u32, name: &'static str);

    /// Checks a value against the fields that determine it. `found` is the number of values, `expected` the number that
    /// the other fields determine; for a conditional field both are 0 or 1.
    fn check_agreement(&mut self, _field: u32, _expected: u32, _found: u32) {}
}
