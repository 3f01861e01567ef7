//! The complete values of a type before an error: bytes with a newer constructor are of use up to its place.
//!
//! Invariant: the memory of all values together stays within the budget of the reader.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::error::Error;
use super::{Layers, Upgraded};
use crate::error::ErrorKind;
use crate::field_path::NO_FIELD;
use crate::interpret::{Events, Position, Scalar, Stop, walk_at};
use crate::read::{Deserialize, Reader};
use crate::table::{Combinator, TypeRef};

/// Collects the places of the boxed values of one type. Values inside of such a value are parts of it.
struct Places {
    /// The index of the type.
    ty: Option<usize>,
    n_open: usize,
    /// The start of the value that is open, and the number of combinators around it.
    open: Option<(usize, usize)>,
    complete: Vec<Range<usize>>,
}

impl Layers<'_> {
    /// Decodes all complete values of the boxed type `T` in the remaining bytes of a reader, up to their end or up to the
    /// first error. The bytes are one boxed value of any type, such as a response with a vector of `T`.
    ///
    /// An id of a newer layer has no known length, so all bytes after it are lost; the values before it are not. Values
    /// of older layers are upgraded. Ask the server again for the rest: `updates.getDifference` brings back the state
    /// after an unknown update, `updates.getChannelDifference` that of a channel, and `messages.getMessages` or
    /// `channels.getMessages` give single messages of a page.
    pub fn read_complete_values<T: Deserialize>(&self, mut reader: Reader<'_>) -> (Vec<Upgraded<T>>, Option<Error>) {
        let ids = T::IDS.first();
        let ty = ids.and_then(|id| self.table.by_id(*id)?.result().boxed_index(&self.table));
        let bytes = reader.remaining();
        let mut position = reader.position(&self.table);
        let mut places = Places { ty, n_open: 0, open: None, complete: Vec::new() };
        let walked = walk_at(&mut position, TypeRef::OBJECT, &mut places).and_then(|()| position.finish());
        let error = walked.map_err(|halt| self.error_of(halt, None)).err();
        // More values would exceed the budget.
        let most = position.memory() / size_of::<T>().max(1);
        let mut values = Vec::with_capacity(places.complete.len().min(most));
        for place in places.complete {
            let start = place.start;
            let part = bytes.get(place).unwrap_or_default();
            let read = reader.read_part(part, size_of::<T>(), |part| self.read::<T>(part));
            match read {
                Ok(value) => {
                    let n_bytes = value.dropped.iter().map(|path| path.len() + size_of::<String>()).sum();
                    if !reader.charge(n_bytes, NO_FIELD) {
                        return (values, Some(Error::of_kind(ErrorKind::TooLarge, start)));
                    }
                    values.push(value);
                }
                Err(error) => return (values, Some(Error { offset: error.offset + start, ..error })),
            }
        }
        (values, error)
    }
}

impl<'i> Events<'i> for Places {
    fn enter(&mut self, at: &Position<'i, '_>, combinator: &Combinator<'_>, is_boxed: bool) -> Result<(), Stop> {
        let is_of_type = self.ty.is_some() && combinator.result_type().map(|ty| ty.index) == self.ty;
        if is_boxed && is_of_type && self.open.is_none() {
            self.open = Some((at.offset() - 4, self.n_open));
        }
        self.n_open += 1;
        Ok(())
    }

    fn leave(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        self.n_open -= 1;
        if let Some((start, n_open)) = self.open
            && n_open == self.n_open
        {
            self.open = None;
            self.complete.push(start..at.offset());
        }
        Ok(())
    }

    fn scalar(&mut self, _: &Position<'i, '_>, _: Scalar<'i>, _: &'i [u8]) -> Result<(), Stop> {
        Ok(())
    }
}
