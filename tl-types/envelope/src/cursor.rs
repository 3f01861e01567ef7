//! A cursor over the fixed part of an envelope. The cursor returns parts of the input without copying them, which the
//! codec's reader has no method for.

use tl_runtime::Bytes;

use crate::object::checked_object_len;
use crate::{Error, Result};

/// A position in the input. Invariant: `offset` is at most the length of `bytes`.
pub(super) struct Cursor<'a> {
    bytes: &'a Bytes,
    offset: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a Bytes) -> Self {
        Self { bytes, offset: 0 }
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.offset
    }

    pub(super) fn take_word(&mut self) -> Result<u32> {
        self.take_chunk().map(u32::from_le_bytes)
    }

    pub(super) fn take_int(&mut self) -> Result<i32> {
        self.take_chunk().map(i32::from_le_bytes)
    }

    pub(super) fn take_long(&mut self) -> Result<i64> {
        self.take_chunk().map(i64::from_le_bytes)
    }

    /// Decodes a constructor id and checks that it is the expected one.
    pub(super) fn expect_id(&mut self, expected: u32) -> Result<()> {
        let offset = self.offset;
        match self.take_word()? {
            id if id == expected => Ok(()),
            id => Err(Error::UnexpectedId { offset, id, expected }),
        }
    }

    /// Decodes an object that is preceded by its length. After an error, the cursor is behind the object, or at the end
    /// of the input if the object ends behind it.
    pub(super) fn take_sized_object(&mut self) -> Result<Bytes> {
        let offset = self.offset;
        let announced = self.take_int()?;
        let (start, left) = (self.offset, self.left());
        // A negative length is one that no input has.
        let len = usize::try_from(announced).unwrap_or(usize::MAX);
        self.offset += len.min(left);
        if len == 0 || !len.is_multiple_of(4) {
            return Err(Error::ObjectLength { offset, len: announced.into() });
        }
        if len > left {
            return Err(Error::UnexpectedEnd { offset: start, needed: len, left });
        }
        Ok(self.bytes.slice(start..self.offset))
    }

    /// Takes all remaining bytes.
    pub(super) fn take_rest(self) -> Bytes {
        self.bytes.slice(self.offset..)
    }

    /// Decodes an object that takes all remaining bytes.
    pub(super) fn take_last_object(self) -> Result<Bytes> {
        checked_object_len(self.left(), self.offset)?;
        Ok(self.take_rest())
    }

    /// Checks that no bytes are left.
    pub(super) fn check_no_bytes_left(self) -> Result<()> {
        match self.left() {
            0 => Ok(()),
            left => Err(Error::TrailingBytes { offset: self.offset, left }),
        }
    }

    fn take_chunk<const N: usize>(&mut self) -> Result<[u8; N]> {
        match self.bytes[self.offset..].first_chunk() {
            Some(chunk) => {
                self.offset += N;
                Ok(*chunk)
            }
            None => Err(Error::UnexpectedEnd { offset: self.offset, needed: N, left: self.left() }),
        }
    }
}
