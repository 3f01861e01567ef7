//! Constants of the wire format that belong to no schema: the ids of `Vector` and `Bool`, and the longest string.

/// Id of the constructor `vector`, which precedes the count of every boxed vector.
///
/// Source: `vector#1cb5c415 {t:Type} # [ t ] = Vector t;`.
pub const VECTOR_ID: u32 = 0x1cb5_c415;

/// Id of `boolTrue#997275b5 = Bool;`.
pub const BOOL_TRUE_ID: u32 = 0x9972_75b5;

/// Id of `boolFalse#bc799737 = Bool;`.
pub const BOOL_FALSE_ID: u32 = 0xbc79_9737;

/// The constructor id of a `Bool`.
pub(crate) fn bool_id(value: bool) -> u32 {
    if value { BOOL_TRUE_ID } else { BOOL_FALSE_ID }
}

/// Length of the longest string that the 3-byte length prefix can express: 2^24 - 1 bytes.
pub const MAX_STRING_LEN: usize = (1 << 24) - 1;
