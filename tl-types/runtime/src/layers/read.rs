//! Reading of today's types from bytes of any kept layer.

use alloc::vec::Vec;

use bytes::Bytes;

use super::Layers;
use super::error::{Error, Reason};
use super::upgraded::{Transcoded, Upgraded};
use super::upgrader::Upgrader;
use crate::error::ErrorKind;
use crate::interpret::{Events, Halt, Position, Scalar, Stop, walk_at, walk_objects_at};
use crate::limits::Limits;
use crate::read::{Deserialize, Reader};
use crate::table::TypeRef;
use crate::wire_constants::VECTOR_ID;

/// Ignores all parts.
struct Check;

impl<'i> Events<'i> for Check {
    fn scalar(&mut self, _: &Position<'i, '_>, _: Scalar<'i>, _: &'i [u8]) -> Result<(), Stop> {
        Ok(())
    }
}

/// The outermost type of a value.
#[derive(Clone, Copy)]
enum OutermostType {
    Type(TypeRef),
    /// A boxed vector of boxed values.
    Objects,
}

impl Layers<'_> {
    /// Decodes a value that takes all of `bytes`, of today or of an older layer, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// See [`Reason`].
    pub fn from_bytes<T: Deserialize>(&self, bytes: &[u8]) -> Result<Upgraded<T>, Error> {
        self.read_all(Reader::new(bytes))
    }

    /// Like [`from_bytes`](Self::from_bytes), but fields of type `bytes` share the memory of `bytes`, or of its
    /// transcoded form.
    ///
    /// # Errors
    ///
    /// See [`Reason`].
    pub fn from_shared<T: Deserialize>(&self, bytes: &Bytes) -> Result<Upgraded<T>, Error> {
        self.read_all(Reader::shared(bytes))
    }

    /// Decodes a value that takes all remaining bytes of a reader, within its limits.
    ///
    /// # Errors
    ///
    /// See [`Reason`].
    pub fn read_all<T: Deserialize>(&self, mut reader: Reader<'_>) -> Result<Upgraded<T>, Error> {
        let upgraded = self.read(&mut reader)?;
        match reader.remaining().len() {
            0 => Ok(upgraded),
            left => {
                let kind = ErrorKind::TrailingBytes { left };
                Err(Error::of_kind(kind, reader.offset()))
            }
        }
    }

    /// Decodes a value from the start of the remaining bytes of a reader. The bytes after the value remain.
    ///
    /// # Errors
    ///
    /// See [`Reason`]. The reader can't be used after an error.
    pub fn read<T: Deserialize>(&self, reader: &mut Reader<'_>) -> Result<Upgraded<T>, Error> {
        let mut current = reader.clone();
        let error = match current.read::<T>() {
            Ok(value) => {
                *reader = current;
                return Ok(Upgraded { value, dropped: Vec::new() });
            }
            Err(error) => error,
        };
        // An older value may be shorter than any of today's, so that a vector seems to be too long.
        let may_be_older =
            matches!(error.kind(), ErrorKind::UnexpectedConstructor { .. } | ErrorKind::VectorTooLong { .. });
        let Some(root) = self.outermost_type_of::<T>().filter(|_| may_be_older) else {
            return Err(Error::of_reader(&error));
        };
        let (transcoded, n_bytes) = self.transcode_at(root, reader.position(&self.table))?;
        let rewritten = Bytes::from(transcoded.bytes);
        let mut today = reader.of_other_bytes(&rewritten, reader.is_shared().then_some(&rewritten));
        let value = today.read::<T>().map_err(|error| Error::of_reader(&error))?;
        reader.skip(n_bytes, &today);
        today.finish().map_err(|error| Error::of_reader(&error))?;
        Ok(Upgraded { value, dropped: transcoded.dropped })
    }

    /// Today's bytes of a value of the boxed type with this TL name, which takes all of `bytes`.
    ///
    /// The result is valid for today's types. A value of today is copied, without unknown bits of flags fields.
    ///
    /// # Errors
    ///
    /// See [`Reason`]. A type that today's schema lacks has no values.
    pub fn transcode(&self, ty: &str, bytes: &[u8], limits: &Limits) -> Result<Transcoded, Error> {
        let Some(ty) = self.table.type_by_name(ty) else {
            let kind = ErrorKind::InvalidValue { reason: "no type of today's schema" };
            return Err(Error::of_kind(kind, 0));
        };
        let position = Position::new(&self.table, bytes, limits);
        let (transcoded, n_bytes) =
            self.transcode_at(OutermostType::Type(TypeRef::of_boxed_type(ty.index)), position)?;
        match bytes.len() - n_bytes {
            0 => self.check_transcoded(TypeRef::of_boxed_type(ty.index), &transcoded, limits).map(|()| transcoded),
            left => {
                let kind = ErrorKind::TrailingBytes { left };
                Err(Error::of_kind(kind, n_bytes))
            }
        }
    }

    /// Checks transcoded bytes as today's types would.
    fn check_transcoded(&self, ty: TypeRef, transcoded: &Transcoded, limits: &Limits) -> Result<(), Error> {
        if !transcoded.has_older {
            return Ok(());
        }
        let today = self.table.without_older();
        let mut position = Position::new(&today, &transcoded.bytes, limits);
        let walked = walk_at(&mut position, ty, &mut Check).and_then(|()| position.finish());
        walked.map_err(|halt| self.error_of(halt, None))
    }

    /// Today's bytes of the value at the start of a walk, and the number of old bytes that it takes.
    fn transcode_at(&self, root: OutermostType, mut position: Position<'_, '_>) -> Result<(Transcoded, usize), Error> {
        let mut upgrader = Upgrader::new(self, position.remaining(), position.memory());
        let walked = match root {
            OutermostType::Type(ty) => walk_at(&mut position, ty, &mut upgrader),
            OutermostType::Objects => walk_objects_at(&mut position, &mut upgrader),
        };
        match walked {
            Ok(()) => Ok((upgrader.into_transcoded(position.offset()), position.offset())),
            Err(halt) => Err(self.error_of(halt, upgrader.into_refusal())),
        }
    }

    pub(super) fn error_of(&self, halt: Halt, refusal: Option<Error>) -> Error {
        let mut error = match (halt, refusal) {
            (Halt::Invalid(error), _) => Error::from(*error),
            (Halt::Stopped, Some(refusal)) => refusal,
            // Never happens: the receiver keeps its reason.
            (Halt::Stopped, None) => Error::of_kind(ErrorKind::TooLarge, 0),
        };
        if let Reason::Wire(ErrorKind::UnexpectedConstructor { id }) = error.reason {
            error.constructor = self.find(id).map(|life| life.name.into());
        }
        error
    }

    /// The outermost type of values of `T`; `None` for a type without ids, and for ids that the table lacks. A vector is
    /// taken for one of boxed values; the walk refuses any other.
    fn outermost_type_of<T: Deserialize>(&self) -> Option<OutermostType> {
        match T::IDS {
            [] => None,
            [VECTOR_ID] => Some(OutermostType::Objects),
            [id, ..] => self.table.by_id(*id).map(|constructor| OutermostType::Type(constructor.result())),
        }
    }
}
