//! The interface through which generated code parses the fields of views.

use super::{BareOf, Items, Str, View, Viewable, ViewableFields};

/// Parses the fields of views in wire order, for generated code. Sealed.
///
/// `field` is the index of the field in its declaration, or [`NO_FIELD`](crate::NO_FIELD); it is used for the paths of
/// errors only. After invalid input, the methods return placeholders: zeros and empty values.
pub trait Parser<'a>: Sized + sealed::Sealed {
    /// Parses a constructor id.
    fn constructor_id(&mut self) -> u32;

    /// Fails if `id`, which was parsed last, isn't `expected`.
    fn expect_id(&mut self, id: u32, expected: u32);

    /// Parses a flags field. `known` is the mask of bits that belong to a field.
    fn flags(&mut self, field: u32, known: u32) -> u32;

    /// Parses a value of type `#`.
    fn nat(&mut self, field: u32) -> u32;

    /// Parses a value of type `int`.
    fn int(&mut self, field: u32) -> i32;

    /// Parses a value of type `long`.
    fn long(&mut self, field: u32) -> i64;

    /// Parses a value of type `int53`.
    fn int53(&mut self, field: u32) -> i64;

    /// Parses a value of type `double`.
    fn double(&mut self, field: u32) -> f64;

    /// Parses a value of type `float`, a type of VK's TL.
    fn float(&mut self, field: u32) -> f32;

    /// Parses a value of type `int128`.
    fn int128(&mut self, field: u32) -> [u8; 16];

    /// Parses a value of type `int256`.
    fn int256(&mut self, field: u32) -> [u8; 32];

    /// Parses a value of type `Bool`.
    fn boolean(&mut self, field: u32) -> bool;

    /// Parses a value of type `string`.
    fn string(&mut self, field: u32) -> Str<'a>;

    /// Parses a value of type `bytes`.
    fn bytes(&mut self, field: u32) -> &'a [u8];

    /// Parses a field with a boxed value.
    fn object<T: Viewable>(&mut self, field: u32) -> View<'a, T>;

    /// Parses a field with a bare value: the fields of a constructor, without its id.
    fn bare<T: ViewableFields>(&mut self, field: u32) -> View<'a, BareOf<T>>;

    /// Parses a value of type `Vector<T>`.
    fn vector<T: Viewable>(&mut self, field: u32) -> Items<'a, T>;

    /// Parses a value of type `vector<T>`.
    fn bare_vector<T: Viewable>(&mut self, field: u32) -> Items<'a, T>;

    /// Parses the fields of a constructor: after its id, or without one.
    fn fields<T: ViewableFields>(&mut self) -> T::View<'a>;

    /// Parses a conditional field: runs `parse` if `bit` isn't zero.
    #[inline(always)]
    fn when<T>(&mut self, bit: u32, parse: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if bit == 0 { None } else { Some(parse(self)) }
    }
}

pub(crate) mod sealed {
    /// Prevents implementations of [`Parser`](super::Parser) in other crates.
    pub trait Sealed {}
}
