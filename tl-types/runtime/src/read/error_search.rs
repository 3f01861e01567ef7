//! Search for the error in a value that a view refuses.
//!
//! The value is parsed with the checks of the [`Reader`], so the error equals that of decoding the owned type, except
//! that memory limits don't apply. Invariant: nothing is allocated but the error; nested views are placeholders.

use super::Reader;
use crate::error::{Error, ErrorKind};
use crate::field_path::{CombinatorNames, NO_FIELD, PathStep};
use crate::views::sealed::Sealed;
use crate::views::{BareOf, Items, Parser, Str, View, Viewable, ViewableFields};

/// A parser that descends into all nested values until the first error.
pub(super) struct ErrorSearch<'a>(Reader<'a>);

impl<'a> ErrorSearch<'a> {
    /// The error in the remaining bytes of `reader`, which must be exactly one value. `None` if there is no error.
    pub(super) fn first_error<T: Viewable>(reader: Reader<'a>) -> Option<Error> {
        let mut search = Self(reader);
        T::parse(&mut search);
        search.0.finish().err()
    }

    /// Searches a value in a field, one nesting level deeper.
    fn search_field(&mut self, field: u32, search: impl FnOnce(&mut Self)) {
        let start = self.0.begin_step();
        self.0.enter();
        if self.0.error.is_none() {
            search(self);
        }
        self.0.leave();
        self.0.end_step(start, PathStep::Field(field));
    }

    fn search_items<T: Viewable>(&mut self, count: u32) {
        // Every item counts as at least one byte, as in the checks of views.
        let n_items = self.0.enter_items(count, T::LEAST_SIZE.max(1), 0);
        for index in 0..n_items {
            let start = self.0.begin_step();
            T::parse(self);
            self.0.end_step(start, PathStep::item(index));
            if self.0.error.is_some() {
                break;
            }
        }
        self.0.leave();
    }
}

impl Sealed for ErrorSearch<'_> {}

impl<'a> Parser<'a> for ErrorSearch<'a> {
    fn constructor_id(&mut self) -> u32 {
        self.0.nat(NO_FIELD)
    }

    fn expect_id(&mut self, id: u32, expected: u32) {
        self.0.expect_id(id, expected);
    }

    fn flags(&mut self, field: u32, known: u32) -> u32 {
        self.0.flags(field, known)
    }

    fn nat(&mut self, field: u32) -> u32 {
        self.0.nat(field)
    }

    fn int(&mut self, field: u32) -> i32 {
        self.0.int(field)
    }

    fn long(&mut self, field: u32) -> i64 {
        self.0.long(field)
    }

    fn int53(&mut self, field: u32) -> i64 {
        self.0.int53(field)
    }

    fn double(&mut self, field: u32) -> f64 {
        self.0.double(field)
    }

    fn float(&mut self, field: u32) -> f32 {
        self.0.float(field)
    }

    fn int128(&mut self, field: u32) -> [u8; 16] {
        self.0.int128(field)
    }

    fn int256(&mut self, field: u32) -> [u8; 32] {
        self.0.int256(field)
    }

    fn boolean(&mut self, field: u32) -> bool {
        self.0.boolean(field)
    }

    fn string(&mut self, field: u32) -> Str<'a> {
        let offset = self.0.offset();
        if simdutf8::basic::from_utf8(self.0.slice(field)).is_err() {
            self.0.fail_at(ErrorKind::InvalidUtf8, offset, field);
        }
        Str::default()
    }

    fn bytes(&mut self, field: u32) -> &'a [u8] {
        self.0.slice(field)
    }

    fn object<T: Viewable>(&mut self, field: u32) -> View<'a, T> {
        self.search_field(field, |s| _ = T::parse(s));
        View::new(&[])
    }

    fn bare<T: ViewableFields>(&mut self, field: u32) -> View<'a, BareOf<T>> {
        self.search_field(field, |s| _ = s.fields::<T>());
        View::new(&[])
    }

    fn vector<T: Viewable>(&mut self, field: u32) -> Items<'a, T> {
        let start = self.0.begin_step();
        let count = self.0.vector_header();
        self.search_items::<T>(count);
        self.0.end_step(start, PathStep::Field(field));
        Items::default()
    }

    fn bare_vector<T: Viewable>(&mut self, field: u32) -> Items<'a, T> {
        let start = self.0.begin_step();
        let count = self.0.vector_count();
        self.search_items::<T>(count);
        self.0.end_step(start, PathStep::Field(field));
        Items::default()
    }

    fn fields<T: ViewableFields>(&mut self) -> T::View<'a> {
        let names = const { &CombinatorNames { id: T::ID, names: T::DECLARATION.names } };
        let start = self.0.begin_step();
        let view = T::parse_fields(self);
        self.0.end_step(start, PathStep::Combinator(names));
        view
    }
}
