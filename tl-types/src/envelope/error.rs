//! Errors of the envelope: what was wrong, at which byte, in which message.

use alloc::boxed::Box;
use core::fmt;

/// Why an envelope could not be read, written or unpacked.
///
/// Offsets are bytes from the start of what was read; behind [`Unpacked`](Self::Unpacked) from the start of what was
/// inflated, behind [`InMessage`](Self::InMessage) from the start of the body of that message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The codec refused an object or a byte string; it tells byte and field.
    Codec(crate::Error),
    /// The input ends before the envelope does.
    UnexpectedEnd {
        /// Where.
        offset: usize,
        /// Bytes that were needed from here on.
        needed: usize,
        /// Bytes that are left.
        left: usize,
    },
    /// Another constructor id than that of the envelope.
    UnexpectedId {
        /// Where.
        offset: usize,
        /// The id that was read.
        id: u32,
        /// The id that has to stand there.
        expected: u32,
    },
    /// Bytes after the end of the envelope.
    TrailingBytes {
        /// Where they start.
        offset: usize,
        /// How many.
        left: usize,
    },
    /// An object whose length is no positive multiple of 4, or more than its place on the wire can tell.
    ObjectLength {
        /// Where the object or its length stands; when writing, 0.
        offset: usize,
        /// The length in bytes.
        len: i64,
    },
    /// A container of more than [`MAX_MESSAGES`](super::MAX_MESSAGES), or than the rest of the input can hold.
    TooManyMessages {
        /// How many.
        count: usize,
        /// Bytes that are left; when writing, 0.
        left: usize,
    },
    /// A container in a container.
    NestedContainer {
        /// Where the inner one starts; when writing, 0.
        offset: usize,
    },
    /// A `gzip_packed` directly in a `gzip_packed`, or in a container that is in one.
    NestedGzip,
    /// A `packed_data` that isn't one member of gzip, whole and sound.
    Gzip(GzipFault),
    /// More bytes announced than [`Limits::inflation`](crate::Limits::inflation) leaves for them.
    TooMuchInflated {
        /// Length that the object would have.
        announced: usize,
        /// Bytes that may still be inflated.
        left: usize,
    },
    /// An error in what a `gzip_packed` holds.
    Unpacked(Box<Error>),
    /// An error in the body of a message of a container.
    InMessage {
        /// Index of the message in its container.
        index: usize,
        /// Its `msg_id`.
        msg_id: i64,
        /// What was wrong in it.
        error: Box<Error>,
    },
}

/// What is wrong with a member of gzip. Source: RFC 1952, and RFC 1951 for what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GzipFault {
    /// It ends too early.
    Truncated,
    /// It doesn't start as one: the magic numbers, a method that isn't deflate, or reserved flags.
    Header,
    /// The checksum of the header isn't that of the header.
    HeaderChecksum,
    /// The compressed stream is invalid.
    Deflate,
    /// Bytes between the compressed stream and the last 8.
    TrailingBytes {
        /// How many.
        left: usize,
    },
    /// The inflated bytes are not as many as the last 4 bytes say.
    Length,
    /// The inflated bytes have another CRC32 than the one that is given.
    Checksum,
}

impl Error {
    /// The same error, in the body of a message of a container.
    pub(super) fn in_message(self, index: usize, msg_id: i64) -> Self {
        Self::InMessage { index, msg_id, error: Box::new(self) }
    }

    /// The same error, in what a `gzip_packed` holds.
    #[cfg(feature = "gzip")]
    pub(super) fn unpacked(self) -> Self {
        Self::Unpacked(Box::new(self))
    }
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Codec(error)
    }
}

impl From<GzipFault> for Error {
    fn from(fault: GzipFault) -> Self {
        Self::Gzip(fault)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Codec(error) => error.fmt(f),
            Self::UnexpectedEnd { offset, needed, left } => {
                write!(f, "unexpected end of input (needed {needed} bytes, {left} left) at byte {offset}")
            }
            Self::UnexpectedId { offset, id, expected } => {
                write!(f, "unexpected constructor id #{id:08x} instead of #{expected:08x} at byte {offset}")
            }
            Self::TrailingBytes { offset, left } => write!(f, "{left} bytes left over at byte {offset}"),
            Self::ObjectLength { offset, len } => write!(f, "object of impossible length {len} at byte {offset}"),
            Self::TooManyMessages { count, left } => {
                write!(f, "container of {count} messages, {left} bytes left for them, {} allowed", super::MAX_MESSAGES)
            }
            Self::NestedContainer { offset } => write!(f, "container in a container at byte {offset}"),
            Self::NestedGzip => f.write_str("`gzip_packed` in a `gzip_packed`"),
            Self::Gzip(fault) => write!(f, "bad gzip: {fault}"),
            Self::TooMuchInflated { announced, left } => {
                write!(f, "{announced} bytes to inflate, more than the {left} that the limit leaves")
            }
            Self::Unpacked(error) => write!(f, "{error} of what was inflated"),
            Self::InMessage { index, msg_id, error } => {
                write!(f, "{error} of the body of message {index} (msg_id {msg_id})")
            }
        }
    }
}

impl fmt::Display for GzipFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("truncated"),
            Self::Header => f.write_str("no header of gzip with deflate"),
            Self::HeaderChecksum => f.write_str("wrong checksum of the header"),
            Self::Deflate => f.write_str("invalid deflate stream"),
            Self::TrailingBytes { left } => write!(f, "{left} bytes after the deflate stream"),
            Self::Length => f.write_str("wrong length of what was inflated"),
            Self::Checksum => f.write_str("wrong checksum of what was inflated"),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Codec(error) => Some(error),
            Self::Gzip(fault) => Some(fault),
            Self::Unpacked(error) | Self::InMessage { error, .. } => Some(&**error),
            _ => None,
        }
    }
}

impl core::error::Error for GzipFault {}
