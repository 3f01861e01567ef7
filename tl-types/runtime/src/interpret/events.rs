//! The receiver of the parts of a value.

use super::{Position, Stop};
use crate::observe::ListForm;
use crate::table::{Combinator, Field, TypeRef};

/// Receives the parts of a value in the order of the wire.
///
/// Every method gets the [`Position`] after its part, with the path and the offset. An absent field causes no event.
pub trait Events<'i> {
    /// The start of a combinator. A boxed one was preceded by its id, which takes 4 bytes.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn enter(&mut self, _at: &Position<'i, '_>, _combinator: &Combinator<'_>, _is_boxed: bool) -> Result<(), Stop> {
        Ok(())
    }

    /// The end of a combinator.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn leave(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        Ok(())
    }

    /// Whether the receiver gets [`field`](Self::field) and [`end_field`](Self::end_field) for the fields of the combinator
    /// or round that it entered last, until that is left. The values of the fields are passed in any case.
    fn wants_fields(&self) -> bool {
        true
    }

    /// A field that is present, before its value. Returns whether its value is passed; if not, the value is checked
    /// without events.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn field(&mut self, _at: &Position<'i, '_>, _index: usize, _field: &Field<'_>) -> Result<bool, Stop> {
        Ok(true)
    }

    /// The end of a field whose value was passed or checked.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn end_field(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        Ok(())
    }

    /// The start of a value with parts, before its id or header. Returns the number of bytes that the receiver has read
    /// as this value by itself, or `None` if the value is to be walked.
    ///
    /// For values that a schema can't express: an object whose length precedes it, or the compressed form of a value.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn read_by_receiver(&mut self, _at: &Position<'i, '_>, _ty: TypeRef) -> Result<Option<usize>, Stop> {
        Ok(None)
    }

    /// A value without parts. `encoded` are its bytes, with the length and the padding of a string.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn scalar(&mut self, at: &Position<'i, '_>, value: Scalar<'i>, encoded: &'i [u8]) -> Result<(), Stop>;

    /// The start of a list of `count` items, after its header.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn list(&mut self, _at: &Position<'i, '_>, _form: ListForm, _count: u32) -> Result<(), Stop> {
        Ok(())
    }

    /// The start of an item of a list.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn item(&mut self, _at: &Position<'i, '_>, _index: u32) -> Result<(), Stop> {
        Ok(())
    }

    /// The end of a list.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn end_list(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        Ok(())
    }

    /// The start of a round of a repetition, which consists of fields. It is an item of a list.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn enter_round(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        Ok(())
    }

    /// The end of a round.
    ///
    /// # Errors
    ///
    /// [`Stop`] ends the walk.
    fn leave_round(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        Ok(())
    }
}

/// A value without parts.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Scalar<'i> {
    /// A value of type `#`.
    Nat(u32),
    /// A flags field.
    Flags(u32),
    /// A `true` field whose bit is set. It takes no bytes.
    True,
    /// A value of type `Bool`.
    Bool(bool),
    /// A value of type `int`.
    Int(i32),
    /// A value of type `long`.
    Long(i64),
    /// A value of type `int53`.
    Int53(i64),
    /// A value of type `double`.
    Double(f64),
    /// A value of type `float`.
    Float(f32),
    /// A value of type `int128`.
    Int128(&'i [u8; 16]),
    /// A value of type `int256`.
    Int256(&'i [u8; 32]),
    /// A value of type `string`.
    String(&'i str),
    /// A value of type `string` that isn't UTF-8. Only [`walk_lossless`](super::walk_lossless) passes it.
    NotUtf8(&'i [u8]),
    /// A value of type `bytes`.
    Bytes(&'i [u8]),
}
