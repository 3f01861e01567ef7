//! The observer of values: `Debug` and lossless encoding receive the structure of a value through it.
//!
//! An [`Observer`] is a trait object, so each type is compiled for all observers at once, in its own crate. Encoding
//! takes the other path, [`Writer`](crate::Writer), where the cost of a call for each field would matter.

use crate::combinator::Combinator;
use crate::path::NO_FIELD;
use crate::visit::{PendingFlags, Visitor};
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
/// `field` is the index of the field in its declaration, or [`NO_FIELD`]. Each `enter` method is followed by the parts
/// of the nested value and by the `leave` method of the same name.
pub trait Observer {
    /// A flags field, with the bits known so far: see [`Visitor::flags`].
    fn flags(&mut self, field: u32, bits: u32) -> PendingFlags;

    /// Adds the bits of conditional fields to a flags field, after the last field.
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

    /// The start of a field that holds a value of a declared type, which is one nesting level. Returns whether the value
    /// is passed; if not, the field isn't left. A field that holds a list is passed to `enter_list` instead.
    fn enter_field(&mut self, field: u32) -> bool;

    /// The end of a field.
    fn leave_field(&mut self);

    /// The start of a combinator, with its id and the text of its declaration. A bare combinator is encoded without id.
    fn enter_combinator(&mut self, id: u32, tl: &'static str, is_bare: bool);

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
    fn builtin_id(&mut self, id: u32);

    /// Checks a value against the fields that determine it: see [`Visitor::check_agreement`].
    fn check_agreement(&mut self, field: u32, expected: u32, found: u32);
}

/// A visitor that passes all parts of a value to an observer.
#[doc(hidden)]
pub struct Observed<'a>(pub &'a mut dyn Observer);

impl Observed<'_> {
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

    fn fields<T: Combinator>(&mut self, is_bare: bool, value: &T) {
        self.0.enter_combinator(T::ID, T::DECLARATION.tl, is_bare);
        value.visit(self);
        self.0.leave_combinator();
    }

    fn list<T>(&mut self, field: u32, form: ListForm, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        if self.0.enter_list(field, form, items.len()) {
            for (index, item) in items.iter().enumerate() {
                self.0.item(index);
                visit_item(item, self);
            }
        }
        self.0.leave_list(field);
    }

    /// Passes a list whose items are observed by their own type. One function is compiled for each type of item.
    #[inline(never)]
    fn values<T: Serialize>(&mut self, field: u32, form: ListForm, items: &[T]) {
        self.list(field, form, items, |item, observed| item.observe(observed.0));
    }
}

macro_rules! pass_on {
    ($($name:ident($($arg:ident: $ty:ty),*);)*) => {$(
        #[inline]
        fn $name(&mut self, $($arg: $ty),*) {
            self.0.$name($($arg),*);
        }
    )*};
}

impl Visitor for Observed<'_> {
    #[inline]
    fn flags(&mut self, field: u32, bits: u32) -> PendingFlags {
        self.0.flags(field, bits)
    }

    pass_on! {
        finish_flags(flags: PendingFlags);
        nat(field: u32, value: u32);
        int(field: u32, value: i32);
        long(field: u32, value: i64);
        double(field: u32, value: f64);
        float(field: u32, value: f32);
        int128(field: u32, value: &[u8; 16]);
        int256(field: u32, value: &[u8; 32]);
        boolean(field: u32, value: bool);
        string(field: u32, value: &str);
        bytes(field: u32, value: &[u8]);
        unit(id: u32, name: &'static str);
        check_agreement(field: u32, expected: u32, found: u32);
    }

    #[inline]
    fn object<T: Serialize>(&mut self, field: u32, value: &T) {
        self.in_field(field, |observed| value.observe(observed.0));
    }

    #[inline]
    fn bare<T: Combinator>(&mut self, field: u32, value: &T) {
        self.in_field(field, |observed| observed.fields(true, value));
    }

    #[inline]
    fn vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.values(field, ListForm::Boxed, items);
    }

    #[inline]
    fn bare_vector<T: Serialize>(&mut self, field: u32, items: &[T]) {
        self.values(field, ListForm::Bare, items);
    }

    fn vector_with<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.list(field, ListForm::Boxed, items, visit_item);
    }

    fn bare_vector_with<T>(&mut self, field: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.list(field, ListForm::Bare, items, visit_item);
    }

    #[inline]
    fn combinator<T: Combinator>(&mut self, value: &T) {
        self.fields(false, value);
    }

    fn builtin<T: Serialize>(&mut self, id: u32, value: &T) {
        self.0.builtin_id(id);
        value.observe(self.0);
    }

    fn repetition<T>(&mut self, field: u32, n: u32, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.list(field, ListForm::Repetition(n), items, visit_item);
    }
}
