//! Bounds on the size and the nesting depth of a text.

/// The maximum nesting depth of brackets in a statement.
pub const MAX_DEPTH: usize = 256;

/// The nesting depth up to which a statement is parsed on the caller's stack, which may be small.
pub(super) const MAX_DEPTH_ON_CALLER_STACK: u32 = 16;

/// Stack size in bytes that is enough for [`MAX_DEPTH`]: four times as much as needed without optimisation.
pub(super) const DEEP_STACK_SIZE: usize = 32 << 20;

/// The maximum length of a text in bytes: offsets and node counts are `u32`.
pub(super) const MAX_TEXT_LEN: usize = 1 << 29;
