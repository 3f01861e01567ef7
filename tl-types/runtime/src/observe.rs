//! The observer of values: `Debug` and lossless encoding receive the structure of a value through it.
//!
//! An [`Observer`] is a trait object, so each type is compiled for all observers at once, in its own crate. Encoding
//! takes the other path, [`Writer`](crate::Writer), where the cost of a call for each field would matter.

use bytes::Bytes;

use crate::combinator::Combinator;
use crate::field_path::{CombinatorNames, NO_FIELD};
use crate::visit::Visitor;
use crate::write::Serialize;

/// The header that precedes the items of a list on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListForm {
    /// Of a `Vector<t>`: a constructor id and the number of items.
    Boxed,
    /// Of a `vector<t>`: the number of items.
    Bare,
    /// Of a repetition `n*[ … ]`: none. Another field or a number parameter determines `n`, the number of items.
    Repetition(u32),
}

/// Receives the parts of a value in wire order.
///
/// `field` is the index of the field in its declaration, or [`NO_FIELD`]; [`CombinatorNames::field`] returns its name.
/// Each `enter` method is followed by the parts of the nested value and by the `leave` method of the same name.
///
/// Methods without a default are about values, and interest every observer. Methods with a default are about the
/// encoding, and interest observers that write it.
pub trait Observer {
    /// A flags field, with the bits known so far: see [`Visitor::flags`].
    fn flags(&mut self, _field: u32, _bits: u32) {}

    /// Adds the bits of present conditional fields to the flags field `field`, after the last field of its combinator.
    fn finish_flags(&mut self, _field: u32, _bits: u32) {}

    /// A `true` field. Its value is a bit of a flags field, so it takes no bytes of its own.
    fn true_field(&mut self, field: u32, is_set: bool);

    /// A value of type `#`.
    fn nat(&mut self, field: u32, value: u32);

    /// A value of type `int`.
    fn int(&mut self, field: u32, value: i32);

    /// A value of type `long`.
    fn long(&mut self, field: u32, value: i64);

    /// A value of type `double`.
    fn double(&mut self, field: u32, value: f64);

    /// A value of type `float`, a type of VK's TL.
    fn float(&mut self, field: u32, value: f32);

    /// A value of type `int128`.
    fn int128(&mut self, field: u32, value: &[u8; 16]);

    /// A value of type `int256`.
    fn int256(&mut self, field: u32, value: &[u8; 32]);

    /// A value of type `Bool`.
    fn boolean(&mut self, field: u32, value: bool);

    /// A value of type `string`.
    fn string(&mut self, field: u32, value: &str);

    /// A value of type `bytes`.
    fn bytes(&mut self, field: u32, value: &[u8]);

    /// Like [`bytes`](Self::bytes), for observers that share the memory of byte strings.
    fn shared_bytes(&mut self, field: u32, value: &Bytes) {
        self.bytes(field, value);
    }

    /// The bytes of a [`RawObject`](crate::RawObject). Observers that don't write the encoding see them as a byte string.
    fn raw_object(&mut self, bytes: &[u8]) {
        self.bytes(NO_FIELD, bytes);
    }

    /// The start of a field that holds a value of a declared type, which is one nesting level. Returns whether the
    /// value is passed; if not, the field isn't left. A field that holds a list is passed to `enter_list` instead.
    fn enter_field(&mut self, field: u32) -> bool;

    /// The end of a field.
    fn leave_field(&mut self) {}

    /// The start of a combinator, with its id and names. A bare combinator is encoded without id.
    fn enter_combinator(&mut self, names: &'static CombinatorNames, is_bare: bool);

    /// The end of a combinator.
    fn leave_combinator(&mut self);

    /// The start of a list of `len` items. Returns whether the items are passed too; the list is left in any case.
    fn enter_list(&mut self, field: u32, form: ListForm, len: usize) -> bool;

    /// The start of an item of a list. The item ends where the next item starts or where the list is left.
    fn item(&mut self, index: usize);

    /// The end of a list.
    fn leave_list(&mut self, field: u32);

    /// A constructor without fields, by id and TL name.
    fn unit(&mut self, id: u32, name: &'static str);

    /// The constructor id before a value of a built-in type.
    fn builtin_id(&mut self, _id: u32) {}

    /// Checks a value against the fields that determine it: see [`Visitor::check_agreement`].
    fn check_agreement(&mut self, _field: u32, _expected: u32, _found: u32) {}
}

/// A flags field that was passed to an observer, and the bits of the conditional fields after it.
#[derive(Debug)]
pub struct ObservedFlags {
    field: u32,
    bits: u32,
}

/// A visitor that passes all parts of a value to an observer.
#[doc(hidden)]
pub struct ObserverAdapter<'a>(pub &'a mut dyn Observer);

impl ObserverAdapter<'_> {
    #[inline]
    fn in_field(&mut self, field: u32, visit: impl FnOnce(&mut Self)) {
        if field == NO_FIELD {
            return visit(self);
        }
        if self.0.enter_field(field) {
            visit(self);
            self.0.leave_field();
        }
    }

    fn observe_combinator<T: Combinator>(&mut self, is_bare: bool, value: &T) {
        let names = const { &CombinatorNames { id: T::ID, names: T::DECLARATION.names } };
        self.0.enter_combinator(names, is_bare);
        value.visit(self);
        self.0.leave_combinator();
    }
}

macro_rules! forward_to_observer {
    ($($name:ident($($arg:ident: $ty:ty),*);)*) => {$(
        #[inline]
        fn $name(&mut self, $($arg: $ty),*) {
            self.0.$name($($arg),*);
        }
    )*};
}

impl Visitor for ObserverAdapter<'_> {
    type Flags = ObservedFlags;
    type Conditional = Self;

    #[inline]
    fn flags(&mut self, field: u32, bits: u32) -> ObservedFlags {
        self.0.flags(field, bits);
        ObservedFlags { field, bits: 0 }
    }

    #[inline]
    fn present<'a, 'v, T>(
        &'v mut self,
        flags: &mut ObservedFlags,
        bit: u32,
        value: &'a Option<T>,
    ) -> Option<(&'a T, &'v mut Self)> {
        let value = value.as_ref()?;
        flags.bits |= bit;
        Some((value, self))
    }

    #[inline]
    fn finish_flags(&mut self, flags: ObservedFlags) {
        self.0.finish_flags(flags.field, flags.bits);
    }

    forward_to_observer! {
        true_field(field: u32, is_set: bool);
        nat(field: u32, value: u32);
        int(field: u32, value: i32);
        long(field: u32, value: i64);
        double(field: u32, value: f64);
        float(field: u32, value: f32);
        int128(field: u32, value: &[u8; 16]);
        int256(field: u32, value: &[u8; 32]);
        boolean(field: u32, value: bool);
        string(field: u32, value: &str);
        unit(id: u32, name: &'static str);
        check_agreement(field: u32, expected: u32, found: u32);
    }

    #[inline]
    fn bytes(&mut self, field: u32, value: &Bytes) {
        self.0.shared_bytes(field, value);
    }

    #[inline]
    fn byte_slice(&mut self, field: u32, value: &[u8]) {
        self.0.bytes(field, value);
    }

    #[inline]
    fn object<T: Serialize>(&mut self, field: u32, value: &T) {
        self.in_field(field, |observed| value.observe(observed.0));
    }

    #[inline]
    fn bare<T: Combinator>(&mut self, field: u32, value: &T) {
        self.in_field(field, |observed| observed.observe_combinator(true, value));
    }

    /// One function is compiled for each type of item.
    #[inline(never)]
    fn list<T: Serialize>(&mut self, field: u32, form: ListForm, items: &[T]) {
        self.list_with(field, form, items, |item, observed| item.observe(observed.0));
    }

    fn list_with<T>(&mut self, field: u32, form: ListForm, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        if self.0.enter_list(field, form, items.len()) {
            for (index, item) in items.iter().enumerate() {
                self.0.item(index);
                visit_item(item, self);
            }
        }
        self.0.leave_list(field);
    }

    #[inline]
    fn combinator<T: Combinator>(&mut self, value: &T) {
        self.observe_combinator(false, value);
    }
}
