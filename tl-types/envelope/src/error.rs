//! Errors of the envelope: kind, byte offset and message.

use alloc::boxed::Box;
use core::fmt;

/// The reason why an envelope could not be decoded, encoded or unpacked.
///
/// Offsets are in bytes, from the start of the decoded input. Inside [`Unpacked`](Self::Unpacked) they are from the
/// start of the inflated object, and inside [`InMessage`](Self::InMessage) from the start of the message body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The codec refused an object or a byte string. The inner error has its byte offset and field.
    Codec(tl_runtime::Error),
    /// The input ends before the envelope does.
    UnexpectedEnd {
        /// Offset at which more bytes were needed.
        offset: usize,
        /// Number of bytes needed from the offset on.
        needed: usize,
        /// Number of bytes available from the offset on.
        left: usize,
    },
    /// A constructor id other than that of the envelope.
    UnexpectedId {
        /// Offset of the id.
        offset: usize,
        /// The decoded id.
        id: u32,
        /// The expected id.
        expected: u32,
    },
    /// Bytes after the end of the envelope.
    TrailingBytes {
        /// Offset of the first trailing byte.
        offset: usize,
        /// Number of trailing bytes.
        left: usize,
    },
    /// An object whose length isn't a positive multiple of 4, or doesn't fit its length field.
    ObjectLength {
        /// Offset of the object or of its length; 0 when encoding.
        offset: usize,
        /// The length that was refused, in bytes.
        len: i64,
    },
    /// A container of more than [`MAX_MESSAGES`](crate::MAX_MESSAGES), or of more messages than the input can hold.
    TooManyMessages {
        /// Number of messages.
        count: usize,
        /// Number of bytes available for the messages; 0 when encoding.
        left: usize,
    },
    /// A container in a container.
    NestedContainer {
        /// Offset of the inner container; 0 when encoding.
        offset: usize,
    },
    /// A `gzip_packed` directly inside a `gzip_packed`, or inside a container that is itself packed.
    NestedGzip,
    /// A `packed_data` that doesn't consist of valid gzip members.
    Gzip(GzipFault),
    /// A `gzip_packed` that can't be unpacked because the feature `gzip` is off.
    GzipIsOff,
    /// An object that is larger when inflated than the remainder of
    /// [`Limits::inflation`](tl_runtime::Limits::inflation).
    TooMuchInflated {
        /// Least length of the inflated object in bytes: as its last 4 bytes state it, or one more than `left`.
        announced: usize,
        /// Number of bytes that may still be inflated.
        left: usize,
    },
    /// An encrypted message where an unencrypted one was expected.
    Encrypted {
        /// Identifier of the key, which is 0 for an unencrypted message.
        auth_key_id: i64,
    },
    /// Padding of an encrypted message that has not from 12 to 1024 bytes.
    PaddingLength {
        /// Number of bytes after the message.
        len: usize,
    },
    /// An error in the object that a `gzip_packed` contains.
    Unpacked(Box<Error>),
    /// An error in the body of a message of a container.
    InMessage {
        /// Index of the message in its container.
        index: usize,
        /// The `msg_id` of the message.
        msg_id: i64,
        /// The error in the body of the message.
        error: Box<Error>,
    },
}

/// A defect of gzip data. Source: RFC 1952, and RFC 1951 for the compressed stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GzipFault {
    /// The gzip member ends before it is complete.
    Truncated,
    /// The header is invalid: wrong magic numbers, a method other than deflate, or reserved flags.
    Header,
    /// The checksum of the header is wrong.
    HeaderChecksum,
    /// The compressed stream is invalid.
    Deflate,
    /// Bytes after a gzip member that are no further member.
    TrailingBytes {
        /// Number of bytes after the gzip member.
        left: usize,
    },
    /// The inflated data has another length than the last 4 bytes of the gzip member state.
    Length,
    /// The inflated data has another CRC32 than the gzip member states.
    Checksum,
}

impl Error {
    /// The error of a container, caused by this error in one of its messages.
    pub(super) fn wrapped_in_message(self, index: usize, msg_id: i64) -> Self {
        Self::InMessage { index, msg_id, error: Box::new(self) }
    }

    /// The error of a `gzip_packed`, caused by this error in its object.
    pub(super) fn wrapped_in_gzip_packed(self) -> Self {
        Self::Unpacked(Box::new(self))
    }

    /// The same error, as that of a `gzip_packed` if `is_packed`.
    pub(super) fn wrapped_if(self, is_packed: bool) -> Self {
        if is_packed { self.wrapped_in_gzip_packed() } else { self }
    }
}

impl From<tl_runtime::Error> for Error {
    fn from(error: tl_runtime::Error) -> Self {
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
                write!(f, "container of {count} messages, {left} bytes left for them, {} allowed", crate::MAX_MESSAGES)
            }
            Self::NestedContainer { offset } => write!(f, "container in a container at byte {offset}"),
            Self::NestedGzip => f.write_str("`gzip_packed` in a `gzip_packed`"),
            Self::Gzip(fault) => write!(f, "bad gzip: {fault}"),
            Self::GzipIsOff => {
                f.write_str("`gzip_packed`, and the feature `gzip` of `tl-types` or `tl-envelope` is off")
            }
            Self::TooMuchInflated { announced, left } => {
                write!(f, "at least {announced} bytes to inflate, more than the {left} that the limit leaves")
            }
            Self::Encrypted { auth_key_id } => write!(f, "message encrypted with the key {auth_key_id:016x}"),
            Self::PaddingLength { len } => write!(f, "padding of {len} bytes instead of 12 to 1024"),
            Self::Unpacked(error) => write!(f, "{error} of the inflated data"),
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
            Self::TrailingBytes { left } => write!(f, "{left} bytes after the last member"),
            Self::Length => f.write_str("wrong length of the inflated data"),
            Self::Checksum => f.write_str("wrong checksum of the inflated data"),
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
