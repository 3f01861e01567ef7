//! A dynamic view of an older value: its name, its layers, and its fields by name.

use alloc::vec::Vec;

use super::error::Error;
use super::{Layers, Life};
use crate::error::ErrorKind;
use crate::interpret::{Events, Position, Scalar, Stop, walk_at};
use crate::limits::Limits;
use crate::table::{Combinator, Field, TypeRef};

/// A boxed value of any kept layer, read without a type: for values that can't be upgraded.
#[derive(Clone, Debug)]
pub struct Old<'a> {
    layers: &'a Layers<'a>,
    constructor: Combinator<'a>,
    bytes: &'a [u8],
    /// The name, the type and the bytes of each field that is present.
    fields: Vec<(&'a str, TypeRef, &'a [u8])>,
}

/// A field of an older value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum OldField<'a> {
    /// A number, string or the like.
    Scalar(Scalar<'a>),
    /// The bytes of any other value: of a boxed one with its id, of a vector with its header.
    Bytes(&'a [u8]),
}

/// Collects the fields of the outermost combinator.
#[derive(Default)]
struct Fields {
    /// The index, the start and the end of each field.
    found: Vec<(usize, usize, usize)>,
}

/// Keeps the only scalar of a value.
struct OnlyScalar<'a>(Option<Scalar<'a>>);

impl<'a> Old<'a> {
    /// Reads a boxed value that takes all of `bytes`, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// If no kept layer has the id, or if the bytes aren't a value by its layout.
    pub fn from_bytes(layers: &'a Layers<'a>, bytes: &'a [u8]) -> Result<Self, Error> {
        let mut position = Position::new(&layers.table, bytes, &Limits::default());
        let mut fields = Fields::default();
        let walked = walk_at(&mut position, TypeRef::OBJECT, &mut fields).and_then(|()| position.finish());
        walked.map_err(|halt| layers.error_of(halt, None))?;
        let id = bytes.first_chunk().map_or(0, |id| u32::from_le_bytes(*id));
        let Some(constructor) = layers.table.by_id(id) else {
            return Err(Error::of_kind(ErrorKind::UnexpectedConstructor { id }, 0));
        };
        let fields = fields.found.into_iter().filter_map(|(index, start, end)| {
            let field = constructor.field(index)?;
            Some((field.name(), field.ty(), bytes.get(start..end)?))
        });
        let fields = fields.collect();
        Ok(Self { layers, constructor, bytes, fields })
    }

    /// The TL name of the constructor.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.constructor.name()
    }

    /// The constructor id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.constructor.id()
    }

    /// The layers that have the constructor.
    #[must_use]
    pub fn life(&self) -> Option<Life<'a>> {
        self.layers.find(self.id())
    }

    /// The bytes of the value.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The fields that are present, by TL name and in the order of the declaration, with flags fields.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, OldField<'a>)> {
        self.fields.iter().map(|(name, ty, bytes)| (*name, self.value(*ty, bytes)))
    }

    /// The field with this TL name, if it is present.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<OldField<'a>> {
        self.fields().find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    fn value(&self, ty: TypeRef, bytes: &'a [u8]) -> OldField<'a> {
        let mut only = OnlyScalar(None);
        if ty.is_scalar() {
            let mut position = Position::new(&self.layers.table, bytes, &Limits::default());
            // Cannot fail, because the bytes were read before.
            let _ = walk_at(&mut position, ty, &mut only);
        }
        only.0.map_or(OldField::Bytes(bytes), OldField::Scalar)
    }
}

impl<'i> Events<'i> for Fields {
    fn field(&mut self, at: &Position<'i, '_>, index: usize, _: &Field<'_>) -> Result<bool, Stop> {
        self.found.push((index, at.offset(), at.offset()));
        // The parts of a field are of no interest, so that all fields are those of the outermost combinator.
        Ok(false)
    }

    fn end_field(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        if let Some((_, _, end)) = self.found.last_mut() {
            *end = at.offset();
        }
        Ok(())
    }

    fn scalar(&mut self, _: &Position<'i, '_>, _: Scalar<'i>, _: &'i [u8]) -> Result<(), Stop> {
        Ok(())
    }
}

impl<'i> Events<'i> for OnlyScalar<'i> {
    fn scalar(&mut self, _: &Position<'i, '_>, value: Scalar<'i>, _: &'i [u8]) -> Result<(), Stop> {
        self.0 = Some(value);
        Ok(())
    }
}
